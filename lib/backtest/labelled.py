"""What came of whom was observed: rows of past days with their labels, for any gap and window.

Looking at past days is dear; a label is not. So what was seen is kept without one, and
labelled as often as another gap, another window or the end of a term is asked for.
"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.backtest.days import ObservationDays
from lib.backtest.labels import FOLLOW_UP_DAYS
from lib.model.will import INVOLUNTARY
from lib.risk.panel import Panel
from lib.signals.counts import Bools

TERM_DAYS = 365  # terms that end later are nobody's worry yet
_SAME_END_DAYS = 5  # an end that moves so little is still the same term's


def labelled(seen: Panel, days: ObservationDays) -> Panel:
    """Return what was seen on the days, with who left in the label window after each.

    Whoever the window tells nothing of is left out (see `Panel`).
    """
    parts = [_in_window(seen, day, days) for day in days.days]
    return _labelled_rows(seen, parts, replace(seen, days=days.days,
                          gap_days=days.gap_days, horizon_days=days.horizon_days))  # fmt: skip


def by_term(seen: Panel, days: ObservationDays) -> Panel:
    """Return what was seen of terms that end within a year, with which of them were lost.

    A term is lost (`churned`) when the customer left by choice after the day and up to 30 days
    after the term ended, without having begun another one. There is no gap. Only terms that
    ended so long ago that this is known are in.
    """
    parts = [_until_term_ends(seen, day, days) for day in seen.days]
    whole = _labelled_rows(seen, parts, replace(seen, gap_days=0, horizon_days=TERM_DAYS))
    rows = whole.rows
    ends = rows["observed_on"] + pd.to_timedelta(rows["ends_in_days"], unit="D")
    last = ends.groupby([rows["account_id"], rows["churned_on"]]).transform("max")
    renewed = rows["churned"] & (last > ends + timedelta(days=_SAME_END_DAYS))
    blank = {name: rows[name].mask(renewed) for name in ("churned_on", "noticed_on")}
    return replace(whole, rows=rows.assign(churned=rows["churned"] & ~renewed, **blank))


def _in_window(seen: Panel, day: date, days: ObservationDays) -> pd.DataFrame:
    """Return rows of a day that the label window tells of: `at`, and when they left."""
    at, ahead = _ahead(seen, day, days)
    now = pd.Timestamp(day)
    last = pd.Series(now + timedelta(days=days.gap_days + days.horizon_days), ahead.index)
    in_gap = ahead["left_on"] <= now + timedelta(days=days.gap_days)
    return _told(at, ahead, last, ~in_gap.to_numpy() & _countable(ahead, day, days, last))


def _until_term_ends(seen: Panel, day: date, days: ObservationDays) -> pd.DataFrame:
    at, ahead = _ahead(seen, day, days)
    left = seen.rows["ends_in_days"].to_numpy(dtype=float)[at]
    soon = (left >= 0) & (left <= TERM_DAYS)
    after = np.where(soon, left, 0).astype("timedelta64[D]") + np.timedelta64(FOLLOW_UP_DAYS, "D")
    last = pd.Series(np.datetime64(day, "us") + after, ahead.index)
    settled = (last <= pd.Timestamp(days.endings.known_until)).to_numpy()
    return _told(at, ahead, last, soon & settled & _countable(ahead, day, days, last))


def _ahead(seen: Panel, day: date, days: ObservationDays) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the places of a day's rows, and when each of their accounts leaves next."""
    at = np.flatnonzero(seen.rows["observed_on"].to_numpy() == np.datetime64(day, "us"))
    ids = pd.Index(seen.rows["account_id"].iloc[at])
    later = days.endings.rows[days.endings.rows["left_on"] > pd.Timestamp(day)]
    return at, later.drop_duplicates("account_id").set_index("account_id").reindex(ids)


def _countable(ahead: pd.DataFrame, day: date, days: ObservationDays, last: pd.Series) -> Bools:
    """Say of whom something is learnt: still there, not told already, not forced to leave."""
    now = pd.Timestamp(day)
    past = days.endings.rows[days.endings.rows["left_on"] <= now]
    past = past.drop_duplicates("account_id", keep="last").set_index("account_id")
    gone = past.index[~(past["back_on"] <= now)]
    forced = (ahead["left_on"] <= last) & ahead["will"].eq(INVOLUNTARY)
    told = ahead["told_on"] <= now
    out = ahead.index.isin(gone) | ahead.index.isin(list(days.endings.undated))
    return np.asarray(~(out | forced.to_numpy() | told.to_numpy()), dtype=bool)


def _told(at: np.ndarray, ahead: pd.DataFrame, last: pd.Series, kept: Bools) -> pd.DataFrame:
    churned = (ahead["left_on"] <= last).to_numpy()
    return pd.DataFrame(
        {
            "at": at,
            "churned": churned,
            "churned_on": ahead["left_on"].where(churned).to_numpy(),
            "noticed_on": ahead["noticed_on"].where(churned).to_numpy(),
        }
    )[kept]


def _labelled_rows(seen: Panel, parts: list[pd.DataFrame], frame: Panel) -> Panel:
    """Return the rows that the parts speak of, in order, with what the parts say."""
    blank = seen.rows[["churned", "churned_on", "noticed_on"]].iloc[:0].assign(at=0)
    told = pd.concat(parts, ignore_index=True) if parts else blank
    at = told["at"].to_numpy(dtype=np.int64)
    labels = {name: told[name].to_numpy() for name in ("churned", "churned_on", "noticed_on")}
    rows = seen.rows.iloc[at].reset_index(drop=True).assign(**labels)
    return replace(frame, rows=rows, severity=seen.severity[at], confidence=seen.confidence[at])
