"""Terms that ended: renewed or lost, looked at from a day on which somebody could still act."""

from datetime import date, timedelta

import pandas as pd
import pytest

from lib.metrics.past_renewals import past_renewals
from tests.metrics.made import Row, accounts, contract, snapshot

SEEN = (date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31))
NOW = "2026-01-31"
ENDED = "2025-08-01"  # ninety days after 3 May: seen on 30 April


def terms(*rows: Row, losses: tuple[Row, ...] = (), day: str = NOW) -> list[tuple[str, str, bool]]:
    found = past_renewals(
        snapshot(day, accounts=accounts("A", "B"), contracts=rows, losses=losses), SEEN
    )
    return [
        (str(account), f"{seen:%Y-%m-%d}", bool(lost))
        for account, seen, lost in zip(
            found["account_id"], found["seen_on"], found["lost"], strict=True
        )
    ]


def old(account_id: str = "A", end: str = ENDED, **more: object) -> Row:
    return contract(account_id, 10.0, "2024-08-02", end_date=end, contract_id=f"{end}", **more)


def new(start: str) -> Row:
    return contract("A", 10.0, start, end_date="2026-08-01", contract_id="next")


def loss(day: str, **more: object) -> Row:
    return {"account_id": "A", "churn_date": day, **more}


def test_a_term_that_another_follows_is_renewed() -> None:
    assert terms(old(), new("2025-08-02")) == [("A", "2025-04-30", False)]


@pytest.mark.parametrize(("start", "lost"), [("2025-08-31", False), ("2025-09-01", True)])
def test_thirty_days_without_a_term_are_a_loss(start: str, lost: bool) -> None:
    assert terms(old(), new(start)) == [("A", "2025-04-30", lost)]


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("2025-04-30", []),
        ("2025-05-01", [("A", "2025-04-30", True)]),
        ("2025-08-31", [("A", "2025-04-30", True)]),
        ("2025-09-01", [("A", "2025-04-30", False)]),
    ],
)
def test_who_left_after_the_day_of_looking_is_lost(
    left: str, expected: list[tuple[str, str, bool]]
) -> None:
    assert terms(old(), new("2025-08-02"), losses=(loss(left),)) == expected


def test_what_nobody_chose_says_nothing_about_warnings() -> None:
    assert terms(old(), losses=(loss("2025-08-01", kind="involuntary"),)) == []
    assert terms(old(), losses=(loss("2025-08-01", reason="Bankruptcy"),)) == []
    assert terms(old(), losses=(loss("2025-08-01", reason="Too dear"),)) != []
    part = loss("2025-08-01", kind="contraction")
    assert terms(old(), new("2025-08-02"), losses=(part,)) == [("A", "2025-04-30", False)]


@pytest.mark.parametrize(
    ("end", "seen"),
    [("2025-06-28", []), ("2025-06-29", ["2025-03-31"]), ("2025-07-29", ["2025-04-30"])],
)
def test_a_term_is_looked_at_ninety_days_before_its_end(end: str, seen: list[str]) -> None:
    assert [found[1] for found in terms(old(end=end))] == seen


def test_a_term_too_young_to_tell_and_a_trial_are_left_out() -> None:
    assert terms(old(), day="2025-08-30") == []
    assert len(terms(old(), day="2025-08-31")) == 1
    assert terms(old(is_trial=True)) == []
    assert terms(old(stage="lost", is_won=False)) == []


def test_terms_of_one_account_that_end_on_one_day_are_one() -> None:
    assert terms(old(), {**old(), "contract_id": "second"}) == [("A", "2025-04-30", True)]
    assert terms() == []
    assert pd.Timestamp(ENDED) - timedelta(days=90) == pd.Timestamp("2025-05-03")
