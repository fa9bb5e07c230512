"""What is named apart from the sums of a bridge."""

import pandas as pd

from lib.locale import render
from lib.metrics.apart import Apart, apart
from lib.metrics.bridge import bridge
from tests.metrics.made import Row, accounts, contract, snapshot

START, END = "2026-01-31", "2026-12-31"


def between(before: list[Row], after: list[Row], *ids: str, **more: list[Row]) -> Apart:
    then = snapshot(START, "EUR", accounts=accounts(*ids), contracts=before, **more)
    now = snapshot(END, "EUR", accounts=accounts(*ids), contracts=after, **more)
    return apart(then, now, bridge(then, now))


def test_a_customer_who_comes_back_after_more_than_thirty_days_is_named() -> None:
    old = contract("A", 100, "2024-01-01", end_date="2025-10-31")
    back = contract("A", 80, "2026-05-01")
    fresh = contract("B", 50, "2026-05-01")
    found = between([old], [old, back, fresh], "A", "B")
    assert list(found.returned) == ["A"]
    assert found.returned_arr == 80


def test_a_loss_on_file_tells_of_a_return_too() -> None:
    lost = [{"account_id": "A", "churn_date": "2025-06-30", "won_back_on": "2026-05-01"}]
    found = between([], [contract("A", 80, "2026-05-01")], "A", losses=lost)
    assert list(found.returned) == ["A"]


def test_a_rise_with_the_same_seats_and_plan_is_one_of_price() -> None:
    before = [
        contract("A", 100, "2025-01-01", end_date="2026-06-30", seats=10, plan="Pro"),
        contract("B", 100, "2025-01-01", end_date="2026-06-30", seats=10, plan="Pro"),
        contract("C", 100, "2025-01-01", end_date="2026-06-30", seats=10, plan="Pro"),
        contract("D", 100, "2025-01-01", end_date="2026-06-30", plan="Pro"),
    ]
    after = [
        *before,
        contract("A", 107, "2026-07-01", seats=10, plan="Pro"),
        contract("B", 150, "2026-07-01", seats=15, plan="Pro"),
        contract("C", 160, "2026-07-01", seats=10, plan="Team"),
        contract("D", 120, "2026-07-01", plan="Pro"),
    ]
    assert between(before, after, *"ABCD").price == 7


def test_without_seats_the_part_of_price_is_unknown() -> None:
    before = [contract("A", 100, "2025-01-01", end_date="2026-06-30")]
    assert between(before, [*before, contract("A", 107, "2026-07-01")], "A").price is None


def test_other_currencies_and_negative_amounts_are_said() -> None:
    rows = [
        contract("A", 100, "2025-01-01", currency="USD"),
        contract("B", -5, "2025-01-01", currency="EUR"),
        contract("C", 70, "2025-01-01", currency="EUR"),
    ]
    said = " ".join(render(text, "en") for text in between(rows, rows, *"ABC").refused)
    assert "1 row is in another currency than EUR" in said
    assert "1 row states a negative ARR" in said
    now = snapshot(END, "EUR", accounts=accounts(*"ABC"), contracts=rows)
    found = bridge(snapshot(START, "EUR", accounts=accounts(*"ABC"), contracts=rows), now)
    assert (found.accounts_start, found.arr_end) == (1, 70)
    assert pd.Index(found.moves["account_id"]).tolist() == ["C"]
