"""Customers that began together, month by month."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.metrics.cohorts import beginnings, cohorts, grain_for, spans
from tests.metrics.made import accounts, contract, snapshot

DAY = date(2026, 4, 15)
MONTHS = spans("month", DAY)[-4:]


def began(**days: str) -> pd.DataFrame:
    index = pd.Index(list(days), name="account_id")
    return pd.DataFrame({"began": pd.to_datetime(list(days.values())), "arr": np.nan}, index=index)


def values(**rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=[m.last for m in MONTHS])


def test_spans_end_with_the_one_that_holds_the_day() -> None:
    assert [m.key for m in MONTHS] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    quarters = spans("quarter", DAY)
    assert (len(quarters), quarters[-1].last) == (12, date(2026, 6, 30))
    assert spans("year", DAY)[-1].first == date(2026, 1, 1)


def test_ten_customers_have_a_rate_and_nine_only_their_number() -> None:
    ten = {f"A{n}": [1.0, 1.0, 1.0 if n else 0.0, 1.0 if n else 0.0] for n in range(10)}
    nine = {f"B{n}": [0.0, 1.0, 0.0, 0.0] for n in range(9)}
    days = dict.fromkeys(ten, "2026-01-31") | dict.fromkeys(nine, "2026-02-01")
    rows = cohorts(values(**ten, **nine), began(**days), MONTHS, DAY)
    first = rows[rows["cohort"] == date(2026, 1, 1)]
    assert first["n"].tolist() == [10, 10, 10, 10]
    assert first["logo"].tolist() == [1.0, 1.0, 0.9, 0.9]
    assert first["arr"].tolist() == [1.0, 1.0, 0.9, 0.9]
    second = rows[rows["cohort"] == date(2026, 2, 1)]
    assert second["kept"].tolist() == [9, 0, 0]
    assert second["logo"].isna().all()
    assert second["arr"].isna().all()


def test_only_the_span_that_is_not_over_is_running() -> None:
    row = values(A=[1.0] * 4)
    assert cohorts(row, began(A="2026-01-05"), MONTHS, DAY)["running"].tolist() == [
        False, False, False, True,
    ]  # fmt: skip
    whole = cohorts(row, began(A="2026-01-05"), MONTHS, date(2026, 4, 30))
    assert not whole["running"].any()


def test_one_span_without_arr_is_a_gap_and_two_end_it() -> None:
    rows = cohorts(
        values(A=[1, 0, 1, 1], B=[1, 0, 0, 1]),
        began(A="2026-01-05", B="2026-01-05"),
        MONTHS,
        DAY,
    )
    assert rows["kept"].tolist() == [2, 0, 1, 1]


def test_who_left_within_its_first_span_counts_as_lost() -> None:
    rows = cohorts(values(A=[0, 0, 0, 0]), began(A="2026-01-02"), MONTHS, DAY)
    assert rows[["n", "kept"]].to_numpy().tolist() == [[1, 0]] * 4


def test_an_unknown_arr_is_a_customer_but_no_amount() -> None:
    rows = cohorts(values(A=[1, np.nan, 1, 1]), began(A="2026-01-02"), MONTHS, DAY)
    assert rows["kept"].tolist() == [1, 1, 1, 1]
    assert rows["arr_kept"].tolist() == [1, 0, 1, 1]
    assert rows["arr_start"].tolist() == [1, 0, 1, 1]


def test_accounts_begin_with_their_first_paid_contract() -> None:
    found = beginnings(
        snapshot(
            "2026-04-15",
            accounts=[
                *accounts("A", "B"),
                {"account_id": "C", "status": "customer", "customer_since": "2025-03-01"},
                {"account_id": "D", "status": "prospect", "customer_since": "2025-03-01"},
            ],
            contracts=[
                contract("A", 0, "2024-01-01", is_trial=True),
                contract("A", 100, "2024-02-01"),
                contract("A", 40, "2024-02-01"),
                contract("A", 500, "2025-02-01"),
                contract("B", 10, "2024-05-01", is_won=False),
            ],
        )
    )
    assert found.index.tolist() == ["A", "C"]
    assert str(found.loc["A", "began"])[:10] == "2024-02-01"
    assert found.loc["A", "arr"] == 140
    assert found["arr"].isna().tolist() == [False, True]


@pytest.mark.parametrize(("n", "grain"), [(10, "month"), (9, "quarter"), (2, "year")])
def test_the_finest_grain_with_enough_customers_is_shown(n: int, grain: str) -> None:
    days = pd.Series(pd.date_range("2025-01-15", periods=12, freq="MS").repeat(n))
    assert grain_for(days, date(2026, 1, 31)) == grain
