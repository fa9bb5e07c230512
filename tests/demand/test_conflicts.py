"""Conflicts: both sides, by role; the same as the signal's; same-side demands never."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.demand.conflicts import Windows, conflicts
from lib.signals.catalog.demand_conflict import SIGNAL
from tests.demand.made import made, of, said
from tests.metrics.made import Row, row_of

BOSS, STAFF = "decision_maker", "end_user"


def found(demands: list[Row], *, worked_out: bool = True, **tables: list[Row]) -> pd.DataFrame:
    snapshot = made(demands, "AB", **tables)
    return conflicts(snapshot, Windows(), of(snapshot) if worked_out else None).table


def test_a_boss_wants_what_the_staff_oppose() -> None:
    table = found(
        [
            said("1", "A", "Tracking", BOSS),
            said("2", "A", " tracking", STAFF, direction="opposes"),
            said("3", "A", "Reports", STAFF),
            said("4", "B", "Tracking", BOSS),
        ],
        contracts=[{"row_key": "c", "account_id": "A", "arr": 9.0, "start_date": "2026-01-01",
                    "end_date": "2026-12-31"}],
    )  # fmt: skip
    assert table[
        ["account_id", "kind", "how", "roles_for", "roles_against"]
    ].to_numpy().tolist() == [["A", "direction", "stated", BOSS, STAFF]]
    row = table.iloc[0]
    assert row["theme"] == "Tracking", "as it is written, not as it is compared"
    assert (row["severity"], row["arr"], row["renewal_days"], row["n_voices"]) == (3, 9.0, 61, 2)


def test_much_against_little_is_a_conflict_of_weight() -> None:
    table = found([
        said("1", "A", "Export", BOSS, importance=3), said("2", "A", "Export", STAFF, importance=1),
        said("3", "B", "Export", BOSS, importance=3), said("4", "B", "Export", STAFF, importance=2),
    ])  # fmt: skip
    assert table[["account_id", "kind"]].to_numpy().tolist() == [["A", "priority"]]


def test_before_payment_against_never() -> None:
    before = {"phase": "before_payment"}
    table = found([
        said("1", "A", "Export", BOSS, **before), said("2", "A", "Export", STAFF, importance=0),
        said("3", "B", "Export", BOSS, **before), said("4", "B", "Export", STAFF),
    ])  # fmt: skip
    assert table[["account_id", "kind"]].to_numpy().tolist() == [["A", "timing"]]


def test_one_role_that_changed_its_mind_about_weight_is_no_conflict() -> None:
    both = f"{BOSS}|{STAFF}"
    assert found([
        said("1", "A", "Export", None, contact_id="p", importance=3),
        said("2", "A", "Export", None, contact_id="p", importance=0),
    ], contacts=[{"row_key": "p", "contact_id": "p", "account_id": "A", "buying_roles": both}]
    ).empty  # fmt: skip


def test_a_theme_that_nobody_stated_makes_a_possible_conflict() -> None:
    rows = [said("1", "A", None, BOSS), said("2", "A", "x", STAFF, direction="opposes")]
    snapshot = made(rows)
    worked_out = of(snapshot).assign(theme="x")
    table = conflicts(snapshot, Windows(), worked_out).table
    assert table["how"].tolist() == ["possible"]
    assert conflicts(snapshot, Windows()).table.empty


def test_who_spoke_is_there_with_role_department_day_and_words() -> None:
    people = [{"row_key": "p", "contact_id": "p", "account_id": "A", "full_name": "Ann Bee",
               "department": "Sales", "buying_roles": STAFF}]  # fmt: skip
    snapshot = made(
        [said("1", "A", "x", BOSS),
         said("2", "A", "x", None, contact_id="p", direction="opposes", raised_on="2026-09-01")],
        contacts=people,
    )  # fmt: skip
    voices = conflicts(snapshot, Windows()).voices
    assert voices["side"].tolist() == ["against", "for"], "in the order of the days"
    assert voices[["roles", "department", "name"]].to_numpy().tolist()[0] == [
        STAFF,
        "Sales",
        "Ann Bee",
    ]
    assert voices["statement"].tolist() == ["Wish 2", "Wish 1"]


@st.composite
def demands(draw: st.DrawFn) -> list[Row]:
    n = draw(st.integers(6, 24))
    return [
        said(
            str(number),
            draw(st.sampled_from("AB")),
            draw(st.sampled_from(["x", "y", None])),
            draw(st.sampled_from([BOSS, STAFF, "influencer", None])),
            direction=draw(st.sampled_from(["wants", "opposes", None])),
            importance=draw(st.sampled_from([None, 0, 1, 2, 3])),
            raised_on=draw(st.sampled_from(["2026-10-01", "2026-03-01", None])),
        )
        for number in range(n)
    ]


@settings(max_examples=6)
@given(demands(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    columns = ["conflict_id", "how", "roles_for", "roles_against", "n_voices"]
    pd.testing.assert_frame_equal(found(rows)[columns], found(mixed)[columns])


@settings(max_examples=6)
@given(demands())
def test_a_strangers_demands_change_nothing_of_others(rows: list[Row]) -> None:
    whole = found(rows)
    mine = found([row for row in rows if row["account_id"] == "A"])
    columns = ["conflict_id", "how", "kind", "n_voices"]
    of_a = whole[whole["account_id"] == "A"].reset_index(drop=True)
    pd.testing.assert_frame_equal(of_a[columns], mine[columns], check_dtype=False)


@settings(max_examples=6)
@given(demands())
def test_one_side_alone_is_never_a_conflict(rows: list[Row]) -> None:
    for way, weight in (("wants", 2), ("opposes", 3)):
        assert found([{**row, "direction": way, "importance": weight} for row in rows]).empty


@settings(max_examples=6)
@given(demands())
def test_opposite_wishes_are_those_of_the_signal(rows: list[Row]) -> None:
    snapshot = made(rows)
    mine = conflicts(snapshot, Windows(), of(snapshot)).table
    certain = mine[(mine["how"] == "stated") & (mine["kind"] == "direction")]
    judged = SIGNAL.measure(snapshot, SIGNAL.thresholds)
    counts = certain.groupby("account_id").size()
    for account in "AB":
        row = row_of(judged, account)
        if row["severity"] >= 0:
            assert row["value"] == counts.get(account, 0)
