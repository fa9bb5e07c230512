"""Contraction: the running contracts are worth less, or cover fewer seats, than half a year ago."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Number, Share, msg
from lib.metrics.book import valued
from lib.model import Snapshot
from lib.model.terms import begins_on, sold
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import Bools, Floats, Ints, ratio
from lib.signals.cube import Places
from lib.signals.holidays import Days
from lib.signals.placed import placed
from lib.signals.spec import Example, Signal, Thresholds

_FOLLOW_DAYS = 31  # a follow-up may be signed a month after the old term has ended
ARR, SEATS = "arr", "seats"


@dataclass(frozen=True, eq=False, slots=True)
class _Terms:
    """Bought contracts of known accounts: whose, from when to when, worth what.

    `row` is the position in the table. An end that is missing lies beyond all days; `listed`
    ones have no first day. Unknown amounts are NaN.
    """

    row: Ints
    place: Places
    begin: Days
    end: Days
    arr: Floats
    seats: Floats

    def running(self, day: np.datetime64) -> Bools:
        """Say of each term whether it runs on the day."""
        return (self.begin <= day) & (self.end >= day)

    def total(self, values: Floats, day: np.datetime64, n: int) -> Floats:
        """Return each account's sum on the day; NaN where none runs or one is unknown."""
        runs = self.running(day)
        sums = np.bincount(self.place[runs], values[runs], n)  # NaN stays NaN
        return np.where(np.bincount(self.place[runs], minlength=n) > 0, sums, np.nan)


