"""From sums to probabilities that hold: how far they must be stretched (3.12).

The slope is learnt, from 30 churned customers on, on days that the fit had not seen (Platt).
The level is not: an inner model of few early days misses the level by more than there is to
mend (Brier skill -0.6 on the sample data), so it is set to what all days learnt from saw.
Isotonic steps are never used: they did harm at every size measured (2.6).
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from lib.risk.bands import Bools, Floats
from lib.risk.fit import base_shift
from lib.risk.ladder import LEAST_FOR_PLATT
from lib.risk.model import Calibration

# With few customers both numbers stay near "as fitted": these spreads let 30 of them speak.
_SHIFT_SPREAD = 1.0
_SLOPE_SPREAD = 0.5
_LEAST_SLOPE = 0.05  # ten points must stay worth something, and never turn round
_FREE = 10.0


def calibration(odds: Floats, churned: Bools, slope: float, n_churned: int) -> Calibration:
    """Return how log-odds must be moved: stretched by a slope, at the level that was seen."""
    shift = base_shift(slope * odds, churned, spread=_FREE)
    method = "platt" if n_churned >= LEAST_FOR_PLATT else "intercept"
    return Calibration(method, slope, shift, n_churned)


def slope_of(odds: Floats, churned: Bools, n_churned: int) -> float:
    """Return how far log-odds of days not seen must be stretched; 1 while few have left."""
    if n_churned < LEAST_FOR_PLATT:
        return 1.0
    repeated = max(1.0, float(churned.sum()) / n_churned)
    return platt(odds, churned, repeated)[0]


def platt(odds: Floats, churned: Bools, repeated: float = 1.0) -> tuple[float, float]:
    """Return slope and shift of the logistic curve through log-odds and what came.

    `repeated` says how many rows one lost customer stands in: rows are not independent.
    """

    def loss(theta: Floats) -> tuple[float, Floats]:
        slope, shift = theta
        line = slope * odds + shift
        residual = (expit(line) - churned) / repeated
        away = np.array([(slope - 1) / _SLOPE_SPREAD**2, shift / _SHIFT_SPREAD**2])
        value = (np.logaddexp(0, line) - churned * line).sum() / repeated
        value += 0.5 * ((slope - 1) * away[0] + shift * away[1])
        return float(value), np.array([residual @ odds, residual.sum()]) + away

    bounds = [(_LEAST_SLOPE, None), (None, None)]
    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), float(found.x[1])
