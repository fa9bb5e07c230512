"""Themes by customers, never by texts: one noisy customer counts once (scoring.md 6.3)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.metrics.differences import chance_of_rates, stands_out
from lib.metrics.intervals import wilson_ends
from lib.themes.assigned import of_rows
from lib.themes.catalogue import Catalogue

YEAR_DAYS = 365  # what the table counts
WINDOW_DAYS = 90  # against the same length before: a quarter, so that weeks do not decide
LEAST_CUSTOMERS = 5  # fewer are never called rising or fading
LEAST_NEW = 3
TRENDS = ("new", "rising", "steady", "fading", "unheard")

_COLUMNS = (
    *("theme", "n_accounts", "n_texts", "arr", "n_at_risk", "share", "share_low", "share_high"),
    *("n_now", "n_before", "share_now", "share_before", "now_low", "now_high", "trend"),
)


@dataclass(frozen=True, eq=False)
class Board:
    """What the texts of a year are about.

    `lines`: one row a theme, most customers first: `theme`, customers and texts of the year,
    their `arr` (NaN: none known), `n_at_risk` (with an open alert), `share` of the customers
    heard with its 95% interval, the customers of the last 90 days (`n_now`, `share_now`,
    `now_low`, `now_high`) and of the 90 before, `trend` (one of TRENDS). `texts` are the pieces
    of the year. `n_heard` customers said anything; `n_unassigned` of `n_texts` texts have no theme.
    """

    lines: pd.DataFrame
    texts: pd.DataFrame
    n_heard: int
    n_members: int
    n_texts: int
    n_unassigned: int
    by_how: dict[str, int]


def board(texts: pd.DataFrame, facts: pd.DataFrame, day: date, catalogue: Catalogue) -> Board:
    """Return the board of the customers in `facts` (by account id: `arr`, `at_risk`)."""
    age = (pd.Timestamp(day) - texts["day"]).dt.days
    year = texts[(age >= 0) & (age < YEAR_DAYS)]
    whole = of_rows(year)
    keys = [theme.key for theme in catalogue.standing]
    lines = _counts(year, facts, keys)
    lines = _with_share(lines, year["account_id"].nunique())
    lines = _with_trend(lines, year.assign(age=age.reindex(year.index)))
    order = lines.sort_values(["n_accounts", "arr", "theme"], ascending=[False, False, True])
    return Board(
        lines=order.loc[:, list(_COLUMNS)].reset_index(drop=True),
        texts=year,
        n_heard=int(year["account_id"].nunique()),
        n_members=len(facts),
        n_texts=len(whole),
        n_unassigned=int(whole["theme"].isna().sum()),
        by_how={str(how): int(n) for how, n in whole["how"].value_counts().items()},
    )


def customers(texts: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a theme: `n_accounts, arr, n_at_risk`, each customer once."""
    pairs = texts.dropna(subset="theme").drop_duplicates(["theme", "account_id"])
    pairs = pairs[["theme", "account_id"]].join(facts[["arr", "at_risk"]], on="account_id")
    return pairs.groupby("theme").agg(
        n_accounts=("account_id", "nunique"),
        arr=("arr", lambda values: values.sum(min_count=1)),
        n_at_risk=("at_risk", "sum"),
    )


def _counts(year: pd.DataFrame, facts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    found = customers(year, facts).reindex(keys)
    rows = year.dropna(subset="theme").drop_duplicates(["theme", "kind", "row_key"])
    found["n_texts"] = rows.groupby("theme").size()
    counts = ["n_accounts", "n_at_risk", "n_texts"]
    found[counts] = found[counts].fillna(0).astype("int64")
    return found.rename_axis("theme").reset_index()


def _with_share(lines: pd.DataFrame, n_heard: int) -> pd.DataFrame:
    k = lines["n_accounts"].to_numpy(dtype="float64")
    n = np.full(len(k), float(n_heard))
    low, high = wilson_ends(k, n)
    share = k / n if n_heard else np.full(len(k), np.nan)
    return lines.assign(share=share, share_low=low, share_high=high)


def _with_trend(lines: pd.DataFrame, year: pd.DataFrame) -> pd.DataFrame:
    now = year[year["age"] < WINDOW_DAYS]
    before = year[(year["age"] >= WINDOW_DAYS) & (year["age"] < 2 * WINDOW_DAYS)]
    older = year[year["age"] >= WINDOW_DAYS]
    counted = [_customers(part, lines["theme"]) for part in (now, before, older)]
    k_now, k_before, k_older = counted
    n_now = np.full(len(lines), float(now["account_id"].nunique()))
    n_before = np.full(len(lines), float(before["account_id"].nunique()))
    low, high = wilson_ends(k_now, n_now)
    with np.errstate(invalid="ignore", divide="ignore"):
        share_now, share_before = k_now / n_now, k_before / n_before
    # Themes of too few customers are not compared at all: they would only cost power.
    compared = np.maximum(k_now, k_before) >= LEAST_CUSTOMERS
    chances = np.full(len(lines), np.nan)
    told = compared & (n_now > 0) & (n_before > 0)
    chances[told] = chance_of_rates((k_now[told], n_now[told]), (k_before[told], n_before[told]))
    clear = stands_out(chances)
    is_new = (k_older == 0) & (k_now >= LEAST_NEW)
    rising = clear & (share_now > share_before) & (k_now >= LEAST_CUSTOMERS)
    fading = clear & (share_now < share_before)
    trend = np.select(
        [is_new, rising, fading, k_now + k_before == 0],
        ["new", "rising", "fading", "unheard"],
        "steady",
    )
    return lines.assign(
        n_now=k_now.astype("int64"), n_before=k_before.astype("int64"), share_now=share_now,
        share_before=share_before, now_low=low, now_high=high, trend=trend,
    )  # fmt: skip


def _customers(texts: pd.DataFrame, themes: pd.Series) -> np.ndarray:
    counted = texts.dropna(subset="theme").groupby("theme")["account_id"].nunique()
    return counted.reindex(themes).fillna(0).to_numpy(dtype="float64")
