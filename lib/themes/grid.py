"""Theme × segment: which group of customers speaks of what."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from lib.metrics.intervals import wilson_ends
from lib.themes.board import YEAR_DAYS, customers


def theme_grid(
    texts: pd.DataFrame, facts: pd.DataFrame, day: date, segments: Mapping[str, pd.Index]
) -> pd.DataFrame:
    """Return one row a theme and segment, of the texts of a year.

    Columns: `theme, segment, n_heard, n_accounts, share, share_low, share_high, arr, n_at_risk`.
    A segment nobody of which was heard has no rows: nothing is known of it.
    """
    age = (pd.Timestamp(day) - texts["day"]).dt.days
    year = texts[(age >= 0) & (age < YEAR_DAYS)]
    themes = sorted(year["theme"].dropna().unique())
    found = [
        _of_segment(name, year[year["account_id"].isin(members)], facts, themes)
        for name, members in segments.items()
    ]
    return pd.concat(found, ignore_index=True)


def _of_segment(
    name: str, texts: pd.DataFrame, facts: pd.DataFrame, themes: list[str]
) -> pd.DataFrame:
    n_heard = texts["account_id"].nunique()
    counted = customers(texts, facts).reindex(pd.Index(themes, name="theme"))
    counts = ["n_accounts", "n_at_risk"]
    counted[counts] = counted[counts].fillna(0).astype("int64")
    k = counted["n_accounts"].to_numpy(dtype="float64")
    low, high = wilson_ends(k, k * 0 + n_heard)
    rows = counted.reset_index().assign(
        segment=name, n_heard=n_heard, share=k / max(n_heard, 1), share_low=low, share_high=high
    )
    return rows if n_heard else rows.iloc[:0]
