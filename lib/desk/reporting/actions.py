"""Actions of reports: proposals taken up or written by hand, with owner and day, and their end."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.errors import DeskError, NotFoundError
from lib.locale import Language, msg
from lib.model import Period
from lib.report.actions_proposed import Proposed, proposed
from lib.report.actions_state import as_actions, ids_of, in_words, standing
from lib.report.brief_actions import Agreed, LastTime, afterwards
from lib.store import actions as store
from lib.store import people

if TYPE_CHECKING:
    from lib.desk.desk import Desk

MAX_CHARACTERS = 2000
_OF_ACCOUNT = ("account_name", "arr", "renewal_on", "n_alerts")
_SAME = ["segment", "period", "months"]


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who carries an action out, a role, a team or a person, and until when."""

    owner: str
    due_on: date


class Actions:
    """The area of actions. A report in both languages is one report: they share its actions."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def proposals(self, report_id: int) -> tuple[Proposed, ...]:
        """Return what a report proposes and nobody took up, what weighs most first."""
        report = self._desk.reports.get(report_id).report
        rows = self._rows()
        taken = set(rows.loc[rows["report_id"].isin(self._same(report_id)), "finding"].dropna())
        return tuple(one for one in proposed(report) if one.finding not in taken)

    def take_up(self, report_id: int, finding: str, assigned: Assigned, author: str) -> int:
        """Make a proposal an action; return its id.

        NotFoundError when the report does not propose it, DeskError when it is taken up
        already, or without owner.
        """
        known = {one.finding: one for one in proposed(self._desk.reports.get(report_id).report)}
        if finding not in known:
            raise NotFoundError(
                "unknown_proposal",
                msg("The report proposes no action '{name}'.", name=finding),
                tuple(known),
            )
        one = known[finding]
        values = {
            "finding": finding,
            "texts": json.dumps(dict(one.texts), ensure_ascii=False),
            "accounts": json.dumps(one.ids),
            "arr": one.arr,
        }
        return self._add(report_id, values, assigned, author)

    def write(
        self, report_id: int, what: str, ids: Sequence[str], assigned: Assigned, author: str
    ) -> int:
        """Add an action of people's own to a report; return its id. DeskError without a text."""
        lang, clean = self._report(report_id)["lang"], what.strip()
        if not clean or len(clean) > MAX_CHARACTERS:
            raise DeskError("no_action", msg("Say what will be done."))
        arr = self._arr(tuple(ids))
        values = {
            "finding": None,
            "texts": json.dumps({lang: clean}, ensure_ascii=False),
            "accounts": json.dumps(list(ids)),
            "arr": arr,
        }
        return self._add(report_id, values, assigned, author)

    def assign(self, action_id: int, assigned: Assigned, author: str) -> int:
        """Give an action another owner or day; return the step's id, to undo it."""
        values = {"owner": _owner(assigned), "due_on": assigned.due_on}
        return self._step(action_id, "assigned", author, values)

    def done(self, action_id: int, outcome: str, author: str, on: date | None = None) -> int:
        """Say that an action was done and what came of it; return the step's id."""
        values = {"outcome": _short(outcome) or None, "ended_on": on or self._today()}
        return self._step(action_id, "done", author, values)

    def drop(self, action_id: int, why: str, author: str) -> int:
        """Give an action up, with a reason; return the step's id. DeskError without one."""
        if not why.strip():
            raise DeskError("reason_missing", msg("Say why the action is dropped."))
        values = {"outcome": _short(why), "ended_on": self._today()}
        return self._step(action_id, "dropped", author, values)

    def reopen(self, action_id: int, author: str) -> int:
        """Say that an action is open after all; return the step's id."""
        return self._step(action_id, "reopened", author, {})

    def undo_step(self, step_id: int) -> None:
        """Take a step back: what stood before it counts again."""
        store.undo_step(self._desk.data.workspace, step_id, self._desk.clock())

    def undo(self, action_id: int) -> None:
        """Take an action back as a whole: a proposal is open again. `restore` brings it back."""
        store.set_undone(self._desk.data.workspace, action_id, self._desk.clock())

    def restore(self, action_id: int) -> None:
        """Bring back an action that was taken back."""
        store.set_undone(self._desk.data.workspace, action_id, None)

    def mark(self) -> tuple[int, ...]:
        """Return numbers that change with whatever people do to any action."""
        return store.mark(self._desk.data.workspace)

    def all(self, lang: Language) -> pd.DataFrame:
        """Return every action, overdue first, then by due day.

        Columns: those of `lib.report.actions_state.standing` without `texts` and `accounts`,
        with `what` (in `lang`, else as written), `ids`, `n_accounts`, `segment`, `period`,
        `months`. Overdue is told by the clock.
        """
        rows = self._rows()
        reports = people.all_reports(self._desk.data.workspace)
        rows = rows.merge(reports[["report_id", *_SAME]], on="report_id", how="left")
        ids = [ids_of(text) for text in rows["accounts"]]
        return rows.drop(columns=["texts", "accounts"]).assign(
            what=pd.Series([in_words(text, lang) for text in rows["texts"]], dtype="str"),
            ids=pd.Series(ids, rows.index, dtype="object"),
            n_accounts=pd.Series([len(one) for one in ids], rows.index, dtype="int64"),
        )

    def of(self, report_id: int, lang: Language) -> pd.DataFrame:
        """Return the actions of a report (see `all`)."""
        rows = self.all(lang)
        return rows[rows["report_id"].isin(self._same(report_id))].reset_index(drop=True)

    def of_account(self, account_id: str, lang: Language) -> pd.DataFrame:
        """Return the actions that concern an account (see `all`)."""
        rows = self.all(lang)
        return rows[[account_id in ids for ids in rows["ids"]]].reset_index(drop=True)

    def overdue(self, segment: str, day: date, lang: Language) -> pd.DataFrame:
        """Return the overdue actions that concern a segment's members, or its own reports."""
        rows = self.all(lang)
        rows = rows[rows["state"] == "overdue"]
        if rows.empty:
            return rows.reset_index(drop=True)
        members = set(self._desk.segments.members(segment, day))
        own = rows["segment"] == segment
        mine = [not members.isdisjoint(ids) for ids in rows["ids"]]
        return rows[own | pd.Series(mine, rows.index)].reset_index(drop=True)

    def before(self, segment: str, period: Period, lang: Language) -> pd.DataFrame | None:
        """Return the actions of the newest earlier report of a segment; None without one."""
        last = self._last_period(segment, period)
        if last is None:
            return None
        rows = self.all(lang)
        return rows[rows["report_id"].isin(self._reports_on(segment, last))].reset_index(drop=True)

    def before_report(self, report_id: int, lang: Language) -> pd.DataFrame | None:
        """Return the actions of the report before a report (see `before`)."""
        mine = self._report(report_id)
        period = Period.parse(str(mine["period"]), int(mine["months"]))
        return self.before(str(mine["segment"]), period, lang)

    def accounts(self, report_id: int) -> dict[str, str]:
        """Return the accounts that an action of a report may concern, the largest ARR first."""
        mine = self._report(report_id)
        period = Period.parse(str(mine["period"]), int(mine["months"]))
        day = self._desk.data.known_days().as_of(period)
        return self._desk.interviews.accounts(str(mine["segment"]), day)

    def customers(self, ids: Sequence[str]) -> pd.DataFrame:
        """Return the accounts of an action as they are now, the largest ARR first.

        Columns: `account_id, account_name, arr, renewal_on, n_alerts`.
        """
        book = self._desk.data.book(self._desk.data.known_days().last)
        rows = book.loc[book.index.isin(list(ids)), list(_OF_ACCOUNT)]
        return rows.sort_values("arr", ascending=False, kind="stable").reset_index()

    def agreed(self, segment: str, period: Period, lang: Language) -> Agreed:
        """Return what a report on a segment and period tells of actions."""
        rows = self._rows()
        mine = rows["report_id"].isin(self._reports_on(segment, period))
        last = self._last_period(segment, period)
        if last is None:
            return Agreed(actions=as_actions(rows[mine], lang))
        theirs = as_actions(rows[rows["report_id"].isin(self._reports_on(segment, last))], lang)
        days = self._desk.data.known_days()
        then, now = days.as_of(last), days.as_of(period)
        ids = tuple(account for one in theirs for account in one.ids)
        seen = afterwards(ids, *(self._desk.data.book(day) for day in (then, now)))
        return Agreed(
            actions=as_actions(rows[mine], lang),
            last=LastTime(period=last, day=then, actions=theirs, afterwards=seen),
        )

    def _rows(self) -> pd.DataFrame:
        workspace = self._desk.data.workspace
        return standing(store.actions(workspace), store.steps(workspace), self._today())

    def _report(self, report_id: int) -> Mapping[str, Any]:
        rows = people.all_reports(self._desk.data.workspace)
        found = rows[rows["report_id"] == report_id]
        if found.empty:
            raise NotFoundError(
                "unknown_report", msg("There is no report {id}.", id=str(report_id))
            )
        return {str(name): value for name, value in found.iloc[0].items()}

    def _same(self, report_id: int) -> list[int]:
        """Return the reports on the same segment and period, in any language."""
        mine = self._report(report_id)
        rows = people.all_reports(self._desk.data.workspace)
        same = (rows[_SAME] == pd.Series({name: mine[name] for name in _SAME})).all(axis=1)
        return [int(number) for number in rows.loc[same, "report_id"]]

    def _reports_on(self, segment: str, period: Period) -> list[int]:
        rows = people.all_reports(self._desk.data.workspace)
        same = rows["segment"].eq(segment) & rows["period"].eq(period.key)
        return [int(n) for n in rows.loc[same & rows["months"].eq(period.months), "report_id"]]

    def _last_period(self, segment: str, period: Period) -> Period | None:
        """Return the period of the newest report of the segment that ends before `period` does."""
        rows = people.all_reports(self._desk.data.workspace)
        rows = rows[rows["segment"] == segment]
        periods = [
            Period.parse(str(key), int(months))
            for key, months in zip(rows["period"], rows["months"], strict=True)
        ]
        earlier = [one for one in periods if one.last < period.last]
        return max(earlier, key=lambda one: (one.last, one.first), default=None)

    def _arr(self, ids: tuple[str, ...]) -> float | None:
        days = self._desk.data.known_days()
        known = self._desk.data.book_of_files(days.last)["arr"].reindex(list(ids)).dropna()
        return None if known.empty else float(known.sum())

    def _add(
        self, report_id: int, values: Mapping[str, Any], assigned: Assigned, author: str
    ) -> int:
        now, who = self._desk.clock(), author.strip() or "local"
        agreed = {
            "owner": _owner(assigned), "due_on": assigned.due_on, "author": who, "taken_at": now
        }  # fmt: skip
        whole = {**values, "report_id": report_id, "author": who, "created_at": now}
        return store.add(self._desk.data.workspace, whole, agreed, self._same(report_id))

    def _step(self, action_id: int, what: str, author: str, values: Mapping[str, Any]) -> int:
        whole = {
            **values,
            "action_id": action_id,
            "what": what,
            "author": author.strip() or "local",
            "taken_at": self._desk.clock(),
        }
        return store.add_step(self._desk.data.workspace, whole)

    def _today(self) -> date:
        return self._desk.clock().date()


def _owner(assigned: Assigned) -> str:
    owner = assigned.owner.strip()
    if not owner or len(owner) > MAX_CHARACTERS:
        raise DeskError("no_owner", msg("An action needs an owner: a role, a team or a person."))
    return owner


def _short(text: str) -> str:
    clean = text.strip()
    if len(clean) > MAX_CHARACTERS:
        raise DeskError(
            "too_long", msg("The text has at most {most} characters.", most=str(MAX_CHARACTERS))
        )
    return clean
