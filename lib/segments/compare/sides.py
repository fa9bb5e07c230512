"""Two groups laid side by side: the same accounts in the same rows, the same measures."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.metrics.intervals import Floats
from lib.segments.compare.facts import Facts, mask
from lib.segments.compare.measures import Measures


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Accounts of today, and those that were in the group a year ago (for what became of them)."""

    now: pd.Index
    then: pd.Index = field(default_factory=lambda: pd.Index([], dtype="str"))

    def without(self, other: "Group") -> "Group":
        """Return this group without the accounts of another."""
        return Group(self.now.difference(other.now), self.then.difference(other.then))


@dataclass(frozen=True, eq=False)
class Side:
    """A group and the measures of its day."""

    measures: Measures
    group: Group

    def weighed(self) -> tuple[Floats, Floats]:
        """Return what stands above and below of each account in the group, by measure; else 0."""
        now, then = self._chosen
        chosen = np.where(self.measures.past[None, :], then[:, None], now[:, None])
        return chosen * self.measures.top, chosen * self.measures.bottom

    def column(self, place: int) -> tuple[Floats, Floats]:
        """Return the same for one measure."""
        chosen = self._chosen[int(self.measures.past[place])]
        return chosen * self.measures.top[:, place], chosen * self.measures.bottom[:, place]

    @cached_property
    def _chosen(self) -> tuple[Floats, Floats]:
        ids = self.measures.ids
        now, then = (
            mask(ids, part).astype(np.float64) for part in (self.group.now, self.group.then)
        )
        return now, then


def aligned(first: Side, second: Side) -> tuple[Side, Side]:
    """Return both sides over all accounts of either, and the measures that both have."""
    if first.measures is second.measures:
        return first, second
    ids = first.measures.ids.union(second.measures.ids)
    keys = {m.key for m in second.measures.all}
    shared = [m.key for m in first.measures.all if m.key in keys]
    return (
        replace(first, measures=_reshaped(first.measures, ids, shared)),
        replace(second, measures=_reshaped(second.measures, ids, shared)),
    )


def _reshaped(measures: Measures, ids: pd.Index, keys: list[str]) -> Measures:
    column = {m.key: place for place, m in enumerate(measures.all)}
    columns = np.array([column[key] for key in keys], dtype=np.intp)
    place = measures.ids.get_indexer(ids)
    there = (place >= 0)[:, None]
    return Measures(
        ids,
        tuple(measures.all[n] for n in columns),
        np.where(there, measures.top[place][:, columns], 0.0),
        np.where(there, measures.bottom[place][:, columns], 0.0),
    )


def rest_of(facts: Facts, group: Group, customers_then: pd.Index) -> Group:
    """Return the current customers outside of a group, and those of a year ago outside of it."""
    everybody = Group(facts.ids[facts.book["is_customer"].astype("bool")], customers_then)
    return everybody.without(group)


def overlapping(first: Group, second: Group) -> npt.NDArray[np.bool_]:
    """Say whether the groups of today, and those of a year ago, share accounts."""
    now = len(first.now.intersection(second.now)) > 0
    return np.array([now, len(first.then.intersection(second.then)) > 0])
