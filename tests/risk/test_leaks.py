"""Columns that know the outcome are found, and honest ones are left alone."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from lib.risk.columns import attribute
from lib.risk.leaks import alone, leaks

N = 600


@pytest.fixture
def churned() -> pd.Series:
    chance = np.random.default_rng(1)
    return pd.Series(chance.random(N) < 0.25, index=[f"A{n}" for n in range(N)])


def codes(frame: Mapping[str, object], churned: pd.Series, **days: pd.Series) -> dict[str, str]:
    attributes = pd.DataFrame(dict(frame), index=churned.index)
    return {leak.column: leak.code for leak in leaks(attributes, churned, **days)}


def test_the_outcome_under_another_name_and_a_score_made_of_it(churned: pd.Series) -> None:
    chance = np.random.default_rng(2)
    left = churned.to_numpy()
    frame = {
        "Relationship": np.where(left, "gone", "here"),
        "Points": np.where(left, 80.0, 40.0) + chance.normal(0, 12, N),
        "Seats": chance.integers(1, 90, N),
    }
    assert codes(frame, churned) == {"Relationship": "near_perfect", "Points": "near_perfect"}


def test_a_strong_but_honest_column_stays(churned: pd.Series) -> None:
    chance = np.random.default_rng(3)
    months = np.where(churned, 20.0, 40.0) + chance.normal(0, 12, N)
    column = attribute(pd.Series(months, name="Months", index=churned.index))
    assert 0.8 < alone(column, churned.to_numpy()) < 0.92
    assert codes({"Months": months}, churned) == {}


def test_written_when_a_customer_leaves_or_emptied_then(churned: pd.Series) -> None:
    chance = np.random.default_rng(4)
    words = pd.Series(chance.choice(["price", "merged", "service"], N), churned.index)
    frame = {
        "Comment": words.where(churned),
        "Next step": words.mask(churned, " "),
        "Sometimes": words.where(chance.random(N) < 0.3),
    }
    assert codes(frame, churned) == {"Comment": "filled_after", "Next step": "filled_after"}


def test_dated_on_or_after_the_day_of_leaving(churned: pd.Series) -> None:
    chance = np.random.default_rng(5)
    left_on = pd.Series(pd.Timestamp("2026-03-01"), index=churned.index).where(churned)
    early = pd.Timestamp("2025-01-01") + pd.to_timedelta(chance.integers(0, 400, N), unit="D")
    late = pd.Timestamp("2025-12-01") + pd.to_timedelta(chance.integers(0, 200, N), unit="D")
    frame = {"Opened": early.strftime("%Y-%m-%d"), "Closed": late.strftime("%Y-%m-%d")}
    assert codes(frame, churned, churned_on=left_on) == {"Closed": "dated_after"}
    assert codes(frame, churned) == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("CLTV", "other_model"),
        ("customerLifetimeValue", "other_model"),
        ("predicted_arr", "other_model"),
        ("流失概率", "other_model"),
        ("客户健康度", "other_model"),
        ("churn_reason", "outcome"),
        ("ChurnCategory", "outcome"),
        ("cancellation reason", "outcome"),
        ("流失原因", "outcome"),
    ],
)
def test_a_name_tells_what_data_cannot(churned: pd.Series, name: str, code: str) -> None:
    values = np.random.default_rng(6).integers(0, 1000, N)
    assert codes({name: values}, churned) == {name: code}


@pytest.mark.parametrize(
    "name",
    ["seats left", "cancelled meetings", "csat_score", "score", "value", "contract", "客户等级"],
)
def test_an_innocent_name_tells_nothing(churned: pd.Series, name: str) -> None:
    values = np.random.default_rng(7).integers(0, 1000, N)
    assert codes({name: values}, churned) == {}


def test_few_who_left_may_agree_by_chance() -> None:
    churned = pd.Series([True] * 5 + [False] * 60)
    assert codes({"Plan": ["basic"] * 5 + ["full"] * 60}, churned) == {}


def test_every_leak_says_why(churned: pd.Series) -> None:
    frame = pd.DataFrame({"CLTV": range(N), "Left": churned}, index=churned.index)
    found = leaks(frame, churned)
    assert [leak.column for leak in found] == ["CLTV", "Left"]
    assert all(leak.reason.id.endswith(".") for leak in found)


def test_how_columns_are_read() -> None:
    amounts = attribute(pd.Series(["1,200", "35%", " ", "7", "8", "9", "10", "11", "12"]))
    assert amounts.numbers is not None
    assert amounts.numbers[:2].tolist() == [1200.0, 35.0]
    assert amounts.blank.tolist() == [False, False, True, *[False] * 6]
    groups = attribute(pd.Series([0, 1, 1, None]))
    assert groups.numbers is None
    assert groups.n_values == 2
    days = attribute(pd.Series(["2026-01-31", "2026-02-28 10:00", None]))
    assert days.days is not None
    assert days.days[0] == pd.Timestamp("2026-01-31")
