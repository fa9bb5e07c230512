"""Groups found by who left and who grew: a shallow tree on one half, confirmed on the other."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from lib.metrics.differences import (
    chance_of_means,
    chance_of_rates,
    resampled,
    stands_out,
)
from lib.metrics.intervals import Floats, newcombe_ends
from lib.segments.compare.behaviour import Behaviour, Frame
from lib.segments.compare.questions import Question, answers, questions
from lib.segments.rule import All, Rule

LEAST_ACCOUNTS = 120
LEAST_LOST = 20
_LEAST_LEAF = 30  # in the half that is learnt from, and so about as many in the other
_DEPTH = 2
_LEAST_POINTS = 0.05
_DISCOVERY_RATE = 0.02  # stricter than a page of comparisons: a suggestion speaks unasked
_SEED = 20_261_122
_ENDS = (2.5, 97.5)
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Leaf:
    """A rule and what became of those it held a year ago, in the half it was not learnt from.

    `value` of the `n` inside and `other` of those outside, with the interval of the difference.
    """

    rule: Rule
    behaviour: Behaviour
    n: int
    value: float
    other: float
    low: float
    high: float


def leaves(frame: Frame) -> list[Leaf]:
    """Return the groups of a frame of a year ago that the held-out half confirms.

    The halves depend on the accounts' ids only, so the order of rows does not matter.
    """
    frame = _in_order(frame)
    asked = questions(frame.book, frame.fields)
    if not asked or len(frame.book) < LEAST_ACCOUNTS:
        return []
    given = answers(asked, frame.book)
    learnt = halves(frame.book.index)
    unknown = {q.field: bool((row < 0).any()) for q, row in zip(asked, given, strict=True)}
    found: list[tuple[Leaf, float]] = []
    for behaviour in frame.behaviours:
        for path in _paths(frame, behaviour, given, learnt):
            rule = _rule(path, asked, unknown)
            inside = _inside(path, given)
            judged = _held_out(frame.column(behaviour.key), inside, learnt, behaviour)
            if judged is not None:
                found.append((Leaf(rule, behaviour, *judged[0]), judged[1]))
    sure = stands_out(np.array([chance for _, chance in found]), _DISCOVERY_RATE)
    kept = [leaf for (leaf, _), clear in zip(found, sure, strict=True) if clear and _matters(leaf)]
    return sorted(kept, key=lambda leaf: (-abs(leaf.value - leaf.other), str(leaf.rule)))


def halves(ids: pd.Index) -> Bools:
    """Say of each account whether it is learnt from; the others confirm."""
    return np.asarray(pd.util.hash_array(ids.to_numpy(dtype=object)) % 2 == 0)


def _in_order(frame: Frame) -> Frame:
    order = np.argsort(frame.book.index.to_numpy(dtype=object), kind="stable")
    return Frame(
        frame.when, frame.book.iloc[order], frame.behaviours, frame.table[order], frame.fields
    )


_Path = tuple[tuple[int, bool], ...]  # questions and their answers, from the root


def _paths(
    frame: Frame, behaviour: Behaviour, given: npt.NDArray[np.int8], learnt: Bools
) -> Iterator[_Path]:
    """Grow a tree on the half that is learnt from; yield the way to each of its leaves."""
    values = frame.column(behaviour.key)
    chosen = learnt & ~np.isnan(values)
    if chosen.sum() < 2 * _LEAST_LEAF or not _varies(values[chosen], behaviour):
        return
    kind = DecisionTreeClassifier if behaviour.is_rate else DecisionTreeRegressor
    tree = kind(max_depth=_DEPTH, min_samples_leaf=_LEAST_LEAF, random_state=_SEED)
    tree.fit((given.T[chosen] == 1).astype(np.float64), values[chosen])
    yield from _walked(tree.tree_, 0, ())


def _varies(values: Floats, behaviour: Behaviour) -> bool:
    if not behaviour.is_rate:
        return bool(values.std() > 0)
    return bool(LEAST_LOST / 2 <= values.sum() <= len(values) - LEAST_LOST / 2)


def _walked(tree: object, node: int, path: _Path) -> Iterator[_Path]:
    feature, left = int(tree.feature[node]), int(tree.children_left[node])  # type: ignore[attr-defined]
    if left < 0:
        if path:
            yield path
        return
    right = int(tree.children_right[node])  # type: ignore[attr-defined]
    yield from _walked(tree, left, (*path, (feature, False)))
    yield from _walked(tree, right, (*path, (feature, True)))


def _rule(path: _Path, asked: list[Question], unknown: dict[str, bool]) -> Rule:
    parts = tuple(
        asked[place].yes() if yes else asked[place].no(unknown=unknown[asked[place].field])
        for place, yes in path
    )
    return parts[0] if len(parts) == 1 else All(parts)


def _inside(path: _Path, given: npt.NDArray[np.int8]) -> Bools:
    inside = np.ones(given.shape[1], dtype=np.bool_)
    for place, yes in path:
        inside &= (given[place] == 1) == yes
    return inside


def _held_out(
    values: Floats, inside: Bools, learnt: Bools, behaviour: Behaviour
) -> tuple[tuple[int, float, float, float, float], float] | None:
    """Return size, value inside, value outside and interval in the other half, and the chance."""
    known = ~learnt & ~np.isnan(values)
    parts = [values[known & inside], values[known & ~inside]]
    if min(map(len, parts)) < _LEAST_LEAF / 2:
        return None
    means = [float(part.mean()) for part in parts]
    judge = _of_rates if behaviour.is_rate else _of_means
    low, high, chance = judge(parts)
    return (len(parts[0]), means[0], means[1], low, high), chance


def _of_rates(parts: list[Floats]) -> tuple[float, float, float]:
    first, second = ((np.array([p.sum()]), np.array([float(len(p))])) for p in parts)
    low, high = newcombe_ends(first, second)
    return float(low[0]), float(high[0]), float(chance_of_rates(first, second)[0])


def _of_means(parts: list[Floats]) -> tuple[float, float, float]:
    values = np.concatenate(parts)
    mine = (np.arange(len(values)) < len(parts[0])).astype(np.float64)
    weights = np.column_stack([mine, 1 - mine])
    draws = resampled(weights * values[:, None], weights)
    apart = np.nan_to_num(draws[:, 0] - draws[:, 1])
    seen = np.array([parts[0].mean() - parts[1].mean()])
    least = np.array([float(min(map(len, parts)))])
    chance = chance_of_means(seen, np.array([apart.std()]), least)
    low, high = np.percentile(apart, _ENDS)
    return float(low), float(high), float(chance[0])


def _matters(leaf: Leaf) -> bool:
    clear = leaf.low > 0 or leaf.high < 0
    return clear and abs(leaf.value - leaf.other) >= _LEAST_POINTS
