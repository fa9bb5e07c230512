"""What a number of conversations can tell: how near a share, how likely a reason comes up."""

from dataclasses import dataclass
from math import comb

from lib.metrics.intervals import wilson

SIZES = (6, 12, 20, 30, 50, 100)
RARE = 0.1


@dataclass(frozen=True, slots=True)
class Advice:
    """Of `n` of `whole` accounts: the range of a share of one half, and the chance of hearing.

    `heard`: the chance that what one in ten of them would say is said at least once.
    """

    n: int
    low: float
    high: float
    heard: float


def advice(n: int, whole: int) -> Advice:
    """Return what `n` conversations in a segment of `whole` accounts give.

    The range is that of a share of one half (95 %, Wilson), the widest there is; the chance
    is exact for drawing without putting back.

    >>> a = advice(20, 156)
    >>> f"{a.low:.0%} to {a.high:.0%}, {a.heard:.0%}"
    '30% to 70%, 90%'
    """
    if n >= whole:
        return Advice(n, 0.5, 0.5, 1.0)
    half, odd = divmod(n, 2)
    low, _ = wilson(half, n)
    _, high = wilson(half + odd, n)
    rare = max(round(RARE * whole), 1)
    return Advice(n, low, high, 1 - comb(whole - rare, n) / comb(whole, n))


def table(whole: int, chosen: int) -> list[Advice]:
    """Return the advice for usual sizes and the chosen one, smallest first."""
    sizes = sorted({*(n for n in SIZES if n < whole), min(chosen, whole), whole})
    return [advice(n, whole) for n in sizes if n > 0]
