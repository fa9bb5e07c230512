"""Findings: what a section claims, how much ARR it concerns, how sure and how new it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.locale import Message

NOVEL = 0.5  # what is wholly new weighs half as much again as what was said last time
UNTOLD = 0.5  # whether it is new is not known: neither favoured nor held back


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

    `urgency` weighs what cannot wait, `new` is the part of it in [0, 1] that was not so at the
    end of the period before. A `gap` is something that is not known: worth an action, never a
    claim about customers; `clause` names it within a sentence ("the maturity of …"). `amounts`
    are each account's part of `arr` where that is not the ARR it has now. Of several findings on
    one `topic` the summary tells the weightiest, in the words of `summary` where they differ.
    """

    key: str
    claim: Message
    arr: float
    certainty: float = 1.0
    urgency: float = 1.0
    gap: bool = False
    proposal: Proposal | None = None
    amounts: Mapping[str, float] | None = None
    new: float = UNTOLD
    topic: str = ""
    summary: Message | None = None
    clause: Message | None = None

    @property
    def weight(self) -> float:
        """What the finding weighs among others: size × certainty × urgency × novelty.

        >>> from lib.locale import msg
        >>> Finding("a", msg("A"), 100.0, new=1.0).weight
        150.0
        """
        return self.arr * self.certainty * self.urgency * (1 + NOVEL * self.new)


def ranked(findings: list[Finding]) -> list[Finding]:
    """Return findings by what they weigh; gaps after what is known, equals by their key."""
    return sorted(findings, key=lambda f: (f.gap, -f.weight, f.key))


def by_topic(findings: list[Finding]) -> list[Finding]:
    """Return findings by what they weigh, the weightiest of each topic only."""
    first: dict[str, Finding] = {}
    for finding in ranked(findings):
        first.setdefault(finding.topic or finding.key, finding)
    return list(first.values())


def share_new(now: Mapping[str, float], before: set[str] | None) -> float:
    """Return which part of some accounts' ARR was not in `before`; None: that is not known.

    >>> share_new({"a": 30.0, "b": 10.0}, {"a"})
    0.25
    """
    whole = sum(now.values())
    if before is None or not whole > 0:
        return UNTOLD
    return sum(arr for account, arr in now.items() if account not in before) / whole
