"""Whether a model still holds: signals that fire otherwise than before, a level that moved."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.locale import Message, Number, joined, msg
from lib.risk.bands import Bools, Floats
from lib.risk.facts import Facts
from lib.risk.points import part_title
from lib.risk.reliability import poisson_interval

MOVED = 0.25  # population stability index from which a signal counts as changed (scoring.md 1.8)
_STATES = 5  # not judged, 0, 1, 2, 3
_LITTLE = 0.5  # customers added to every state: none of them is ever impossible


@dataclass(frozen=True, slots=True)
class Level:
    """How many were expected to leave and how many did, with the exact 90 % interval of that."""

    expected: float
    observed: int
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether what was expected is compatible with what came."""
        return self.low <= self.expected <= self.high


def moved(before: Facts, now: Facts) -> pd.Series:
    """Return the population stability index of each signal's severities, by signal.

    PSI = sum of (share now - share before) * ln(share now / share before) over the states.
    """
    later = now.chosen(before.signals)
    found = [
        _index(before.severity[:, n], later.severity[:, n]) for n in range(len(before.signals))
    ]
    return pd.Series(found, index=list(before.signals), dtype="float64")


def level(probability: Floats, churned: Bools) -> Level:
    """Compare what was expected of one horizon with what came; one row an account."""
    observed = int(churned.sum())
    return Level(float(probability.sum()), observed, *poisson_interval(observed))


def drift_said(index: pd.Series, of: Level | None) -> tuple[Message, ...]:
    """Say what has changed so far that the model should be learnt anew; empty when nothing."""
    said = []
    changed = [part_title(str(name)) for name in index.index[index > MOVED]]
    if changed:
        said.append(
            msg(
                "These signals fire otherwise than when the risk was learnt: {names}.",
                names=joined(changed),
            )
        )
    if of is not None and not of.holds:
        said.append(
            msg(
                "{expected} customers were expected to leave and {observed} did: learn the risk"
                " anew.",
                expected=Number(of.expected, 1),
                observed=Number(of.observed),
            )
        )
    return tuple(said)


def _index(before: np.ndarray, now: np.ndarray) -> float:
    shares = []
    for severity in (before, now):
        counts = np.bincount(severity.astype(np.int64) + 1, minlength=_STATES) + _LITTLE
        shares.append(counts / counts.sum())
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
