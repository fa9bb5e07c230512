"""Does a distribution have two humps, whatever the attributes say (Silverman 1981).

The narrowest smoothing that still leaves one hump is held against samples drawn from that one
hump: where these seldom need as much, one hump is not what was seen. The test errs on the quiet
side (Hall and York 2001), which is the right one here.
"""

from dataclasses import dataclass

import numpy as np

from lib.metrics.intervals import Floats

LEAST = 30
LEAST_SHARE = 0.15
_VALLEY = 0.85  # of the lower hump; a shallower dip is no division worth showing
_POINTS = 192
_MOST = 1500  # of more values, quantiles serve as well
_DRAWS = 399
_STEPS = 18
_TAIL = 0.01
_JUST_TWO, _FINE = 0.97, 0.4  # of the width that leaves one hump
_SEED = 20_261_122


@dataclass(frozen=True, slots=True)
class Humps:
    """`chance` of so clear a second hump in one; `cut` lies in the valley; sizes on each side."""

    chance: float
    cut: float
    n_low: int
    n_high: int


def humps(values: Floats, level: float) -> Humps | None:
    """Return the two humps of a distribution; None where one explains it, or too few are known."""
    known = np.sort(values[np.isfinite(values)])
    if len(known) < 2 * LEAST or known[0] == known[-1]:
        return None
    inner = _inner(known)
    grid = np.linspace(inner[0], inner[-1], _POINTS)
    width = _critical(inner, grid)
    cut = _valley(inner, grid, width)
    if cut is None:
        return None
    n_low = int((known < cut).sum())
    n_high = len(known) - n_low
    if min(n_low, n_high) < max(LEAST, LEAST_SHARE * len(known)):
        return None
    chance = _chance(inner, width)
    return Humps(chance, cut, n_low, n_high) if chance <= level else None


def _inner(known: Floats) -> Floats:
    """Leave out the outermost values, of which single ones make humps; thin out many."""
    low, high = np.quantile(known, [_TAIL, 1 - _TAIL])
    inner = known[(known >= low) & (known <= high)]
    if len(inner) > _MOST:
        inner = np.quantile(inner, np.linspace(0, 1, _MOST))
    return np.asarray(inner, dtype=np.float64)


def _density(counts: Floats, step: float, width: float) -> Floats:
    """Smooth counts on a grid (grid × draw)."""
    n = len(counts)
    apart = np.subtract.outer(np.arange(n), np.arange(n)) * (step / width)
    return np.asarray(np.exp(-0.5 * apart**2) @ counts)


def _n_humps(density: Floats) -> "np.typing.NDArray[np.int64]":
    """Count the humps of each column, those at the ends too."""
    edge = np.full((1, density.shape[1]), -np.inf)
    rises = np.diff(np.vstack([edge, density, edge]), axis=0) > 0
    return np.asarray((rises[:-1] & ~rises[1:]).sum(axis=0))


def _counts(values: Floats, grid: Floats) -> Floats:
    step = grid[1] - grid[0]
    place = np.clip(np.rint((values - grid[0]) / step), 0, len(grid) - 1).astype(np.int64)
    return np.bincount(place, minlength=len(grid)).astype(np.float64)


def _critical(values: Floats, grid: Floats) -> float:
    """Return the narrowest smoothing that leaves one hump."""
    counts, step = _counts(values, grid)[:, None], float(grid[1] - grid[0])
    low, high = step, float(grid[-1] - grid[0])
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _n_humps(_density(counts, step, middle))[0] > 1:
            low = middle
        else:
            high = middle
    return high


def _valley(values: Floats, grid: Floats, width: float) -> float | None:
    """Return where two humps part; None where the dip between them is shallow.

    Just below the critical width there are two humps, and the valley lies between them; how
    deep it is shows at half that width.
    """
    counts, step = _counts(values, grid)[:, None], float(grid[1] - grid[0])
    broad, fine = (_density(counts, step, width * part)[:, 0] for part in (_JUST_TWO, _FINE))
    padded = np.concatenate([[-np.inf], broad, [-np.inf]])
    tops = np.flatnonzero((padded[1:-1] > padded[:-2]) & (padded[1:-1] >= padded[2:]))
    if len(tops) < 2:  # noqa: PLR2004
        return None
    first, second = sorted(tops[np.argsort(-broad[tops], kind="stable")[:2]])
    deepest = first + int(fine[first : second + 1].argmin())
    if fine[deepest] > _VALLEY * min(fine[: deepest + 1].max(), fine[deepest:].max()):
        return None
    return float(grid[deepest])


def _chance(values: Floats, width: float) -> float:
    """Return how often samples from the one hump need as much smoothing."""
    rng = np.random.default_rng(_SEED)
    n, spread = len(values), float(values.std())
    drawn = values[rng.integers(0, n, (_DRAWS, n))] + width * rng.normal(size=(_DRAWS, n))
    drawn = values.mean() + (drawn - values.mean()) / np.sqrt(1 + (width / spread) ** 2)
    grid = np.linspace(drawn.min(), drawn.max(), _POINTS)
    step = float(grid[1] - grid[0])
    place = np.clip(np.rint((drawn - grid[0]) / step), 0, _POINTS - 1).astype(np.int64)
    flat = place + _POINTS * np.arange(_DRAWS)[:, None]
    counts = np.bincount(flat.ravel(), minlength=_POINTS * _DRAWS).reshape(_DRAWS, _POINTS)
    more = _n_humps(_density(counts.T.astype(np.float64), step, width)) > 1
    return float((1 + more.sum()) / (1 + _DRAWS))
