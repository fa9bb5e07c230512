"""Findings: what a section claims, how much ARR it concerns, how sure it is, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.locale import Message


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that a finding asks for. `ids` are the accounts it is about, most urgent first."""

    key: str
    action: Message
    ids: tuple[str, ...]
    due: date | None = None
    decision: Message | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim with its size in ARR and its certainty in [0, 1].

    `urgency` weighs what cannot wait. A `gap` is something that is not known: worth an
    action, never a claim about customers. `amounts` are each account's part of `arr` where
    that is not the ARR it has now.
    """

    key: str
    claim: Message
    arr: float
    certainty: float = 1.0
    urgency: float = 1.0
    gap: bool = False
    proposal: Proposal | None = None
    amounts: Mapping[str, float] | None = None

    @property
    def weight(self) -> float:
        """What the finding weighs among others."""
        return self.arr * self.certainty * self.urgency


def ranked(findings: list[Finding]) -> list[Finding]:
    """Return findings by what they weigh; gaps after what is known."""
    return sorted(findings, key=lambda f: (f.gap, -f.weight, f.key))
