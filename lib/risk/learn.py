"""From a panel to a model that may be used: fitted, calibrated on later days, with notes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from lib.risk.bands import Bools, Floats, Ints
from lib.risk.beliefs import Beliefs, groups_of
from lib.risk.calibrate import calibration, slope_of
from lib.risk.facts import Facts
from lib.risk.fit import fitted
from lib.risk.folds import folds, of_days, of_signals
from lib.risk.ladder import LEAST_TO_LEARN
from lib.risk.model import BASE, POINT, TENURE_PART, Calibration, RiskModel
from lib.risk.panel import Panel

_NO_WEIGHT = 1e-6  # log-odds
_NONE = Calibration("none", 1.0, 0.0, 0)


@dataclass(frozen=True, eq=False)
class Ahead:
    """Predictions of days that the model had not seen: the panel's rows, and their scores.

    `score_without` are the points of the term and the tenure alone. `unseen` marks rows of
    accounts that were not there on the days learnt from.
    """

    panel: Panel
    score: Ints
    score_without: Ints
    unseen: Bools
    n_folds: int

    @property
    def churned(self) -> Bools:
        """Who left."""
        return self.panel.rows["churned"].to_numpy(dtype=np.bool_)

    @property
    def odds(self) -> Floats:
        """Log-odds of leaving."""
        return np.asarray(self.score * POINT, dtype=np.float64)

    @property
    def probability(self) -> Floats:
        """Probability of leaving."""
        return np.asarray(expit(self.odds), dtype=np.float64)


def learned(panel: Panel, beliefs: Beliefs) -> RiskModel:
    """Return the model of a panel, calibrated on days that came after those learnt from.

    With fewer than ten churned customers nothing is learnt but the base: signals have the
    weights that were believed (`RiskModel.rung` says what may be shown).
    """
    model = uncalibrated(panel, beliefs)
    if model.n_churned < LEAST_TO_LEARN:
        return model
    ahead = predicted(panel, lambda past: uncalibrated(past, beliefs))
    if ahead is None:
        return model
    n = ahead.panel.n_churned
    slope = slope_of(ahead.odds, ahead.churned, n)
    churned = panel.rows["churned"].to_numpy(dtype=np.bool_)
    return model.calibrated(calibration(model.odds(Facts.of_panel(panel)), churned, slope, n))


def uncalibrated(panel: Panel, beliefs: Beliefs) -> RiskModel:
    """Return the model as fitted. Signals that were never judged, or are left out, are not in."""
    judged = panel.known.any(axis=0)
    stays = np.array([signal not in beliefs.left_out for signal in panel.signals], dtype=np.bool_)
    used = of_signals(panel, judged & stays)
    fit = fitted(used, beliefs)
    churned = int(panel.rows["churned"].sum())
    never = [s for s, known in zip(panel.signals, judged | ~stays, strict=True) if not known]
    return RiskModel(
        signals=used.signals,
        groups=groups_of(used.signals),
        mean=tuple(float(value) for value in fit.mean),
        covariance=tuple(tuple(float(value) for value in row) for row in fit.covariance),
        n_churned=panel.n_churned,
        n_accounts=int(panel.rows["account_id"].nunique()),
        base_rate=(churned + 0.5) / (len(panel.rows) + 1),
        horizon_days=panel.horizon_days,
        gap_days=panel.gap_days,
        last_day=max(panel.days),
        calibration=_NONE,
        notes=(
            *_without_weight(used, fit.weights, beliefs),
            *((signal, "never_judged") for signal in never),
        ),
    )


def predicted(panel: Panel, learn: Callable[[Panel], RiskModel]) -> Ahead | None:
    """Return what models learnt on earlier days say of later ones; None when days are too few."""
    parts, scores, unseen = [], [], []
    for fold in folds(panel):
        past, later = of_days(panel, fold.learnt), of_days(panel, fold.predicted)
        if len(past.rows) and len(later.rows):
            parts.append(later)
            scores.append(learn(past).points(Facts.of_panel(later)))
            unseen.append(~later.rows["account_id"].isin(past.rows["account_id"]).to_numpy())
    if not parts:
        return None
    days = tuple(day for later in parts for day in later.days)
    without = [points[[BASE, TENURE_PART]] for points in scores]
    return Ahead(
        panel=of_days(panel, days),
        score=_total(scores),
        score_without=_total(without),
        unseen=np.concatenate(unseen),
        n_folds=len(parts),
    )


def _total(points: list[pd.DataFrame]) -> Ints:
    return np.concatenate([one.sum(axis=1).to_numpy(dtype=np.int64) for one in points])


def _without_weight(used: Panel, weights: Floats, beliefs: Beliefs) -> list[tuple[str, str]]:
    """Say of each signal that has no weight although one was believed, why."""
    return [
        (signal, "contradicted" if signal in beliefs.contradicted else "not_borne_out")
        for signal, weight in zip(used.signals, weights, strict=True)
        if weight < _NO_WEIGHT and beliefs.weight(signal) > 0
    ]
