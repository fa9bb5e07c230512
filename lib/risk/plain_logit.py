"""Slope and intercept of a logistic line with nothing pulled anywhere, and the slope's error."""

import numpy as np
from scipy.special import expit

from lib.risk.bands import Bools, Floats

_STEPS = 100


def slope_error(x: Floats, churned: Bools, line: tuple[float, float]) -> float:
    """Return the standard error of the slope of a line; NaN where there is no line."""
    slope, intercept = line
    if np.isnan(slope) or churned.size == 0:
        return float("nan")
    p = expit(slope * x + intercept)
    weight = p * (1 - p)
    middle = (weight @ x) / weight.sum()
    return float(1 / np.sqrt(weight @ (x - middle) ** 2))


def plain_logit(x: Floats, churned: Bools) -> tuple[float, float]:
    """Return slope and intercept by Newton's method; NaN where there is nothing to compare."""
    if churned.all() or not churned.any() or np.ptp(x) < 1e-9:  # noqa: PLR2004 - one score only
        return float("nan"), float("nan")
    design = np.column_stack([x - x.mean(), np.ones(x.size)])
    theta = np.array([0.0, np.log(churned.mean() / (1 - churned.mean()))])
    for _ in range(_STEPS):
        p = expit(design @ theta)
        slope = design.T @ (churned - p)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + np.eye(2) * 1e-9
        step = np.clip(np.linalg.solve(curvature, slope), -2.0, 2.0)
        theta = theta + step
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004 - there
            break
    return float(theta[0]), float(theta[1] - theta[0] * x.mean())
