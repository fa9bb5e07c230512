"""A number of conversations parted among groups in proportion, within bounds."""

from collections.abc import Mapping
from fractions import Fraction


def allocated(
    total: int, weights: Mapping[str, int], least: Mapping[str, int], most: Mapping[str, int]
) -> dict[str, int]:
    """Part `total` by weights; each group gets at least `least` and at most `most`.

    Divisors 1, 3, 5, … (Sainte-Laguë 1910): whatever the order of the groups, and one more
    conversation never takes one away from a group. Ties go to the name that comes first.
    The result sums to `total`, or to the sum of `most` when that is smaller.

    >>> allocated(5, {"a": 60, "b": 30, "c": 10}, {"c": 1}, {"a": 60, "b": 30, "c": 10})
    {'a': 3, 'b': 1, 'c': 1}
    """
    given = {name: min(least.get(name, 0), most[name]) for name in sorted(weights)}
    for _ in range(max(total - sum(given.values()), 0)):
        open_ = [name for name, n in given.items() if n < most[name]]
        if not open_:
            break
        best = max(open_, key=lambda name: Fraction(weights[name], 2 * given[name] + 1))
        given[best] += 1
    return given


def one_each(total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Part `total` by size with at least one for each group, where that many are asked for."""
    least = dict.fromkeys(sizes, 1) if total >= len(sizes) else {}
    return allocated(total, sizes, least, sizes)
