"""Star and black hole: the rule of each link at its edges, and of the whole chain."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.locale import render
from lib.model import Coverage, Snapshot, Span, Usage
from lib.profile.chain import HOLE_LINKS, LINKS, STAR_LINKS, STATES, bad_row, chains
from tests.metrics.made import Row, contract, snapshot

START, END = date(2025, 12, 31), date(2026, 12, 31)
LONG = {"account_id": "A", "account_name": "A Ltd", "customer_since": "2024-01-01"}
TERM = contract("A", 100, "2024-01-01")


def weeks(counts: Mapping[int, float], accounts: str = "A") -> Usage:
    """Return usage with so many events in the week that ends so many weeks before the last one."""
    last = pd.Timestamp("2026-12-27")  # a Sunday
    rows = [
        {"account_id": a, "day": last - timedelta(weeks=ago), "event": "any", "events": n}
        for a in accounts
        for ago, n in counts.items()
    ]
    cube = pd.DataFrame(rows).assign(users=1.0, quantity=float("nan"))
    covered = Coverage((Span(date(2024, 1, 1), END),))
    return Usage(END, cube.sort_values("day", kind="stable"), covered)


def found(key: str, usage: Usage | None = None, **tables: list[Row]) -> tuple[str, str]:
    """Return the state of one link of account A and its sentence."""
    rows = {"accounts": [LONG], "contracts": [TERM], **tables}
    after = snapshot(str(END), "EUR", **rows)
    if usage is not None:
        after = Snapshot(after.day, after.tables, usage, {}, "EUR")
    before = snapshot(str(START), "EUR", **rows)
    told = {link.key: (state, text) for link, state, text in chains(before, after).said("A")}
    return told[key][0], render(told[key][1], "en")


def ticket(n: int, **more: object) -> Row:
    return {
        "ticket_id": f"T{n}", "account_id": "A", "created_at": "2026-06-01",
        "resolved_at": "2026-06-02", **more,
    }  # fmt: skip


def touch(day: str, kind: str = "meeting") -> Row:
    return {"account_id": "A", "occurred_at": day, "type": kind, "outcome": "held"}


@pytest.mark.parametrize(
    ("share", "state"), [(0.90, "good"), (0.89, "fair"), (0.60, "fair"), (0.59, "bad")]
)
def test_use_of_the_last_quarter_against_the_three_before(share: float, state: str) -> None:
    usage = weeks(dict.fromkeys(range(13, 52), 100.0) | dict.fromkeys(range(13), 100.0 * share))
    assert found("use", usage)[0] == state


def test_use_after_the_day_of_leaving_says_nothing() -> None:
    left = contract("A", 100, "2024-01-01", end_date="2026-06-28")
    usage = weeks(dict.fromkeys(range(26, 80), 100.0))
    assert found("use", usage, contracts=[left])[0] == "good"


def test_use_is_unknown_without_an_export() -> None:
    assert found("use") == ("unknown", "no usage to compare over twelve months")


@pytest.mark.parametrize(("n_used", "state"), [(6, "good"), (5, "fair"), (3, "fair"), (2, "bad")])
def test_onboarding_counts_the_weeks_of_use_after_the_first(n_used: int, state: str) -> None:
    new = {**LONG, "customer_since": "2026-03-02"}  # a Monday, 43 weeks before the last Sunday
    counts = {42: 9.0} | {41 - k: 1.0 for k in range(n_used)} | dict.fromkeys(range(20), 5.0)
    usage = weeks(counts)
    begun = contract("A", 100, "2026-03-02")
    assert found("onboarding", usage, accounts=[new], contracts=[begun])[0] == state


def test_who_began_earlier_is_not_onboarding() -> None:
    assert found("onboarding")[0] == "unknown"


@pytest.mark.parametrize(
    ("tickets", "state"),
    [
        ([ticket(1)], "unknown"),
        ([ticket(1), ticket(2)], "good"),
        ([ticket(1), ticket(2, created_at="2025-12-31")], "unknown"),
        ([ticket(n, escalated=n == 1) for n in range(1, 5)], "bad"),
        ([ticket(n, escalated=n == 1) for n in range(1, 6)], "fair"),
        ([ticket(1, satisfaction=0.59), ticket(2)], "bad"),
        ([ticket(1, satisfaction=0.60), ticket(2)], "good"),
        ([ticket(1), ticket(2, resolved_at=None, created_at="2026-11-30")], "bad"),
        ([ticket(1), ticket(2, resolved_at=None, created_at="2026-12-01")], "good"),
    ],
)
def test_service_is_judged_by_two_tickets_or_more(tickets: list[Row], state: str) -> None:
    assert found("service", tickets=tickets)[0] == state


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (["2026-12-30", "2026-09-01", "2026-06-01", "2026-03-01"], "good"),
        (["2026-12-30", "2026-09-01", "2026-06-01"], "fair"),
        (["2026-12-30", "2026-12-01", "2026-11-01"], "bad"),
        (["2024-12-30"], "bad"),
    ],
)
def test_contact_counts_quarters(days: list[str], state: str) -> None:
    activities = [touch(day) for day in days]
    assert found("contact", activities=activities)[0] == state


def test_a_note_of_our_own_is_no_contact_and_no_export_is_unknown() -> None:
    assert found("contact", activities=[touch("2026-12-30", "internal_note")])[0] == "bad"
    assert found("contact") == ("unknown", "no export of activities is loaded")


@pytest.mark.parametrize(("arr", "state"), [(101, "good"), (100, "fair"), (99, "bad")])
def test_results_compare_arr_with_a_year_ago(arr: float, state: str) -> None:
    old = contract("A", 100, "2024-01-01", end_date="2026-06-30")
    assert found("results", contracts=[old, contract("A", arr, "2026-07-01")])[0] == state


def test_leaving_is_bad_once_under_renewal() -> None:
    left = contract("A", 100, "2024-01-01", end_date="2026-06-30")
    assert found("renewal", contracts=[left]) == ("bad", "the customer left")
    assert found("results", contracts=[left])[0] == "unknown"
    assert found("renewal")[0] == "unknown"


def test_a_term_that_went_on_is_a_good_renewal() -> None:
    old = contract("A", 100, "2024-01-01", end_date="2026-06-30")
    state, text = found("renewal", contracts=[old, contract("A", 100, "2026-07-01")])
    assert (state, text) == ("good", "1 of 1 term that ended was renewed")


@pytest.mark.parametrize(
    ("answered", "due", "state"),
    [
        ("2026-06-30", "2026-06-30", "good"),
        ("2026-07-01", "2026-06-30", "fair"),
        (None, "2026-12-30", "bad"),
        (None, "2026-12-31", "fair"),
        ("2025-12-31", "2025-12-31", "unknown"),
    ],
)
def test_promises_have_a_day(answered: str | None, due: str, state: str) -> None:
    row: Row = {"account_id": "A", "state": "accepted", "due_on": due, "answered_on": answered}
    assert found("promises", demands=[row])[0] == state


def test_every_link_says_its_rule_and_no_name() -> None:
    assert len({link.key for link in LINKS}) == len(LINKS) == 7
    for link in LINKS:
        assert render(link.rule, "en").endswith(".")


STATE = st.sampled_from(list(STATES))


@given(st.lists(STATE, min_size=7, max_size=7))
def test_the_longest_row_of_bad_links_passes_over_unknown_ones(states: list[str]) -> None:
    row = bad_row(states)
    assert all(states[place] == "bad" for place in row)
    between = states[row[0] : row[-1]] if row else []
    assert set(between) <= {"bad", "unknown"}
    known = [state for state in states if state != "unknown"]
    runs = "".join("b" if state == "bad" else "-" for state in known).split("-")
    assert len(row) == max(map(len, runs))


def whole(*bad: str) -> str:
    """Return the verdict of an account whose named links are bad and the others good."""
    usage = weeks(
        dict.fromkeys(range(13, 52), 100.0) | dict.fromkeys(range(13), 1.0 if "use" in bad else 100)
    )
    days = ["2026-12-30", "2026-09-01", "2026-06-01", "2026-03-01"]
    old = contract("A", 100, "2024-01-01", end_date="2026-06-30")
    rows = {
        "accounts": [LONG],
        "contracts": [old, contract("A", 90 if "results" in bad else 110, "2026-07-01")],
        "activities": [touch(day) for day in (days[:1] if "contact" in bad else days)],
        "tickets": [ticket(n, escalated="service" in bad) for n in (1, 2)],
    }
    made = snapshot(str(END), "EUR", **rows)
    after = Snapshot(made.day, made.tables, usage, {}, "EUR")
    return str(chains(snapshot(str(START), "EUR", **rows), after).verdict["A"])


def test_a_star_has_only_good_links_and_a_black_hole_three_bad_ones_in_a_row() -> None:
    assert (STAR_LINKS, HOLE_LINKS) == (4, 3)
    assert whole() == "star"
    assert whole("use") == "none"
    assert whole("use", "service") == "none"
    assert whole("use", "contact", "results") == "none"  # service between them was good
    assert whole("use", "service", "contact") == "hole"
    assert whole("service", "contact", "results") == "hole"
