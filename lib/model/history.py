"""Versions of rows: what was known of each on a day.

The store never overwrites. Every import adds versions of rows; the state is a fold over
them. So undoing an import, in any order, gives exactly the state without it, and a past
day is shown as honestly as our own history reaches.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

PROVENANCE = ("row_key", "batch_id", "source_row", "known_on")


def state_on(
    versions: pd.DataFrame, carried: Mapping[int, frozenset[str]], day: date | None = None
) -> pd.DataFrame:
    """Return one row a `row_key`: the newest version known on `day` (None: the newest of all).

    `versions` is ordered by import. `carried` says which columns each batch's file had:
    a column that a newer file lacks keeps its older value, one that it leaves blank is
    blank. A row first loaded after `day` comes with its earliest version and
    `as_loaded=True`: what we know of it then is what it says now.
    """
    if versions.empty:
        return versions.assign(as_loaded=pd.Series(dtype="bool"))
    if day is None:
        return _newest(versions, carried).assign(as_loaded=False)
    if versions["row_key"].is_unique:  # the common case: nothing was ever overwritten
        return versions.assign(as_loaded=versions["known_on"] > pd.Timestamp(day))
    known = versions["known_on"] <= pd.Timestamp(day)
    earliest = ~versions["row_key"].isin(versions.loc[known, "row_key"].unique())
    first_batch = versions["batch_id"] == versions.groupby("row_key")["batch_id"].transform("min")
    state = _newest(versions[known | (earliest & first_batch)], carried)
    late = versions.loc[earliest, "row_key"].unique()
    return state.assign(as_loaded=state["row_key"].isin(late))


def _newest(versions: pd.DataFrame, carried: Mapping[int, frozenset[str]]) -> pd.DataFrame:
    newest = versions.drop_duplicates("row_key", keep="last").set_index("row_key", drop=False)
    if len(newest) == len(versions):
        return newest.reset_index(drop=True)
    everywhere = frozenset.intersection(*(carried[b] for b in versions["batch_id"].unique()))
    for name in versions.columns:
        if name in PROVENANCE or name in everywhere:
            continue
        has_column = {batch for batch, names in carried.items() if name in names}
        rows = versions[versions["batch_id"].isin(has_column)]
        values = rows.drop_duplicates("row_key", keep="last").set_index("row_key")[name]
        newest[name] = values.reindex(newest.index)
    return newest.reset_index(drop=True)
