"""Of the terms that were due in a period, how many were renewed (not to be taken for GRR)."""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from lib.metrics.book import valued
from lib.metrics.bridge import GAP_DAYS
from lib.metrics.stated import flagged
from lib.model import Period, Snapshot
from lib.model.terms import begins_on, sold


@dataclass(frozen=True, slots=True)
class RenewalRate:
    """Terms due in a period, by number and ARR; a term of several years counts when it ends.

    `n_open` ended less than 30 days ago without a next one: too early to say. They are in none
    of the other figures. `rate` and `arr_rate` are None when nothing was due.
    """

    n_due: int
    n_renewed: int
    n_open: int
    arr_due: float
    arr_renewed: float

    @property
    def rate(self) -> float | None:
        """Renewed terms over terms due."""
        return self.n_renewed / self.n_due if self.n_due else None

    @property
    def arr_rate(self) -> float | None:
        """ARR of the renewed terms, as it was, over the ARR of the terms due."""
        return self.arr_renewed / self.arr_due if self.arr_due > 0 else None


def renewal_rate(
    snapshot: Snapshot, period: Period, accounts: pd.Index | None = None
) -> RenewalRate:
    """Return how the terms went that ended in `period`, as far as it reaches to the day."""
    due = renewed_terms(snapshot, period, accounts)
    judged, renewed = due["judged"], due["renewed"]
    worth = due["worth"].fillna(0.0)
    return RenewalRate(
        n_due=int(judged.sum()),
        n_renewed=int(renewed.sum()),
        n_open=int((~judged).sum()),
        arr_due=float(worth[judged].sum()),
        arr_renewed=float(worth[renewed].sum()),
    )


def renewed_terms(
    snapshot: Snapshot, period: Period, accounts: pd.Index | None = None
) -> pd.DataFrame:
    """Return the terms that ended in `period`: `account_id, ended_on, worth, renewed, judged`."""
    contracts = snapshot.table("contracts")
    paid = sold(contracts) & ~flagged(contracts["is_trial"]) & contracts["account_id"].notna()
    bought = contracts[paid].assign(
        begins=begins_on(contracts), worth=valued(contracts, snapshot.currency)
    )
    if accounts is not None:
        bought = bought[bought["account_id"].isin(accounts)]
    due = _due(bought, snapshot, period)
    other = due.merge(bought[["account_id", "begins", "end_date"]], on="account_id")
    follows = (other["begins"] <= other["ended_on"] + timedelta(days=GAP_DAYS)) & ~(
        other["end_date"] <= other["ended_on"]
    )
    renewed = due["place"].isin(other.loc[follows, "place"])
    early = due["ended_on"] > pd.Timestamp(snapshot.day) - timedelta(days=GAP_DAYS)
    return due.assign(renewed=renewed, judged=renewed | ~early).drop(columns="place")


def _due(bought: pd.DataFrame, snapshot: Snapshot, period: Period) -> pd.DataFrame:
    """Return one row an account and day on which terms of it ended: `ended_on, worth, place`."""
    first, last = pd.Timestamp(period.first), pd.Timestamp(min(period.last, snapshot.day))
    ended = bought[bought["end_date"].between(first, last)]
    sums = ended.groupby(["account_id", "end_date"])["worth"].sum()
    due = sums.rename_axis(["account_id", "ended_on"]).reset_index()
    return due.assign(place=due.index)
