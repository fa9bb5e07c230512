"""Planted situations: what must not look like a sign of use, and what must."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.locale import render
from lib.metrics.intervals import newcombe as newcombe_of_one
from lib.model import ANY, Coverage, Dataset, Span
from lib.model.periods import last_full_week_end
from lib.model.usage import empty_people
from lib.signals.details import DetailArray
from lib.signals.months import monthly_use
from lib.signals.proportions import newcombe
from lib.signals.readings import evidence, readings
from tests.signals.made import DAY, HISTORY, accounts, dataset, rows_of, table

USAGE = [
    "active_user_decline", "feature_abandonment", "login_decline", "low_use", "onboarding_late",
    "seat_utilization", "usage_silence",
]  # fmt: skip
FIRED = {"watch", "alert"}


def people_of(account: str, weekly: list[float], day: date = DAY) -> pd.DataFrame:
    end = pd.Timestamp(last_full_week_end(day))
    ends = pd.date_range(end=end, periods=len(weekly), freq="7D")
    rows = pd.DataFrame({"account_id": account, "day": ends, "users": weekly, "top_days": 1.0})
    return rows[rows["users"] > 0].astype(dict(empty_people().dtypes))


def seats(account: str, n: float, since: str = "2023-01-01") -> pd.DataFrame:
    return table(
        "contracts", [{"account_id": account, "start_date": pd.Timestamp(since), "seats": n}]
    )


def of_usage(data: Dataset, day: date = DAY, account: str = "A") -> dict[str, dict[str, Any]]:
    read = readings(data.as_of(day))
    mine = read[(read["account_id"] == account) & read["signal"].isin(USAGE)]
    return {str(row["signal"]): dict(row) for _, row in mine.iterrows()}


def fired(read: dict[str, dict[str, Any]]) -> set[str]:
    return {signal for signal, row in read.items() if row["grade"] in FIRED}


def account(
    weekly: list[float], people: list[float], day: date = DAY, **columns: object
) -> Dataset:
    end = last_full_week_end(day)
    usage = rows_of("A", weekly, end=end) + rows_of("A", weekly, event="reports", end=end)
    made = dataset(accounts(["A"], **columns), usage, contracts=seats("A", 20))
    return Dataset(
        "planted", made.versions, made.carried, made.cube, made.coverage,
        people=people_of("A", people, day),
    )  # fmt: skip


STEADY = [40.0] * 56
PEOPLE = [16.0] * 56


@pytest.mark.parametrize("weeks_after", range(7))
@pytest.mark.parametrize(
    ("country", "last_week"), [("China", date(2026, 3, 1)), ("Germany", date(2026, 1, 4))]
)
def test_two_weeks_of_holidays_are_nobodys_sign(
    country: str, last_week: date, weeks_after: int
) -> None:
    day = last_week + timedelta(days=7 * weeks_after)
    weekly = [*STEADY[:45], 0, 0, *STEADY[:weeks_after]]
    people = [*PEOPLE[:46], *([14.0] * 4), *PEOPLE[: max(weeks_after - 3, 0)]][: len(weekly)]
    assert fired(of_usage(account(weekly, people, day, country=country), day)) == set()


def test_the_same_two_weeks_without_a_holiday_are_a_sign() -> None:
    day = date(2026, 6, 14)
    weekly = [*STEADY[:45], 0, 0]
    read = of_usage(account(weekly, PEOPLE[:47], day, country="China"), day)
    assert fired(read) >= {"usage_silence"}


@pytest.mark.parametrize("weekly", [[30, 20, 10, 0, 0], [0, 0, 30, 30, 30]])
def test_an_account_of_five_weeks_is_judged_by_its_onboarding_alone(weekly: list[float]) -> None:
    since = pd.Timestamp(DAY) - timedelta(days=34)
    read = of_usage(account(weekly, [2.0] * 5, customer_since=since))
    early = account(weekly, [2.0] * 5, customer_since=since)
    early.versions["contracts"]["start_date"] = since
    read = of_usage(early)
    assert fired(read) == set()
    unknown = {signal for signal, row in read.items() if row["grade"] == "unknown"}
    assert set(USAGE) - unknown <= {"onboarding_late"}
    assert read["login_decline"]["reason"] == "new_account"


@pytest.mark.parametrize("seed", range(12))
def test_three_events_a_month_raise_no_alert(seed: int) -> None:
    rng = np.random.default_rng(seed)
    days = [pd.Timestamp(DAY) - timedelta(days=30 * n + int(d)) for n in range(13)
            for d in rng.choice(30, 3, replace=False)]  # fmt: skip
    usage = [
        {"account_id": "A", "day": day, "event": event, "events": 1.0, "users": 1.0,
         "quantity": np.nan}
        for day in days for event in (ANY, "reports")
    ]  # fmt: skip
    made = dataset(accounts(["A"]), usage, contracts=seats("A", 4))
    read = of_usage(made)
    assert "alert" not in {row["grade"] for row in read.values()}


@pytest.mark.parametrize("months_back", range(7))
def test_a_missing_month_of_the_export_is_unknown_and_raises_no_alarm(months_back: int) -> None:
    last = pd.Timestamp(DAY) - pd.DateOffset(months=months_back)
    first = last - pd.DateOffset(months=1)
    spans = [Span(HISTORY.spans[0].first, first.date()), Span(last.date(), DAY)]
    usage = [
        row
        for row in rows_of("A", STEADY) + rows_of("A", STEADY, event="reports")
        if not first < row["day"] < last
    ]
    made = dataset(accounts(["A"]), usage, covered=Coverage.of(spans), contracts=seats("A", 20))
    assert fired(of_usage(made)) == set()


def test_one_heavy_user_who_leaves_is_named_as_the_dependency() -> None:
    """Four fifths of all user-days were his; the others go on as before."""
    others = [1.0, 2.0, 1.0, 1.0]
    weekly = [5 + n for n in others * 12] + others * 2
    read = of_usage(account(weekly, [6.0] * 48 + [5.0] * 8))
    row = read["login_decline"]
    assert row["grade"] in FIRED
    text = render(evidence(row), "en")
    assert text.endswith("; one person could account for all of it.")
    assert read["active_user_decline"]["grade"] == "none"


def test_many_users_who_leave_are_not_one_person() -> None:
    read = of_usage(account([60.0] * 48 + [15.0] * 8, [15.0] * 52 + [4.0] * 4))
    assert "one person" not in render(evidence(read["login_decline"]), "en")
    assert fired(read) >= {"login_decline", "active_user_decline"}


def monthly(counts: list[float], users: list[float], day: date = DAY) -> Dataset:
    after = pd.Timestamp(day).to_period("M")
    firsts = [(after - n).to_timestamp() for n in range(len(counts), 0, -1)]
    usage = [
        {"account_id": "A", "day": first, "event": event, "events": n, "users": u,
         "quantity": np.nan}
        for first, n, u in zip(firsts, counts, users, strict=True) if n
        for event in (ANY, "login")
    ]  # fmt: skip
    return dataset(accounts(["A"]), usage, contracts=seats("A", 20))


def test_counts_of_months_are_judged_by_month_and_the_sentence_names_them() -> None:
    read = of_usage(monthly([900.0] * 11 + [200.0] * 2, [18.0] * 11 + [9.0] * 2))
    assert fired(read) == {"login_decline", "active_user_decline", "seat_utilization"}
    text = render(evidence(read["login_decline"]), "en")
    assert text.startswith("Logins fell 78% against the account's own baseline of 6 months:")
    assert "in the months September 2026 and October 2026, saw 400" in text
    assert render(evidence(read["seat_utilization"]), "en").startswith(
        "9 of 20 paid seats (45%) were in use in October 2026"
    )


def test_silent_months_are_silence() -> None:
    read = of_usage(monthly([900.0] * 11 + [0.0] * 2, [18.0] * 13))
    assert read["usage_silence"]["severity"] == 3
    assert render(evidence(read["usage_silence"]), "en").startswith("No use for 2 months up to ")


def test_the_running_month_counts_for_nothing() -> None:
    day = date(2026, 10, 15)
    made = monthly([900.0] * 14, [18.0] * 14)
    assert monthly_use(made.as_of(day)).lasts[-1] == np.datetime64("2026-09-30")


def test_february_with_the_spring_festival_has_fewer_working_days() -> None:
    made = monthly([900.0] * 13, [18.0] * 13, date(2026, 3, 31))
    chinese = made.versions["accounts"].assign(country="China")
    found = monthly_use(
        Dataset("m", {**made.versions, "accounts": chinese}, made.carried, made.cube, made.coverage)
        .as_of(date(2026, 3, 31))
    )  # fmt: skip
    assert found.working[0, -2] < 0.6 * found.working[0, -1]


def test_newcombe_of_many_is_that_of_one() -> None:
    low, high = newcombe(*(np.array([n]) for n in (12.0, 150.0, 8.0, 40.0)))
    assert (low[0], high[0]) == pytest.approx(newcombe_of_one(12, 150, 8, 40), abs=1e-6)


def test_details_are_a_column_like_any_other() -> None:
    column = DetailArray.of({"n": np.array([1, 2, 3]), "word": "x"}, 3)
    frame = pd.concat([pd.DataFrame({"d": column}), pd.DataFrame({"d": column[:1]})])
    assert frame["d"].tolist() == [{"n": n, "word": "x"} for n in (1, 2, 3, 1)]
    assert frame["d"].iloc[[3, 1]].tolist() == [{"n": 1, "word": "x"}, {"n": 2, "word": "x"}]
    assert pd.Series([{"n": 1}, None], dtype=column.dtype).isna().tolist() == [False, True]
    assert (column == column.copy()).all()
    assert column.take([0, -1], allow_fill=True).isna().tolist() == [False, True]
