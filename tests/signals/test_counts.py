"""Counts: dispersion, intervals, quantiles of what is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import nbinom

from lib.signals.counts import (
    Floats,
    at_most,
    own_dispersion,
    pooled_dispersion,
    quantile,
    quantile_of_known,
)

CELLS = st.one_of(st.just(np.nan), st.integers(0, 1000).map(float))


@given(arrays(np.float64, (4, 7), elements=CELLS), st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]))
def test_quantiles_are_those_of_the_known_values(values: Floats, level: float) -> None:
    wanted = [
        np.quantile(row[~np.isnan(row)], level) if (~np.isnan(row)).any() else np.nan
        for row in values
    ]
    np.testing.assert_allclose(quantile_of_known(values, level), wanted)


def test_dispersion_is_variance_over_mean_but_never_below_poisson() -> None:
    counts = np.array([[0.0, 10, 20, 99], [5, 5, 5, 99], [0, 0, 0, 99], [4, np.nan, np.nan, 99]])
    chosen = ~np.isnan(counts)
    chosen[:, 3] = False
    np.testing.assert_allclose(own_dispersion(counts, chosen), [10.0, 1.0, np.nan, np.nan])


def test_a_short_history_leans_on_the_pool_and_a_long_one_on_itself() -> None:
    own = np.array([1.0, 1.0, np.nan])
    pooled = pooled_dispersion(own, np.array([2.0, 801.0, 26.0]), 3.0)
    np.testing.assert_allclose(pooled, [25 / 9, 824 / 808, 3.0])


def test_interval_and_chance_are_those_of_a_negative_binomial() -> None:
    mean, variance = np.array([40.0, 0.0]), np.array([120.0, 0.0])
    size, share = 40.0**2 / 80, 40 / 120
    assert quantile(mean, variance, 0.05).tolist() == [nbinom.ppf(0.05, size, share), 0.0]
    assert at_most(np.array([15.0, 0.0]), mean, variance).tolist() == [
        pytest.approx(nbinom.cdf(15, size, share)),
        1.0,
    ]
