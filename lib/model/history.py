"""Versions of rows: what was known of each on a day.

The store never overwrites. Every import adds versions of rows; the state is a fold over
them. So undoing an import, in any order, gives exactly the state without it, and a past
day is shown as honestly as our own history reaches.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

import pandas as pd

from lib.model.customs import united

PROVENANCE = ("row_key", "batch_id", "source_row", "known_on")
# The exports of a month come in during the first half of the next one, and so do their
# corrections: a version loaded within so many days still speaks of the day.
GRACE_DAYS = 15
_PLACED = "account_id"


def state_on(
    versions: pd.DataFrame,
    carried: Mapping[int, frozenset[str]],
    day: date | None = None,
    customs: Mapping[int, frozenset[str]] = MappingProxyType({}),
    entered: Mapping[int, date] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return one row a `row_key`: its newest version that speaks of `day` (None: of all).

    `versions` is ordered by the day on which they were known. A version speaks of a day when
    it was known at most `GRACE_DAYS` after it, or after the row was first known: what we know
    of the time before is what the row said then. `as_loaded` marks rows whose version was
    known only after the day. `carried` says which columns each batch's file had: a column
    that a newer file lacks keeps its older value, one that it leaves blank is blank. Where a
    row belongs is worked out from whatever names its account, so there the last version that
    names one counts, whichever columns its file had. `customs`
    says the same of the columns that no field of ours fits (`customs.custom_names`). `entered`
    are batches that people entered, with the day from which they count: what is said of a row
    of a file speaks of that day and later ones only, whenever it was said.
    """
    if versions.empty:
        return versions.assign(as_loaded=pd.Series(dtype="bool"))
    if day is None:
        return _newest(versions, carried, customs).assign(as_loaded=False)
    now = pd.Timestamp(day)
    if versions["row_key"].is_unique:  # the common case: nothing was ever overwritten
        return versions.assign(as_loaded=versions["known_on"] > now)
    first = versions.groupby("row_key")["known_on"].transform("min")
    last = first.where(first > now, now) + timedelta(days=GRACE_DAYS)
    speaks = versions["known_on"] <= last
    if entered:
        speaks = _entered_by(versions, now, entered).fillna(speaks).astype("bool")
    state = _newest(versions[speaks], carried, customs)
    return state.assign(as_loaded=state["known_on"] > now)


def _entered_by(
    versions: pd.DataFrame, now: pd.Timestamp, entered: Mapping[int, date]
) -> pd.Series:
    """Say of what people entered of rows of files whether it counts by then; else blank."""
    days = pd.to_datetime(versions["batch_id"].map(entered))
    of_file = days.isna().groupby(versions["row_key"]).transform("any")
    return (days <= now).astype("boolean").mask(days.isna() | ~of_file)


def _newest(
    versions: pd.DataFrame,
    carried: Mapping[int, frozenset[str]],
    customs: Mapping[int, frozenset[str]],
) -> pd.DataFrame:
    newest = versions.drop_duplicates("row_key", keep="last").set_index("row_key", drop=False)
    if len(newest) == len(versions):
        return newest.reset_index(drop=True)
    everywhere = frozenset.intersection(*(carried[b] for b in versions["batch_id"].unique()))
    for name in versions.columns:
        if name in PROVENANCE or name == _PLACED or name in everywhere:
            continue
        has_column = {batch for batch, names in carried.items() if name in names}
        rows = versions[versions["batch_id"].isin(has_column)]
        values = rows.drop_duplicates("row_key", keep="last").set_index("row_key")[name]
        newest[name] = values.reindex(newest.index)
    if _PLACED in newest:
        newest[_PLACED] = _last_known(versions, _PLACED).reindex(newest.index).astype("str")
    if "custom" in newest:
        newest["custom"] = united(versions, customs).reindex(newest.index).fillna(newest["custom"])
    return newest.reset_index(drop=True)


def _last_known(versions: pd.DataFrame, name: str) -> pd.Series:
    """Return for each row key the newest value of a column that is not blank."""
    known = versions[versions[name].notna()]
    return known.drop_duplicates("row_key", keep="last").set_index("row_key")[name]
