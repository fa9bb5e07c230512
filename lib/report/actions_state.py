"""What stands of actions: the newest owner and day, the newest end, each unless undone."""

import json
from datetime import date

import pandas as pd

from lib.report.brief_actions import ACTION_STATES, Action

_ENDS = ("done", "dropped", "reopened")


def standing(actions: pd.DataFrame, steps: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return the actions with what stands of each: overdue first, then by due day.

    Columns: `action_id, report_id, finding, texts, accounts` (as stored), `arr, author,
    created_at, owner, due_on, state` (`ACTION_STATES`), `ended_on, outcome, ended_by, step_id`
    (of what ended it), `assigned_step` (of the owner and day that count).
    """
    assigned = _newest(steps[steps["what"] == "assigned"], ["owner", "due_on", "step_id"])
    ends = _newest(
        steps[steps["what"].isin(_ENDS)], ["what", "ended_on", "outcome", "author", "step_id"]
    )
    rows = actions.drop(columns="undone_at").merge(
        assigned.rename(columns={"step_id": "assigned_step"}), on="action_id", how="left"
    )
    rows = rows.merge(ends.rename(columns={"author": "ended_by"}), on="action_id", how="left")
    due = pd.to_datetime(rows["due_on"])
    ended = rows["what"].isin(["done", "dropped"])
    state = rows["what"].where(ended, "open").astype("str")
    state = state.mask(~ended & (due < pd.Timestamp(today)), "overdue")
    rank = state.map({name: place for place, name in enumerate(ACTION_STATES)})
    blank = rows[["ended_on", "outcome"]].where(ended)
    rows = rows.assign(
        due_on=due, state=state, rank=rank, outcome=blank["outcome"],
        ended_on=pd.to_datetime(blank["ended_on"]),
    )  # fmt: skip
    rows = rows.astype(dict.fromkeys(("finding", "owner", "outcome", "ended_by"), "str"))
    rows = rows.sort_values(["rank", "due_on", "action_id"], kind="stable")
    return rows.drop(columns=["rank", "what"]).reset_index(drop=True)


def _newest(steps: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    newest = steps.sort_values("step_id").drop_duplicates("action_id", keep="last")
    return newest[["action_id", *columns]]


def as_actions(rows: pd.DataFrame, lang: str) -> tuple[Action, ...]:
    """Return actions (`standing`) as values, by due day, in words of `lang` where there are any.

    Whether one is overdue is left to the reader's day: here it is open.
    """
    found = [
        Action(
            action_id=int(row["action_id"]),
            what=in_words(str(row["texts"]), lang),
            owner=str(row["owner"]),
            due_on=pd.Timestamp(row["due_on"]).date(),
            finding=None if pd.isna(row["finding"]) else str(row["finding"]),
            ids=ids_of(str(row["accounts"])),
            arr=None if pd.isna(row["arr"]) else float(row["arr"]),
            state=row["state"] if row["state"] in {"done", "dropped"} else "open",
            ended_on=None if pd.isna(row["ended_on"]) else pd.Timestamp(row["ended_on"]).date(),
            outcome="" if pd.isna(row["outcome"]) else str(row["outcome"]),
        )
        for row in rows.to_dict("records")
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.action_id)))


def in_words(texts: str, lang: str) -> str:
    """Return a stored text in a language, else as it was written."""
    by_language: dict[str, str] = json.loads(texts)
    return by_language.get(lang) or next(iter(by_language.values()))


def ids_of(accounts: str) -> tuple[str, ...]:
    """Return the accounts of a stored action."""
    return tuple(json.loads(accounts))
