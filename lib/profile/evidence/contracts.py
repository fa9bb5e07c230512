"""What contracts say: how far ahead, whether it grows, when the next decision falls."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.locale import Message, Number, Share, msg
from lib.metrics.book import term_months, valued
from lib.model import Snapshot
from lib.model.terms import running, sold
from lib.profile.evidence.seen import Facts, Floats, Ints, Seen, count, ratio
from lib.profile.places import places

_YEAR_DAYS = 365
_HORIZON = (3.0, 10.0, 13.0, 24.0)  # months: by the quarter, the year, more than it, two years
_TREND = (-0.2, 0.0, 0.1, 0.3)
_SOON_DAYS = 90


def of_maturity(snapshot: Snapshot) -> dict[str, Seen]:
    """Return the contract horizon: the longest running term."""
    contracts = snapshot.table("contracts")
    terms = contracts[running(contracts, snapshot.day)]
    at = places(snapshot, terms["account_id"])
    longest = np.full(len(snapshot.account_ids), np.nan)
    np.fmax.at(longest, at[at >= 0], term_months(terms).to_numpy(dtype=np.float64)[at >= 0])
    step = np.searchsorted(_HORIZON, longest.round(6), side="right") * 25.0
    return {
        "contract_horizon": Seen(
            score=np.where(np.isnan(longest), np.nan, step),
            source="crm",
            first=snapshot.day,
            last=snapshot.day,
            n_rows=count(at[at >= 0], len(longest)),
            words=_horizon_said,
            facts={"months": longest},
        )
    }


def _horizon_said(facts: Facts) -> Message:
    return msg("The longest running contract is for {months} months.",
               months=Number(facts["months"]))  # fmt: skip


def of_bant(snapshot: Snapshot) -> dict[str, Seen]:
    """Return how ARR moved within a year, and the day of the next open decision."""
    return {"arr_trend": _trend(snapshot), "decision_date": _decision(snapshot)}


def _trend(snapshot: Snapshot) -> Seen:
    before_day = snapshot.day - timedelta(days=_YEAR_DAYS)
    now, n_rows = _arr_on(snapshot, snapshot.day)
    before, _ = _arr_on(snapshot, before_day)
    change = ratio(now, before) - 1
    step = np.searchsorted(_TREND, change.round(9), side="left")
    step = np.where(change.round(9) == 0, 2, step)  # unchanged counts with what grew a little
    return Seen(
        score=np.where(np.isnan(change), np.nan, step * 25.0),
        source="crm",
        first=before_day,
        last=snapshot.day,
        n_rows=n_rows,
        words=_trend_said,
        facts={"change": change},
    )


def _trend_said(facts: Facts) -> Message:
    change = facts["change"]
    if change < 0:
        return msg("ARR fell by {share} within twelve months.", share=Share(-change))
    if change > 0:
        return msg("ARR grew by {share} within twelve months.", share=Share(change))
    return msg("ARR did not change within twelve months.")


def _arr_on(snapshot: Snapshot, day: date) -> tuple[Floats, Ints]:
    """Return what the contracts running on a day are worth a year; NaN where unknown."""
    contracts = snapshot.table("contracts")
    terms = contracts[running(contracts, day)]
    at = places(snapshot, terms["account_id"])
    value = valued(terms, snapshot.currency).to_numpy(dtype=np.float64)[at >= 0]
    at, n = at[at >= 0], len(snapshot.account_ids)
    silent = np.bincount(at, np.isnan(value), n) > 0
    total = np.bincount(at, np.nan_to_num(value), n)
    return np.where(silent, np.nan, total), count(at, n)


def _decision(snapshot: Snapshot) -> Seen:
    """Take the next expected day of an open deal; without an open deal nothing is said."""
    contracts, today = snapshot.table("contracts"), pd.Timestamp(snapshot.day)
    lost = contracts["is_won"].eq(other=False).fillna(value=False) & contracts["is_closed"].eq(
        other=True
    ).fillna(value=False)
    open_ = ~sold(contracts) & ~lost & contracts["loss_reason"].isna()
    rows = contracts[open_ & (contracts["expected_close_date"] >= today)]
    at = places(snapshot, rows["account_id"])
    days = (rows["expected_close_date"] - today).dt.days.to_numpy(dtype=np.float64)
    soonest = np.full(len(snapshot.account_ids), np.nan)
    np.fmin.at(soonest, at[at >= 0], days[at >= 0])
    score = np.where(soonest <= _SOON_DAYS, 100.0, 75.0)
    return Seen(
        score=np.where(np.isnan(soonest), np.nan, score),
        source="crm",
        first=snapshot.day,
        last=snapshot.day,
        n_rows=count(at[at >= 0], len(soonest)),
        words=lambda facts: msg(
            "An open deal is expected to be decided in {days} days.", days=Number(facts["days"])
        ),
        facts={"days": soonest},
    )
