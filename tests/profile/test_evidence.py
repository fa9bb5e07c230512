"""What data say of single indicators: worked examples of scoring.md 4.2 and 4.3, both edges."""

from datetime import date, timedelta

import numpy as np
import pytest

from lib.profile.evidence import contracts, dealings, demands, people
from lib.profile.evidence.seen import Seen, linear
from tests.metrics.made import Row, accounts, contract, snapshot

DAY = date(2026, 6, 30)


def ago(days: int) -> str:
    return (DAY - timedelta(days=days)).isoformat()


def ahead(days: int) -> str:
    return ago(-days)


def score(found: dict[str, Seen], name: str) -> float | None:
    if name not in found:
        return None
    value = float(found[name].score[0])
    return None if np.isnan(value) else value


@pytest.mark.parametrize(
    ("end_date", "expected"),
    [
        ("2026-02-28", 0.0),  # under a quarter: by the month
        ("2026-03-31", 25.0),
        ("2026-09-30", 25.0),
        ("2026-10-31", 50.0),  # ten months to a year: annual
        ("2026-12-31", 50.0),
        ("2027-01-31", 75.0),  # more than a year
        ("2027-11-30", 75.0),
        ("2027-12-31", 100.0),  # two years: multi-year
    ],
)
def test_the_horizon_of_a_contract_goes_by_its_months(end_date: str, expected: float) -> None:
    start = "2026-01-01"
    day = date.fromisoformat(min(end_date, DAY.isoformat()))
    made = snapshot(
        day.isoformat(),
        accounts=accounts("A"),
        contracts=[contract("A", 10, start, end_date=end_date)],
    )
    assert score(contracts.of_maturity(made), "contract_horizon") == expected


def test_without_a_stated_end_no_horizon_is_known() -> None:
    made = snapshot(
        DAY.isoformat(), accounts=accounts("A"), contracts=[contract("A", 10, "2026-01-01")]
    )
    assert score(contracts.of_maturity(made), "contract_horizon") is None


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (100, 79, 0.0), (100, 80, 0.0), (100, 81, 25.0), (100, 99, 25.0), (100, 100, 50.0),
        (100, 110, 50.0), (100, 111, 75.0), (100, 130, 75.0), (100, 131, 100.0),
    ],
)  # fmt: skip
def test_the_trend_of_arr_within_a_year(before: float, now: float, expected: float) -> None:
    """scoring.md B4: <= -20 % 0, -20..0 1, 0..+10 2, +10..30 3, > 30 4."""
    terms = [
        contract("A", before, "2025-01-01", end_date="2025-12-31"),
        contract("A", now, "2026-01-01", end_date="2026-12-31"),
    ]
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), contracts=terms)
    assert score(contracts.of_bant(made), "arr_trend") == expected


def test_without_arr_a_year_ago_no_trend_is_known() -> None:
    terms = [contract("A", 10, "2026-01-01", end_date="2026-12-31")]
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), contracts=terms)
    assert score(contracts.of_bant(made), "arr_trend") is None


@pytest.mark.parametrize(("days", "expected"), [(-1, None), (0, 100.0), (90, 100.0), (91, 75.0)])
def test_a_decision_is_near_up_to_ninety_days(days: int, expected: float | None) -> None:
    """scoring.md T1: a date 3, within 90 days and not passed 4."""
    deal = contract("A", None, None, stage="open", is_closed=False, is_won=False,
                    expected_close_date=ahead(days))  # fmt: skip
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), contracts=[deal])
    assert score(contracts.of_bant(made), "decision_date") == expected


