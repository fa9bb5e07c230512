"""What was seen of one indicator: a score with its window, rows and the facts of its sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

from lib.locale import Message
from lib.model import Snapshot

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Facts = Mapping[str, float]
Words = Callable[[Facts], Message]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Seen:
    """One indicator of every account, in the order of accounts.

    `score` is 0 to 100, NaN where the data say nothing; `n_rows` the rows it is made of;
    `words` makes the sentence of one account from its `facts`. `surety` lowers the
    confidence where less was recorded than the definition asks for.
    """

    score: Floats
    source: Literal["usage", "crm"]
    first: date
    last: date
    n_rows: Ints
    words: Words
    facts: Mapping[str, Floats] = field(default_factory=dict)
    surety: Floats | float = 1.0

    def said(self, place: int) -> Message:
        """Return the sentence of one account."""
        return self.words({name: float(values[place]) for name, values in self.facts.items()})


def ratio(part: Floats | Ints, whole: Floats | Ints) -> Floats:
    """Return part over whole; NaN where the whole is 0 or unknown."""
    known = np.nan_to_num(np.asarray(whole, dtype=np.float64)) > 0
    found = np.full(len(known), np.nan)
    return np.divide(np.asarray(part, dtype=np.float64), whole, out=found, where=known)


def linear(share: Floats, zero: float, full: float) -> Floats:
    """Return 0 to 100 for shares from `zero` to `full`, in a straight line."""
    return ((share - zero) / (full - zero) * 100).clip(0, 100)


def count(place: Ints, n: int) -> Ints:
    """Return how many rows each account has."""
    return np.bincount(place, minlength=n).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Told:
    """The sentence of a reading, and the facts that go into it."""

    words: Words
    facts: Mapping[str, Floats]


def of_crm(snapshot: Snapshot, days: int, score: Floats, n_rows: Ints, told: Told) -> Seen:
    """Return what CRM rows of the last days say."""
    first = snapshot.day - timedelta(days=days - 1)
    return Seen(score=score, source="crm", first=first, last=snapshot.day, n_rows=n_rows,
                words=told.words, facts=told.facts)  # fmt: skip
