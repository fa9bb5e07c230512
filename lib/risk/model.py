"""The model of risk: whole-number points of each part, and the probability they stand for."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit

from lib.risk.bands import RENEWAL, TENURE, Bands, Floats, Ints
from lib.risk.damping import damped, shared_out
from lib.risk.facts import Facts
from lib.risk.ladder import Rung, rung

POINT = log(2) / 10  # ten points double the odds
DRAWS = 200
TWICE = 10  # points above the average: twice its odds
BASE, TENURE_PART = "term", "tenure"
_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the sums were fitted to what came later: their slope and shift, learnt from n lost."""

    method: str  # none, intercept, platt
    slope: float
    shift: float
    n_churned: int


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores of accounts: `table`, and what each is made of.

    `table`, by account: `score`, `probability`, `low`, `high`, `band` (low, medium, high),
    `coverage` (share of the model's signals judged), `n_stale`. `points`: whole numbers by
    part (`term`, `tenure`, signals) that add up to `score`. `judged` and `stale`: by signal.
    """

    table: pd.DataFrame
    points: pd.DataFrame
    judged: pd.DataFrame
    stale: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Case:
    """How what is not known is taken: without points, at its best, or at its worst."""

    unknown: float
    pick: Callable[..., Floats]
    percentile: float
    fills_bands: bool = True

    def strength(self, facts: Facts) -> Floats:
        return np.where(facts.known, facts.strength, self.unknown)

    def bands(self, values: Floats, of: Bands) -> Floats:
        """Return the values of bands, a row a draw; the unknown one the best or worst of all."""
        filled = values.copy()
        if self.fills_bands:
            filled[:, of.unknown] = self.pick(values, axis=1)
        return filled


_EXPECTED = _Case(0.0, np.max, 50.0, fills_bands=False)
_BEST, _WORST = _Case(0.0, np.min, 5.0), _Case(1.0, np.max, 95.0)


@dataclass(frozen=True, kw_only=True)
class RiskModel:
    """A fitted model, made of plain values so that it can be kept as JSON.

    `mean` and `covariance` are of base, weights, tenure bands, bands of the term's end.
    `notes` says by signal why it has no weight (`contradicted`, `not_borne_out`) or was left
    out (`never_judged`).
    """

    signals: tuple[str, ...]
    groups: tuple[str, ...]
    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    n_churned: int
    n_accounts: int
    base_rate: float
    horizon_days: int
    gap_days: int
    last_day: date
    calibration: Calibration
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def rung(self) -> Rung:
        """What may be shown of its scores."""
        return rung(self.n_churned)

    @property
    def damped(self) -> bool:
        """Whether signals of a group are damped together: only as long as none is learnt."""
        return self.rung.key == "order"

    @property
    def weights(self) -> dict[str, float]:
        """Log-odds of each signal that fires in full."""
        return dict(zip(self.signals, self.mean[1:], strict=False))

    def calibrated(self, how: Calibration) -> "RiskModel":
        """Return the model with every sum stretched and shifted; points keep their meaning."""
        mean = np.asarray(self.mean) * how.slope
        mean[0] += how.shift
        covariance = np.asarray(self.covariance) * how.slope**2
        return replace(
            self, mean=_listed(mean), covariance=tuple(_listed(row) for row in covariance),
            calibration=how,
        )  # fmt: skip

    def points(self, facts: Facts) -> pd.DataFrame:
        """Return only the points of every account, by part."""
        return self._points(facts.chosen(self.signals), _EXPECTED)

    def odds(self, facts: Facts) -> Floats:
        """Return the log-odds of every account that its score stands for."""
        return np.asarray(self.points(facts).sum(axis=1).to_numpy() * POINT, dtype=np.float64)

    def scored(self, facts: Facts) -> Scored:
        """Return the score of every account, what it is made of, and how sure it is.

        What is not known any more counts as last known (`lib.risk.carried`), so data that go
        missing move neither score nor `probability`. What was never known adds no points, and
        the range allows for it: `high` takes the worst it could be and `low` the best. So
        whatever is blank, and since whenever, `high` never falls and `low` never rises.
        `probability` cannot keep that wider law: a probability that holds with less known is
        the mean of those that would hold with more known, so it lies below some of them.
        """
        chosen = facts.chosen(self.signals)
        points = self._points(chosen, _EXPECTED)
        score = points.sum(axis=1).to_numpy()
        table = pd.DataFrame(
            {
                "score": score,
                "probability": expit(score * POINT),
                "low": self._limit(chosen, _BEST),
                "high": self._limit(chosen, _WORST),
                "band": pd.Series(self._band(score), index=points.index, dtype="str"),
                "coverage": (chosen.known & ~chosen.stale).mean(axis=1),
                "n_stale": chosen.stale.sum(axis=1),
            },
            index=points.index,
        )
        signals = list(self.signals)
        judged = pd.DataFrame(chosen.known & ~chosen.stale, points.index, signals)
        return Scored(table, points, judged, pd.DataFrame(chosen.stale, points.index, signals))

    def _limit(self, facts: Facts, case: "_Case") -> Floats:
        """Return one end of the 90 % range, with what is not known at its best or worst."""
        within = np.percentile(self._drawn(facts, case), case.percentile, axis=0)
        rounded = self._points(facts, case).sum(axis=1).to_numpy() * POINT
        return np.asarray(expit(case.pick(np.vstack([within, rounded]), axis=0)))

    def _drawn(self, facts: Facts, case: "_Case") -> Floats:
        """Return log-odds by models as likely as this one, draws × accounts."""
        base, weights, tenure, bands = self._parts(self._draws)
        weights, strength = np.maximum(weights, 0.0), case.strength(facts)
        if self.damped:
            of_signals = np.vstack([damped(draw * strength, self.groups) for draw in weights])
        else:
            of_signals = weights @ strength.T
        term = case.bands(bands, RENEWAL)[:, RENEWAL.of(facts.ends_in_days)]
        length = case.bands(tenure, TENURE)[:, TENURE.of(facts.tenure_days)]
        return np.asarray(base + term + length + of_signals, dtype=np.float64)

    def _points(self, facts: Facts, case: "_Case") -> pd.DataFrame:
        """Return the whole points of each part."""
        base, weights, tenure, bands = self._parts(np.asarray([self.mean]))
        added = weights * case.strength(facts) / POINT
        signals = shared_out(added, self.groups) if self.damped else _whole(added)
        term = base + case.bands(bands, RENEWAL)[:, RENEWAL.of(facts.ends_in_days)]
        length = case.bands(tenure, TENURE)[:, TENURE.of(facts.tenure_days)]
        parts = {
            BASE: _whole(term[0] / POINT),
            TENURE_PART: _whole(length[0] / POINT),
            **{signal: signals[:, n] for n, signal in enumerate(self.signals)},
        }
        return pd.DataFrame(parts, index=facts.account_ids)

    @cached_property
    def _draws(self) -> Floats:
        """Draw models as likely as this one; the same every time."""
        chance = np.random.default_rng(_SEED).standard_normal((DRAWS, len(self.mean)))
        values, vectors = np.linalg.eigh(np.asarray(self.covariance))
        spread = vectors * np.sqrt(np.maximum(values, 0.0))
        return np.asarray(np.asarray(self.mean) + chance @ spread.T, dtype=np.float64)

    def _parts(self, values: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Split rows of parameters into base, weights, tenure bands and bands of the term."""
        first = 1 + len(self.signals)
        last = first + TENURE.n
        return values[:, :1], values[:, 1:first], values[:, first:last], values[:, last:]

    def _band(self, score: Ints) -> npt.NDArray[np.str_]:
        above = score - logit(self.base_rate) / POINT
        return np.select([above >= TWICE, above >= 0], ["high", "medium"], "low")

    def to_json(self) -> str:
        """Return the model as JSON text."""
        return json.dumps(asdict(self) | {"last_day": self.last_day.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> "RiskModel":
        """Return the model that `to_json` wrote."""
        told: dict[str, Any] = json.loads(text)
        return cls(
            **told
            | {name: tuple(told[name]) for name in ("signals", "groups", "mean")}
            | {"covariance": tuple(tuple(row) for row in told["covariance"])}
            | {"notes": tuple((signal, why) for signal, why in told["notes"])}
            | {"last_day": date.fromisoformat(told["last_day"])}
            | {"calibration": Calibration(**told["calibration"])}
        )


def _whole(values: npt.ArrayLike) -> Ints:
    return np.rint(values).astype(np.int64)


def _listed(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
