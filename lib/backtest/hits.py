"""The accounts behind the figures: which alarms were right, which were not, what was missed."""

import numpy as np
import pandas as pd

from lib.backtest.episodes import Claims
from lib.backtest.measures import leavings
from lib.backtest.resample import sums_by_account
from lib.risk.panel import Panel

HIT, FALSE_ALARM, MISSED = "hit", "false_alarm", "missed"


def alarms(panel: Panel, claimed: Claims) -> pd.DataFrame:
    """Return one row an alarm, ordered by claim, day and account.

    `account_id, signal, grade, observed_on` (when it began), `outcome` (hit: the account left in
    the window after; else false_alarm), `left_on` (when it left, even later; NaT: not known
    to), `noticed_on` and `lead_days` (hits only).
    """
    at, claim = np.nonzero(claimed.starts.T)[::-1]
    rows = panel.rows.iloc[at].reset_index(drop=True)
    signal, grade = _named(claimed, claim)
    lead = (rows["noticed_on"] - rows["observed_on"]).dt.days
    found = pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "signal": signal,
            "grade": grade,
            "observed_on": rows["observed_on"],
            "outcome": pd.Series(FALSE_ALARM, rows.index, dtype="str").mask(rows["churned"], HIT),
            "left_on": _left_after(panel, rows),
            "noticed_on": rows["noticed_on"],
            "lead_days": lead,
        }
    )
    return found.reset_index(drop=True)


def misses(panel: Panel, claimed: Claims) -> pd.DataFrame:
    """Return one row a leaving without alarm: `account_id, signal, grade, left_on, noticed_on`.

    Only of those that the signal could judge; ordered by claim, day and account.
    """
    churned, number, n = leavings(panel)
    known = sums_by_account(number, n, claimed.known[churned]) > 0
    caught = sums_by_account(number, n, (claimed.fired & claimed.known)[churned]) > 0
    late = panel.rows[churned].reset_index(drop=True)
    first = late.loc[~pd.Series(number).duplicated()].reset_index(drop=True)
    at, claim = np.nonzero((known & ~caught).T)[::-1]
    signal, grade = _named(claimed, claim)
    rows = first.iloc[at].reset_index(drop=True)
    found = pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "signal": signal,
            "grade": grade,
            "left_on": rows["churned_on"],
            "noticed_on": rows["noticed_on"],
        }
    )
    ordered = found.assign(claim=claim).sort_values(["claim", "left_on", "account_id"])
    return ordered.drop(columns="claim").reset_index(drop=True)


def _named(claimed: Claims, claim: np.ndarray) -> tuple[pd.Series, pd.Series]:
    signals = np.array([name for name, _ in claimed.names], dtype=object)
    grades = np.array([grade for _, grade in claimed.names], dtype=object)
    return pd.Series(signals[claim], dtype="str"), pd.Series(grades[claim], dtype="str")


def _left_after(panel: Panel, rows: pd.DataFrame) -> pd.Series:
    """Return the first leaving of each row's account after its day."""
    left = panel.rows.loc[panel.rows["churned"], ["account_id", "churned_on"]].drop_duplicates()
    asked = rows[["account_id", "observed_on"]].assign(place=range(len(rows)))
    found = pd.merge_asof(
        asked.sort_values("observed_on"),
        left.sort_values("churned_on"),
        left_on="observed_on",
        right_on="churned_on",
        by="account_id",
        direction="forward",
    )
    return found.set_index("place")["churned_on"].sort_index().rename_axis(None)
