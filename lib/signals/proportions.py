"""Two shares compared: Newcombe's interval of their difference, unknown where a number is."""

import numpy as np

from lib.metrics.intervals import newcombe_ends
from lib.signals.counts import Floats


def newcombe(k: Floats, n: Floats, k_before: Floats, n_before: Floats) -> tuple[Floats, Floats]:
    """Return the 95% interval of `k / n - k_before / n_before`; NaN where a number is missing."""
    told = (n > 0) & (n_before > 0)
    low, high = newcombe_ends((k, n), (k_before, n_before))
    return np.where(told, low, np.nan), np.where(told, high, np.nan)
