"""Touchpoints of the sample: what is planted is found; walk-throughs entered and undone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lib.desk import Desk
from lib.desk.voice.touchpoints import View
from lib.desk.voice.walks import Step, Walk
from lib.errors import DeskError
from lib.model.frames import records
from lib.touchpoints.walks import by_cell, over_time, walks

PLANTED = json.loads(
    (Path(__file__).parents[2] / "sample_data" / "planted.json").read_text("utf-8")
)
YEAR = 365


def day_of(desk: Desk) -> date:
    return desk.data.known_days().last


def view_of(desk: Desk) -> View:
    return desk.touchpoints.view("all", day_of(desk), YEAR)


def found(desk: Desk, what: str) -> list[set[str]]:
    """Return the activity ids of each episode."""
    rows = desk.data.snapshot(day_of(desk)).table("activities")
    ids = {f"activities/{r}": str(a) for r, a in zip(rows["row_key"], rows["activity_id"],
                                                     strict=True)}  # fmt: skip
    episodes = getattr(view_of(desk), what)["episode"]
    return [
        {ids[name] for name in desk.touchpoints.touches_of(day_of(desk), YEAR, what, n)["touch"]}
        for n in episodes
    ]


def planted(what: str) -> list[set[str]]:
    return [set(case["activity_ids"]) for case in PLANTED[what] if case["source"] == "activity"]


@pytest.mark.parametrize(
    ("what", "name"),
    [("duplicates", "duplicate_touchpoints"), ("contradictions", "contradictory_touchpoints")],
)
def test_every_planted_pair_is_found(what: str, name: str, sample_desk: Desk) -> None:
    cases, episodes = planted(name), found(sample_desk, what)
    assert len(cases) >= 6
    assert [case for case in cases if case not in episodes] == []


@pytest.mark.parametrize("name", ["follow_up_replies", "internal_notes"])
def test_replies_and_internal_notes_are_found_nowhere(name: str, sample_desk: Desk) -> None:
    seen = set().union(*found(sample_desk, "duplicates"), *found(sample_desk, "contradictions"))
    assert [case for case in planted(name) if case & seen] == []
    assert planted(name)


def test_every_blank_point_of_a_walk_is_a_blank_cell(sample_desk: Desk) -> None:
    from_walks = [case for case in PLANTED["blank_touchpoints"] if case["source"] == "walkthrough"]
    cells = view_of(sample_desk).matrix
    blank = cells[cells["state"].eq("blank")]
    cells_found = set(zip(blank["stage"], blank["function"], strict=True))
    assert from_walks
    assert {(case["stage"], case["team"].lower()) for case in from_walks} <= cells_found


def test_a_cell_opens_into_the_rows_that_it_counts(sample_desk: Desk) -> None:
    day, view = day_of(sample_desk), view_of(sample_desk)
    for row in records(view.matrix[view.matrix["n_touches"] > 0].head(8)):
        at = (row["stage"], row["function"])
        rows = sample_desk.touchpoints.cell("all", day, YEAR, at)
        assert (len(rows), rows["account_id"].nunique()) == (row["n_touches"], row["n_accounts"])
        gone = sample_desk.touchpoints.missed("all", day, YEAR, at)
        assert len(gone) == row["n_missed"]


def test_a_segment_shows_its_own_accounts_only(sample_desk: Desk) -> None:
    day = day_of(sample_desk)
    view = sample_desk.touchpoints.view("maturity is high", day, YEAR)
    members = set(sample_desk.segments.members("maturity is high", day))
    shown = {*view.duplicates["account_id"], *view.contradictions["account_id"]}
    assert 0 < view.n_accounts == len(members)
    assert shown <= members


def test_one_account_has_what_its_segment_has(sample_desk: Desk) -> None:
    row = records(view_of(sample_desk).duplicates)[0]
    one = sample_desk.touchpoints.of_one(row["account_id"], day_of(sample_desk), YEAR)
    assert row["episode"] in set(one.duplicates["episode"])
    assert set(one.touches["account_id"]) == {row["account_id"]}


def test_walks_of_the_file_are_counted(sample_desk: Desk) -> None:
    rows = sample_desk.touchpoints.walked(day_of(sample_desk))
    counted = walks(rows)
    assert counted["n"].sum() == len(rows)
    assert (
        by_cell(rows)["n"].sum() == rows["finding"].ne("fine").sum() == over_time(rows)["n"].sum()
    )


STEP = Step(touchpoint="Invoice", team="Finance", stage="proficient", finding="blank", minutes=20)


def test_a_walk_is_kept_seen_and_undone(desk: Desk) -> None:
    accounts = b"Account ID,Account name,ARR,Customer since\nA-1,Ash,100,2025-01-01\n"
    desk.imports.commit([("accounts.csv", accounts)])
    on = day_of(desk)
    twice = (STEP, Step(touchpoint="Invoice", team="Sales", stage="proficient", finding="duplicate",
                        note="The same bill again."))  # fmt: skip
    batch = desk.touchpoints.record(Walk(walked_on=on, steps=twice, author="me", account_id="A-1"))
    rows = desk.touchpoints.walked(on)
    assert sorted(rows["finding"]) == ["blank", "duplicate"]
    assert set(rows["account_id"]) == {"A-1"}
    second = desk.touchpoints.record(Walk(walked_on=on, steps=(STEP,), author="me"))
    assert desk.touchpoints.walked(on)["walk"].nunique() == 2
    cell = desk.touchpoints.view("all", on, YEAR).matrix.set_index(["stage", "function"])
    assert cell.loc[("proficient", "finance"), "state"] == "blank"
    desk.imports.undo(second)
    desk.imports.undo(batch)
    assert desk.touchpoints.walked(on).empty


@pytest.mark.parametrize(
    ("walk", "code"),
    [
        ({"steps": ()}, "empty_walk"),
        ({"walked_on": date(2026, 11, 2)}, "walk_in_future"),
        ({"account_id": "nobody"}, "unknown_account"),
        ({"steps": (Step(touchpoint=" ", team="S", stage="partner", finding="fine"),)},
         "walk_step_incomplete"),
        ({"steps": (Step(touchpoint="T", team="S", stage="", finding="fine"),)},
         "walk_step_incomplete"),
        ({"steps": (Step(touchpoint="T", team="S", stage="partner", finding="fine", minutes=-1),)},
         "walk_minutes"),
    ],
)  # fmt: skip
def test_what_is_no_walk_is_refused(walk: dict[str, Any], code: str, desk: Desk) -> None:
    given: dict[str, Any] = {"walked_on": date(2026, 10, 1), "steps": (STEP,), "author": "me"}
    with pytest.raises(DeskError) as error:
        desk.touchpoints.record(Walk(**{**given, **walk}))
    assert error.value.code == code
