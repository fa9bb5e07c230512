"""The board: open and ended demands in a column a state, what is most urgent on top."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.demand.states import ENDED, STATES

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


def urgent(rows: pd.DataFrame, days: int, day: pd.Timestamp) -> pd.DataFrame:
    """Return what is to be answered now: overdue, or due within `days`; the most urgent first.

    `late`: days overdue, NaN where the day is still to come.
    """
    waiting = rows["is_open"] & rows["answered_on"].isna()
    near = waiting & (rows["due_on"] <= day + pd.Timedelta(days=days))
    late = (day - rows["due_on"]).dt.days.astype("float64")
    chosen = rows.assign(late=np.where(rows["overdue"], late, np.nan))[near]
    return chosen.sort_values(["due_on", "arr", "row_key"], ascending=[True, False, True],
                              kind="stable").reset_index(drop=True)  # fmt: skip
