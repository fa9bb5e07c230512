"""The register of demands of a day, of a segment, of one account; and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from lib.demand.register import register
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.entered import ENTERED
from lib.desk.need.themes import Themes
from lib.desk.segmentation.segments import ALL, Segments
from lib.locale import Message, Money, msg, msgs
from lib.model import Snapshot
from lib.model.cut import LazyTables
from lib.store.demands import standing_merges, version_but_for_demands
from lib.themes.names import keys_by_name, theme_key


@dataclass(frozen=True)
class DemandView:
    """The demands of a segment on a day.

    `rows`: as `lib.demand.register.register` gives them, with `arr` and `renewal_on` of the
    account and `outside`: its account is no member (for all customers: a prospect, a former
    customer, or none that is known). `finding` speaks of the members only.
    """

    day: date
    rows: pd.DataFrame
    finding: Message
    currency: str | None

    @cached_property
    def members(self) -> pd.DataFrame:
        """The demands of members only."""
        return self.rows[~self.rows["outside"]].reset_index(drop=True)


class Demands:
    """The area of demands."""

    def __init__(self, data: Data, segments: Segments, clock: Clock, themes: Themes) -> None:
        self._data = data
        self._segments = segments
        self._clock = clock
        self._themes = themes

    def snapshot(self, day: date) -> Snapshot:
        """Return what was known on a day; for the newest day with what was entered since.

        The register is worked with: what somebody enters or moves stands there at once, though
        the exports that everything else is judged by end earlier.
        """
        known = self._data.snapshot(day)
        days = self._data.days()
        if days is None or day < days.last:
            return known
        return self._data.once(("demands_snapshot", day), lambda: self._with_newest(known))

    def _with_newest(self, known: Snapshot) -> Snapshot:
        today = max(known.day, self._clock().date())
        newest = self._data.snapshot(today).table("demands")
        return replace(
            known,
            tables=LazyTables(lambda kind: newest if kind == "demands" else known.table(kind)),
        )

    def register(self, day: date) -> pd.DataFrame:
        """Return every demand known on a day (`lib.demand.register.register`)."""
        return self._data.once(
            ("demands_register", day, self.theme_mark()), lambda: self.tried(day, {})
        )

    def theme_mark(self) -> tuple[object, ...]:
        """Return what changes with every decision on themes, which raise no version."""
        decisions, labels = self._themes.decisions(), self._themes.labels()
        return tuple(decisions["decision_id"]), tuple(labels["label_id"])

    def theme_keys(self) -> dict[str, str]:
        """Return the key of a theme by each of its folded names (`lib.themes.names`)."""
        return keys_by_name(self._themes.catalogue())

    def tried(self, day: date, more: Mapping[str, str]) -> pd.DataFrame:
        """Return the register as it would be with more merges; nothing is kept."""
        snapshot, known = self.snapshot(day), self._themes.catalogue()
        stated = snapshot.table("demands")["theme"].dropna().unique()
        found = self._themes.of_demands(day)
        return register(
            snapshot,
            found["theme"],
            how=found["how"],
            merged={**self.merged(), **more},
            named={str(text): theme_key(str(text), known) for text in stated},
        )

    def merged(self) -> dict[str, str]:
        """Return the demands that count for another one, by row key."""
        pairs = standing_merges(self._data.workspace)
        merges = pairs[pairs["verdict"] == "merge"]
        return dict(zip(merges["row_key"], merges["into_row_key"], strict=True))

    def view(self, rule: str, day: date) -> DemandView:
        """Return the demands of a segment on a day.

        For all customers those of prospects, of former customers and of nobody known come
        along, marked as outside; of any other segment only those of its members.
        """
        key = ("demands_view", rule, day, self.theme_mark())
        return self._data.once(key, lambda: self._view(rule, day))

    def _view(self, rule: str, day: date) -> DemandView:
        rows, about = self.register(day), self._about(day)
        members = about.index[about["member"]] if rule == ALL else self._members(rule, day)
        inside = rows["account_id"].isin(members)
        invalid = about.index[about["status"].eq("invalid")]
        shown = ~rows["account_id"].isin(invalid) if rule == ALL else inside
        return self._seen(rows[shown].assign(outside=~inside[shown]), day)

    def _members(self, rule: str, day: date) -> pd.Index:
        return self._segments.members(rule, day)

    def _about(self, day: date) -> pd.DataFrame:
        """Return ARR, renewal and status by account, and whether it is a customer now.

        No demand changes these, so they outlive the moving of a card: a book of 20,000
        accounts takes seconds to work out.
        """
        mark = version_but_for_demands(self._data.workspace, ENTERED)
        return self._data.once_while(mark, ("demands_about", day), lambda: self._about_now(day))

    def _about_now(self, day: date) -> pd.DataFrame:
        book = self._data.book_of_files(day)
        members = book.index.isin(self._members(ALL, day))
        return book[["arr", "renewal_on", "status"]].assign(member=members)

    def of_account(self, account_id: str, day: date) -> DemandView:
        """Return the demands of one account, whoever it is, open ones first, the newest first."""
        rows = self.register(day)
        mine = rows[rows["account_id"] == account_id].assign(outside=False)
        order, ascending = ["is_open", "raised_on", "row_key"], [False, False, True]
        view = self._seen(mine.sort_values(order, ascending=ascending, kind="stable"), day)
        return replace(view, finding=finding_of_one(view.rows, day))

    def _seen(self, rows: pd.DataFrame, day: date) -> DemandView:
        """Return rows of the register with what is known of their accounts."""
        about = self._about(day).reindex(rows["account_id"])
        whole = rows.assign(
            arr=about["arr"].to_numpy(), renewal_on=about["renewal_on"].to_numpy()
        ).reset_index(drop=True)
        currency = self._data.snapshot(day).currency
        return DemandView(day, whole, finding(whole[~whole["outside"]], day, currency), currency)


def finding(rows: pd.DataFrame, day: date, currency: str | None) -> Message:
    """Say how many demands are open, of how many customers, and what is overdue."""
    if rows.empty:
        return msg("No demand is on file.")
    left = rows[rows["is_open"]]
    if left.empty:
        return msgs(
            "The {n} demand on file is delivered or declined; nothing is open on {day}.",
            "All {n} demands on file are delivered or declined; nothing is open on {day}.",
            len(rows),
            day=day,
        )
    return msg(
        "{open}; {overdue}.",
        open=_open_words(left, currency),
        overdue=overdue_words(left, day),
    )


def finding_of_one(rows: pd.DataFrame, day: date) -> Message:
    """Say the same of one account."""
    left = rows[rows["is_open"]]
    if left.empty:
        return finding(rows, day, None)
    return msg(
        "{open}; {overdue}.",
        open=msgs("{n} open demand", "{n} open demands", len(left)),
        overdue=overdue_words(left, day),
    )


def _open_words(left: pd.DataFrame, currency: str | None) -> Message:
    accounts = left.drop_duplicates("account_id")
    accounts = accounts[accounts["account_id"].notna()]
    customers = msgs("{n} customer", "{n} customers", len(accounts))
    known = accounts["arr"].dropna()
    if not known.empty:
        customers = msg(
            "{customers} with ARR {arr}",
            customers=customers,
            arr=Money(float(known.sum()), currency),
        )
    return msgs(
        "{n} open demand of {customers}",
        "{n} open demands of {customers}",
        len(left),
        customers=customers,
    )


def overdue_words(left: pd.DataFrame, day: date) -> Message:
    """Say of open demands how many are overdue on a day, and how many have no due date."""
    late = left[left["overdue"]]
    undated = int((left["due_on"].isna() & left["answered_on"].isna()).sum())
    if late.empty and undated:
        return msgs(
            "none is overdue on {day}, but {n} has no due date",
            "none is overdue on {day}, but {n} have no due date",
            undated,
            day=day,
        )
    if late.empty:
        return msg("none is overdue on {day}", day=day)
    oldest = (pd.Timestamp(day) - late["due_on"].min()).days
    words = msgs(
        "{n} is overdue on {day}, by {late}",
        "{n} are overdue on {day}, the oldest by {late}",
        len(late),
        day=day,
        late=msgs("{n} day", "{n} days", oldest),
    )
    if not undated:
        return words
    return msgs(
        "{overdue}; {n} has no due date", "{overdue}; {n} have no due date", undated, overdue=words
    )
