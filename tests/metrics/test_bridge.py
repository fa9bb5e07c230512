"""The closed-cohort bridge: worked examples, laws, and what is unknown."""

from collections.abc import Mapping

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.locale import render
from lib.metrics.bridge import Bridge, bridge
from lib.model import Snapshot
from tests.metrics.made import Row, accounts, contract, snapshot

START, END = "2026-01-31", "2026-02-28"


def stated(day: str, values: Mapping[str, float | None]) -> Snapshot:
    """Return a snapshot in which the accounts state their ARR."""
    return snapshot(day, accounts=[{"account_id": i, "arr": v} for i, v in values.items()])


def moved(start: Mapping[str, float | None], end: Mapping[str, float | None]) -> Bridge:
    return bridge(stated(START, start), stated(END, end))


def said(found: Bridge) -> str:
    return " ".join(render(message, "en") for message in found.unknown)


def test_worked_example_of_four_customers() -> None:
    found = moved(
        {"A": 100, "B": 50, "C": 30, "D": 20}, {"A": 130, "B": 40, "C": 0, "D": 20, "E": 25}
    )
    assert (found.nrr, found.grr, found.logo_churn) == (0.95, 0.8, 0.25)
    assert (found.arr_start, found.arr_end) == (200, 215)
    assert (found.new, found.expansion, found.contraction, found.churned) == (25, 30, 10, 30)
    assert (found.accounts_start, found.accounts_end, found.n_lost, found.n_new) == (4, 4, 1, 1)
    assert (str(found.first), str(found.last)) == ("2026-02-01", "2026-02-28")
    assert found.moves["move"].tolist() == ["expansion", "contraction", "churned", "same", "new"]
    assert found.unknown == ()


def test_worked_example_of_scoring_md() -> None:
    found = moved({"A": 5, "B": 3.3, "C": 0.9, "D": 0.8}, {"A": 6.8, "B": 2.7, "C": 0, "D": 0.8})
    assert found.grr == pytest.approx(0.85)
    assert found.nrr == pytest.approx(1.03)


def test_a_new_customer_never_lifts_nrr() -> None:
    assert moved({"A": 100}, {"A": 100, "B": 900}).nrr == 1


def test_without_arr_at_the_start_no_rate_is_stated() -> None:
    found = moved({"A": 0}, {"A": 50})
    assert (found.nrr, found.grr, found.logo_churn) == (None, None, None)
    assert found.new == 50
    assert said(found) == (
        "NRR, GRR and logo churn are not stated: no account is known to have had ARR on"
        " 31 Jan 2026."
    )


def test_an_unknown_end_leaves_the_account_out_of_all_sums_and_names_it() -> None:
    found = moved({"A": 100, "B": 50, "C": None}, {"A": 100, "B": None, "C": 10})
    assert (found.arr_start, found.arr_end, found.accounts_start) == (100, 100, 1)
    assert found.nrr == 1
    assert found.moves["account_id"].tolist() == ["A"]
    assert said(found) == (
        "2 accounts are left out because their ARR is unknown on 31 Jan 2026 or 28 Feb 2026:"
        " B and C."
    )


def test_many_unknown_accounts_are_counted_not_listed() -> None:
    names = [f"A{n}" for n in range(8)]
    found = moved(dict.fromkeys(names), dict.fromkeys(names, 1.0))
    assert render(found.unknown[0], "en").endswith("A0, A1, A2, A3, A4, and 3 more.")


def test_when_nothing_is_known_the_sums_are_unknown_too() -> None:
    found = moved({"A": None}, {"A": 10})
    assert pd.isna([found.arr_start, found.arr_end, found.new, found.churned]).all()
    assert found.nrr is None
    assert len(found.unknown) == 2


def test_no_accounts_at_all_is_zero_not_unknown() -> None:
    found = bridge(stated(START, {"A": 1}), stated(END, {"A": 1}), pd.Index([]))
    assert (found.arr_start, found.arr_end) == (0, 0)
    assert found.nrr is None


def test_an_account_whose_first_contract_begins_in_the_period_starts_with_nothing() -> None:
    rows = accounts("A")
    new = contract("A", 120, "2026-02-10")
    found = bridge(snapshot(START, accounts=rows), snapshot(END, accounts=rows, contracts=[new]))
    assert (found.arr_start, found.new, found.n_new) == (0, 120, 1)
    old = contract("A", 120, "2026-01-10")
    found = bridge(snapshot(START, accounts=rows), snapshot(END, accounts=rows, contracts=[old]))
    assert len(found.unknown) == 2  # it had a contract of which we did not know


def test_members_restrict_the_bridge() -> None:
    before, after = stated(START, {"A": 100, "B": 50}), stated(END, {"A": 90, "B": 0})
    assert bridge(before, after, pd.Index(["A"])).nrr == 0.9
    assert bridge(before, after, pd.Index(["A"])).n_lost == 0


def between_terms(old_end: str, new_start: str, *, signed_early: bool = False) -> Bridge:
    old = contract("A", 100, "2025-01-01", end_date=old_end)
    new = contract("A", 120, new_start, end_date="2027-01-31")
    other = contract("B", 50, "2025-01-01")
    rows = accounts("A", "B")
    return bridge(
        snapshot(START, accounts=rows, contracts=[old, other, *([new] if signed_early else [])]),
        snapshot(END, accounts=rows, contracts=[old, new, other]),
    )


