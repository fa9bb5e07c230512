"""Breaks: asked for before payment against after it."""

import math

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.demand.breaks import LEAST, breaks, shares_moved
from tests.demand.made import made, of, said
from tests.metrics.made import Row, row_of

BEFORE, AFTER = {"phase": "before_payment"}, {"phase": "after_payment"}


def moves(rows: list[Row], ids: str = "ABCD") -> dict[str, str]:
    accounts = breaks(of(made(rows, ids))).accounts
    return dict(zip(accounts["account_id"], accounts["move"], strict=True))


def test_growth_before_and_support_after_is_a_break() -> None:
    rows = [
        said("1", "A", "growth", None, **BEFORE), said("2", "A", "support", None, **AFTER),
        said("3", "B", "export", None, **BEFORE), said("4", "B", "export", None, **AFTER),
        said("5", "C", "export", None, **BEFORE), said("6", "C", "export", None, **AFTER),
        said("7", "C", "support", None, **AFTER), said("8", "D", "growth", None, **BEFORE),
    ]  # fmt: skip
    assert moves(rows) == {"A": "moved", "B": "same", "C": "partly", "D": "unknown"}
    table = breaks(of(made(rows, "ABCD"))).themes.set_index("about")
    assert row_of(table, "growth").tolist() == [1, 0, 0, 1, 0], "D was heard in one phase only"
    assert row_of(table, "support")["after_only"] == 2
    assert row_of(table, "export")["both"] == 2


def test_what_is_opposed_is_no_wish_and_what_has_no_theme_is_counted() -> None:
    found = breaks(of(made([
        said("1", "A", "growth", None, **BEFORE),
        said("2", "A", "support", None, direction="opposes", **AFTER),
        said("3", "A", None, None, **AFTER),
    ])))  # fmt: skip
    assert found.accounts["move"].tolist() == ["unknown"]
    assert found.n_unplaced == 1


def test_the_phase_follows_from_the_first_contract() -> None:
    rows = [said("1", "A", "growth", None, raised_on="2025-12-31"),
            said("2", "A", "support", None, raised_on="2026-01-01")]  # fmt: skip
    found = breaks(of(made(rows, contracts=[
        {"row_key": "c", "account_id": "A", "arr": 1.0, "start_date": "2026-01-01"}])))  # fmt: skip
    assert found.accounts["move"].tolist() == ["moved"]
    assert found.accounts["n_worked_out"].tolist() == [2]


def test_a_share_is_said_from_ten_customers_on() -> None:
    ids = [f"a{n:02}" for n in range(LEAST)]
    accounts = pd.DataFrame({"account_id": ids, "move": ["moved"] * 4 + ["same"] * (LEAST - 4)})
    table = shares_moved(accounts, {"all": pd.Index(ids), "nine": pd.Index(ids[1:])})
    assert table["k"].tolist() == [4, 3]
    assert table["share"].iloc[0] == 0.4
    assert round(table["low"].iloc[0], 3) == 0.168, "Wilson, 4 of 10"
    assert round(table["high"].iloc[0], 3) == 0.687
    assert math.isnan(table["share"].iloc[1])


@settings(max_examples=8)
@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.booleans()), min_size=4)
)
def test_order_and_strangers_do_not_matter(told: list[tuple[str, str, bool]]) -> None:
    rows = [
        said(f"{n}", account, theme, None, **(BEFORE if early else AFTER))
        for n, (account, theme, early) in enumerate(told)
    ]
    whole = moves(rows)
    assert moves(rows[::-1]) == whole
    mine = moves([row for row in rows if row["account_id"] == "A"])
    assert mine.get("A") == whole.get("A")
