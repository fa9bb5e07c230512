"""What is believed of the signals before any customer has left: weights with their reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

from lib.errors import DefinitionError
from lib.locale import Message
from lib.signals.registry import all_signals

# scoring.md 3.12: a signal that fires in full raises the odds by a fifth, give or take.
USUAL = log(1.2)
MOST = log(2)
SPREAD = 0.5
# scoring.md 3.5: nothing measured says that a burst of API calls comes before leaving.
NO_BELIEF = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
    """What a fit starts from.

    `weights` are log-odds of a signal that fires in full (a person may set 0 to ln 2); those
    not named have the usual one. `contradicted` signals, by the back-test's verdict, get no
    weight. `left_out` are signals that must not enter at all, with the reason.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: {"api_burst": NO_BELIEF})
    contradicted: frozenset[str] = frozenset()
    left_out: Mapping[str, Message] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a belief that a signal keeps customers, or that it alone decides."""
        for signal, weight in self.weights.items():
            if not 0 <= weight <= MOST:
                raise DefinitionError(f"{signal!r} must lie between 0 and ln 2. Got {weight}.")

    def weight(self, signal: str) -> float:
        """Return the believed weight of a signal."""
        return self.weights.get(signal, USUAL)


def groups_of(signals: tuple[str, ...]) -> tuple[str, ...]:
    """Return the group of each signal; one that is not in the catalogue stands alone."""
    known = {signal.key: signal.group for signal in all_signals()}
    return tuple(known.get(signal, signal) for signal in signals)
