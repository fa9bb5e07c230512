"""Differences of two groups: worked examples of scoring.md 5.2 and laws."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.metrics.differences import (
    chance_of_means,
    chance_of_rates,
    could_see_rates,
    mid_p,
    resampled,
    stands_out,
)
from lib.metrics.intervals import newcombe, newcombe_ends, wilson, wilson_ends

COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: (min(p), max(p)))


def group(k: float, n: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([float(k)]), np.array([float(n)])


def test_the_worked_example_of_the_difference() -> None:
    low, high = newcombe(8, 40, 12, 150)
    assert (round(low, 3), round(high, 3)) == (0.010, 0.271)


@given(COUNTS, COUNTS)
def test_many_intervals_are_those_of_one(a: tuple[int, int], b: tuple[int, int]) -> None:
    ends = [float(end[0]) for end in wilson_ends(*group(*a))]
    assert ends == pytest.approx(wilson(*a))
    many = [float(end[0]) for end in newcombe_ends(group(*a), group(*b))]
    assert many == pytest.approx(newcombe(*a, *b))
    assert many[0] <= many[1]


@given(COUNTS, COUNTS)
def test_a_difference_the_other_way_round_is_its_mirror(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    there, back = newcombe(*a, *b), newcombe(*b, *a)
    assert there == pytest.approx((-back[1], -back[0]))
    assert chance_of_rates(group(*a), group(*b)) == pytest.approx(
        chance_of_rates(group(*b), group(*a))
    )


def test_the_exact_chance_of_a_small_table() -> None:
    """Five of five against none of five: one table of 252 at either end, half counted."""
    assert mid_p((5, 5), (0, 5)) == pytest.approx(2 / comb(10, 5) / 2)
    assert chance_of_rates(group(5, 5), group(0, 5))[0] == pytest.approx(1 / 252)


def test_a_large_table_is_judged_by_the_score() -> None:
    """20 of 100 against 10 of 100: z = 0.1 / sqrt(0.15 * 0.85 * 0.02) = 1.980."""
    assert chance_of_rates(group(20, 100), group(10, 100))[0] == pytest.approx(0.0477, abs=2e-4)


def test_nothing_to_compare_is_no_difference() -> None:
    assert chance_of_rates(group(0, 0), group(3, 9))[0] == 1.0
    assert chance_of_rates(group(0, 9), group(0, 9))[0] == 1.0
    assert chance_of_means(np.array([np.nan]), np.array([1.0]), np.array([40.0]))[0] == 1.0


def test_the_least_difference_seen_agrees_with_the_sizes_of_scoring() -> None:
    """scoring.md 5.2: 195 a group to see 10 % against 20 %, 681 for 10 against 15."""
    assert could_see_rates(group(19.5, 195), group(39, 195))[0] == pytest.approx(0.10, abs=0.002)
    assert could_see_rates(group(68.1, 681), group(102.2, 681))[0] == pytest.approx(0.05, abs=0.001)


def test_what_stands_out_among_many() -> None:
    """Benjamini and Hochberg at 10 %: bounds 0.02, 0.04, 0.06, 0.08, 0.10."""
    assert list(stands_out(np.array([0.9, 0.001, 0.055, 0.03, 0.2]))) == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert not stands_out(np.array([0.9, 0.8, np.nan])).any()
    assert not stands_out(np.array([])).any()


def test_among_nothing_but_chance_little_stands_out() -> None:
    rng = np.random.default_rng(1)
    pages = [stands_out(rng.uniform(size=40)).any() for _ in range(400)]
    assert np.mean(pages) < 0.14


def test_resampling_gives_the_standard_error_of_a_mean() -> None:
    values = np.random.default_rng(2).lognormal(size=400)[:, None]
    draws = resampled(values, np.ones_like(values))
    error = values.std() / np.sqrt(len(values))
    assert draws.std() == pytest.approx(error, rel=0.1)
    assert draws.mean() == pytest.approx(values.mean(), rel=0.01)
    assert (resampled(values, np.ones_like(values)) == draws).all()


def test_resampling_says_nothing_of_nobody() -> None:
    assert np.isnan(resampled(np.zeros((5, 1)), np.zeros((5, 1)))).all()
