"""Two shares compared: Newcombe's interval of their difference (from Wilson's of each)."""

import numpy as np

from lib.signals.counts import Floats

_Z = 1.959964  # 95%


def newcombe(k: Floats, n: Floats, k_before: Floats, n_before: Floats) -> tuple[Floats, Floats]:
    """Return the 95% interval of `k / n - k_before / n_before`; NaN where a number is missing."""
    now, then = _wilson(k, n), _wilson(k_before, n_before)
    low = (now[0] - then[0]) - np.hypot(now[0] - now[1], then[2] - then[0])
    high = (now[0] - then[0]) + np.hypot(now[2] - now[0], then[0] - then[1])
    return low, high


def _wilson(k: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the share and the ends of its interval."""
    counted = np.where(n > 0, n, np.nan)
    share, square = k / counted, _Z**2 / counted
    middle = (share + square / 2) / (1 + square)
    half = np.sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
    return share, middle - half, middle + half
