"""Is a sign more than chance: shrunk odds ratio, many signs at once, and what may be shown.

The prior is sceptical (odds ratio 1, variance 0.5 of its logarithm): with few churned
customers every sign looks good in some data set (scoring.md 1.6, 3.11).
"""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
import pandas as pd

from lib.backtest.resample import LEVEL
from lib.locale import Message, msg
from lib.risk.ladder import (
    LEAST_FOR_CHALLENGER,
    LEAST_FOR_CURVE,
    LEAST_FOR_PLATT,
    LEAST_TO_LEARN,
)
from lib.signals.counts import Bools, Floats

LEAST_CHURNED = LEAST_TO_LEARN
LEAST_ALARMS = 5
FALSE_DISCOVERIES = 0.10
_PRIOR_VARIANCE = 0.5
RUNGS = (LEAST_TO_LEARN, LEAST_FOR_PLATT, LEAST_FOR_CURVE, LEAST_FOR_CHALLENGER)
VERDICTS: Mapping[str, Message] = {
    "supported": msg("supported by the past"),
    "unclear": msg("unclear"),
    "contradicted": msg("contradicted by the past"),
    "too_rare": msg("too rare to say"),
    "not_enough_past_churn": msg("not enough past churn"),
}


def rung(n_churned: int) -> int:
    """Return the step of the evidence ladder: 0 below 10 churned customers, 4 from 200."""
    return sum(n_churned >= edge for edge in RUNGS)


def not_enough(n_churned: int) -> Message:
    """Say that the past cannot teach anything yet."""
    return msg("Not enough churned customers (n = {n}) to learn from.", n=str(n_churned))


def shrunk_odds(a: Floats, b: Floats, c: Floats, d: Floats) -> pd.DataFrame:
    """Return the shrunk odds ratio with its 90% interval and its two-sided p.

    `a` churned with the sign, `c` without; `b` others with it, `d` without.
    """
    log = np.log((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)))
    variance = 1 / (a + 0.5) + 1 / (b + 0.5) + 1 / (c + 0.5) + 1 / (d + 0.5)
    precision = 1 / variance + 1 / _PRIOR_VARIANCE
    middle, sd = log / variance / precision, np.sqrt(1 / precision)
    wide = NormalDist().inv_cdf((1 + LEVEL) / 2) * sd
    normal = NormalDist()
    p = np.array([2 * (1 - normal.cdf(abs(m) / s)) for m, s in zip(middle, sd, strict=True)])
    return pd.DataFrame(
        {
            "odds_ratio": np.exp(middle),
            "odds_ratio_low": np.exp(middle - wide),
            "odds_ratio_high": np.exp(middle + wide),
            "p": p,
        }
    )


def stands_out(p: Floats, tested: Bools) -> Bools:
    """Say which of the tested stand out after Benjamini and Hochberg (false share 10%)."""
    order = np.argsort(np.where(tested, p, np.inf))
    n = int(np.count_nonzero(tested))
    ranked = p[order[:n]]
    passed = np.flatnonzero(ranked <= FALSE_DISCOVERIES * np.arange(1, n + 1) / max(n, 1))
    found = np.zeros(len(p), dtype=bool)
    if len(passed):
        found[order[: passed[-1] + 1]] = True
    return found


def verdicts(table: pd.DataFrame) -> pd.Series:
    """Return the verdict of each line; those of one grade are judged together."""
    few, rare = table["churners"] < LEAST_CHURNED, table["alarms"] < LEAST_ALARMS
    tested = ~(few | rare)
    clear = pd.Series(data=False, index=table.index)
    for _, lines in table.groupby("grade"):
        clear[lines.index] = stands_out(lines["p"].to_numpy(), tested[lines.index].to_numpy())
    found = np.select(
        [few, rare, clear & (table["odds_ratio_low"] > 1), clear & (table["odds_ratio_high"] < 1)],
        ["not_enough_past_churn", "too_rare", "supported", "contradicted"],
        "unclear",
    )
    return pd.Series(found, index=table.index, dtype="str")
