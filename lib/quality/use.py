"""What the usage export says against itself and against the other files."""

import numpy as np
import pandas as pd

from lib.locale import msg, msgs
from lib.model.terms import left_on
from lib.model.usage import ANY
from lib.quality.finding import DataFinding, Material, counts

_AFTER_DAYS = 30  # exports of the last days, and use to take one's data along, are no contradiction
_USUAL = 0.8  # share of the same weekdays on which there is use, so that none is a gap
_ENOUGH_WEEKS = 4
_DAYS_A_WEEK = 7


def used_after_leaving(material: Material) -> DataFinding | None:
    """Find accounts that left and still show use more than a month later."""
    left = left_on(material.snapshot.table("losses"), material.snapshot.day)
    cube = material.snapshot.usage.cube
    rows = cube[(cube["event"] == ANY) & cube["account_id"].isin(left.index)]
    if rows.empty:
        return None
    last = rows.groupby("account_id")["day"].max()
    late = last[last > left.reindex(last.index) + pd.Timedelta(days=_AFTER_DAYS)]
    if late.empty:
        return None
    shown = material.rows("accounts", ("account_id", "account_name"))
    shown = shown[shown["account_id"].isin(late.index)]
    shown = shown.assign(
        churn_date=left.reindex(shown["account_id"]).to_numpy(),
        last_use=late.reindex(shown["account_id"]).to_numpy(),
    )
    message = msg(
        "{n} of {total} accounts that left ({share}) still show use more than 30 days after it.",
        **counts(len(shown), len(left)),
    )
    return DataFinding("used_after_leaving", "warning", message, shown)


def days_without_use(material: Material) -> DataFinding | None:
    """Find days inside the exported period on which no account has any row.

    A weekday on which there usually is none (Sundays, say) is no gap.
    """
    usage = material.snapshot.usage
    spans = usage.coverage.spans
    if not spans or usage.cube.empty:
        return None
    days = pd.date_range(spans[0].first, spans[-1].last, freq="D")
    days = days[usage.coverage.mask(days)]
    used = days.isin(usage.cube["day"].unique())
    weekdays = pd.Series(used, index=days).groupby(days.day_of_week)
    usual = weekdays.transform("mean").to_numpy() >= _USUAL
    gaps = days[~used & usual]
    if not len(gaps) or len(days) < _ENOUGH_WEEKS * _DAYS_A_WEEK:
        return None
    starts = np.flatnonzero(np.r_[True, np.diff(gaps.to_numpy()) > np.timedelta64(1, "D")])
    rows = pd.DataFrame(
        {
            "kind": "usage",
            "from": gaps[starts],
            "to": gaps[np.r_[starts[1:] - 1, len(gaps) - 1]],
        }
    )
    message = msgs(
        "On {n} day inside the exported period no account has any usage ({first}): the export "
        "may have a gap.",
        "On {n} days inside the exported period, first on {first}, no account has any usage: the "
        "export may have gaps.",
        len(gaps),
        first=gaps[0].date(),
    )
    return DataFinding("days_without_use", "warning", message, rows)
