"""Edges of single signals that the worked examples are too small to show."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.locale import render
from lib.model import Dataset
from lib.signals.falling import FALLING, STABLE, falling
from lib.signals.readings import evidence, readings
from lib.signals.seats import fewer_seats, weekly_seats
from lib.signals.tenure import tenure_weeks
from lib.signals.weeks import Grid
from tests.signals.made import DAY, accounts, dataset, noisy, portfolio, rows_of, table


def reading(data: Dataset, signal: str, account: str = "A", day: date = DAY) -> dict[str, Any]:
    read = readings(data.as_of(day))
    mine = read[(read["account_id"] == account) & (read["signal"] == signal)]
    return {str(name): value for name, value in mine.iloc[0].items()}


def text(row: dict[str, Any]) -> str:
    return render(evidence(row), "en")


@pytest.mark.parametrize(("weeks", "is_new"), [(13, False), (12, True)])
def test_thirteen_weeks_as_a_customer_are_judged_and_twelve_are_not(
    weeks: int, is_new: bool
) -> None:
    since = pd.Timestamp(DAY) - timedelta(days=7 * weeks - 1)
    usage = rows_of("A", [90] * (weeks - 4) + [9] * 4)
    row = reading(dataset(accounts(["A"], customer_since=since), usage), "login_decline")
    assert (row["reason"] == "new_account") == is_new
    assert (row["severity"] == 3) == (not is_new)


@pytest.mark.parametrize(("total", "reason"), [(20, None), (19, "too_little_use")])
def test_ten_expected_user_days_are_enough_to_judge(total: int, reason: str | None) -> None:
    since = pd.Timestamp(DAY) - timedelta(days=7 * 24 - 1)
    weekly = [total - 15, *[1] * 15, *[0] * 8]  # half of the 16 weeks' total is expected
    data = dataset(accounts(["A"], customer_since=since), rows_of("A", weekly))
    row = reading(data, "login_decline")
    assert (None if pd.isna(row["reason"]) else row["reason"]) == reason


def test_a_doubtful_fall_of_a_young_account_is_only_worth_watching() -> None:
    people = accounts(["A"], customer_since=pd.Timestamp(2026, 8, 3) - timedelta(days=7))
    row = reading(dataset(people, rows_of("A", [0] * 45 + [90] * 10 + [9] * 4)), "login_decline")
    assert row["severity"] >= 2
    assert row["confidence"] < 0.5
    assert row["grade"] == "watch"


def test_the_first_sign_of_an_account_is_its_beginning() -> None:
    people = table(
        "accounts",
        [
            {"account_id": "A", "customer_since": pd.Timestamp(2026, 9, 7)},
            {"account_id": "B", "customer_since": pd.Timestamp(2026, 9, 7)},
            {"account_id": "C"},
            {"account_id": "D"},
        ],
    )
    terms = table("contracts", [{"account_id": "A", "start_date": pd.Timestamp(2026, 8, 10)}])
    usage = [*rows_of("B", [5] * 10), *rows_of("C", [5] * 4)]
    snapshot = dataset(people, usage, contracts=terms).as_of(DAY)
    weeks = tenure_weeks(snapshot, DAY)
    np.testing.assert_array_equal(weeks, [12, 10, 4, np.nan])


def test_seats_count_what_runs_on_the_sunday_and_never_twice() -> None:
    terms = table(
        "contracts",
        [
            {"account_id": "A", "start_date": pd.Timestamp(2026, 1, 1), "seats": 100.0,
             "end_date": pd.Timestamp(2026, 10, 14)},
            {"account_id": "A", "start_date": pd.Timestamp(2026, 10, 15), "seats": 60.0},
            {"account_id": "A", "start_date": pd.Timestamp(2026, 1, 1), "seats": 50.0,
             "is_won": False},
            {"account_id": "B", "start_date": pd.Timestamp(2026, 1, 1), "seats": 10.0,
             "end_date": pd.Timestamp(2026, 10, 20)},
            {"account_id": "B", "start_date": pd.Timestamp(2026, 10, 26)},
        ],
    )  # fmt: skip
    snapshot = dataset(accounts(["A", "B"]), contracts=terms).as_of(DAY)
    seats = weekly_seats(snapshot, Grid.of_weeks(DAY, 4))
    np.testing.assert_array_equal(seats, [[100, 60, 60, 60], [10, 10, np.nan, np.nan]])


def test_more_seats_promise_no_more_use_and_unknown_seats_change_nothing() -> None:
    seats = np.array([[10.0, 10, 20, 20], [20, 20, 10, 10], [10, 10, np.nan, np.nan]])
    recent = np.array([[False, False, True, True]] * 3)
    assert fewer_seats(seats, recent, ~recent).tolist() == [1.0, 0.5, 1.0]


def test_a_term_that_ran_out_hides_no_decline() -> None:
    terms = table(
        "contracts",
        [{"account_id": "A", "start_date": pd.Timestamp(2025, 1, 1), "seats": 50.0,
          "end_date": pd.Timestamp(2026, 9, 1)}],
    )  # fmt: skip
    usage = rows_of("A", [30] * 48 + [3] * 4)
    row = reading(dataset(accounts(["A"]), usage, contracts=terms), "login_decline")
    assert row["severity"] == 3


def test_a_swing_that_is_usual_for_the_account_is_said_to_be_one() -> None:
    erratic = [60, 0, 0, 0, 0] * 8 + [60, 0, 0, 0] + [0, 0, 20, 0, 0, 0, 0, 0]
    row = reading(dataset(accounts(["A"]), rows_of("A", erratic)), "login_decline")
    assert row["detail"]["p"] > 0.05
    assert row["severity"] == 2  # one step back from the highest
    assert "which is still within its usual swings of 14–226." in text(row)


@pytest.mark.parametrize(("stranger", "limit"), [(0, 5000.0), (1, 9500.0)])
def test_who_never_exported_is_compared_with_fifteen_others(stranger: int, limit: float) -> None:
    names = [f"P{n:02d}" for n in range(14 + stranger)]
    usage = [
        row
        for name in names
        for row in rows_of(name, [0, 9500] + [0] * 8, event="data_export", measure="quantity")
    ]
    usage += rows_of("A", [6000], event="data_export", measure="quantity")
    row = reading(dataset(accounts(["A", *names]), usage), "bulk_export")
    assert row["detail"]["limit"] == limit
    assert row["severity"] == (1 if limit <= 6000 else 0)


def test_an_account_that_exports_once_more_between_scheduled_ones_is_no_schedule() -> None:
    weekly = [500.0] * 4 + [0, 500, 500]
    usage = rows_of("A", weekly, event="data_export", measure="quantity")
    friday = DAY - timedelta(days=2)
    usage.append(
        {"account_id": "A", "day": pd.Timestamp(friday + timedelta(days=1)), "event": "data_export",
         "events": 1.0, "quantity": 8000.0}
    )  # fmt: skip
    row = reading(dataset(accounts(["A"]), usage), "bulk_export")
    assert (row["severity"], row["detail"]["why"]) == (2, "")


def test_mixed_amounts_are_counted_as_exports() -> None:
    usage = rows_of("A", [10], event="data_export", measure="quantity")
    usage += rows_of("A", [30, 0], event="data_export", measure="events")
    row = reading(dataset(accounts(["A"]), usage), "bulk_export")
    assert row["detail"]["unit"] == "exports"
    assert row["value"] == 40.0


def test_owners_who_log_well_make_a_silent_account_stand_out() -> None:
    people = accounts(["A", "B", "C"], owner="Lin")
    met = [
        {"account_id": name, "occurred_at": pd.Timestamp(DAY) - timedelta(days=30 * k + 5),
         "type": "meeting", "outcome": "held"}
        for name in "BC" for k in range(3)
    ]  # fmt: skip
    row = reading(dataset(people, activities=table("activities", met)), "contact_stops")
    assert row["grade"] == "alert"
    assert text(row).startswith("No two-way contact in the ")
    sparse = dataset(people, activities=table("activities", met[:4]))
    assert reading(sparse, "contact_stops")["reason"] == "too_few_contacts"


def test_a_log_that_ended_a_month_ago_says_nothing() -> None:
    met = [{"account_id": "A", "occurred_at": pd.Timestamp(DAY), "type": "meeting"}]
    data = dataset(accounts(["A"]), activities=table("activities", met))
    later = DAY + timedelta(days=30)
    assert reading(data, "contact_stops", day=later)["reason"] != "no_contact_log"
    assert (
        reading(data, "contact_stops", day=later + timedelta(days=1))["reason"] == "no_contact_log"
    )


def test_half_the_portfolio_may_fall_without_hiding_the_others() -> None:
    weekly = noisy(40, 60, 60, seed=4)
    weekly[:12, -4:] = np.round(weekly[:12, -4:] * 0.3)
    names, usage = portfolio(weekly)
    read = readings(dataset(accounts(names), usage).as_of(DAY))
    mine = read[read["signal"] == "login_decline"].set_index("account_id")["grade"]
    assert set(mine[names[:12]]) == {"alert"}
    assert (mine[names[12:]] == "alert").sum() == 0


@pytest.mark.parametrize(("silent", "state"), [(12, FALLING), (0, STABLE)])
def test_use_too_little_to_drop_still_falls_when_it_stops(silent: int, state: int) -> None:
    weekly = [1] * (52 - silent) + [0] * silent
    found = falling(dataset(accounts(["A"]), rows_of("A", weekly)).as_of(DAY))
    assert np.isnan(found.drop).all()  # eight user-days expected are too few
    assert found.state.tolist() == [state]


@pytest.mark.parametrize(("days", "reason"), [(59, "new_account"), (60, None)])
def test_moving_in_takes_sixty_days(days: int, reason: str | None) -> None:
    people = accounts(["A"], customer_since=pd.Timestamp(DAY) - timedelta(days=days))
    data = dataset(people, rows_of("A", [9000], event="data_export", measure="quantity"))
    row = reading(data, "bulk_export")
    assert (None if pd.isna(row["reason"]) else row["reason"]) == reason


def test_mails_before_the_last_answer_are_answered() -> None:
    def at(days_ago: int, kind: str, way: str) -> dict[str, Any]:
        when = pd.Timestamp(DAY) - timedelta(days=days_ago)
        return {"account_id": "A", "occurred_at": when, "type": kind, "direction": way}

    sent = [at(days_ago, "mail", "ours") for days_ago in (99, 98, 97, 50, 40)]
    log = [at(170, "visit", "ours"), at(120, "visit", "ours"), *sent, at(96, "mail", "theirs")]
    row = reading(dataset(accounts(["A"]), activities=table("activities", log)), "contact_stops")
    assert (row["severity"], row["value"], row["detail"]["mails"]) == (1, 96, 2)
    assert "; 2 mails sent since, none answered." in text(row)


def test_silence_alone_is_never_the_highest_severity() -> None:
    weeks_ago = range(12, 38)
    asked = [
        {"account_id": "A", "created_at": pd.Timestamp(DAY) - timedelta(days=7 * n + 3)}
        for n in weeks_ago
    ]
    usage = rows_of("A", [40] * 40 + [4] * 12)
    data = dataset(accounts(["A"]), usage, tickets=table("tickets", asked))
    row = reading(data, "requests_stop")
    assert (row["severity"], row["value"], row["grade"]) == (2, 12, "alert")
