"""Differences that come from who is in a group (scoring.md 5.3): standardised, and taken apart."""

from dataclasses import dataclass

import numpy as np

from lib.metrics.intervals import Floats

LEAST_CELL = 30
_POINTS = 0.02  # a smaller difference of shares has no sign worth speaking of
_MUCH = 0.5


@dataclass(frozen=True, slots=True)
class Standardised:
    """A crude difference, the one within strata, and what that says: reversal, confounded or "".

    `odds_ratio` is Mantel-Haenszel's; NaN where it cannot be told, or for amounts.
    """

    crude: float
    adjusted: float
    odds_ratio: float
    verdict: str


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What two groups have in each stratum: sums above, sums below, accounts."""

    top: tuple[Floats, Floats]
    bottom: tuple[Floats, Floats]
    n: tuple[Floats, Floats]

    @property
    def rates(self) -> tuple[Floats, Floats]:
        """The rate (or mean) of each group in each stratum; NaN where it holds nobody."""
        first, second = (
            np.divide(t, b, out=np.full(len(t), np.nan), where=b > 0)
            for t, b in zip(self.top, self.bottom, strict=True)
        )
        return first, second


def standardised(cells: Cells, *, shares: bool = True) -> Standardised | None:
    """Compare within strata; None unless two strata have 30 accounts of each group in them.

    Smaller strata are put together as one, by that fixed rule; should it be too small still,
    nothing can be said. `w_z` is the share of the stratum in both groups together. `shares`:
    what is compared are rates, whose difference has a least size worth a sign.
    """
    merged = _merged(cells)
    if merged is None:
        return None
    first, second = merged.rates
    weights = (merged.n[0] + merged.n[1]) / (merged.n[0] + merged.n[1]).sum()
    adjusted = float((weights * (first - second)).sum())
    crude = _ratio(merged.top[0], merged.bottom[0]) - _ratio(merged.top[1], merged.bottom[1])
    verdict = ""
    if crude * adjusted < 0 and (abs(crude) > _POINTS or not shares):
        verdict = "reversal"
    elif abs(adjusted) < _MUCH * abs(crude):
        verdict = "confounded"
    return Standardised(crude, adjusted, _odds_ratio(merged) if shares else float("nan"), verdict)


def _merged(cells: Cells) -> Cells | None:
    large = np.minimum(*cells.n) >= LEAST_CELL
    parts = [cells.top, cells.bottom, cells.n]
    kept = [[np.append(x[large], x[~large].sum()) for x in pair] for pair in parts]
    if not np.any(cells.n[0][~large] + cells.n[1][~large]):
        kept = [[x[:-1] for x in pair] for pair in kept]
    merged = Cells(*((pair[0], pair[1]) for pair in kept))
    few = min(merged.n[0].min(initial=np.inf), merged.n[1].min(initial=np.inf)) < LEAST_CELL
    return None if few or len(merged.n[0]) < 2 else merged  # noqa: PLR2004 - one stratum is none


def _ratio(top: Floats, bottom: Floats) -> float:
    return float(top.sum() / bottom.sum())


def _odds_ratio(cells: Cells) -> float:
    whole = cells.n[0] + cells.n[1]
    above = (cells.top[0] * (cells.n[1] - cells.top[1]) / whole).sum()
    below = (cells.top[1] * (cells.n[0] - cells.top[0]) / whole).sum()
    return float(above / below) if below > 0 else float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """A change of a rate between two dates, exactly `rate.sum() + mix.sum()`, by stratum."""

    before: float
    after: float
    rate: Floats
    mix: Floats


def taken_apart(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> Change | None:
    """Take a change apart into other rates and another mix (Kitagawa 1955); each is (k, n).

    A stratum with nobody at one date has the other date's rate there: its coming or going is
    a change of the mix. None when there is nobody at either date.
    """
    (k0, n0), (k1, n1) = before, after
    if not (n0.sum() > 0 and n1.sum() > 0):
        return None
    w0, w1 = n0 / n0.sum(), n1 / n1.sum()
    r0 = np.divide(k0, n0, out=np.zeros(len(k0)), where=n0 > 0)
    r1 = np.divide(k1, n1, out=np.zeros(len(k1)), where=n1 > 0)
    r0, r1 = np.where(n0 > 0, r0, r1), np.where(n1 > 0, r1, r0)
    return Change(
        before=float((w0 * r0).sum()),
        after=float((w1 * r1).sum()),
        rate=(w0 + w1) / 2 * (r1 - r0),
        mix=(r0 + r1) / 2 * (w1 - w0),
    )
