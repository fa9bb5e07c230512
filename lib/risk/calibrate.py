"""From sums to probabilities that hold: learnt on days that the fit had not seen (3.12).

Below 30 churned customers only the level is moved; from 30 on Platt's two numbers are
learnt. Isotonic steps are never used: they did harm at every size measured (2.6).
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


def calibration(odds: Floats, churned: Bools, n_churned: int) -> Calibration:
    """Return how log-odds must be moved so that they hold for what came, n customers lost."""
    repeated = max(1.0, float(churned.sum()) / max(n_churned, 1))
    if n_churned < LEAST_FOR_PLATT:
        spread = _SHIFT_SPREAD / np.sqrt(repeated)
        shift = base_shift(odds, churned, spread=float(spread))
        return Calibration("intercept", 1.0, shift, n_churned)
    slope, shift = platt(odds, churned, repeated)
    return Calibration("platt", slope, shift, n_churned)


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
