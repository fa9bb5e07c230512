"""The board: open and ended demands in a column a state, what is most urgent on top."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from lib.demand.chosen import SOON_DAYS
from lib.demand.states import ENDED, STATES
from lib.locale import Message, msg, msgs

UNKNOWN = "unknown"
_ORDER = ("overdue", "due_on", "importance", "arr", "row_key")
_ASCENDING = (False, True, False, False, True)


def columns(rows: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """Return the demands of each state, in the order of states; a blank one comes last, if any.

    Of open ones those overdue come first, then by due date, importance and ARR; of ended ones
    the newest.
    """
    by_state = rows.assign(state=rows["state"].fillna(UNKNOWN))
    found = {name: _sorted(by_state[by_state["state"] == name], name) for name in STATES}
    blank = by_state[~by_state["state"].isin(list(STATES))]
    return found if blank.empty else {**found, UNKNOWN: _sorted(blank, UNKNOWN)}


def _sorted(rows: pd.DataFrame, state: str) -> pd.DataFrame:
    if state in ENDED:
        last = rows["answered_on"].fillna(rows["raised_on"])
        return rows.loc[last.sort_values(ascending=False, kind="stable").index]
    return rows.sort_values(
        list(_ORDER), ascending=list(_ASCENDING), na_position="last", kind="stable"
    )


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return demands with what matters first: open, overdue, soon due, important, large."""
    return rows.sort_values(
        ["is_open", *_ORDER], ascending=[False, *_ASCENDING], na_position="last", kind="stable"
    ).reset_index(drop=True)


def urgent(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return what is to be answered now: overdue, or due within 30 days; the most urgent first."""
    waiting = rows["is_open"] & rows["answered_on"].isna()
    near = rows["due_on"] <= pd.Timestamp(day + timedelta(days=SOON_DAYS))
    return rows[waiting & near].sort_values(
        ["due_on", "arr", "row_key"], ascending=[True, False, True], kind="stable"
    ).reset_index(drop=True)  # fmt: skip


def answers_due(rows: pd.DataFrame, day: date) -> Message | None:
    """Say how many answers are overdue and how many soon due; None when there are none."""
    found = urgent(rows, day)
    if found.empty:
        return None
    late = int(found["overdue"].sum())
    return msg(
        "{overdue}; {soon}.",
        overdue=msgs(
            "{n} answer to a demand is overdue", "{n} answers to demands are overdue", late
        ),
        soon=msgs(
            "{n} more is due within 30 days", "{n} more are due within 30 days", len(found) - late
        ),
    )
