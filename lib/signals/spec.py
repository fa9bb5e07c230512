"""What a churn signal is: a question, thresholds with their reason, a measure, a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Any

import pandas as pd

from lib.errors import DefinitionError
from lib.locale import Message, msg
from lib.model import KINDS, Snapshot
from lib.signals.example import Example

__all__ = ["GROUPS", "Example", "Signal", "Thresholds"]

# Signals of one group speak of the same thing; a score must not count it twice.
GROUPS: Mapping[str, Message] = {
    "usage": msg("Use of the product"),
    "exit": msg("Taking data away"),
    "service": msg("Requests"),
    "relationship": msg("Contact"),
    "commercial": msg("Contract and money"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The numbers a signal is judged by. A value on an edge gets the worse grade.

    `rising` are groups of names whose values must go up in that order: cut-offs that could
    never be reached in order are refused. `why` says where the numbers come from.
    """

    version: int
    values: Mapping[str, float]
    why: Message
    rising: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        """Refuse versions, values and orders that make no sense."""
        if self.version < 1:
            raise DefinitionError(f"'version' must be 1 or more. Got {self.version}.")
        for name, value in self.values.items():
            if not isfinite(value):
                raise DefinitionError(f"{name!r} must be a finite number. Got {value}.")
        for names in self.rising:
            steps = [self[name] for name in names]
            if any(low >= high for low, high in pairwise(steps)):
                raise DefinitionError(f"{', '.join(names)} must rise in this order. Got {steps}.")

    def __getitem__(self, name: str) -> float:
        """Return a value by name; DefinitionError when there is none."""
        if name not in self.values:
            raise DefinitionError(f"There is no threshold {name!r}. Known: {sorted(self.values)}.")
        return self.values[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One early-warning sign.

    `needs` are the kinds of rows it cannot do without, the one it counts first. `measure`
    answers for every account of a snapshot, in the form of `answers.answered`. `evidence`
    makes one sentence of a reading that was judged; `reasons` says in a clause why one could
    not be judged, by code. `unit` is what value and expected range count, `units` what else
    they may count when the export lacks it, by the reading's `detail["unit"]`.
    `undated` names the columns (`kind.column`) it reads that carry no day of their own: on a
    past day they are only known as they were loaded later, so a back-test of the signal is
    optimistic as far as they matter. `behind` chooses the rows that a reading was made of, and
    says of which of the kinds in `needs` they are; without it these are the rows of the first
    kind within the window. `does_not_apply` are those of the reasons that say the question does
    not arise at this customer: nothing is unknown then. A signal that never `alarms` is at most
    worth watching, however severe: it says how things are, not that they changed.
    """

    key: str
    title: Message
    question: Message
    unit: Message
    group: str
    thresholds: Thresholds
    needs: tuple[str, ...]
    measure: Callable[[Snapshot, Thresholds], pd.DataFrame]
    evidence: Callable[[Mapping[str, Any]], Message]
    reasons: Mapping[str, Message]
    blind_spots: Message
    advice: Message
    examples: tuple[Example, ...]
    units: Mapping[str, Message] = field(default_factory=dict)
    undated: tuple[str, ...] = ()
    does_not_apply: tuple[str, ...] = ()
    behind: Callable[[Snapshot, Mapping[str, Any]], tuple[str, pd.DataFrame]] | None = None
    alarms: bool = True

    def __post_init__(self) -> None:
        """Refuse a definition that pages, registry or tests could not use."""
        strangers = set(self.needs) - set(KINDS)
        if not self.needs or strangers:
            raise DefinitionError(f"{self.key}: 'needs' must name kinds. Got {self.needs}.")
        if self.group not in GROUPS:
            raise DefinitionError(f"{self.key}: unknown group {self.group!r}.")
        if not self.question.id.endswith("?"):
            raise DefinitionError(f"{self.key}: the question must end with '?'.")
        if set(self.does_not_apply) - set(self.reasons):
            raise DefinitionError(f"{self.key}: 'does_not_apply' must name reasons.")
        if not self.reasons or not self.examples:
            raise DefinitionError(f"{self.key}: reasons and examples must not be empty.")

    @property
    def version(self) -> str:
        """Name of the thresholds that judge, such as `login_decline/1`."""
        return f"{self.key}/{self.thresholds.version}"
