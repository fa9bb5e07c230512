"""How customers that began together keep: one row a cohort, one column an age."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.metrics.book import valued
from lib.metrics.stated import flagged
from lib.model import Period, Snapshot
from lib.model.terms import begins_on, sold

GRAINS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
SHOWN: Mapping[str, int] = {"month": 24, "quarter": 12, "year": 6}
LEAST = 10  # smaller cohorts show their number only (scoring.md 5.2)
_AWAY = 2  # ends of a span in a row without ARR: a later return is a new logo
COLUMNS = ("cohort", "age", "n", "kept", "logo", "arr_start", "arr_kept", "arr", "running")


def spans(grain: str, day: date) -> tuple[Period, ...]:
    """Return the spans shown, oldest first; the last one holds `day` and may not be over."""
    months = GRAINS[grain]
    last = ((day.month - 1) // months + 1) * months
    found = [Period.month(day.year, last, months)]
    while len(found) < SHOWN[grain]:
        found.append(found[-1].before())
    return tuple(reversed(found))


def beginnings(snapshot: Snapshot) -> pd.DataFrame:
    """Return `began` and `arr` at the beginning of every account that ever paid, by account.

    From its first paid contract, else from the day since when its own row says that it is a
    customer (`arr` is then NaN).
    """
    contracts = snapshot.table("contracts")
    worth = valued(contracts, snapshot.currency)
    paid = sold(contracts) & ~flagged(contracts["is_trial"]) & ~(worth <= 0)
    rows = contracts[paid].assign(began=begins_on(contracts), worth=worth)
    rows = rows.dropna(subset=["account_id", "began"])
    first = rows.groupby("account_id")["began"].transform("min")
    opening = rows[rows["began"] == first].groupby("account_id")
    told = pd.DataFrame(
        {"began": opening["began"].first(), "arr": opening["worth"].sum(min_count=1)}
    )
    accounts = snapshot.accounts.set_axis(snapshot.account_ids)
    pays = accounts["status"].isin(["customer", "churned"]) | (accounts["arr"] > 0)
    stated = accounts["customer_since"].where(pays).dropna()
    rest = stated[~stated.index.isin(told.index)]
    whole = pd.concat([told, pd.DataFrame({"began": rest, "arr": np.nan})])
    return whole.sort_index().rename_axis("account_id")


def cohorts(
    values: pd.DataFrame, began: pd.DataFrame, periods: Sequence[Period], day: date
) -> pd.DataFrame:
    """Return one row a cohort and age: how many are still customers, and how much ARR is left.

    `values`: ARR by account at the end of each period (one column each, in order; NaN is
    unknown), the last on `day`. `began` as `beginnings` gives it. `logo` is
    `kept / n`, `arr` is `arr_kept / arr_start`; ARR is followed for accounts whose ARR is
    known at both ends. A span without ARR between two with it is a gap between terms; two in a
    row end it, and a later return is a new logo. `running`: the span is not over yet.
    """
    starts = _places(began["began"], periods)
    inside = began[starts >= 0]
    place = starts[starts >= 0]
    matrix = values.reindex(inside.index).to_numpy(dtype="float64")
    there = _there(matrix, place)
    opening = _opening(inside["arr"].to_numpy(dtype="float64"), matrix, place)
    rows = [
        _cell(place == first, (first, last), (there, matrix, opening))
        for first in range(len(periods))
        for last in range(first, len(periods))
    ]
    table = pd.DataFrame(rows, columns=["first", "last", "n", "kept", "arr_start", "arr_kept"])
    table = table[table["n"] > 0]
    days = [period.first for period in periods]
    return table.assign(
        cohort=[days[k] for k in table["first"]],
        age=table["last"] - table["first"],
        logo=(table["kept"] / table["n"]).where(table["n"] >= LEAST),
        arr=(table["arr_kept"] / table["arr_start"]).where(
            (table["n"] >= LEAST) & (table["arr_start"] > 0)
        ),
        running=(table["last"] == len(periods) - 1) & (day < periods[-1].last),
    )[list(COLUMNS)].reset_index(drop=True)


def grain_for(began: pd.Series, day: date) -> str:
    """Return the finest grain at which half of the cohorts have ten customers; else years."""
    for grain in GRAINS:
        places = _places(began, spans(grain, day))
        sizes = np.bincount(places[places >= 0], minlength=1)
        filled = sizes[sizes > 0]
        if len(filled) and float((filled >= LEAST).mean()) >= 0.5:  # noqa: PLR2004 - half
            return grain
    return "year"


def _places(began: pd.Series, periods: Sequence[Period]) -> npt.NDArray[np.int64]:
    """Return the place of the period in which each began; -1 before the first or after."""
    firsts = np.array([p.first for p in periods], dtype="datetime64[D]")
    days = began.to_numpy().astype("datetime64[D]")
    place = np.searchsorted(firsts, days, side="right") - 1
    after = days > np.datetime64(periods[-1].last, "D")
    return np.where(after | np.isnat(days), -1, place)


def _there(matrix: npt.NDArray[np.float64], place: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say of every account and span whether it is still the customer that began."""
    there = np.zeros(matrix.shape, dtype=bool)
    away = np.zeros(len(matrix), dtype=np.int64)
    for column in range(matrix.shape[1]):
        begun = place <= column
        pays = ~(matrix[:, column] == 0)  # unknown ARR is a customer: nobody says it left
        gone = away >= _AWAY
        there[:, column] = begun & pays & ~gone
        away = np.where(begun & ~gone, np.where(pays, 0, away + 1), away)
    return there


def _opening(
    stated: npt.NDArray[np.float64], matrix: npt.NDArray[np.float64], place: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return the ARR with which each began: its first contract's, else that at the span's end."""
    if not len(stated):
        return stated
    first = matrix[np.arange(len(matrix)), place]
    return np.where(np.isnan(stated), np.where(first > 0, first, np.nan), stated)


def _cell(
    mine: npt.NDArray[np.bool_],
    ends: tuple[int, int],
    facts: tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64], npt.NDArray[np.float64]],
) -> tuple[int, int, int, int, float, float]:
    there, matrix, opening = facts
    first, last = ends
    now = np.where(there[mine, last], matrix[mine, last], 0.0)
    known = ~np.isnan(now) & ~np.isnan(opening[mine])
    n, kept = int(mine.sum()), int(there[mine, last].sum())
    return first, last, n, kept, float(opening[mine][known].sum()), float(now[known].sum())
