"""The register of demands: one row a wish, its phase, whether it is open, overdue, how long."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.demand.merged import ends
from lib.demand.register import COLUMNS, register
from lib.model import Snapshot
from tests.metrics.made import Row, accounts, contract, snapshot

DAY = "2026-10-31"


def demand(key: str, account: str | None = "A", **more: object) -> Row:
    return {"row_key": key, "account_id": account, "statement": f"Wish {key}", **more}


def made(*demands: Row, **tables: list[Row]) -> Snapshot:
    return snapshot(DAY, None, accounts=accounts("A", "B"), demands=list(demands), **tables)


def by_key(rows: pd.DataFrame, name: str) -> dict[str, object]:
    values = [None if pd.isna(value) else value for value in rows[name]]
    return dict(zip(rows["row_key"], values, strict=True))


def test_the_register_has_its_columns_also_when_there_is_nothing() -> None:
    assert tuple(register(made()).columns) == COLUMNS
    rows = register(made(demand("2"), demand("1", "B")))
    assert tuple(rows.columns) == COLUMNS
    assert rows["row_key"].tolist() == ["1", "2"], "ordered by row key"
    assert rows.index.tolist() == [0, 1]
    assert rows["account_name"].tolist() == ["B Ltd", "A Ltd"]


def test_open_overdue_and_days() -> None:
    rows = register(
        made(
            demand("late", state="planned", due_on="2026-10-30", raised_on="2026-10-01"),
            demand("today", state="new", due_on=DAY, raised_on=DAY),
            demand("undated", state="accepted", raised_on="2026-01-01"),
            demand("told", state="planned", due_on="2026-09-01", raised_on="2026-08-01",
                   answered_on="2026-08-11"),
            demand("done", state="delivered", due_on="2026-09-01", raised_on="2026-08-01"),
            demand("blank", due_on="2026-09-01"),
            demand("blank_told", answered_on="2026-09-01", raised_on="2026-09-03"),
        )
    )  # fmt: skip
    assert by_key(rows, "is_open") == {
        "late": True, "today": True, "undated": True, "told": True, "done": False, "blank": True,
        "blank_told": False,
    }  # fmt: skip
    assert [key for key, late in by_key(rows, "overdue").items() if late] == ["blank", "late"]
    assert by_key(rows, "days_open") == {
        "late": 30, "today": 0, "undated": 303, "told": 10, "done": None, "blank": None,
        "blank_told": 0,
    }  # fmt: skip


def test_the_phase_is_stated_or_follows_from_the_first_contract() -> None:
    rows = register(
        made(
            demand("before", raised_on="2025-12-31"),
            demand("after", raised_on="2026-01-01"),
            demand("stated", raised_on="2026-05-01", phase="before_payment"),
            demand("undated"),
            demand("none", "B", raised_on="2026-01-01"),
            contracts=[
                contract("A", 900, "2026-06-01"),
                contract("A", 900, "2026-01-01"),
                contract("A", 900, "2024-01-01", is_won=False),
            ],
        )
    )
    assert by_key(rows, "phase") == {
        "before": "before_payment", "after": "after_payment", "stated": "before_payment",
        "undated": None, "none": None,
    }  # fmt: skip
    worked_out = [key for key, flag in by_key(rows, "phase_worked_out").items() if flag]
    assert sorted(worked_out) == ["after", "before"]


def test_roles_and_themes_are_stated_before_they_are_looked_up() -> None:
    snapshot_ = made(
        demand("own", buying_role="end_user", contact_id="P", theme="Reports"),
        demand("person", contact_id="P", theme="报表"),
        demand("nobody", contact_id="Q"),
        demand("neither"),
        contacts=[{"account_id": "A", "contact_id": "P", "buying_roles": "decision_maker"}],
    )
    themes = pd.Series({"own": "speed", "nobody": "speed", "neither": "price"}, dtype="str")
    how = pd.Series({"neither": "labelled"}, dtype="str")
    rows = register(snapshot_, themes, how=how, named={"Reports": "reports", "报表": "reports"})
    assert by_key(rows, "roles") == {
        "own": "end_user", "person": "decision_maker", "nobody": None, "neither": None,
    }  # fmt: skip
    assert by_key(rows, "theme") == {
        "own": "reports", "person": "reports", "nobody": "speed", "neither": "price",
    }  # fmt: skip
    assert by_key(rows, "theme_how") == {
        "own": "stated", "person": "stated", "nobody": "engine", "neither": "labelled",
    }  # fmt: skip
    assert set(by_key(register(snapshot_), "theme").values()) == {"Reports", "报表", None}


def test_merged_demands_are_one() -> None:
    rows = register(
        made(
            demand("1", state="planned", raised_on="2026-06-01", importance=1,
                   buying_role="end_user"),
            demand("2", state="new", raised_on="2026-03-01", importance=3, due_on="2026-10-01",
                   buying_role="decision_maker"),
            demand("3", "B"),
            demand("4"),
        ),
        merged={"2": "1", "4": "gone", "3": "1"},
    )  # fmt: skip
    assert rows["row_key"].tolist() == ["1", "3", "4"], "never into another account's, or nothing"
    one = rows.iloc[0]
    assert (one["state"], one["importance"], one["n_merged"]) == ("planned", 3, 1)
    assert one["roles"] == "decision_maker|end_user"
    assert one["raised_on"] == pd.Timestamp("2026-03-01")
    assert bool(one["overdue"]), "the due date was on the other row only"


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_every_chain_of_merges_ends_in_a_row_that_stands(merged: dict[str, str]) -> None:
    found = ends(merged, dict.fromkeys("abcd", 1))
    assert set(found) <= set("abcd"), "only rows that are there"
    assert set(found.values()) <= set("abcd") - set(found), "nothing counts for a merged one"


@given(st.permutations(range(6)), st.integers(0, 3))
def test_order_and_strangers_change_nothing(order: list[int], n_strangers: int) -> None:
    rows = [
        demand(str(n), raised_on=f"2026-0{n + 1}-01", state="new", importance=n % 4)
        for n in range(6)
    ]
    strangers = [demand(f"x{n}", "B", raised_on="2026-02-01") for n in range(n_strangers)]
    usual = register(made(*rows), merged={"5": "2"})
    others = register(made(*strangers, *(rows[n] for n in order)), merged={"5": "2"})
    mine = others[others["account_id"] == "A"].reset_index(drop=True)
    pd.testing.assert_frame_equal(usual, mine)
    assert np.isnan(register(made(demand("u"))).iloc[0]["days_open"])
