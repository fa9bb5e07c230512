"""Units of use: people where rows name them, else logins, else events; never a false zero."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import render
from lib.model import ANY, Coverage, Snapshot, Span
from lib.signals.readings import evidence, readings, unit
from lib.signals.use import EVENTS, LOGINS, USERS, weekly_use
from tests.signals.made import DAY, accounts, cube_of, dataset, rows_of


def of(usage: list[dict[str, Any]], names: str = "A") -> Snapshot:
    return dataset(accounts(list(names)), usage).as_of(DAY)


def decline_of(snapshot: Snapshot, account: str = "A") -> dict[str, Any]:
    read = readings(snapshot)
    mine = read[(read["account_id"] == account) & (read["signal"] == "login_decline")]
    return {str(name): value for name, value in mine.iloc[0].items()}


def test_people_are_counted_where_rows_name_them() -> None:
    use = weekly_use(of([*rows_of("A", [20] * 52), *rows_of("A", [90] * 52, event="login",
                                                            measure="events")]))  # fmt: skip
    assert use.unit.tolist() == [USERS]
    assert set(use.counts[0]) == {20.0}


def test_logins_are_counted_where_nobody_is_named() -> None:
    usage = [
        *rows_of("A", [50] * 52, measure="events"),
        *rows_of("A", [20] * 52, event="login", measure="events"),
    ]
    snapshot = of(usage)
    use = weekly_use(snapshot)
    assert (use.unit.tolist(), set(use.counts[0])) == ([LOGINS], {20.0})
    row = decline_of(snapshot)
    assert render(unit(row), "en") == "logins"
    assert render(evidence(row), "en").startswith("Logins as usual: expected ")


def test_events_are_counted_where_there_are_not_even_logins() -> None:
    snapshot = of(rows_of("A", [50] * 52, measure="events"))
    assert weekly_use(snapshot).unit.tolist() == [EVENTS]
    assert render(evidence(decline_of(snapshot)), "en").startswith("Events of use as usual: ")


def test_each_account_has_the_unit_of_its_own_rows() -> None:
    usage = [*rows_of("A", [50] * 52, measure="events"), *rows_of("B", [20] * 52)]
    assert weekly_use(of(usage, "ABC")).unit.tolist() == [EVENTS, USERS, USERS]


def test_weeks_in_which_only_a_program_calls_are_weeks_without_people() -> None:
    calls = rows_of("A", [900] * 52, event="api_call", measure="events")
    by_program = rows_of("A", [*[0] * 44, *[900] * 8], measure="events")
    by_people = rows_of("A", [*[20] * 44, *[0] * 8])
    use = weekly_use(of([*by_people, *by_program, *calls]))
    assert use.unit.tolist() == [USERS]
    assert use.counts[0].tolist() == [20.0] * 44 + [0.0] * 8


def test_weeks_in_which_people_worked_unnamed_are_unknown() -> None:
    clicks = rows_of("A", [*[0] * 48, *[30] * 4], event="reports", measure="events")
    unnamed = rows_of("A", [*[0] * 48, *[30] * 4], measure="events")
    snapshot = of([*rows_of("A", [*[20] * 48, *[0] * 4]), *unnamed, *clicks])
    assert np.isnan(weekly_use(snapshot).counts[0, -4:]).all()
    assert decline_of(snapshot)["reason"] == "too_few_weeks"


def test_one_person_who_clicks_ten_thousand_times_a_day_weighs_one() -> None:
    steady = rows_of("A", [20] * 52)
    for row in steady[: 44 * 5]:
        row["events"] = 10_000.0  # a script of one user, gone eight weeks ago
    row = decline_of(of(steady))
    assert (row["severity"], row["value"]) == (0, 80.0)


def test_a_heavy_user_who_leaves_takes_at_most_seven_user_days_a_week_along() -> None:
    weekly = [35] * 48 + [30] * 4  # the heavy user came on five days a week
    assert decline_of(of(rows_of("A", weekly)))["severity"] == 0


def test_counts_of_months_are_read_as_months() -> None:
    months = pd.date_range("2025-06-01", "2026-11-01", freq="MS")
    rows = [
        {"account_id": "A", "day": month, "event": event, "events": 900.0}
        for month in months
        for event in (ANY, "api_call")
    ]
    snapshot = of(rows)
    read = readings(snapshot).set_index("signal")
    assert read.loc["login_decline", "grade"] == "none"
    assert render(evidence(dict(read.loc["login_decline"], signal="login_decline")), "en") == (
        "Events of use as usual: expected 1,694–1,936 in the months September 2026 and"
        " October 2026, saw 1,800."
    )
    assert read.loc["api_burst", "reason"] == "monthly_counts"


def test_days_outside_the_coverage_are_unknown_weeks() -> None:
    week = timedelta(days=7)
    covered = Coverage.of(
        [Span(date(2024, 1, 1), DAY - 3 * week), Span(DAY - 2 * week + timedelta(days=1), DAY)]
    )
    usage = rows_of("A", [20] * 52)
    snapshot = dataset(accounts(["A"]), usage, covered=covered).as_of(DAY)
    assert np.flatnonzero(np.isnan(weekly_use(snapshot).counts[0])).tolist() == [49]


def test_rows_of_unknown_accounts_count_for_nobody() -> None:
    data = dataset(accounts(["A"]), [*rows_of("A", [20] * 52), *rows_of("?", [900] * 52)])
    assert weekly_use(data.as_of(DAY)).counts.shape == (1, 52)
    assert cube_of([]).empty
