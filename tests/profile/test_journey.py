"""The stage of the journey: worked examples of its rules, and laws that hold for all of them."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.desk import Desk
from lib.locale import render
from lib.model import ANY, Coverage, Snapshot, Span, Usage
from lib.profile.journey import NEEDS, SIGNS, STAGES, disagreement, journey, moved, reason, steps
from lib.profile.journey.points import points
from lib.profile.journey.stage import held as folded
from tests.metrics.made import Row, row_of, snapshot

DAY = date(2026, 6, 30)
RANKS = list(STAGES)
FEATURES = ("report", "dashboard", "workflow")


def used(weeks: int, features: int = 3, account: str = "A", until: date = DAY) -> pd.DataFrame:
    """Return the cube of an account that used the product in the last so many weeks."""
    rows = []
    for week in range(weeks):
        day = pd.Timestamp(until) - timedelta(days=7 * week + 6)
        rows += [(account, day, name, 5.0, 2.0) for name in (ANY, "login", *FEATURES[:features])]
    cube = pd.DataFrame(rows, columns=["account_id", "day", "event", "events", "users"])
    return cube.astype({"account_id": "str", "event": "str"}).assign(quantity=np.nan)


def customer(
    cube: pd.DataFrame | None = None, covered: date = DAY, day: date = DAY, **rows: list[Row]
) -> pd.Series:
    """Return the row of account A."""
    accounts = rows.pop("accounts", [{"account_id": "A"}])
    made = snapshot(day.isoformat(), None, accounts=accounts, **rows)
    if cube is not None:
        seen = cube[cube["day"] <= pd.Timestamp(day)].sort_values("day", kind="stable")
        covers = Coverage((Span(date(2025, 1, 1), min(covered, day)),))
        made = Snapshot(day, made.tables, Usage(day, seen, covers), {"usage": covers})
    return row_of(journey(made).table, "A")


def account(**more: object) -> list[Row]:
    return [{"account_id": "A", **more}, {"account_id": "B", "tags": "reference|co-creation"}]


def expansion(day: str = "2026-01-01") -> list[Row]:
    return [{"account_id": "A", "type": "expansion", "start_date": day, "arr": 1}]


def visits(n: int, **more: object) -> list[Row]:
    visit = {"account_id": "A", "type": "visit", "occurred_at": "2026-05-01", **more}
    return [dict(visit) for _ in range(n)]


GIVING = {"accounts": account(nps=9, tags="reference|co-creation"), "contracts": expansion()}


@pytest.mark.parametrize(
    ("weeks", "features", "stage"),
    [(26, 3, "proficient"), (8, 3, "proficient"), (7, 3, "onboarding"), (26, 2, "onboarding")],
)
def test_a_skilled_customer_uses_it_steadily_and_deeply(
    weeks: int, features: int, stage: str
) -> None:
    seats = [{"account_id": "A", "seats": 10}]
    found = customer(used(weeks, features), accounts=seats)
    # Two people a day of ten seats may be more over four weeks: then it stays unknown.
    assert found["stage"] == stage or (features == 2 and pd.isna(found["stage"]))
    assert ("steady_use" in found["met"]) == (weeks >= 8)


@pytest.mark.parametrize(
    ("rows", "stage"),
    [
        ({"accounts": account()}, "proficient"),
        ({"accounts": account(tags="reference|co-creation")}, "proficient"),  # no result yet
        ({"accounts": account(tags="reference|co-creation", nps=8)}, "proficient"),
        ({"accounts": account(tags="reference|co-creation", nps=9)}, "advocate"),
        ({"accounts": account(tags="reference|co-creation", nps=50)}, "advocate"),  # -100 to 100
        ({"accounts": account(tags="reference|co-creation", csat=0.9)}, "advocate"),
        ({"accounts": account(tags="reference|co-creation"), "contracts": expansion()}, "advocate"),
        ({"accounts": account(tags="reference"), "contracts": expansion()}, "proficient"),
        ({**GIVING}, "advocate"),
        ({**GIVING, "activities": visits(1)}, "advocate"),
        ({**GIVING, "activities": visits(2)}, "partner"),
        ({**GIVING, "activities": visits(2, outcome="cancelled")}, "advocate"),
    ],
)
def test_results_and_giving_make_the_later_stages(rows: dict[str, Any], stage: str) -> None:
    assert customer(used(26), **rows)["stage"] == stage


def test_nothing_loaded_is_unknown_and_not_the_first_stage() -> None:
    found = customer()
    assert pd.isna(found["stage"])
    assert found["status"] == "unknown"
    assert "would be needed" in render(reason(found), "en")


def test_an_account_that_sends_no_usage_keeps_the_stated_stage() -> None:
    found = customer(
        used(26, account="X"), accounts=[{"account_id": "A", "journey_stage": "partner"}]
    )
    assert (found["stage"], found["status"]) == ("partner", "stated")
    assert not found["disagrees"]


def test_the_data_overrule_the_stated_stage_and_say_so() -> None:
    stated = [{"account_id": "A", "journey_stage": "partner", "nps": 3}]
    found = customer(used(26), accounts=stated, contracts=[{**expansion()[0], "type": "new"}])
    assert found["stage"] == "partner"  # goals and reviews are unknown: it may be right
    lost = customer(used(1).iloc[:0], accounts=stated)
    assert lost["stage"] == "partner"  # no use on file is no news
    idle = customer(used(4, until=date(2026, 2, 1)), accounts=stated)
    assert idle["stage"] == "onboarding"
    assert idle["disagrees"]
    assert "strategic partner" in render(disagreement(idle) or "", "en")


def test_a_stage_is_left_downwards_only_after_two_months() -> None:
    cube = used(30, until=date(2026, 3, 31))  # nothing after March
    stages = [customer(cube, day=date(2026, m, 30), covered=DAY)["stage"] for m in (3, 4, 5, 6)]
    assert stages == ["proficient", "proficient", "proficient", "onboarding"]


def test_an_export_that_stops_lowers_nobody() -> None:
    cube = used(30, until=date(2026, 3, 31))
    found = customer(cube, covered=date(2026, 3, 31))
    assert (found["stage"], found["status"]) == ("proficient", "held")
    assert "not shown that it is lost" in render(reason(found), "en")


def test_what_lies_later_is_not_seen() -> None:
    early = customer(used(26), day=date(2026, 5, 31), contracts=expansion("2026-06-10"))
    assert "bought_more" not in early["met"]


def test_every_sign_is_used_and_every_need_can_be_met() -> None:
    needed = {sign for needs in NEEDS.values() for need in needs for sign in need.signs}
    assert needed == set(SIGNS)
    assert all(need.least <= len(need.signs) for needs in NEEDS.values() for need in needs)


def test_the_next_stage_is_told_by_what_it_lacks() -> None:
    found = customer(used(26), accounts=account())
    asked = [render(step.asked, "en") for step in steps(found)]
    assert len(asked) == 2  # a result, and two things given
    assert asked[1].startswith("2 of: ")
    assert "a reference" in asked[1]


def test_a_move_is_told_by_the_signs_that_changed() -> None:
    up = customer(
        used(26), accounts=account(nps=9, tags="reference|co-creation"), contracts=expansion()
    )
    assert render(moved(up, "proficient"), "en").startswith("Now: they recommend us")
    down = customer(used(4, until=date(2026, 2, 1)))
    assert render(moved(down, "proficient"), "en").startswith("Missing for two months: use in")
    assert moved(up, "advocate") == reason(up)


def test_months_end_before_the_day() -> None:
    assert points(date(2026, 3, 15))[-3:] == (
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 15),
    )


_MONTHS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda pair: (min(pair), max(pair))),
    min_size=2,
    max_size=8,
)


def held(months: list[tuple[int, int]], stated: int) -> list[int]:
    proven, possible = (np.array([[month[side] for month in months]]) for side in (0, 1))
    return folded(proven, possible, np.array([stated]))[0].tolist()


@given(_MONTHS, st.integers(-1, 3))
def test_a_stage_lies_between_what_is_shown_and_what_is_possible(
    months: list[tuple[int, int]], stated: int
) -> None:
    ranks = held(months, stated)
    for place in range(1, len(months)):
        proven, possible = months[place]
        if ranks[place] >= 0:
            assert proven <= ranks[place] <= max(possible, months[place - 1][1])
        if ranks[place] < ranks[place - 1]:  # two months spoke against it
            assert max(possible, months[place - 1][1]) < ranks[place - 1]


@given(_MONTHS, st.integers(-1, 3))
def test_missing_data_never_lower_a_stage(months: list[tuple[int, int]], stated: int) -> None:
    blank = [*months, (0, 3), (0, 3), (0, 3)]  # three more months of which nothing is known
    ranks = held(blank, stated)
    last = ranks[len(months) - 1]
    assert all(rank >= last for rank in ranks[len(months) :])


def test_the_stages_of_the_sample_hardly_move(sample_desk: Desk) -> None:
    data = sample_desk.data
    day = data.known_days().last
    table = journey(data.snapshot(day)).table.loc[sample_desk.segments.members("all", day)]
    assert table["stage"].isin(RANKS).mean() > 0.9
    moved = (table["stage"] != table["before"]) & table["before"].notna()
    assert moved.mean() < 0.1
