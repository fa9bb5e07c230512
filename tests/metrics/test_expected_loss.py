"""Expected loss and the range in which it may fall."""

import pandas as pd
import pytest

from lib.metrics.expected_loss import expected_loss


def rows(n: int, chance: float, low: float, high: float, arr: float = 100.0) -> pd.DataFrame:
    return pd.DataFrame({"arr": [arr] * n, "probability": chance, "low": low, "high": high})


def test_the_expected_loss_is_the_sum_of_probability_times_arr() -> None:
    found = expected_loss(pd.concat([rows(3, 0.2, 0.1, 0.3), rows(2, 0.5, 0.4, 0.6, 1000.0)]))
    assert found.expected == pytest.approx(3 * 20 + 2 * 500)
    assert found.low <= found.expected <= found.high


def test_one_account_is_lost_whole_or_not_at_all() -> None:
    found = expected_loss(rows(1, 0.2, 0.2, 0.2))
    assert found.expected == pytest.approx(20.0)
    assert (found.low, found.high) == (0.0, 100.0)


def test_chance_averages_out_over_many_accounts_and_doubt_about_the_risk_does_not() -> None:
    sure = expected_loss(rows(1000, 0.2, 0.2, 0.2))
    unsure = expected_loss(rows(1000, 0.2, 0.1, 0.4))
    assert sure.expected == unsure.expected == pytest.approx(20_000)
    assert sure.high - sure.low < 5_000
    assert 12_000 > unsure.low > 8_000, "about a tenth of all ARR"
    assert 44_000 > unsure.high > 36_000, "about four tenths"


def test_unknown_risk_or_arr_is_left_out() -> None:
    unknown = pd.DataFrame(
        {"arr": [float("nan"), 50.0], "probability": [0.5, float("nan")], "low": 0.1, "high": 0.9}
    )
    both = expected_loss(pd.concat([rows(2, 0.2, 0.1, 0.3), unknown]))
    assert both == expected_loss(rows(2, 0.2, 0.1, 0.3))
    assert expected_loss(unknown).expected == 0.0


def test_the_same_accounts_give_the_same_range() -> None:
    assert expected_loss(rows(20, 0.3, 0.2, 0.5)) == expected_loss(rows(20, 0.3, 0.2, 0.5))
