"""Whether probabilities hold: of those told 20 %, 20 % should leave (scoring.md 1.5, 3.12)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit
from scipy.stats import chi2

from lib.locale import Message, Number, joined, msg
from lib.metrics.intervals import wilson
from lib.risk.bands import Bools, Floats
from lib.risk.plain_logit import plain_logit, slope_error

_BINS, _FEW_BINS, _FEW = 10, 5, 500
_LEVEL = 0.9
_SLOPE = (0.8, 1.25)
_Z = 1.6449  # of a 90 % interval
_MAY_BE_OFF = 0.1  # one bin in ten may lie outside its interval by chance


@dataclass(frozen=True, eq=False, kw_only=True)
class Reliability:
    """Brier score against the base rate's, log loss, calibration error, slope and intercept.

    `slope_low` and `slope_high` are its 90 % interval; `observed` are the customers that left.

    `curve`, a row a bin of as many rows each: `n`, `predicted`, `observed`, `low`, `high`
    (90 %, counted in customers: one who left stands on several days).
    """

    brier: float
    brier_base: float
    log_loss: float
    ece: float
    slope: float
    slope_low: float
    slope_high: float
    intercept: float
    expected: float
    observed: float
    observed_low: float
    observed_high: float
    curve: pd.DataFrame

    @property
    def skill(self) -> float:
        """Share of the base rate's Brier score that is saved; 0 or less: no use."""
        return 1 - self.brier / self.brier_base if self.brier_base > 0 else float("nan")

    @property
    def failings(self) -> tuple[Message, ...]:
        """What speaks against trusting the probabilities (the acceptance rule of 3.12)."""
        tests = (
            (not self.slope_refuted, _slope_said(self.slope)),
            (
                self.observed_low <= self.expected <= self.observed_high,
                msg(
                    "{expected} customers were expected to leave and {observed} left",
                    expected=Number(self.expected, 1),
                    observed=Number(self.observed, 0),
                ),
            ),
            (self.n_off <= max(1, round(_MAY_BE_OFF * len(self.curve))), _bins_said(self.n_off)),
        )
        return tuple(said for passed, said in tests if not passed)

    @property
    def slope_refuted(self) -> bool:
        """Whether even the interval of the slope lies outside what is accepted."""
        return self.slope_high < _SLOPE[0] or self.slope_low > _SLOPE[1]

    @property
    def n_off(self) -> int:
        """How many bins predict outside the interval of what came."""
        curve = self.curve
        return int((~curve["predicted"].between(curve["low"], curve["high"])).sum())

    @property
    def said(self) -> Message:
        """Say in a sentence whether the probabilities may be trusted."""
        tested = {
            "n": Number(self.observed, 0),
            "slope": _2(self.slope),
            "low": _2(self.slope_low),
            "high": _2(self.slope_high),
        }
        if self.failings:
            return msg(
                "The probabilities did not hold on days that the model had not seen, tested on {n}"
                " customers that left (slope {slope}, 90% interval {low} to {high}, 1 is perfect):"
                " {failings}.",
                **tested,
                failings=joined(self.failings),
            )
        if _SLOPE[0] <= self.slope <= _SLOPE[1]:
            return msg(
                "The probabilities held on days that the model had not seen, tested on {n}"
                " customers that left (slope {slope}, 90% interval {low} to {high}, 1 is perfect).",
                **tested,
            )
        return msg(
            "Nothing refutes the probabilities on days that the model had not seen, but only {n}"
            " customers that left could be tested: too few to confirm them (slope {slope}, 90%"
            " interval {low} to {high}, 1 is perfect).",
            **tested,
        )


def reliability(probability: Floats, churned: Bools, n_churned: int | None = None) -> Reliability:
    """Compare probabilities with what came; `n_churned` customers stand behind the rows."""
    repeated = max(1.0, float(churned.sum()) / max(n_churned or int(churned.sum()), 1))
    curve = _curve(probability, churned, repeated)
    base = float(churned.mean())
    p = np.clip(probability, 1e-9, 1 - 1e-9)
    slope, intercept = plain_logit(logit(p), churned)
    # One who left stands in several rows: so many rows tell as much as one.
    wide = _Z * np.sqrt(repeated) * slope_error(logit(p), churned, (slope, intercept))
    observed = float(churned.sum()) / repeated
    low, high = poisson_interval(observed)
    return Reliability(
        brier=float(((probability - churned) ** 2).mean()),
        brier_base=base * (1 - base),
        log_loss=float(-np.where(churned, np.log(p), np.log1p(-p)).mean()),
        ece=float((curve["n"] * (curve["predicted"] - curve["observed"]).abs()).sum() / p.size),
        slope=slope,
        slope_low=slope - wide,
        slope_high=slope + wide,
        intercept=intercept,
        expected=float(probability.sum()) / repeated,
        observed=observed,
        observed_low=low,
        observed_high=high,
        curve=curve,
    )


def poisson_interval(count: float, level: float = _LEVEL) -> tuple[float, float]:
    """Return the exact interval of a Poisson mean of which `count` were seen (Garwood 1936).

    >>> low, high = poisson_interval(10)
    >>> f"{low:.2f} to {high:.2f}"
    '5.43 to 16.96'
    """
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * count) / 2) if count > 0 else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * (count + 1)) / 2)


def _curve(probability: Floats, churned: Bools, repeated: float) -> pd.DataFrame:
    n_bins = min(_BINS if probability.size >= _FEW else _FEW_BINS, probability.size)
    order = np.argsort(probability, kind="stable")
    rows = []
    for part in np.array_split(order, n_bins):
        k, n = round(churned[part].sum() / repeated), round(part.size / repeated)
        low, high = wilson(min(k, n), n, _LEVEL)
        rows.append(
            {
                "n": part.size,
                "predicted": float(probability[part].mean()),
                "observed": float(churned[part].mean()),
                "low": low,
                "high": high,
            }
        )
    return pd.DataFrame(rows, columns=["n", "predicted", "observed", "low", "high"])


def _slope_said(slope: float) -> Message:
    if slope < _SLOPE[0]:
        return msg("high risks were too high and low ones too low")
    return msg("risks were too much alike")


def _bins_said(n: int) -> Message:
    return msg("{n} groups of accounts left more or less often than predicted", n=Number(n))


def _2(value: float) -> Number:
    return Number(value, 2)
