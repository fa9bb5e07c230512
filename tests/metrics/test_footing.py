"""What an NRR stands on."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.metrics.footing import footing


def moves(*pairs: tuple[float, float]) -> pd.DataFrame:
    rows = [(f"A{n:03}", start, end) for n, (start, end) in enumerate(pairs)]
    return pd.DataFrame(rows, columns=["account_id", "arr_start", "arr_end"])


EXAMPLE = moves((100, 130), (50, 40), (30, 0), (20, 20), (0, 25))


def test_the_worked_example_stands_on_four_customers_and_mostly_on_one() -> None:
    found = footing(EXAMPLE)
    assert (found.n, found.largest, found.share_of_largest) == (4, "A000", 1.0)
    assert found.nrr_without == pytest.approx(60 / 100)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.95 < found.high


def test_only_the_five_largest_count_as_the_largest() -> None:
    found = footing(moves(*[(10, 10)] * 20))
    assert found.share_of_largest == pytest.approx(0.25)
    assert (found.low, found.high) == (1.0, 1.0)


def test_one_customer_has_no_interval_and_nobody_no_footing() -> None:
    assert footing(moves((10, 5))).low is None
    assert footing(moves((10, 5))).nrr_without is None
    assert footing(moves((0, 5))).share_of_largest is None


PAIRS = st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1500)), min_size=2, max_size=30)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing_and_grr_stays_within_its_bounds(
    pairs: list[tuple[float, float]], random: Random
) -> None:
    rows = moves(*pairs)
    places = list(range(len(rows)))
    random.shuffle(places)
    found = footing(rows)
    assert footing(rows.iloc[places]) == found
    assert found.grr_high is not None
    assert found.high is not None
    assert found.grr_high <= 1
    assert found.grr_high <= found.high + 1e-12


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    hits = 0
    for _ in range(60):
        ends = random.choice([0, 80, 100, 140], p=[0.1, 0.2, 0.5, 0.2], size=60)
        found = footing(moves(*[(100, end) for end in ends]))
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 0.94 <= found.high
    assert 47 <= hits <= 60  # of 60 at 90 %


def test_many_customers_are_drawn_in_groups_and_as_sure() -> None:
    random = np.random.default_rng(3)
    ends = random.choice([0, 80, 100, 140], p=[0.1, 0.2, 0.5, 0.2], size=6000)
    found = footing(moves(*[(100, end) for end in ends]))
    assert found.low is not None
    assert found.high is not None
    spread = float(np.std(ends / 100)) / 6000**0.5
    assert found.high - found.low == pytest.approx(2 * 1.645 * spread, rel=0.1)
