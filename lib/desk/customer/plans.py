"""The completion plan: which missing field is got by whom, in which way, until when.

A task is done when its field is filled, whoever filled it, or when somebody says so. The
plan of an account ends in a complete file, or in the mark of an invalid customer.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.filed import Filed
from lib.desk.customer.files import CustomerFiles
from lib.desk.data import Data
from lib.errors import DeskError
from lib.locale import Message, msg
from lib.model.frames import records, tags_of
from lib.profile.template import TEAMS
from lib.store import files as store

Way = Literal["in_app", "call_back", "visit"]
WAYS: Mapping[str, Message] = {
    "in_app": msg("In-app question"),
    "call_back": msg("Call-back"),
    "visit": msg("Visit by sales"),
}
STATES: Mapping[str, Message] = {
    "overdue": msg("Overdue"),
    "open": msg("Open"),
    "done": msg("Done"),
    "filled": msg("Filled"),
    "cancelled": msg("Cancelled"),
    "invalid": msg("Invalid customer"),
}
DUE_DAYS = 14
MOST_AT_ONCE = 5000
_FILLINGS_TOLD = 500  # who filled a field is looked up one by one
_CALL_SHARE, _VISIT_SHARE = 0.6, 0.9  # of the accounts by ARR: above are called, are visited


@dataclass(frozen=True, slots=True)
class WayRule:
    """From which ARR an account is called back, and from which it is visited."""

    call_from: float
    visit_from: float

    def ways(self, arr: pd.Series) -> pd.Series:
        """Return the way for each ARR; an unknown one is called, since it may be large."""
        found = np.select(
            [arr.isna(), arr >= self.visit_from, arr >= self.call_from],
            ["call_back", "visit", "call_back"],
            "in_app",
        )
        return pd.Series(found, index=arr.index, dtype="str")


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Who gets the fields and by when. Without an owner the team that fills the field has it."""

    owner: str
    due_on: date
    author: str


