"""Runs without anybody, the grid of stage and team, and stages over time."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.desk.voice.touchpoints import with_stages
from lib.model import Coverage, Snapshot, Span
from lib.touchpoints.blanks import blanks
from lib.touchpoints.covered import day_number, spans
from lib.touchpoints.matrix import ANY, Spent, matrix, missed
from lib.touchpoints.stages import NAMES, Stages
from lib.touchpoints.teams import function, same_team
from lib.touchpoints.touches import touches
from tests.metrics.made import Row, accounts, row_of, snapshot

DAY = date(2026, 10, 31)
IDS = pd.Index(["A", "B"], name="account_id")
PROFICIENT, PARTNER = NAMES.index("proficient"), NAMES.index("partner")


def meeting(account: str, day: str, team: str | None = "Customer success", **more: object) -> Row:
    return {"account_id": account, "occurred_at": day, "type": "meeting", "team": team, **more}


def made(*rows: Row, tickets: tuple[Row, ...] = ()) -> Snapshot:
    named = [{"row_key": f"r{n}", **row} for n, row in enumerate(rows)]
    return snapshot(DAY.isoformat(), accounts=accounts("A", "B"), activities=named, tickets=tickets)


def stages(*ranks: tuple[int, int]) -> Stages:
    """Return stages of A and B: all the time, or up to July and from then on."""
    days = [day_number(date(2026, 5, 31)), day_number(date(2026, 7, 31))][: len(ranks)]
    return Stages(IDS, np.array(days), np.array(ranks).T)


STEADY = stages((PROFICIENT, PARTNER))


def runs(seen: Snapshot, of: Stages = STEADY, first: str = "2020-01-01") -> pd.DataFrame:
    """Return the runs of the last half year, the account known from `first` on."""
    members = pd.Series(day_number(date.fromisoformat(first)), index=IDS)
    rows = with_stages(touches(seen), of)
    return blanks(rows, members, of, spans(seen, 180))


def covered(seen: Snapshot, *stretches: tuple[str, str]) -> Snapshot:
    found = [Span(date.fromisoformat(a), date.fromisoformat(b)) for a, b in stretches]
    return Snapshot(seen.day, seen.tables, seen.usage, {"activities": Coverage(tuple(found))})


ALL_YEAR = ("2026-01-01", "2026-10-31")


def test_a_run_of_ninety_days_between_two_touches_is_blank_and_one_less_is_not() -> None:
    b = [meeting("B", f"2026-{m:02d}-15") for m in range(5, 11)]
    first, at_90, at_89 = meeting("A", "2026-06-01"), "2026-08-31", "2026-08-30"
    late = meeting("A", "2026-10-30")
    found = runs(covered(made(*b, first, meeting("A", at_90), late), ALL_YEAR))
    assert found[["account_id", "days", "stage", "goes_on"]].to_numpy().tolist() == [
        ["A", 90, "proficient", False]
    ]
    assert (found["first"].dt.date[0], found["last"].dt.date[0]) == (
        date(2026, 6, 2), date(2026, 8, 30)
    )  # fmt: skip
    assert runs(covered(made(*b, first, meeting("A", at_89), late), ALL_YEAR)).empty


def test_who_was_never_met_is_blank_since_the_window_or_their_own_first_day_began() -> None:
    seen = covered(made(meeting("B", "2026-08-01")), ALL_YEAR)
    assert runs(seen).set_index("account_id")["days"].to_dict() == {"A": 180, "B": 91}
    assert runs(seen, first="2026-08-03")["days"].tolist() == [90, 90]
    assert runs(seen, first="2026-08-04").empty


@pytest.mark.parametrize(
    "row",
    [
        meeting("A", "2026-08-01", type="internal_note"),
        meeting("A", "2026-08-01", type="call", outcome="no_answer"),
        meeting("A", "2026-08-01", outcome="cancelled"),
    ],
)
def test_what_reaches_nobody_ends_no_run_and_tries_are_counted(row: Row) -> None:
    found = runs(covered(made(row, meeting("B", "2026-08-01")), ALL_YEAR)).set_index("account_id")
    assert found.loc["A", "days"] == 180
    assert found.loc["A", "n_tried"] == (0 if row["type"] == "internal_note" else 1)


def test_days_that_no_file_covers_are_unknown_and_a_weekend_between_files_is_not() -> None:
    seen = made(meeting("B", "2026-08-01"))
    assert runs(covered(seen, ("2026-08-10", "2026-10-31"))).empty
    apart = covered(seen, ("2026-05-01", "2026-07-15"), ("2026-08-10", "2026-10-31"))
    assert runs(apart).empty
    close = covered(seen, ("2026-05-01", "2026-07-31"), ("2026-08-03", "2026-10-31"))
    assert set(runs(close)["account_id"]) == {"A"} | {"B"}


def test_a_ticket_is_a_touch_of_support_whoever_handled_it() -> None:
    ticket = {"account_id": "A", "created_at": "2026-08-01", "team": "产品", "row_key": "t"}
    rows = touches(made(tickets=(ticket,)))
    assert rows[["function", "met", "sent"]].to_numpy().tolist() == [["support", True, False]]


def test_the_team_is_the_stated_one_else_that_of_the_owner_else_unknown() -> None:
    rows = touches(
        made(
            meeting("A", "2026-08-01", "Delivery", owner="Lin"),
            meeting("A", "2026-08-02", None, owner="Lin"),
            meeting("A", "2026-08-03", None, owner="Wu"),
        )
    )
    assert rows["function"].tolist() == ["delivery", "delivery", "unknown"]
    assert rows["team_how"].fillna("").tolist() == ["stated", "owner", ""]


def test_the_stage_is_the_rows_own_else_that_of_the_account_on_the_day() -> None:
    moved = stages((PROFICIENT, PARTNER), (PARTNER, PARTNER))
    rows = with_stages(
        touches(
            made(
                meeting("A", "2026-07-30"),
                meeting("A", "2026-07-31"),
                meeting("A", "2026-08-02", journey_stage="advocate"),
            )
        ),
        moved,
    )
    assert rows["stage"].tolist() == ["proficient", "partner", "advocate"]


def test_days_are_spent_in_the_stage_that_held() -> None:
    moved = stages((PROFICIENT, PARTNER), (PARTNER, -1))
    span = np.array([[day_number(date(2026, 7, 1)), day_number(date(2026, 8, 10))]])
    spent = moved.spent(IDS, span, np.zeros(2, dtype=np.int64))
    assert spent[:, [PROFICIENT, PARTNER]].tolist() == [[30, 11], [0, 30]]


def cells(*rows: Row, days: int = 120) -> tuple[pd.DataFrame, Spent, pd.DataFrame]:
    found = with_stages(touches(made(*rows)), stages((PROFICIENT, PROFICIENT)))
    met = found[found["met"]]
    table = pd.DataFrame(0, index=IDS, columns=list(NAMES)).assign(proficient=days)
    spent = Spent(table, pd.Series([10.0, 20.0], index=IDS), frozenset(met["function"]))
    found = matrix(met, spent)
    return met, spent, found.set_index(found["stage"] + " " + found["function"])


def test_a_cell_counts_customers_touches_and_the_pause_between_two() -> None:
    _, _, found = cells(
        meeting("A", "2026-08-01"), meeting("A", "2026-08-11"), meeting("A", "2026-08-31"),
        meeting("B", "2026-08-05", "East sales"),
    )  # fmt: skip
    cell = row_of(found, "proficient customer_success")
    assert cell[["n_accounts", "n_touches", "median_days"]].tolist() == [1, 3, 15.0]
    assert row_of(found, f"proficient {ANY}")["n_accounts"] == 2


def test_an_expected_team_that_met_few_is_thin_and_one_that_met_nobody_is_blank() -> None:
    rows = [meeting("A", "2026-08-01", "East sales"), meeting("B", "2026-08-05", "East sales")]
    met, spent, found = cells(*rows, meeting("A", "2026-08-01", journey_stage="partner"))
    assert row_of(found, "proficient customer_success")["state"] == "blank"
    assert row_of(found, "proficient sales")["state"] == "met"
    assert row_of(found, "proficient customer_success")["arr_missed"] == 30.0
    assert missed(met, spent, "proficient", "customer_success").tolist() == ["A", "B"]
    alone, _, half = cells(*rows, meeting("A", "2026-08-01"))
    assert row_of(half, "proficient customer_success")["state"] == "met"  # one of two
    assert len(alone) == 3


def test_a_team_of_which_the_files_hold_nothing_is_not_missed() -> None:
    _, _, found = cells(meeting("A", "2026-08-01"))
    cell = row_of(found, "partner product")
    assert (cell["state"], np.isnan(cell["n_missed"])) == ("none", True)


@pytest.mark.parametrize(
    ("name", "key"),
    [("客户成功部", "customer_success"), ("华东销售部", "sales"), ("售前团队", "presales"),
     ("Technical support", "support"), ("Presales", "presales"), ("R&D", "product"),
     ("Field force", "Field force")],
)  # fmt: skip
def test_functions_of_teams_in_both_languages(name: str, key: str) -> None:
    assert function(name) == key
    assert same_team(name) == same_team(name.upper())


@st.composite
def some_meetings(draw: st.DrawFn) -> list[Row]:
    return [
        meeting(
            draw(st.sampled_from(["A", "B"])),
            f"2026-{draw(st.integers(5, 10)):02d}-{draw(st.integers(1, 28)):02d}",
            draw(st.sampled_from(["Customer success", "East sales", None])),
            outcome=draw(st.sampled_from(["held", "no_answer"])),
            row_key=f"k{place}",
        )
        for place in range(draw(st.integers(0, 8)))
    ]


@settings(max_examples=12)
@given(rows=some_meetings(), data=st.data())
def test_runs_depend_on_neither_order_nor_strangers(rows: list[Row], data: st.DataObject) -> None:
    def told(given_rows: list[Row]) -> list[list[object]]:
        found = runs(covered(made(*given_rows), ALL_YEAR))
        return found[found["account_id"] == "A"].astype("str").to_numpy().tolist()

    assert told(data.draw(st.permutations(rows))) == told(rows)
    assert told([row for row in rows if row["account_id"] == "A"]) == told(rows)
