"""The fit: log-odds of leaving as a sum, pulled towards what was believed before (3.12).

logit P = base + band of the term's end + band of tenure + sum of weight × strength.
Weights are normal around the belief with spread 0.5 and never below 0, so that a signal
that grows worse can never lower a risk.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from lib.risk.bands import RENEWAL, TENURE, Bools, Floats, Ints
from lib.risk.beliefs import SPREAD, Beliefs
from lib.risk.ladder import FEW_SIGNALS, LEAST_FOR_PLATT, LEAST_TO_LEARN
from lib.risk.panel import Panel

_BASE_SPREAD = 10.0  # the base is learnt freely
_SHRINK = 20.0  # customers of the whole book added to each band (scoring.md 3.12)
_THERE = 1e-10
_USUAL_RATE = 0.03  # of a horizon, before anybody has left: shown to nobody, keeps odds finite


@dataclass(frozen=True, eq=False)
class Fit:
    """What was learnt: `mean` and `covariance` of base, weights, tenure bands, term bands."""

    mean: Floats
    covariance: Floats
    n_signals: int

    @property
    def weights(self) -> Floats:
        """Log-odds of each signal that fires in full."""
        return self.mean[1 : 1 + self.n_signals]


def fitted(panel: Panel, beliefs: Beliefs) -> Fit:
    """Learn from a panel; with fewer than ten churned customers only the base is learnt."""
    believed = np.array([beliefs.weight(s) for s in panel.signals], dtype=np.float64)
    allowed = np.array([s not in beliefs.contradicted for s in panel.signals], dtype=np.bool_)
    believed = np.where(allowed, believed, 0.0)
    churned = panel.rows["churned"].to_numpy(dtype=np.bool_)
    bands, band_variance = _term_bands(panel, churned)
    at = RENEWAL.of(panel.rows["ends_in_days"])
    problem = _Problem(
        design=_design(panel),
        offset=bands[at],
        churned=churned,
        row_weights=_row_weights(panel, churned),
        prior=np.concatenate([[_logit_rate(churned)], believed, np.zeros(TENURE.n)]),
        free=np.concatenate([[True], _learnt(panel, allowed), np.ones(TENURE.n, np.bool_)]),
    )
    few = panel.n_churned < LEAST_TO_LEARN
    mean = problem.prior if few else _solved(problem, believed.size)
    covariance = _covariance(problem, mean, few=few)
    mean = _based(problem, mean)
    whole = np.zeros((mean.size + RENEWAL.n,) * 2)
    whole[: mean.size, : mean.size] = covariance
    whole[mean.size :, mean.size :] = np.diag(band_variance)
    still = np.flatnonzero(np.concatenate([[False], ~allowed]))
    whole[still, :] = whole[:, still] = 0.0
    return Fit(np.concatenate([mean, bands]), whole, believed.size)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Problem:
    """Rows to learn from: `design` times the parameters plus `offset` is the log-odds."""

    design: Floats
    offset: Floats
    churned: Bools
    row_weights: Floats
    prior: Floats
    free: Bools

    @property
    def precision(self) -> Floats:
        spread = np.full(self.prior.size, SPREAD)
        spread[0] = _BASE_SPREAD
        return 1 / spread**2

    def loss(self, theta: Floats) -> tuple[float, Floats]:
        """Return the penalised negative log-likelihood and its slope."""
        odds = self.design @ theta + self.offset
        away = theta - self.prior
        likelihood = np.logaddexp(0, odds) - self.churned * odds
        value = self.row_weights @ likelihood + 0.5 * (self.precision @ away**2)
        residual = self.row_weights * (expit(odds) - self.churned)
        return float(value), self.design.T @ residual + self.precision * away


def _design(panel: Panel) -> Floats:
    tenure = np.eye(TENURE.n)[TENURE.of(panel.rows["tenure_days"])]
    return np.hstack([np.ones((len(panel.rows), 1)), panel.strength, tenure])


def _row_weights(panel: Panel, churned: Bools) -> Floats:
    """Weigh an account's rows to one, those before it left apart from the others.

    An account that left has fewer rows; without the split each of them would count for
    more, or, all rows alike, one customer lost would count for a third.
    """
    rows = panel.rows["account_id"].groupby([panel.rows["account_id"], churned])
    return 1 / rows.transform("size").to_numpy(dtype=np.float64)


def _learnt(panel: Panel, allowed: Bools) -> Bools:
    """Say which weights are learnt: with few customers lost, those that fired for most."""
    if panel.n_churned >= LEAST_FOR_PLATT:
        return allowed
    fired = (panel.strength > 0).sum(axis=0) * allowed
    most = np.argsort(-fired, kind="stable")[:FEW_SIGNALS]
    return allowed & np.isin(np.arange(allowed.size), most)


def _solved(problem: _Problem, n_signals: int) -> Floats:
    fixed = [(value, value) for value in problem.prior]
    floor = [None, *[0.0] * n_signals, *[None] * TENURE.n]
    bounds = [
        (low, None) if free else at
        for low, free, at in zip(floor, problem.free, fixed, strict=True)
    ]
    found = minimize(
        problem.loss, problem.prior, jac=True, method="L-BFGS-B", bounds=bounds,
        options={"maxiter": 500, "ftol": 1e-12, "gtol": 1e-8},
    )  # fmt: skip
    return np.asarray(found.x, dtype=np.float64)


def _covariance(problem: _Problem, mean: Floats, *, few: bool) -> Floats:
    """Return the spread around the solution (Laplace); before ten were lost, of the belief."""
    if few:
        return np.diag(1 / problem.precision) * (np.arange(mean.size) > 0)
    p = expit(problem.design @ mean + problem.offset)
    seen = (problem.design * (problem.row_weights * p * (1 - p))[:, None]).T @ problem.design
    return np.asarray(np.linalg.inv(seen + np.diag(problem.precision)), dtype=np.float64)


def _based(problem: _Problem, mean: Floats) -> Floats:
    """Move the base until as many are expected to leave, over all rows alike, as did."""
    odds = problem.design @ mean + problem.offset
    return mean + np.eye(mean.size)[0] * base_shift(odds, problem.churned, spread=_BASE_SPREAD)


def base_shift(odds: Floats, churned: Bools, *, spread: float) -> float:
    """Return what to add to log-odds so that they expect what came (normal prior around 0)."""
    shift = 0.0
    for _ in range(50):
        p = expit(odds + shift)
        slope = float((p - churned).sum() + shift / spread**2)
        step = slope / float((p * (1 - p)).sum() + 1 / spread**2)
        shift -= float(np.clip(step, -1.0, 1.0))
        if abs(step) < _THERE:
            break
    return shift


def _logit_rate(churned: Bools) -> float:
    rate = (churned.sum() + _USUAL_RATE) / (churned.size + 1)
    return float(logit(rate))


def _term_bands(panel: Panel, churned: Bools) -> tuple[Floats, Floats]:
    """Return how far each band of the term's end lies from the whole, and its variance.

    Rates are shrunk: (churned + 20 p0) / (n + 20), counted in customers: a customer who left
    stands in as many rows as days fall into the window before.
    """
    at: Ints = RENEWAL.of(panel.rows["ends_in_days"])
    repeated = max(1.0, float(churned.sum()) / max(panel.n_churned, 1))
    n = np.bincount(at, minlength=RENEWAL.n) / repeated
    left = np.bincount(at, weights=churned, minlength=RENEWAL.n) / repeated
    p0 = float(expit(_logit_rate(churned)))
    rates = (left + _SHRINK * p0) / (n + _SHRINK)
    variance = 1 / ((n + _SHRINK) * rates * (1 - rates))
    return np.asarray(logit(rates) - logit(p0)), np.where(n > 0, variance, 0.0)