@dataclass(frozen=True, eq=False, slots=True)
class _Deals:
    """Deals to pay less: open ones, and ones agreed within the window."""

    is_open: Bools
    agreed: Bools


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge how much less the contracts of today hold than those before."""
    terms, n = _terms(snapshot), len(snapshot.account_ids)
    day = np.datetime64(snapshot.day, "D")
    before = day - int(thresholds["window_days"])
    arr = [terms.total(terms.arr, when, n) for when in (before, day)]
    seats = [terms.total(terms.seats, when, n) for when in (before, day)]
    falls = [_fall(*arr), _fall(*seats)]
    by_seats = np.nan_to_num(falls[1], nan=-1) > np.nan_to_num(falls[0], nan=-1)
    was, now = (np.where(by_seats, seats[at], arr[at]) for at in (0, 1))
    fall = np.where(by_seats, falls[1], falls[0])
    deals = _deals(snapshot, before)
    runs = np.bincount(terms.place[terms.running(day)], minlength=n) > 0
    told = deals.is_open | deals.agreed
    compared = ~np.isnan(fall)
    severity = _severity(fall, deals, thresholds)
    # Known at one end only: the fall that this hides must not read as none.
    half_known = (np.isnan(arr[0]) ^ np.isnan(arr[1])) | (np.isnan(seats[0]) ^ np.isnan(seats[1]))
    return answered(
        snapshot,
        first_reason(
            n,
            ("paperwork", _just_ended(terms, day, n) & ~told),
            ("no_running_term", ~runs),
            ("new_customer", _newer(terms, before, n) & ~told),
            ("amounts_missing", (~compared | (half_known & (severity == 0))) & ~told),
        ),
        {
            "severity": severity,
            "value": np.where(compared, now, 0),
            "expected": np.where(compared, was, 0),
            "expected_low": np.where(compared, _least(was, thresholds), 0),
            "expected_high": np.where(compared, np.fmax(was, now), 0),
            "confidence": np.where(compared, 0.9, 0.6),
            "window_from": day_column(before, n),
            "window_to": day_column(day, n),
            "rows_from": day_column(before, n),
            "n_rows": np.bincount(terms.place[_shown(terms, before, day)], minlength=n),
        },
        {
            "unit": np.where(by_seats, SEATS, ARR),
            "fall": np.nan_to_num(fall),
            "compared": compared,
            "open": deals.is_open,
            "agreed": deals.agreed,
            "window": int(thresholds["window_days"]),
        },
    )


def _fall(was: Floats, now: Floats) -> Floats:
    return np.where(was > 0, np.round(1 - ratio(now, np.nan_to_num(was)), 6), np.nan)


def _least(was: Floats, thresholds: Thresholds) -> Floats:
    """Return how little is still no contraction: the share of a watch is one already."""
    return np.round(np.nan_to_num(was) * (1 - thresholds["watch_share"]), 2)


def _severity(fall: Floats, deals: _Deals, thresholds: Thresholds) -> Ints:
    share = np.nan_to_num(fall)
    steps = [share >= thresholds[name] for name in ("high_share", "alert_share", "watch_share")]
    severity = np.select(steps, [3, 2, 1], 0)
    return np.maximum(severity, np.select([deals.agreed, deals.is_open], [1, 1], 0))


def _terms(snapshot: Snapshot) -> _Terms:
    contracts = snapshot.table("contracts")
    place = placed(snapshot, "contracts")
    trial = contracts["is_trial"].fillna(value=False).astype("bool")
    at = np.flatnonzero((place >= 0) & (sold(contracts) & ~trial).to_numpy())
    rows = contracts.iloc[at]
    begin = begins_on(rows).to_numpy().astype("datetime64[D]")
    dated = ~np.isnat(begin)
    rows, at, begin = rows[dated], at[dated], begin[dated]
    end = rows["end_date"].fillna(pd.Timestamp.max.floor("D")).to_numpy().astype("datetime64[D]")
    return _Terms(
        row=at,
        place=place[at],
        begin=begin,
        end=end,
        arr=valued(rows, snapshot.currency).to_numpy(dtype=float),
        seats=rows["seats"].to_numpy(dtype=float),
    )


def _just_ended(terms: _Terms, day: np.datetime64, n: int) -> Bools:
    """Say where a term ended within a month and no other has begun: the paper may be late."""
    ended = (terms.end < day) & (terms.end >= day - _FOLLOW_DAYS)
    ended_on = np.full(n, np.datetime64("NaT", "D"))
    ended_on[terms.place[ended]] = terms.end[ended]
    begun = (terms.begin >= ended_on[terms.place] - _FOLLOW_DAYS) & (terms.begin <= day)
    followed = np.bincount(terms.place[begun], minlength=n) > 0
    return ~np.isnat(ended_on) & ~followed


def _newer(terms: _Terms, before: np.datetime64, n: int) -> Bools:
    """Say where no term had run at the beginning of the window."""
    return np.bincount(terms.place[terms.running(before)], minlength=n) == 0


def _shown(terms: _Terms, before: np.datetime64, day: np.datetime64) -> Bools:
    return terms.running(before) | terms.running(day)


def _deals(snapshot: Snapshot, before: np.datetime64) -> _Deals:
    contracts, losses = snapshot.table("contracts"), snapshot.table("losses")
    less = contracts["type"] == "contraction"
    lost = contracts["loss_reason"].notna() | contracts["is_won"].eq(other=False)
    lost = lost.fillna(value=False).astype("bool")
    won, begin = sold(contracts), begins_on(contracts)
    signed = contracts["signed_on"].fillna(contracts["closed_on"]).fillna(begin)
    within = signed.to_numpy().astype("datetime64[D]") >= before
    place, n = placed(snapshot, "contracts"), len(snapshot.account_ids)
    place_lost = placed(snapshot, "losses")
    partly = (losses["kind"] == "contraction").to_numpy()
    partly = partly & (losses["churn_date"].to_numpy().astype("datetime64[D]") >= before)
    agreed = _any(place, (less & won).to_numpy() & within, n) | _any(place_lost, partly, n)
    return _Deals(_any(place, (less & ~won & ~lost & ~_closed(contracts)).to_numpy(), n), agreed)


def _closed(contracts: pd.DataFrame) -> pd.Series:
    closed = contracts["is_closed"].fillna(value=False).astype("bool")
    return closed | contracts["closed_on"].notna()


def _any(place: Places, chosen: Bools, n: int) -> Bools:
    return np.bincount(place[chosen & (place >= 0)], minlength=n) > 0


def behind(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """Return the contracts that ran at either end of the window."""
    terms = _terms(snapshot)
    first, last = (np.datetime64(pd.Timestamp(row[f"window_{end}"]), "D") for end in ("from", "to"))
    place = snapshot.account_ids.get_loc(row["account_id"])
    chosen = terms.row[_shown(terms, first, last) & (terms.place == place)]
    return "contracts", snapshot.table("contracts").iloc[chosen].reset_index(drop=True)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say what the running contracts hold now, what they held before, and what is agreed."""
    about = row["detail"]
    first, last = (pd.Timestamp(row[f"window_{end}"]).date() for end in ("from", "to"))
    deal = _DEALS[(about["agreed"], about["open"])]
    if not about["compared"]:
        return msg(
            "Amounts of {first} and {last} cannot be compared{deal}.",
            first=first, last=last, deal=deal,
        )  # fmt: skip
    said: dict[str, Any] = {
        "was": _shown_amount(row["expected"]),
        "now": _shown_amount(row["value"]),
        "low": _shown_amount(row["expected_low"]),
        "high": _shown_amount(row["expected_high"]),
        "first": first, "last": last, "deal": deal,
        "less": msg(", {share} less", share=Share(about["fall"])) if about["fall"] > 0 else "",
    }  # fmt: skip
    if about["unit"] == SEATS:
        return msg(
            "Seats under contract went from {was} on {first} to {now} on {last}{less};"
            " expected are {low}–{high}{deal}.",
            **said,
        )
    return msg(
        "ARR under contract went from {was} on {first} to {now} on {last}{less}; expected"
        " are {low}–{high}{deal}.",
        **said,
    )


