"""The demand gap: wanted against bought and used; who was not heard; next needs."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.demand.gap import gap, matrix
from lib.demand.next_need import LEAST_PEERS, next_needs, peers_needs, size_band
from lib.demand.product import (
    as_text,
    checked,
    from_table,
    from_text,
    proposed,
)
from lib.demand.unheard import unheard
from lib.errors import DeskError
from lib.model import Coverage, Snapshot, Span
from tests.demand.made import ON, made, mapped, of, said, with_use
from tests.metrics.made import Row, row_of

MAP = mapped(
    ("report", "reports", "Pro", "inside"), ("chat", "assistant", "", "outside"),
    ("sso", "sign on", "", "inside"), ("board", "boards", "*", "inside"),
)  # fmt: skip


def plan(account: str, name: str) -> Row:
    return {"row_key": f"c{account}", "account_id": account, "arr": 10.0, "plan": name,
            "start_date": "2026-01-01"}  # fmt: skip


def states(snapshot: Snapshot) -> dict[tuple[str, str], tuple[str, str]]:
    cells = gap(snapshot, of(snapshot), MAP).cells
    return {(r["account_id"], r["theme"]): (r["state"], r["why"]) for _, r in cells.iterrows()}


def test_each_state_has_its_reason() -> None:
    themes = ("reports", "assistant", "sign on", "boards", "cases")
    demands = [said(f"{a}{t}", a, t, None) for a in "ABC" for t in themes]
    snapshot = made(demands, "ABC", contracts=[plan("A", "Pro"), plan("B", "Basic")])
    found = states(with_use(snapshot, ("A", "report", 89), ("A", "board", 90), ("B", "login", 1)))
    assert found["A", "reports"] == ("met", "used")
    assert found["A", "boards"] == ("unused", "not_used"), "90 days ago is too long ago"
    assert found["A", "assistant"] == ("unmet", "outside")
    assert found["A", "sign on"] == ("unknown", "no_plans")
    assert found["A", "cases"] == ("unknown", "not_mapped")
    assert found["B", "reports"] == ("unmet", "not_bought")
    assert found["C", "reports"] == ("unknown", "no_contract")
    assert found["C", "assistant"] == ("unmet", "outside")


def test_without_usage_nothing_is_unused() -> None:
    snapshot = made([said("1", "A", "boards", None)], contracts=[plan("A", "Pro")])
    assert states(snapshot) == {("A", "boards"): ("unknown", "no_usage")}
    silent = with_use(snapshot, ("B", "board", 3))
    assert states(silent) == {("A", "boards"): ("unknown", "silent")}
    short = with_use(snapshot, ("A", "login", 3), ("B", "board", 2), days=40)
    assert states(short) == {("A", "boards"): ("unknown", "no_usage")}
    unrecorded = with_use(snapshot, ("A", "login", 3))
    assert states(unrecorded) == {("A", "boards"): ("unknown", "not_recorded")}


def test_the_feature_of_a_wish_counts_before_its_theme_and_the_worst_wish_for_the_theme() -> None:
    snapshot = made(
        [said("1", "A", "reports", None), said("2", "A", "reports", None, feature="CHAT"),
         said("3", "B", "reports", None, within_boundary="outside")],
        contracts=[plan("A", "Pro"), plan("B", "Pro")],
    )  # fmt: skip
    used = with_use(snapshot, ("A", "report", 1), ("B", "report", 1))
    found = gap(used, of(used), MAP)
    assert dict(zip(found.demands["row_key"], found.demands["met"], strict=True)) == {
        "1": "met", "2": "unmet", "3": "unmet",
    }  # fmt: skip
    assert found.cells["state"].tolist() == ["unmet", "unmet"]
    table = matrix(found.cells, pd.Series({"A": 10.0, "B": np.nan}))
    row = table.iloc[0]
    assert row[["n_wanted", "n_unmet", "n_met"]].tolist() == [2, 2, 0]
    assert row[["arr_wanted", "arr_met"]].tolist() == [10.0, 0.0]


def test_old_and_opposed_demands_are_no_wishes() -> None:
    snapshot = made([said("1", "A", "reports", None, raised_on="2025-10-31"),
                     said("2", "A", "boards", None, direction="opposes"),
                     said("3", "A", None, None)])  # fmt: skip
    found = gap(snapshot, of(snapshot), MAP)
    assert found.cells.empty
    assert found.n_unplaced == 1


@settings(max_examples=6)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["reports", "boards", "sso"]),
                          st.booleans()), min_size=3, max_size=12))  # fmt: skip
def test_order_and_strangers_do_not_matter(told: list[tuple[str, str, bool]]) -> None:
    rows = [
        said(f"{n}", account, theme, None, within_boundary="outside" if out else None)
        for n, (account, theme, out) in enumerate(told)
    ]

    def judged(some: list[Row]) -> dict[tuple[str, str], tuple[str, str]]:
        return states(with_use(made(some, contracts=[plan("A", "Pro")]), ("A", "report", 2)))

    whole = judged(rows)
    assert judged(rows[::-1]) == whole
    mine = judged([row for row in rows if row["account_id"] == "A"])
    assert mine == {key: value for key, value in whole.items() if key[0] == "A"}


def test_a_map_is_proposed_from_use_plans_and_demands() -> None:
    ids = "ABCDEFGHIJKLMNOP"
    contracts = [plan(account, "Pro" if account < "F" else "Basic") for account in ids]
    demands = [
        said("1", "A", "reports", None, feature="Report", within_boundary="outside"),
        said("2", "B", "reports", None, feature="report"),
        said("3", "A", "assistant", None, feature="bot", within_boundary="outside"),
        said("4", "A", "assistant", None, feature="phone", within_boundary="unknown"),
    ]
    uses = [("A", "report", 3), ("B", "report", 3), *((account, "login", 1) for account in ids)]
    snapshot = with_use(
        made(demands, ids, contracts=contracts), *uses, *((a, "board", 2) for a in ids)
    )
    rows = proposed(snapshot, of(snapshot)).set_index("feature")
    assert row_of(rows, "report")[["themes", "plans", "boundary"]].tolist() == [
        "reports",
        "Pro",
        "inside",
    ]
    assert row_of(rows, "board")["plans"] == "*"
    assert rows["boundary"].to_dict()["bot"] == "outside"
    assert rows["boundary"].to_dict()["phone"] == "unknown"


def test_a_map_survives_being_stored_and_taken_away_as_a_table() -> None:
    pd.testing.assert_frame_equal(from_text(as_text(MAP)), MAP)
    given_ = pd.DataFrame(
        {"功能": ["chat", "sso"], "需求主题": ["a, b", "c；b；c"], "产品边界": ["外", ""]}
    )
    table = from_table(given_)
    assert table["themes"].tolist() == ["a|b", "c|b"]
    assert table["boundary"].tolist() == ["outside", "unknown"]
    assert table["plans"].tolist() == ["", ""]


@pytest.mark.parametrize(("rows", "code"), [
    ({"feature": ["a", "A"]}, "feature_twice"), ({"feature": [""]}, "empty_map"),
    ({"feature": ["a"], "boundary": ["maybe"]}, "bad_boundary"), ({"plan": ["a"]},
                                                                  "no_feature_column"),
])  # fmt: skip
def test_a_map_that_cannot_be_is_refused(rows: dict[str, list[str]], code: str) -> None:
    with pytest.raises(DeskError) as refused:
        from_table(pd.DataFrame(rows))
    assert refused.value.code == code
    assert checked(MAP)["feature"].tolist() == ["board", "chat", "report", "sso"]


def logs(snapshot: Snapshot, days: int = 400) -> Snapshot:
    span = Coverage((Span(ON - timedelta(days=days), ON),))
    return Snapshot(snapshot.day, snapshot.tables, snapshot.usage,
                    {"tickets": span, "activities": span})  # fmt: skip


def test_silence_is_known_only_where_the_logs_cover_the_days() -> None:
    mail = {"row_key": "m", "account_id": "B", "type": "mail", "direction": "ours",
            "occurred_at": "2026-10-01 09:00"}  # fmt: skip
    ticket = {"row_key": "t", "account_id": "C", "created_at": "2026-05-05 23:00"}
    snapshot = made([said("1", "A", None, None)], "ABC", tickets=[ticket], activities=[mail])
    ids = pd.Index(list("ABC"))
    assert unheard(snapshot, ids).accounts["state"].tolist() == ["heard", "unknown", "heard"]
    assert unheard(logs(snapshot), ids).accounts["state"].tolist() == [
        "heard",
        "not_heard",
        "heard",
    ]
    later = unheard(logs(snapshot), ids, 90)
    assert later.accounts["state"].tolist() == ["heard", "not_heard", "not_heard"]
    assert later.absent == ("interviews",)


def test_next_needs_come_from_those_alike_one_level_up() -> None:
    up = [f"u{n:02}" for n in range(LEAST_PEERS)]
    accounts = pd.DataFrame(
        {"like": "Retail", "level": ["low", "low", *["medium"] * LEAST_PEERS]},
        index=pd.Index(["A", "B", *up]),
    )
    accounts.loc["C"] = ["Retail", "high"]
    wanted = pd.DataFrame(
        [*((name, "export") for name in up[:4]), *((name, "rare") for name in up[:2]),
         ("B", "export")], columns=["account_id", "theme"],
    )  # fmt: skip
    groups = peers_needs(accounts, wanted)
    assert groups[["like", "level", "theme", "k", "n", "k_same", "n_same"]].to_numpy().tolist() == [
        ["Retail", "low", "export", 4, 10, 1, 2]
    ]
    found = next_needs(accounts, wanted, pd.Index(["A", "B", "C"]))
    assert found["account_id"].tolist() == ["A"], "B raised it itself, C has nobody above"
    assert round(found["low"].iloc[0], 3) == 0.168
    smaller = accounts.drop(index=up[-1])
    assert peers_needs(smaller, wanted).empty, "nine are too few"


def test_sizes_have_edges() -> None:
    sizes = size_band(pd.Series([49, 50, 249, 250, 1000, 0, np.nan]))
    assert sizes.iloc[:5].tolist() == ["1", "2", "2", "3", "4"]
    assert sizes.iloc[5:].isna().all()