def demand(theme: str | None, person: str | None, days: int = 10, **more: object) -> Row:
    return {"account_id": "A", "theme": theme, "contact_id": person, "raised_on": ago(days),
            "statement": "x", **more}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([demand("maps", "K1")], 50.0),
        ([demand("maps", "K1"), demand("maps", "K2")], 50.0),  # one theme
        ([demand("maps", "K1"), demand("export", "K1")], 75.0),  # two themes, one person
        ([demand("maps", "K1"), demand("export", "K2")], 100.0),
        ([demand("maps", "K1"), demand("export", "K2", 179)], 100.0),  # the last day of 180
        ([demand("maps", "K1"), demand("export", "K2", 180)], 50.0),
        ([demand("maps", "K1", direction="opposes")], None),
        ([demand("maps", "K1", within_boundary="outside")], None),
    ],
)
def test_themes_of_demands_within_180_days(rows: list[Row], expected: float | None) -> None:
    """scoring.md N2: none is unknown here, one 2, two and more of two people 4."""
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), demands=rows)
    found = demands.of_bant(made)
    assert score(found, "demand_themes") == expected
    assert score(found, "stated_need") == (None if expected is None else 50.0)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.1, 0.0), (0.2, 0.0), (0.45, 50.0), (0.7, 100.0), (0.9, 100.0)]
)
def test_a_straight_line_ends_at_both_edges(share: float, expected: float) -> None:
    """scoring.md T1: 70 % of the seats in use are 100, 20 % are 0."""
    assert linear(np.array([share]), 0.2, 0.7)[0] == pytest.approx(expected)


def person(key: str, **more: object) -> Row:
    return {"account_id": "A", "contact_id": key, "full_name": key, **more}


def talk(who: str, days: int, **more: object) -> Row:
    return {"account_id": "A", "contact_id": who, "type": "call", "direction": "ours",
            "outcome": "held", "occurred_at": ago(days), **more}  # fmt: skip


@pytest.mark.parametrize(
    ("talks", "expected"),
    [
        ([talk("K1", 0)] * 2, None),  # two contacts tell nothing yet
        ([talk("K1", 0)] * 3, 0.0),
        ([talk(k, 0) for k in ("K1", "K1", "K1", "K2")], 25.0),  # 16/10 = 1.6 people
        ([talk(k, 0) for k in ("K1", "K1", "K2", "K2")], 75.0),  # exactly two
        ([talk(k, 0) for k in ("K1", "K2", "K3")], 75.0),  # exactly three
        ([talk(k, 0) for k in ("K1", "K2", "K3", "K4")], 100.0),
        ([talk(k, n) for k, n in (("K1", 0), ("K2", 0), ("K3", 180))], None),  # day 180 is out
    ],
)
def test_people_engaged_are_counted_by_their_share(
    talks: list[Row], expected: float | None
) -> None:
    """scoring.md A3: N_eff under 1.5 0, to 2 1, to 3 3, over 3 4."""
    made = snapshot(
        DAY.isoformat(),
        accounts=accounts("A"),
        contacts=[person(f"K{n}") for n in range(1, 5)],
        activities=talks,
    )
    assert score(dealings.of_bant(made), "engaged_people") == expected


@pytest.mark.parametrize(
    ("more", "talks", "expected"),
    [
        ({}, [talk("K1", 90)], 100.0),
        ({}, [talk("K1", 91)], 75.0),
        ({}, [talk("K1", 180)], 75.0),
        ({}, [talk("K1", 181)], 25.0),  # known only
        ({}, [], 25.0),
        ({}, [talk("K1", 5, outcome="no_answer")], 25.0),  # nobody spoke
        ({"active": False}, [talk("K1", 5)], 0.0),  # left
    ],
)
def test_the_buyer_is_judged_by_how_lately_heard(
    more: Row, talks: list[Row], expected: float
) -> None:
    """scoring.md A1: known 1, two-way contact within 180 days 3, within 90 days 4; left 0."""
    made = snapshot(
        DAY.isoformat(),
        accounts=accounts("A"),
        contacts=[person("K1", buying_roles="decision_maker", **more)],
        activities=talks,
    )
    assert score(people.of_bant(made), "economic_buyer") == expected


@pytest.mark.parametrize(
    ("stance", "role", "expected"),
    [
        ("champion", "influencer", 100.0),
        ("champion", "end_user", 50.0),
        ("supporter", "decision_maker", 50.0),
        ("supporter", "end_user", 25.0),
        ("neutral", "decision_maker", 0.0),
        (None, "decision_maker", None),
    ],
)
def test_an_advocate_counts_by_stance_and_say(
    stance: str | None, role: str, expected: float | None
) -> None:
    made = snapshot(
        DAY.isoformat(),
        accounts=accounts("A"),
        contacts=[person("K1", buying_roles=role, stance=stance)],
    )
    assert score(people.of_bant(made), "inner_advocate") == expected


