"""The same past days with other gaps: what acting later would cost (scoring.md 1.4).

A warning the day before a customer leaves is often right and of no use. The default gap gives
30 days to act; what the signals are worth with none, and with 60 or 90, stands beside it, on
the same days.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.backtest.days import ObservationDays
from lib.backtest.episodes import claims
from lib.backtest.labelled import labelled
from lib.backtest.measures import counted
from lib.backtest.verdicts import LEAST_CHURNED
from lib.risk.beliefs import Beliefs
from lib.risk.learn import learned, predicted
from lib.risk.panel import Panel
from lib.risk.ranked import ranked

GAPS = (0, 30, 60, 90)
_LEAST_TESTED = 5


@dataclass(frozen=True, eq=False, kw_only=True)
class Gap:
    """What the past says with one gap. Rates are NaN below ten churned customers.

    `counts`: as `measures.counted`, one line a signal and grade. `auc` and `top_decile_lift`
    are of the combined risk on days it was not learnt from.
    """

    gap_days: int
    n_days: int
    n_churned: int
    base_rate: float
    auc: float
    top_decile_lift: float
    counts: pd.DataFrame


def by_gap(
    seen: Panel, past: Panel, days: ObservationDays, gaps: Sequence[int] = GAPS
) -> tuple[Gap, ...]:
    """Return what each gap gives, all on the days that the longest one lets be known.

    Signals are judged by what was `seen`, the risk by the same with what was last known.
    """
    longest = max(gaps)
    within = [days.within(gap, longest=longest) for gap in gaps]
    return tuple(_gap(labelled(seen, those), labelled(past, those)) for those in within)


def _gap(panel: Panel, past: Panel) -> Gap:
    enough = panel.n_churned >= LEAST_CHURNED
    auc, lift = _combined(past) if enough else (np.nan, np.nan)
    return Gap(
        gap_days=panel.gap_days,
        n_days=len(panel.days),
        n_churned=panel.n_churned,
        base_rate=float(panel.rows["churned"].mean()) if enough else float("nan"),
        auc=auc,
        top_decile_lift=lift,
        counts=counted(panel, claims(panel)),
    )


def _combined(panel: Panel) -> tuple[float, float]:
    beliefs = Beliefs()
    ahead = predicted(panel, lambda past: learned(past, beliefs))
    if ahead is None or ahead.panel.n_churned < _LEAST_TESTED:
        return float("nan"), float("nan")
    found = ranked(ahead.score.astype(np.float64), ahead.churned)
    return float(found.auc[0]), float(found.lift()[0])
