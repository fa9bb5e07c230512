"""What several links of a chain are made of: the day they look at, weeks of use, the verdict."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.metrics.book import customers
from lib.metrics.stated import stated_days_of_leaving
from lib.model import ANY, Snapshot
from lib.model.terms import sold

LAST_WEEKS, EARLIER_WEEKS = 13, 39  # of the year: its last quarter, and what was before


def until(snapshot: Snapshot) -> pd.Series:
    """Return the day, or the day of leaving of who is no customer any more, by account."""
    ids, day = snapshot.account_ids, pd.Timestamp(snapshot.day)
    contracts = snapshot.table("contracts")
    bought = contracts[sold(contracts) & (contracts["end_date"] <= day)]
    ended = bought.groupby("account_id")["end_date"].max()
    left = stated_days_of_leaving(snapshot).reindex(ids).fillna(ended.reindex(ids))
    stays = ids.isin(customers(snapshot))
    return left.where(~stays & (left <= day)).fillna(day).astype("datetime64[us]")


def weekly(
    snapshot: Snapshot,
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.float64]]:
    """Return the Sundays of two years, and every account's use in the weeks that end on them.

    Who is not in the export did nothing in the weeks that it covers; NaN in the others.
    """
    kept = snapshot.worked_out
    if "chain_weeks" not in kept:  # two links ask for them
        weeks = snapshot.usage.weekly(ANY, "events", 2 * (LAST_WEEKS + EARLIER_WEEKS))
        whole = weeks.reindex(snapshot.account_ids, fill_value=0.0).to_numpy(dtype="float64")
        matrix = np.where(weeks.isna().all(axis=0).to_numpy()[None, :], np.nan, whole)
        kept["chain_weeks"] = (pd.DatetimeIndex(weeks.columns).to_numpy(), matrix)
    found: tuple[npt.NDArray[np.datetime64], npt.NDArray[np.float64]] = kept["chain_weeks"]
    return found


def columns(table: pd.DataFrame) -> dict[str, object]:
    """Return the columns of a table by name."""
    return {str(name): values.to_numpy() for name, values in table.items()}


def judged(ids: pd.Index, rule: tuple[Any, Any, Any], facts: Mapping[str, object]) -> pd.DataFrame:
    """Return state and facts; `rule`: where it is good, where bad (which wins), where known."""
    good, bad, known = rule
    state = np.select(
        [~np.asarray(known, dtype=bool), bad, good], ["unknown", "bad", "good"], "fair"
    )
    return pd.DataFrame({"state": pd.Series(state, index=ids, dtype="str"), **facts}, index=ids)
