"""Ends of many months, one after the other: what a trend is made of, without keeping it all."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.errors import DeskError
from lib.locale import joined, msg
from lib.model import Snapshot
from lib.segments.book import book
from lib.segments.extra import is_extra
from lib.segments.fields import field_named
from lib.segments.rule import Rule, fields_of, segments_of
from lib.segments.rules import members

_KEPT_DAYS = 14  # a year of months, and the ends of one
_OF_SIGNALS = frozenset(
    {"signal", "worst", "n_alerts", "n_watch", "n_unknown", "risk", "risk_band"}
)
# What a customer no longer has, or has otherwise, once it left.
_OF_LEAVING = _OF_SIGNALS | {
    *("arr", "status", "is_customer", "is_churned", "is_trial", "churn_date", "churn_reason"),
    *("renewal_on", "renewal_days"),
}
_NO_READINGS = pd.DataFrame(
    {name: pd.Series(dtype="str") for name in ("account_id", "signal", "grade")}
)


class Past:
    """Snapshots of past days and a segment's members on them, for one piece of work."""

    def __init__(self, data: Data, segments: Segments, name_or_rule: str) -> None:
        self._data = data
        self._segments, self._name = segments, name_or_rule
        self._rule: Rule | None = None
        if name_or_rule != ALL:
            self._rule = segments.rule(name_or_rule)[1]
        self._snapshots: OrderedDict[date, Snapshot] = OrderedDict()
        self._members: dict[date, pd.Index] = {}

    def snapshot(self, day: date) -> Snapshot:
        """Return what was known on a day; a year of them is kept at a time."""
        found = self._snapshots.get(day)
        if found is None:
            found = self._data.dataset().as_of(day)
            self._snapshots[day] = found
            while len(self._snapshots) > _KEPT_DAYS:
                self._snapshots.popitem(last=False)
        else:
            self._snapshots.move_to_end(day)
        return found

    def members(self, day: date) -> pd.Index | None:
        """Return the segment's members on a day; None for every current customer.

        DeskError when the rule asks for signals: they would have to be read anew for each day.
        """
        rule = self._rule
        if rule is None:
            return None
        if self._segments.is_frozen(self._name):
            return self._segments.members(self._name, day)
        self._refuse(rule, _OF_SIGNALS)
        if _asks_more(rule):
            return self._once(day, lambda: self._segments.members(self._name, day))
        return self._once(day, lambda: members(rule, book(self.snapshot(day), _NO_READINGS)))

    def members_ever(self, day: date) -> pd.Index | None:
        """Return the customers, past ones too, whom the rule fits by what is known of them last.

        None for all. DeskError when the rule asks for something that leaving changes.
        """
        rule = self._rule
        if rule is None:
            return None
        if self._segments.is_frozen(self._name):
            return self._segments.members(self._name, day)
        self._refuse(rule, _OF_LEAVING | _asks_more(rule))
        whole = book(self.snapshot(day), _NO_READINGS).assign(is_customer=True)
        return members(rule, whole)

    def _once(self, day: date, work_out: Callable[[], pd.Index]) -> pd.Index:
        if day not in self._members:
            self._members[day] = work_out()
        return self._members[day]

    def _refuse(self, rule: Rule, fields: frozenset[str]) -> None:
        asked = sorted(fields_of(rule) & fields)
        if asked:
            raise DeskError(
                "past_unknown",
                msg(
                    "the segment's rule asks for {fields}, which cannot be told for customers of"
                    " the past",
                    fields=joined([field_named(name).title for name in asked]),
                ),
            )


def _asks_more(rule: Rule) -> frozenset[str]:
    """Return the fields of a rule that are worked out only when a rule asks for them.

    Members of other segments are among them: who is in those is not told by the book alone.
    """
    more = {name for name in fields_of(rule) if is_extra(field_named(name).column)}
    return frozenset(more | ({"segment"} if segments_of(rule) else set()))