def _shown_amount(value: float) -> Count | Number:
    return Count(int(value)) if value == int(value) else Number(value, 0)


_DEALS: Mapping[tuple[bool, bool], Message | str] = {
    (False, False): "",
    (True, False): msg("; a contract for less was agreed in this time"),
    (False, True): msg("; a deal for less is open"),
    (True, True): msg("; a contract for less was agreed in this time and another deal is open"),
}
_DAY = date(2026, 10, 30)
_ACCOUNTS = "account_id, customer_since\nA, 2024-01-01\nB, 2024-01-01"


def _contracts(*rows: str) -> dict[str, str]:
    head = (
        "account_id, start_date, end_date, signed_on, arr, seats, type, is_won, loss_reason,"
        " stage, created_at"
    )
    others = (
        "B, 2025-01-01, 2027-12-31, 2024-12-01, 900, 9, new, yes,",
        "A, 2026-11-01, 2027-10-31, 2026-10-31, 10, 1, contraction, yes,",  # signed after the day
    )
    return {"contracts": "\n".join([head, *rows, *others])}


_FIRST = "A, 2025-09-01, 2026-08-31, 2025-08-20, 12000, 40, new, yes,"


def _next(arr: str, seats: str = "40") -> str:
    return f"A, 2026-09-01, 2027-08-31, 2026-08-20, {arr}, {seats}, renewal, yes,"


SIGNAL = Signal(
    key="contraction",
    title=msg("Contraction"),
    question=msg("Do they pay for less than before, or are they about to?"),
    unit=msg("ARR under contract"),
    units={SEATS: msg("seats under contract")},
    group="commercial",
    thresholds=Thresholds(
        version=1,
        values={
            "window_days": 180.0,
            "watch_share": 0.1,
            "alert_share": 0.25,
            "high_share": 0.5,
        },
        rising=(("watch_share", "alert_share", "high_share"),),
        why=msg(
            "A tenth, a quarter and half less ARR or seats than half a year ago, whichever fell"
            " more. Less than a tenth is haggling over the price. A deal for less, open or"
            " agreed, is worth watching whatever its amount. Starting values."
        ),
    ),
    needs=("contracts",),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_running_term": msg("no bought contract runs on the day"),
        "paperwork": msg("a term ended within the last month and no follow-up is on file yet"),
        "new_customer": msg("no contract ran half a year ago to compare with"),
        "amounts_missing": msg("a running contract states neither amount nor seats"),
    },
    blind_spots=msg(
        "Compares what is on file: a follow-up that is entered late looks like a loss, and one"
        " that overlaps the old term hides a fall. Other prices for the same seats count too."
    ),
    advice=msg(
        "Ask what they stopped doing with the product and who decided it. A smaller contract is"
        " often the first half of leaving, and the last moment to hear why."
    ),
    undated=("contracts.end_date", "contracts.arr", "contracts.mrr", "contracts.amount",
             "contracts.seats", "contracts.type", "contracts.is_won", "contracts.stage"),
    behind=behind,
    examples=(
        Example(
            name=msg("A tenth less is on the edge"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(_FIRST, _next("10800")),
            severity=1,
            value=10800,
        ),
        Example(
            name=msg("A discount of nine percent is no contraction"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(_FIRST, _next("10920")),
            severity=0,
            value=10920,
        ),
        Example(
            name=msg("A quarter of the ARR is gone"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(_FIRST, _next("9000")),
            severity=2,
            value=9000,
        ),
        Example(
            name=msg("Half of the seats at nearly the same price"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(_FIRST, _next("11500", "20")),
            severity=3,
            value=20,
        ),
        Example(
            name=msg("Growth is no contraction"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(_FIRST, _next("15000", "60")),
            severity=0,
            value=15000,
        ),
        Example(
            name=msg("A deal for less is open"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(
                _FIRST,
                _next("12000"),
                "A, 2026-12-01, , , 6000, 20, contraction, , , Proposal, 2026-10-01",
            ),
            severity=1,
            value=12000,
        ),
        Example(
            name=msg("The term ended two weeks ago and nothing follows: the paper may be late"),
            day=date(2026, 9, 14),
            accounts=_ACCOUNTS,
            tables=_contracts(_FIRST),
            severity=-1,
            reason="paperwork",
        ),
        Example(
            name=msg("The first contract is four months old"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts("A, 2026-07-01, 2027-06-30, 2026-06-20, 12000, 40, new, yes,"),
            severity=-1,
            reason="new_customer",
        ),
        Example(
            name=msg("Nobody wrote down amount or seats of the new term"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(_FIRST, _next("", "")),
            severity=-1,
            reason="amounts_missing",
        ),
        Example(
            name=msg("Without a running contract there is nothing to compare"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_contracts(),
            severity=-1,
            reason="no_running_term",
        ),
    ),
)  # fmt: skip
