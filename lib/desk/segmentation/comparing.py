"""Segments beside the rest of the book, beside one another, and beside themselves on other days."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.locale import Message
from lib.metrics.bridge import bridge
from lib.segments.compare.average import Average, Split, averaged
from lib.segments.compare.behaviour import Frame, frame_now, frame_then
from lib.segments.compare.facts import Facts, use_facts, year_of
from lib.segments.compare.measures import Measures, measures
from lib.segments.compare.profile import Profile, profile
from lib.segments.compare.scan import Told
from lib.segments.compare.sides import Group, Side, rest_of
from lib.segments.compare.simpson import Parts, Strata, change_of, labels_of, strata
from lib.segments.compare.wording import profile_finding
from lib.segments.rule import fields_of


def _untold(_share: float) -> None:
    """Tell nobody."""


_WITH_TIME = frozenset({"tenure_years", "renewal_days"})  # differ by the days that passed
_YEAR = pd.DateOffset(years=1)


@dataclass(frozen=True, eq=False)
class Compared:
    """Two groups compared. `then` is the day a year before, None when the data begin later."""

    profile: Profile
    finding: Message
    first: Side
    second: Side
    then: date | None
    currency: str | None

    @property
    def sizes(self) -> tuple[int, int]:
        """How many accounts of today each group has."""
        return len(self.first.group.now), len(self.second.group.now)

    def rows_behind(self, key: str, names: pd.Series) -> pd.DataFrame:
        """Return the accounts that a measure counts: `account_id, account_name, side, value`.

        `side` is `first` or `second`; an account of both groups has two rows.
        """
        place = list(self.profile.measures).index(key)
        parts = []
        for side, of in (("first", self.first), ("second", self.second)):
            top, bottom = of.column(_place(of.measures, key, place))
            known = bottom > 0
            parts.append(
                pd.DataFrame(
                    {
                        "account_id": of.measures.ids[known].astype("str"),
                        "side": side,
                        "value": top[known] / bottom[known],
                    }
                )
            )
        rows = pd.concat(parts, ignore_index=True)
        rows.insert(1, "account_name", names.reindex(rows["account_id"]).to_numpy())
        return rows


def _place(among: Measures, key: str, near: int) -> int:
    keys = [measure.key for measure in among.all]
    return near if near < len(keys) and keys[near] == key else keys.index(key)


class Comparing:
    """The comparing area of the desk."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def with_rest(self, rule: str, day: date) -> Compared:
        """Return the profile of a segment against the other current customers."""
        name = str(self._segments.rule(rule)[1])
        return self._data.once(("with_rest", name, day), lambda: self._with_rest(rule, day))

    def pair(self, first: tuple[str, date], second: tuple[str, date]) -> Compared:
        """Return two segments compared, or one on two days; each is a rule and a day."""
        names = tuple((str(self._segments.rule(rule)[1]), day) for rule, day in (first, second))
        return self._data.once(("pair", *names), lambda: self._pair(first, second))

    def change(self, rule: str, days: tuple[date, date], key: str, by: str) -> Parts:
        """Take the change of a rate of a segment apart by a stratifier; the earlier day first.

        None when nobody is known at either day.
        """
        sides = tuple(Side(self.measures(day), self.group(rule, day)) for day in days)
        labels = tuple(labels_of(self.facts(day), by) for day in days)
        return change_of((sides[0], sides[1]), key, (labels[0], labels[1]))

    def average(self, rule: str, day: date, told: Told = _untold) -> Average:
        """Return whether a segment's average hides two groups; `told` hears how far it is."""
        name = str(self._segments.rule(rule)[1])
        return self._data.once(
            ("average", name, day), lambda: averaged(self._frames(rule, day), told)
        )

    def parted(self, rule: str, split: Split) -> tuple[str, str]:
        """Return two rules that part a segment as a split does; the unknown go with the second."""
        whole = self._segments.rule(rule)[1]
        first, second = split.rules(whole, unknown=True)
        return str(first), str(second)

    def facts(self, day: date) -> Facts:
        """Return what accounts can be compared by on a day."""
        return self._data.once(("compared facts", day), lambda: self._facts(day))

    def measures(self, day: date) -> Measures:
        """Return the same as measures."""
        return self._data.once(("measures", day), lambda: measures(self.facts(day)))

    def strata(self, day: date) -> Strata:
        """Return what differences are held against on a day."""
        return self._data.once(("strata", day), lambda: self._strata(day))

    def group(self, rule: str, day: date) -> Group:
        """Return a segment's accounts on a day, and those that it had a year before."""
        now, then = self._segments.members(rule, day), self._then(day)
        return Group(now) if then is None else Group(now, self._segments.members(rule, then))

    def _frames(self, rule: str, day: date) -> list[Frame]:
        facts, group = self.facts(day), self.group(rule, day)
        earlier = None
        if facts.then is not None:
            earlier = frame_then(facts, self._data.book(facts.then), group.then)
        now = frame_now(facts, group.now)
        return [now] if earlier is None else [now, earlier]

    def _with_rest(self, rule: str, day: date) -> Compared:
        facts = self.facts(day)
        first = self.group(rule, day)
        second = rest_of(facts, first, self.group(ALL, day).then)
        asked = fields_of(self._segments.rule(rule)[1])
        sides = Side(self.measures(day), first), Side(self.measures(day), second)
        return self._compared(sides, asked, self.strata(day), day)

    def _pair(self, first: tuple[str, date], second: tuple[str, date]) -> Compared:
        sides = tuple(
            Side(self.measures(day), self.group(rule, day)) for rule, day in (first, second)
        )
        rules = [self._segments.rule(rule)[1] for rule, _ in (first, second)]
        # A field by which both are chosen alike may still differ between two days.
        asked = frozenset().union(*map(fields_of, rules)) if rules[0] != rules[1] else frozenset()
        asked |= _WITH_TIME if first[1] != second[1] else frozenset()
        same_day = first[1] == second[1]
        held = self.strata(first[1]) if same_day else ()
        return self._compared((sides[0], sides[1]), asked, held, first[1])

    def _compared(
        self, sides: tuple[Side, Side], asked: frozenset[str], held: Strata, day: date
    ) -> Compared:
        found = profile(sides[0], sides[1], asked, held)
        currency = self._data.snapshot(day).currency
        sizes = len(sides[0].group.now), len(sides[1].group.now)
        finding = profile_finding(found, sizes, currency)
        return Compared(found, finding, sides[0], sides[1], self._then(day), currency)

    def _then(self, day: date) -> date | None:
        """Return the day a year before; None when the data do not reach so far."""
        then: date = (pd.Timestamp(day) + timedelta(days=1) - _YEAR).date() - timedelta(days=1)
        return then if then >= self._data.known_days().first else None

    def _facts(self, day: date) -> Facts:
        snapshot, book, then = self._data.snapshot(day), self._data.book(day), self._then(day)
        use = use_facts(snapshot, book)
        if then is None:
            return Facts(day, book, use, currency=snapshot.currency)
        past = year_of(bridge(self._data.snapshot(then), snapshot), book.index)
        return Facts(day, book, use, then, past, snapshot.currency)

    def _strata(self, day: date) -> Strata:
        then = self._then(day)
        if then is None:
            return strata(self.facts(day))
        snapshot, book = self._data.snapshot(then), self._data.book(then)
        return strata(self.facts(day), Facts(then, book, use_facts(snapshot, book)))
