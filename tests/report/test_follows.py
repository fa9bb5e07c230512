"""Numbers of a table follow from its rows as values, counts, sums or shares, and no others."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.report.follows import behind

ROWS = pd.DataFrame(
    {
        "account_id": ["A", "A", "B", "C"],
        "theme": ["price", "price", "price", "speed"],
        "arr": [1_200_000.0, 1_200_000.0, 30_000.0, 4_000.0],
        "asked": [1, 2, 0, 7],
        "day": pd.to_datetime(["2026-09-03", "2026-09-04", "2026-09-05", "2026-09-06"]),
        "name": ["Contoso 24", "Contoso 24", "Fabrikam", "Proseware"],
    }
)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("1.20", "an amount in millions"),
        ("120.00", "the same in 万"),
        ("30", "an amount in thousands"),
        ("1.23", "the group's ARR, each customer once"),
        ("2,404", "the ARR of the rows that are marked, in thousands"),
        ("25", "one row of the four members, as a percentage"),
        ("24", "part of a name"),
        ("2026", "part of a day"),
    ],
)
def test_what_a_table_shows_follows_from_its_rows(number: str, why: str) -> None:
    assert behind(ROWS, members=4, named=3).gives(number), why


@pytest.mark.parametrize("number", ["987,654", "1.37", "1.2.3", "8,888.88"])
def test_what_the_rows_do_not_give_does_not_follow(number: str) -> None:
    assert not behind(ROWS, members=4).gives(number)


@given(st.permutations(range(len(ROWS))))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    mixed = behind(ROWS.iloc[order].reset_index(drop=True), members=4)
    assert mixed.written == behind(ROWS, members=4).written
    assert mixed.amounts.tolist() == pytest.approx(behind(ROWS, members=4).amounts.tolist())
