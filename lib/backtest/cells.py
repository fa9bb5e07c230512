"""The same measures by part of the book; small cells say only how many they are (5.2)."""

from dataclasses import replace

import numpy as np
import pandas as pd

from lib.backtest.episodes import Claims
from lib.backtest.measures import counted, wilson_each
from lib.risk.panel import Panel
from lib.signals.counts import Bools, ratio

PARTS = ("segment_label", "maturity_level")
OTHER, UNKNOWN = "other", "unknown"
LEAST = 10


def by_part(panel: Panel, claimed: Claims) -> pd.DataFrame:
    """Return one line a part, value and claim: what `counted` gives, and precision.

    `part` (segment_label, maturity_level), `value`, `accounts`. Values with fewer than ten
    accounts are together `other`; accounts without a value are `unknown`. A share of fewer
    than ten is NaN.
    """
    lines = [
        _line(panel, claimed, part, value, chosen)
        for part in PARTS
        for value, chosen in _values(panel, part).items()
    ]
    return pd.concat(lines, ignore_index=True) if lines else pd.DataFrame()


def _values(panel: Panel, part: str) -> dict[str, Bools]:
    values = panel.rows[part].astype("str").fillna(UNKNOWN)
    n = panel.rows.groupby(values)["account_id"].nunique()
    few = n.index[(n < LEAST) & (n.index != UNKNOWN)]
    merged = values.mask(values.isin(few), OTHER)
    return {str(value): np.asarray(merged == value) for value in sorted(merged.unique())}


def _line(panel: Panel, claimed: Claims, part: str, value: str, chosen: Bools) -> pd.DataFrame:
    some = replace(
        panel,
        rows=panel.rows[chosen].reset_index(drop=True),
        severity=panel.severity[chosen],
        confidence=panel.confidence[chosen],
    )
    counts = counted(some, claimed.of(chosen))
    right, alarms = counts["true_alarms"].to_numpy(float), counts["alarms"].to_numpy(float)
    ends = wilson_each(right, alarms)
    few = alarms < LEAST
    n_accounts = some.rows["account_id"].nunique()
    lines = counts.assign(
        part=part,
        value=value,
        accounts=n_accounts,
        precision=np.where(few, np.nan, ratio(right, alarms)),
        precision_low=np.where(few, np.nan, ends[0]),
        precision_high=np.where(few, np.nan, ends[1]),
    )
    hidden = (counts["churners"] < LEAST) | (n_accounts < LEAST)
    return lines.assign(
        **{name: lines[name].mask(hidden) for name in ("recall", "recall_low", "recall_high")}
    )
