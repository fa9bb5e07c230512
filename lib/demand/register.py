"""The register of demands: one row a wish of a company, however often it was written down."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from lib.demand.merged import put_together
from lib.demand.states import ENDED
from lib.model import Snapshot
from lib.model.kinds.demands import MOST_IMPORTANT
from lib.model.terms import begins_on, sold

NOTHING: Mapping[str, str] = MappingProxyType({})
_AS_STORED = (
    "row_key", "demand_id", "account_id", "contact_id", "statement", "kind", "benefit",
    "direction", "importance", "feature", "within_boundary", "state", "owner", "due_on",
    "raised_on", "answered_on", "answer", "source_kind", "source_id",
)  # fmt: skip
COLUMNS = (
    "row_key", "demand_id", "account_id", "account_name", "contact_id", "roles", "statement",
    "phase", "phase_worked_out", "kind", "benefit", "direction", "importance", "theme",
    "theme_how", "feature", "within_boundary", "state", "is_open", "owner", "due_on",
    "raised_on", "answered_on", "answer", "overdue", "days_open", "source_kind", "source_id",
    "n_merged",
)  # fmt: skip


def register(
    snapshot: Snapshot,
    themes: pd.Series | None = None,
    *,
    how: pd.Series | None = None,
    merged: Mapping[str, str] = NOTHING,
    named: Mapping[str, str] = NOTHING,
) -> pd.DataFrame:
    """Return one row a demand, ordered by `row_key`, index 0 to n-1; columns are `COLUMNS`.

    `themes` gives a theme by row key, used where none is stated, and `how` whether people
    ("labelled") or the engine gave it; without `how` it was the engine. `named` gives the key
    of a theme by the text that states it. `merged` leads from the row key of a demand to that
    of the demand which counts for it (see `put_together`).

    `importance` is 0 to 3; unknown where the source has anything else. `roles`: the row's own
    word, else the roles of the person ("a|b"). `phase`: as stated, else (`phase_worked_out`) by
    the day against the start of the first contract. `is_open`: neither delivered nor declined;
    without a state, until it is answered. `overdue`: open, not answered, and the day by which
    it was due has passed; never without such a day. `days_open`: from the day it was raised to
    the answer, else to the day of the snapshot; NaN where either is unknown. `n_merged`: how
    many other rows it counts for.
    """
    rows = snapshot.table("demands")
    stored = rows[list(_AS_STORED)].assign(
        account_name=_account_names(snapshot, rows),
        importance=rows["importance"].where(rows["importance"].between(0, MOST_IMPORTANT)),
        roles=_roles(snapshot, rows),
        **_phase(snapshot, rows),
        **_theme(rows, themes, how, named),
    )
    whole = put_together(stored, merged)
    return whole.assign(**_standing(snapshot, whole))[list(COLUMNS)]


def _account_names(snapshot: Snapshot, rows: pd.DataFrame) -> pd.Series:
    accounts = snapshot.accounts.set_index("account_id")["account_name"]
    return rows["account_id"].map(accounts).fillna(rows["account_name"]).astype("str")


def _roles(snapshot: Snapshot, rows: pd.DataFrame) -> pd.Series:
    contacts = snapshot.table("contacts")
    known = contacts[contacts["contact_id"].notna()].drop_duplicates("contact_id")
    of_person = rows["contact_id"].map(known.set_index("contact_id")["buying_roles"])
    return rows["buying_role"].fillna(of_person.astype("str"))


def _phase(snapshot: Snapshot, rows: pd.DataFrame) -> dict[str, pd.Series]:
    contracts = snapshot.table("contracts")
    bought = contracts[sold(contracts)]
    first = begins_on(bought).groupby(bought["account_id"]).min()
    start = first.reindex(rows["account_id"]).set_axis(rows.index)
    known = start.notna() & rows["raised_on"].notna()
    by_day = pd.Series(
        np.where(rows["raised_on"] < start, "before_payment", "after_payment"), rows.index
    ).where(known)
    return {
        "phase": rows["phase"].fillna(by_day.astype("str")),
        "phase_worked_out": rows["phase"].isna() & known,
    }


def _theme(
    rows: pd.DataFrame, themes: pd.Series | None, how: pd.Series | None, named: Mapping[str, str]
) -> dict[str, pd.Series]:
    words = {text: named.get(text, text) for text in rows["theme"].dropna()}
    stated = rows["theme"].map(words).astype("str")
    given = _of_rows(rows, themes)
    way = _of_rows(rows, how).fillna("engine")
    ways = np.select([stated.notna(), given.notna()], ["stated", way], "")
    return {
        "theme": stated.fillna(given),
        "theme_how": pd.Series(ways, rows.index, dtype="str").replace("", np.nan),
    }


def _of_rows(rows: pd.DataFrame, values: pd.Series | None) -> pd.Series:
    """Return for each row what `values` says by row key."""
    if values is None:
        return pd.Series(np.nan, rows.index).astype("str")
    return values.reindex(rows["row_key"]).set_axis(rows.index).astype("str")


def _standing(snapshot: Snapshot, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return how each demand stands on the day of the snapshot."""
    day = pd.Timestamp(snapshot.day)
    unanswered = rows["answered_on"].isna()
    is_open = ~rows["state"].isin(ENDED) & (rows["state"].notna() | unanswered)
    until = rows["answered_on"].fillna(pd.Series(day, rows.index).where(is_open))
    days = (until - rows["raised_on"]).dt.days.astype("float64")
    return {
        "is_open": is_open,
        "overdue": is_open & unanswered & (rows["due_on"] < day),
        "days_open": days.clip(lower=0),
    }
