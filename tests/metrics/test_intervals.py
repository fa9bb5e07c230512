"""Intervals of shares: the published vectors and what must hold for every count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.metrics.intervals import newcombe, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.278),
        (1, 10, 0.018, 0.404),
        (3, 20, 0.052, 0.360),
        (5, 30, 0.073, 0.336),
        (8, 40, 0.105, 0.348),
    ],
)
def test_wilson_gives_the_published_vectors(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=0.0006)


def test_newcombe_gives_the_published_vector() -> None:
    assert newcombe(8, 40, 12, 150) == pytest.approx((0.010, 0.271), abs=0.0006)


def test_nobody_observed_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert newcombe(0, 0, 1, 2) == (-1.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_impossible_counts_are_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="k must lie between 0 and n"):
        wilson(k, n)


@given(st.integers(1, 400), st.data())
def test_wilson_holds_the_share_and_mirrors(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low))
    assert wilson(k, n, 0.9)[0] >= low


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_newcombe_turns_round_with_its_groups(n1: int, n2: int, data: st.DataObject) -> None:
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    low, high = newcombe(k1, n1, k2, n2)
    assert low - 1e-12 <= k1 / n1 - k2 / n2 <= high + 1e-12
    assert newcombe(k2, n2, k1, n1) == pytest.approx((-high, -low))
