"""Suggested segments: groups found in the data, to accept or to drop."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.segmentation.comparing import Comparing
from lib.desk.segmentation.segments import ALL, Segments
from lib.errors import DeskError
from lib.locale import Message, msg
from lib.segments.compare.behaviour import Frame, frame_then
from lib.segments.compare.mix import Cluster, clusters, shares
from lib.segments.compare.profile import profile
from lib.segments.compare.scan import Told
from lib.segments.compare.sides import Group, Side, rest_of
from lib.segments.compare.suggested import MOST, Suggestion, of_cluster, of_leaf, why_none
from lib.segments.compare.tree import leaves
from lib.segments.compare.wording import profile_finding
from lib.segments.rule import fields_of
from lib.segments.used import share_of
from lib.segments.views import Totals, totals
from lib.store import suggestions as store

_NOBODY = pd.Index([], dtype="str")


@dataclass(frozen=True, eq=False)
class Offered:
    """A suggestion with its size today, and what about it stands out from the others."""

    suggestion: Suggestion
    totals: Totals
    differs: Message


@dataclass(frozen=True, eq=False)
class Offer:
    """What is suggested on a day; `missing` says what there are too little data for."""

    offered: tuple[Offered, ...]
    missing: tuple[Message, ...]
    dropped: pd.DataFrame
    currency: str | None


class Suggesting:
    """The suggesting area of the desk."""

    def __init__(self, data: Data, segments: Segments, comparing: Comparing, clock: Clock) -> None:
        self._data = data
        self._segments = segments
        self._comparing = comparing
        self._clock = clock

    def offer(self, day: date, told: Told) -> Offer:
        """Return what is suggested on a day, without what was accepted or dropped."""
        found, missing = self._data.once(("suggested", day), lambda: self._found(day, told))
        decided = store.decisions(self._data.workspace)
        open_ = [one for one in found if one.suggestion.key not in set(decided["key"])]
        dropped = decided[decided["decision"] == "dropped"].reset_index(drop=True)
        return Offer(tuple(open_[:MOST]), missing, dropped, self._data.snapshot(day).currency)

    def accept(self, suggestion: Suggestion, name: str, author: str) -> int:
        """Save a suggestion as a segment; return the id of the decision."""
        if suggestion.rule is None:
            raise DeskError("no_rule", suggestion.why_not or msg("This group has no rule."))
        self._segments.save(name, str(suggestion.rule))
        return self._decide(suggestion.key, "accepted", name.strip(), author)

    def drop(self, suggestion: Suggestion, author: str) -> int:
        """Do not suggest it again; return the id of the decision."""
        return self._decide(suggestion.key, "dropped", None, author)

    def undo(self, decision_id: int) -> None:
        """Take a decision back; a segment that came of it is deleted."""
        rows = store.decisions(self._data.workspace)
        names = rows.loc[rows["decision_id"] == decision_id, "name"].dropna()
        store.undo(self._data.workspace, decision_id, self._clock())
        for name in names:
            if name in self._segments.saved():
                self._segments.delete(str(name))

    def _decide(self, key: str, decision: str, name: str | None, author: str) -> int:
        return store.decide(
            self._data.workspace,
            {
                "key": key,
                "decision": decision,
                "name": name,
                "author": author.strip() or "local",
                "decided_at": self._clock(),
            },
        )

    def _found(self, day: date, told: Told) -> tuple[tuple[Offered, ...], tuple[Message, ...]]:
        facts, whole = self._comparing.facts(day), self._comparing.group(ALL, day)
        told(0.1)
        earlier = None
        if facts.then is not None:
            earlier = frame_then(facts, self._data.book(facts.then), whole.then)
        learnt = [] if earlier is None else leaves(earlier)
        told(0.5)
        counts = shares(self._data.snapshot(day), whole.now)
        by_use = clusters(counts)
        told(0.9)
        found = [of_leaf(one, self._segments.members(str(one.rule), day)) for one in learnt]
        found += [self._of_use(cluster, counts.index, day) for cluster in by_use]
        missing = why_none({**_sizes(earlier), "users": len(counts)})
        return tuple(self._offered(one, day) for one in found), missing

    def _of_use(self, cluster: Cluster, users: pd.Index, day: date) -> Suggestion:
        portions = share_of(self._data.snapshot(day), cluster.feature).loc[users]
        found = of_cluster(cluster, portions)
        if found.rule is None:
            return found
        return replace(found, members=self._segments.members(str(found.rule), day))

    def _offered(self, suggestion: Suggestion, day: date) -> Offered:
        facts, measures = self._comparing.facts(day), self._comparing.measures(day)
        # Of those of a year ago the group was judged where it was found: today's say more.
        group = Group(suggestion.members)
        others = rest_of(facts, group, _NOBODY)
        asked = frozenset[str]() if suggestion.rule is None else fields_of(suggestion.rule)
        found = profile(Side(measures, group), Side(measures, others), asked)
        differs = profile_finding(found, (len(group.now), len(others.now)), facts.currency)
        return Offered(suggestion, totals(facts.book, suggestion.members), differs)


def _sizes(earlier: Frame | None) -> dict[str, int]:
    if earlier is None:
        return {"cohort": 0, "lost": 0}
    return {"cohort": len(earlier.book), "lost": int(np.nansum(earlier.column("lost")))}