class Plans:
    """The completion-plan area of the desk."""

    def __init__(self, data: Data, files: CustomerFiles, filed: Filed, clock: Clock) -> None:
        self._data = data
        self._files = files
        self._filed = filed
        self._clock = clock

    def rule(self, rule: str, day: date) -> WayRule:
        """Return the rule proposed for a segment: the largest tenth is visited."""
        arr = self._files.view(rule, day).accounts["arr"].dropna()
        if arr.empty:
            return WayRule(0.0, 0.0)
        call, visit = arr.quantile([_CALL_SHARE, _VISIT_SHARE])
        return WayRule(float(round(call, -2)), float(round(visit, -2)))

    def proposed(
        self, rule: str, day: date, fields: Sequence[str] = (), ways: WayRule | None = None
    ) -> pd.DataFrame:
        """Return what could be planned, the most urgent first; nothing is saved.

        One row an account and missing field (of `fields`, if named) without an open task:
        `account_id, account_name, arr, field, team, weight, way`.
        """
        template = self._data.template()
        accounts = self._files.view(rule, day).accounts
        rows = accounts.assign(
            field=tags_of(accounts["missing"]),
            way=(ways or self.rule(rule, day)).ways(accounts["arr"]),
        ).explode("field")
        rows = rows[rows["field"].isin(fields or list(template))]
        present = self.all()
        taken = present[present["state"].isin(["open", "overdue"])]
        keys = pd.MultiIndex.from_frame(rows[["account_id", "field"]])
        rows = rows[~keys.isin(pd.MultiIndex.from_frame(taken[["account_id", "field"]]))]
        rows = rows.assign(
            team=[template[name].team for name in rows["field"]],
            weight=[template[name].weight for name in rows["field"]],
        )
        columns = ["account_id", "account_name", "arr", "field", "team", "weight", "way"]
        return rows[columns].reset_index(drop=True)

    def make(self, rows: pd.DataFrame, making: Making) -> str:
        """Keep a task for each row (`account_id, field, team, way`); return the key of all.

        DeskError for no row, too many, an unknown way, or a day that is past.
        """
        self._checked(rows, making)
        made_in, now = uuid.uuid4().hex, self._clock()
        store.add_tasks(
            self._data.workspace,
            [
                {
                    "made_in": made_in,
                    "account_id": row["account_id"],
                    "field": row["field"],
                    "way": row["way"],
                    "owner": making.owner.strip() or row["team"],
                    "due_on": making.due_on,
                    "author": making.author.strip() or "local",
                    "created_at": now,
                }
                for row in rows.to_dict("records")
            ],
        )
        return made_in

    def undo(self, made_in: str) -> None:
        """Take away all tasks that were made at once; `redo` brings them back."""
        store.remove_tasks(self._data.workspace, made_in, self._clock())

    def redo(self, made_in: str) -> None:
        """Bring tasks back that were taken away."""
        store.remove_tasks(self._data.workspace, made_in, None)

    def done(self, task_id: int, author: str, note: str = "") -> int:
        """Say that a task is done; return the step's id, with which it can be undone."""
        return self._step(task_id, "done", author, note)

    def cancel(self, task_id: int, author: str, reason: str) -> int:
        """Cancel a task with a reason; return the step's id, with which it can be undone."""
        if not reason.strip():
            raise DeskError("reason_missing", msg("To cancel a task needs a reason."))
        return self._step(task_id, "cancelled", author, reason)

    def undo_step(self, step_id: int) -> None:
        """Take back that a task is done or cancelled."""
        store.undo_step(self._data.workspace, step_id, self._clock())

    def change(self, task_id: int, owner: str, due_on: date) -> None:
        """Give a task another owner or day."""
        if not owner.strip():
            raise DeskError("no_owner", msg("A task needs an owner."))
        values = {"owner": owner.strip(), "due_on": due_on}
        store.change_task(self._data.workspace, task_id, values)

    def all(self, account_id: str | None = None) -> pd.DataFrame:
        """Return the tasks (of an account), overdue first, then by due day.

        Columns: those stored, `account_name, arr, team, state` (see `STATES`), `still_missing`
        (done by somebody's word, but the field is blank), `ended_on`, `ended_by`, `step_id`
        (of what ended it, blank when the filled field did). Overdue is told by the clock.
        """
        rows = store.tasks(self._data.workspace)
        if account_id is not None:
            rows = rows[rows["account_id"] == account_id]
        rows = self._with_accounts(rows.assign(due_on=pd.to_datetime(rows["due_on"])))
        rows = self._with_steps(rows)
        rows["state"] = self._states(rows)
        rows = self._with_filling(rows)
        rows["still_missing"] = rows["state"].eq("done") & ~rows["is_filled"]
        rank = rows["state"].map({name: place for place, name in enumerate(STATES)})
        ordered = rows.assign(rank=rank).sort_values(["rank", "due_on", "task_id"], kind="stable")
        return ordered.drop(columns=["rank", "removed_at", "is_void"]).reset_index(drop=True)

    def _with_accounts(self, rows: pd.DataFrame) -> pd.DataFrame:
        template, days = self._data.template(), self._data.days()
        teams = rows["field"].map({name: entry.team for name, entry in template.items()})
        rows = rows.assign(team=teams.fillna(next(iter(TEAMS))))
        if days is None or rows.empty:
            named = rows.assign(account_name=rows["account_id"], arr=np.nan)
            return named.assign(is_filled=False, is_void=False)
        book, is_filled = self._data.book(days.last), self._files.filled(days.last)
        places = is_filled.index.get_indexer(pd.Index(rows["account_id"]))
        columns = is_filled.columns.get_indexer(pd.Index(rows["field"]))
        values = is_filled.to_numpy()[places, columns] & (places >= 0) & (columns >= 0)
        about = book[["account_name", "arr", "status"]].reindex(rows["account_id"])
        return rows.assign(
            account_name=about["account_name"].to_numpy(),
            arr=about["arr"].to_numpy(),
            is_void=about["status"].eq("invalid").to_numpy(),
            is_filled=values,
        )

    def _with_steps(self, rows: pd.DataFrame) -> pd.DataFrame:
        steps = store.steps(self._data.workspace).drop_duplicates("task_id", keep="last")
        steps = steps.rename(columns={"author": "ended_by", "taken_at": "ended_on"})
        steps["ended_on"] = pd.to_datetime(steps["ended_on"])
        kept = ["task_id", "step_id", "what", "reason", "ended_by", "ended_on"]
        return rows.merge(steps[kept], on="task_id", how="left")

    def _with_filling(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Say of tasks whose field was filled since by whom and when, as far as it is known."""
        chosen = rows[rows["state"].eq("filled")].head(_FILLINGS_TOLD)
        for place, row in zip(chosen.index, records(chosen), strict=True):
            told = self._filling(row)
            if told is not None:
                rows.loc[place, "ended_on"] = told["day"]
                rows.loc[place, "ended_by"] = told["by"] or told["file"]
        return rows

    def _filling(self, row: dict[str, Any]) -> dict[str, Any] | None:
        entry = self._data.template().get(row["field"])
        if entry is None or entry.fill is None:
            return None
        since = pd.Timestamp(row["created_at"]).normalize()
        steps = self._filed.steps(row["account_id"], entry.fill)
        return next((s for s in steps if s["value"] and s["day"] and s["day"] >= since), None)

    def _states(self, rows: pd.DataFrame) -> pd.Series:
        late = rows["due_on"] < pd.Timestamp(self._clock().date())
        cancelled, done = rows["what"].eq("cancelled"), rows["what"].eq("done")
        states = np.select(
            [cancelled, rows["is_filled"], done, rows["is_void"], late],
            ["cancelled", "filled", "done", "invalid", "overdue"],
            "open",
        )
        return pd.Series(states, index=rows.index, dtype="str")

    def _step(self, task_id: int, what: str, author: str, reason: str) -> int:
        return store.add_step(
            self._data.workspace,
            {
                "task_id": task_id,
                "what": what,
                "reason": reason.strip() or None,
                "author": author.strip() or "local",
                "taken_at": self._clock(),
            },
        )

    def _checked(self, rows: pd.DataFrame, making: Making) -> None:
        if rows.empty or len(rows) > MOST_AT_ONCE:
            raise DeskError(
                "bad_plan",
                msg("A plan has 1 to {most} tasks. Got {n}.",
                    most=str(MOST_AT_ONCE), n=str(len(rows))),
                msg("Choose fewer fields or customers."),
            )  # fmt: skip
        if not rows["way"].isin(list(WAYS)).all():
            raise DeskError("bad_way", msg("A task has one of the three ways."))
        if making.due_on < self._clock().date():
            raise DeskError("bad_day", msg("The day until which it is due lies in the past."))


def due_by(today: date) -> date:
    """Return the day that is proposed for new tasks."""
    return today + timedelta(days=DUE_DAYS)
