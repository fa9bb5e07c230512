"""Alarms of one account and cause that follow each other are one alarm."""

from datetime import date

import pandas as pd
import pytest

from lib.signals.episodes import episodes

DAYS = tuple(date(2026, month, 28) for month in range(1, 9))
SEVERITY = {"A": 2, "w": 1, ".": 0, "?": -1, "-": -1}
LETTER = {"A": "alert", "w": "watch", ".": "none", "?": "unknown", "-": "none"}


def read(**signals: str) -> dict[date, pd.DataFrame]:
    """Return readings of one account's signals by month: A alert, ? unknown, - does not apply."""
    return {
        day: pd.DataFrame(
            {
                "account_id": "X",
                "signal": list(signals),
                "grade": [LETTER[grades[place]] for grades in signals.values()],
                "severity": [SEVERITY[grades[place]] for grades in signals.values()],
            }
        )
        for place, day in enumerate(DAYS)
    }


def spans(**signals: str) -> list[tuple[int, int]]:
    found = episodes(read(**signals))
    return [
        (DAYS.index(first), DAYS.index(last))
        for first, last in zip(found["begun_on"], found["last_on"], strict=True)
    ]


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ("........", []),
        ("w.w.w.ww", []),
        ("..AAA...", [(2, 4)]),
        ("..A.A...", [(2, 4)]),
        ("..A..A..", [(2, 2), (5, 5)]),
        ("..A?.A..", [(2, 5)]),
        ("..A?..A.", [(2, 2), (6, 6)]),
        ("..A--A..", [(2, 5)]),
        ("..Aw.A..", [(2, 2), (5, 5)]),
        ("AAAAAAAA", [(0, 7)]),
        (".......A", [(7, 7)]),
    ],
)
def test_two_clear_readings_end_an_alarm_and_unknown_ones_do_not(
    grades: str, expected: list[tuple[int, int]]
) -> None:
    assert spans(login_decline=grades) == expected


def test_signals_of_one_group_are_one_alarm_and_of_two_groups_are_two() -> None:
    assert spans(api_burst="..A.....", bulk_export="...AA...") == [(2, 4)]
    assert spans(login_decline="..A.....", contact_stops="..AA....") == [(2, 3), (2, 2)]


def test_an_alarm_names_its_signals_its_worst_and_whether_it_stands() -> None:
    found = episodes(read(api_burst=".....A..", bulk_export="......AA"))
    (row,) = found.to_dict("records")
    assert (row["signals"], row["cause"]) == ("api_burst|bulk_export", "exit")
    assert (row["severity"], row["stands"]) == (2, True)


def test_within_28_days_no_number_of_clear_readings_ends_an_alarm() -> None:
    days = [date(2026, 3, day) for day in (1, 8, 15, 22, 29)]
    weekly = dict(zip(days, read(login_decline="A...A...").values(), strict=False))
    assert len(episodes(weekly)) == 1
    days[-1] = date(2026, 3, 30)
    assert len(episodes(dict(zip(days, weekly.values(), strict=True)))) == 2


def test_without_readings_there_is_no_alarm() -> None:
    assert episodes({}).empty