def test_a_gap_of_thirty_days_at_the_start_is_continuity() -> None:
    found = between_terms("2026-01-30", "2026-03-01")
    assert found.n_new == 0  # it has not begun by the end
    assert between_terms("2026-01-20", "2026-02-19", signed_early=True).arr_start == 150
    found = between_terms("2026-01-20", "2026-02-19")
    assert (found.n_new, found.accounts_start, found.arr_start) == (0, 2, 150)
    assert (found.expansion, found.new) == (20, 0)
    assert said(found) == (
        "1 account was between two terms on 31 Jan 2026 and counts as going on: A Ltd."
    )


def test_a_return_after_thirty_one_days_is_a_new_logo() -> None:
    found = between_terms("2026-01-20", "2026-02-20")
    assert (found.n_new, found.new, found.arr_start) == (1, 120, 50)
    assert found.unknown == ()


def test_a_term_that_ends_before_the_next_is_known_is_churn_at_the_end() -> None:
    old: Row = contract("A", 100, "2025-01-01", end_date="2026-02-20")
    rows = accounts("A")
    found = bridge(
        snapshot(START, accounts=rows, contracts=[old]),
        snapshot(END, accounts=rows, contracts=[old]),
    )
    assert (found.churned, found.n_lost, found.nrr) == (100, 1, 0)


AMOUNTS = st.dictionaries(
    st.sampled_from("ABCDEF"),
    st.one_of(st.none(), st.floats(0, 1e6).map(lambda x: round(x, 2))),
    min_size=1,
)


@given(AMOUNTS, AMOUNTS)
def test_the_bridge_adds_up_and_grr_is_never_above_one_or_nrr(
    start: dict[str, float | None], end: dict[str, float | None]
) -> None:
    found = moved(start, {**dict.fromkeys(start, 0.0), **end})
    gained = found.new + found.expansion - found.contraction - found.churned
    assert found.arr_end == pytest.approx(found.arr_start + gained, nan_ok=True, abs=0.01)
    if found.nrr is not None and found.grr is not None:
        assert found.grr <= min(1, found.nrr) + 1e-9
        assert found.nrr - found.grr == pytest.approx(found.expansion / found.arr_start)
    known = found.moves["account_id"]
    assert found.moves["account_id"].is_unique
    assert (found.moves[["arr_start", "arr_end"]].max(axis=1) > 0).all()
    assert found.accounts_end == int((found.moves["arr_end"] > 0).sum())
    assert set(known) <= set(start) | set(end)


KNOWN = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.floats(0, 1e6).map(lambda x: round(x, 2)), min_size=2
)


@given(KNOWN, KNOWN, st.sets(st.sampled_from("ABCDEFGH")))
def test_the_totals_of_a_partition_are_those_of_the_book(
    start: dict[str, float], end: dict[str, float], some: set[str]
) -> None:
    before, after = stated(START, start), stated(END, {**dict.fromkeys(start, 0.0), **end})
    whole = bridge(before, after)
    ids = whole.moves["account_id"]
    parts = [bridge(before, after, pd.Index(ids[ids.isin(some) == inside])) for inside in (0, 1)]
    for name in ("arr_start", "new", "expansion", "contraction", "churned", "arr_end"):
        assert sum(getattr(part, name) for part in parts) == pytest.approx(getattr(whole, name))
    for name in ("accounts_start", "accounts_end", "n_lost", "n_new"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)


@given(KNOWN, KNOWN)
def test_the_order_of_rows_says_nothing(start: dict[str, float], end: dict[str, float]) -> None:
    found = moved(start, end)
    turned = moved(dict(reversed(start.items())), dict(reversed(end.items())))
    assert (found.nrr, found.grr, found.logo_churn) == (turned.nrr, turned.grr, turned.logo_churn)
    pd.testing.assert_frame_equal(found.moves, turned.moves)


def test_merged_customers_are_one_and_nobody_left() -> None:
    """Their rows count for the one that is kept (`Dataset.aliases`), so both ends have it."""
    rows = accounts("A")
    one, two = contract("A", 100, "2025-01-01"), contract("A", 50, "2025-01-01")
    found = bridge(
        snapshot(START, accounts=rows, contracts=[one, two]),
        snapshot(END, accounts=rows, contracts=[one, two]),
    )
    assert (found.n_lost, found.nrr, found.accounts_start) == (0, 1, 1)


def test_a_pause_within_a_term_is_no_churn_before_its_end() -> None:
    rows = [{"account_id": "A", "status": "paused"}]
    term = contract("A", 100, "2025-03-01", end_date="2026-02-28")
    paused = bridge(
        snapshot(START, accounts=rows, contracts=[term]),
        snapshot(END, accounts=rows, contracts=[term]),
    )
    assert (paused.n_lost, paused.nrr) == (0, 1)
    over = bridge(
        snapshot(END, accounts=rows, contracts=[term]),
        snapshot("2026-03-31", accounts=rows, contracts=[term]),
    )
    assert (over.n_lost, over.nrr) == (1, 0)


def test_a_term_of_several_years_counts_every_year_with_what_it_is_worth_a_year() -> None:
    term = contract("A", None, "2025-01-01", end_date="2027-12-31", amount=300)
    found = bridge(
        snapshot(START, accounts=accounts("A"), contracts=[term]),
        snapshot(END, accounts=accounts("A"), contracts=[term]),
    )
    assert found.arr_start == pytest.approx(100)
    assert found.nrr == 1