@pytest.mark.parametrize(("heard", "expected"), [(0, 0.0), (1, 50.0), (2, 100.0)])
def test_departments_are_those_heard_of_those_on_file(heard: int, expected: float) -> None:
    made = snapshot(
        DAY.isoformat(),
        accounts=accounts("A"),
        contacts=[person("K1", department="IT"), person("K2", department="Finance")],
        activities=[talk(f"K{n + 1}", 30) for n in range(heard)],
    )
    assert score(people.of_maturity(made), "departments") == expected
    alone = snapshot(DAY.isoformat(), accounts=accounts("A"), contacts=[person("K1")])
    assert score(people.of_maturity(alone), "departments") is None, "one department tells nothing"


@pytest.mark.parametrize(("held", "expected"), [(1, 25.0), (2, 50.0), (4, 100.0), (6, 100.0)])
def test_the_rhythm_of_reviews_is_held_of_planned(held: int, expected: float) -> None:
    """scoring.md S4: held of planned reviews in twelve months; four are taken for the plan."""
    log = [talk("K1", 364, type="qbr" if n < held else "call") for n in range(max(held, 3))]
    made = snapshot(
        DAY.isoformat(),
        accounts=[{**accounts("A")[0], "customer_since": "2020-01-01"}],
        contacts=[person("K1")],
        activities=log,
    )
    assert score(dealings.of_maturity(made), "review_rhythm") == expected


def with_log(people_on_file: list[Row], talks: list[Row]) -> dict[str, Seen]:
    """Return what a contact log says that is kept, and reaches back over eighteen months."""
    kept = [talk("K9", n) for n in (1, 2, 3, 547)]
    made = snapshot(
        DAY.isoformat(),
        accounts=accounts("A"),
        contacts=people_on_file,
        activities=[*kept, *talks],
    )
    return dealings.of_maturity(made)


@pytest.mark.parametrize(
    ("trained", "days", "expected"),
    [
        (0, 10, 0.0), (1, 10, 25.0), (2, 10, 50.0), (3, 10, 75.0),
        (4, 10, 100.0),  # exactly four fifths
        (5, 10, 100.0),
        (4, 547, 100.0),  # the last day of eighteen months
        (4, 548, 0.0),
    ],
)  # fmt: skip
def test_users_trained_are_compared_with_people_on_file(
    trained: int, days: int, expected: float
) -> None:
    """scoring.md A2: linear, 80 % = 100."""
    staff = [person(f"K{n}") for n in range(1, 6)]
    found = with_log(staff, [talk(f"K{n}", days, type="training") for n in range(1, trained + 1)])
    assert score(found, "users_trained") == pytest.approx(expected)


def test_a_training_of_people_who_are_not_named_leaves_it_unknown() -> None:
    found = with_log([person("K1")], [talk("nobody on file", 10, type="training")])
    assert score(found, "users_trained") is None


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([("K2", 10)], 0.0),  # a review without management
        ([("K1", 10)], 50.0),
        ([("K1", 10), ("K1", 10)], 50.0),  # one day is one review
        ([("K1", 10), ("K1", 40)], 100.0),
        ([("K1", 10), ("K1", 40), ("K1", 70)], 100.0),
        ([("K1", 10), ("K1", 364)], 100.0),  # the last day of twelve months
        ([("K1", 10), ("K1", 365)], 50.0),
    ],
)
def test_management_at_reviews_is_counted_by_days(
    reviews: list[tuple[str, int]], expected: float
) -> None:
    """scoring.md A3: never 0, once in twelve months 2, twice or more with a director 4."""
    staff = [person("K1", title="Director of Operations"), person("K2", title="Clerk")]
    found = with_log(staff, [talk(who, days, type="qbr") for who, days in reviews])
    assert score(found, "management_attends") == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ((), None),  # how long somebody has stayed, no file says
        (("K1",), None),  # another with a say is still there
        (("K1", "K2"), 0.0),
        (("K3",), None),  # who has no say does not answer for the product
    ],
)
def test_the_post_is_vacant_when_everybody_with_a_say_has_left(
    left: tuple[str, ...], expected: float | None
) -> None:
    """scoring.md P4: vacant 0; the other anchors only people can tell."""
    roles = {"K1": "decision_maker", "K2": "influencer", "K3": "end_user"}
    staff = [person(k, buying_roles=role, active=k not in left) for k, role in roles.items()]
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), contacts=staff)
    assert score(people.of_maturity(made), "stability") == expected
