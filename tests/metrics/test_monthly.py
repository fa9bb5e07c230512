"""What a month's churn usually is."""

import pandas as pd
import pytest

from lib.metrics.monthly import limits, usual


def months(*lost: int, start: int = 100, running: bool = False) -> pd.DataFrame:
    rows = pd.DataFrame({"n_start": start, "n_lost": list(lost)})
    rows["running"] = [False] * (len(rows) - 1) + [running]
    return rows


def test_the_centre_is_that_of_the_last_twelve_complete_months() -> None:
    found = usual(months(*[9] * 12, *[2] * 12, 0, running=True))
    assert found is not None
    assert (found.centre, found.widened, found.n_months) == (0.02, 1.0, 12)


def test_five_months_say_nothing_of_what_is_usual_and_six_do() -> None:
    assert usual(months(*[2] * 5)) is None
    assert usual(months(*[2] * 6)) is not None
    assert usual(months(*[0] * 8, start=9)) is None


def test_limits_lie_three_spreads_of_a_share_away() -> None:
    rows = months(*[2] * 11, 6, 7)
    by = usual(months(*[2] * 12))
    assert by is not None
    found = limits(rows, by)
    assert found["high"].iloc[0] == pytest.approx(0.02 + 3 * (0.02 * 0.98 / 100) ** 0.5)
    assert (found["low"] == 0).all()
    assert found["verdict"].tolist()[-3:] == ["within", "within", "above"]  # the limit is 6.2 %


def test_a_month_that_is_not_over_is_not_judged() -> None:
    by = usual(months(*[2] * 12))
    assert by is not None
    rows = months(*[2] * 12, 30, running=True)
    assert limits(rows, by)["verdict"].iloc[-1] == "unknown"


def test_months_that_differ_more_than_by_chance_widen_the_limits() -> None:
    found = usual(months(*[0, 12] * 6))
    assert found is not None
    assert found.widened > 1.5
    even = usual(months(*[5, 7] * 6))
    assert even is not None
    assert even.widened == 1.0
