"""Bands of days: how near the end of the term is, and how long the relation has lasted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands up to and including each edge, one above the last, and one for unknown."""

    name: str
    edges: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many bands there are, the unknown one among them."""
        return len(self.edges) + 2

    @property
    def unknown(self) -> int:
        """The place of the unknown band: the last."""
        return len(self.edges) + 1

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the bands, in order: `-30`, `31-60`, …, `181-`, `unknown`."""
        first = [f"-{self.edges[0]}"]
        pairs = zip(self.edges, self.edges[1:], strict=False)
        between = [f"{low + 1}-{high}" for low, high in pairs]
        return (*first, *between, f"{self.edges[-1] + 1}-", "unknown")

    def of(self, days: npt.ArrayLike) -> Ints:
        """Return the place of the band of each number of days; NaN is unknown."""
        values = np.asarray(days, dtype=np.float64)
        places = np.searchsorted(np.asarray(self.edges, dtype=np.float64), values, side="left")
        return np.where(np.isnan(values), self.unknown, places).astype(np.int64)


RENEWAL = Bands("renewal", (30, 60, 90, 180))
TENURE = Bands("tenure", (90, 365, 1095))
