"""What changed: the bridge adds up, and rates are only given where they mean something."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.metrics.bridge import Bridge
from lib.report.blocks import Paragraph, Report, Table
from lib.report.brief import Brief, History
from lib.report.draft import draft
from lib.report.movement import GAINS, MOVES, movement
from tests.report import small


def _history(brief: Brief) -> History:
    assert brief.history is not None
    return brief.history


def _words(report: Report, key: str) -> str:
    return " ".join(
        block.text(report.register, report.lang)
        for block in report.section(key).blocks
        if isinstance(block, Paragraph)
    )


def test_the_parts_of_the_bridge_add_up_to_the_change() -> None:
    brief = small.brief()
    moved = movement(brief, _history(brief))
    parts = sum(moved.size(move) * (1 if move in GAINS else -1) for move in MOVES)
    assert moved.start + parts == pytest.approx(moved.end)


def test_who_changed_segment_is_neither_new_nor_lost() -> None:
    brief = small.brief()
    moved = movement(brief, _history(brief))
    assert moved.ids("entered") == [small.account_id(24)]
    assert moved.ids("moved_out") == [small.account_id(39)]
    assert moved.ids("new") == [small.account_id(11)]
    assert moved.ids("churned") == [small.account_id(38)]


def test_the_rows_behind_a_move_add_up_to_it_with_their_sign() -> None:
    brief = small.brief()
    moved = movement(brief, _history(brief))
    for move in MOVES:
        assert abs(moved.rows_of(move)["effect"].sum()) == pytest.approx(moved.size(move)), move


def test_arr_taken_from_a_term_that_had_ended_has_a_row_of_its_own() -> None:
    brief = small.brief()
    history = _history(brief)
    rows = history.arr_rows[history.arr_rows["account_id"] != small.account_id(2)]
    moved = movement(brief, replace(history, arr_rows=rows))
    carried = moved.rows[moved.rows["kind"] == "between_terms"]
    assert list(carried["account_id"]) == [small.account_id(2)]
    assert moved.rows["effect"].sum() == pytest.approx(moved.end - moved.start)


def test_an_account_whose_arr_was_unknown_is_named_as_such() -> None:
    brief = small.brief()
    history = _history(brief)
    moves = history.bridge.moves
    hidden = replace(
        history, bridge=replace(history.bridge, moves=moves[moves["account_id"] != "A-002"])
    )
    assert movement(brief, hidden).ids("became_known") == ["A-002"]


def _with_counts(n_start: int, n_lost: int) -> Bridge:
    ids = [f"B-{n:03d}" for n in range(n_start)]
    end = [0.0 if n < n_lost else 100.0 for n in range(n_start)]
    moves = pd.DataFrame(
        {
            "account_id": pd.Series(ids, dtype="str"),
            "account_name": pd.Series(ids, dtype="str"),
            "arr_start": 100.0,
            "arr_end": end,
            "change": [value - 100.0 for value in end],
            "move": ["churned" if not value else "same" for value in end],
        }
    )
    share = n_lost / n_start if n_start else None
    kept = 1 - share if share is not None else None
    base = small.bridge(small.book(), small.book(), small.members(1))
    return replace(
        base,
        accounts_start=n_start,
        n_lost=n_lost,
        nrr=kept,
        grr=kept,
        logo_churn=share,
        moves=moves,
    )


def _rates(mine: Bridge, rest: Bridge) -> str:
    brief = small.brief()
    history = replace(_history(brief), bridge=mine, bridge_rest=rest, bridge_before=None)
    return _words(draft(replace(brief, history=history), "en"), "changes")


@pytest.mark.parametrize(("n", "given"), [(9, False), (10, True)])
def test_below_ten_customers_no_rate_is_given(n: int, given: bool) -> None:
    text = _rates(_with_counts(n, 1), _with_counts(40, 6))
    assert ("Net revenue retention was" in text) is given
    assert ("no retention rate can be stated" in text) is not given


@pytest.mark.parametrize(
    ("mine", "rest", "verdict"),
    [
        ((29, 10), (100, 5), "cannot be judged"),
        ((30, 4), (100, 5), "cannot be judged"),
        ((30, 10), (100, 5), "clearly higher than in the rest"),
        ((100, 5), (30, 10), "clearly lower than in the rest"),
        ((60, 6), (100, 9), "does not differ clearly from the rest"),
    ],
)
def test_two_churn_rates_are_compared_only_when_both_groups_are_large_enough(
    mine: tuple[int, int], rest: tuple[int, int], verdict: str
) -> None:
    assert verdict in _rates(_with_counts(*mine), _with_counts(*rest))


def test_an_interval_stands_beside_every_churn_rate() -> None:
    text = _rates(_with_counts(20, 3), _with_counts(40, 6))
    assert "a logo churn of 15.0% (95% interval: 5.2% to 36.0%)" in text


def test_nobody_lost_is_not_said_to_prove_anything() -> None:
    text = _rates(_with_counts(10, 0), _with_counts(40, 6))
    assert "churn of up to 27.8% would still be compatible" in text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({5: 90000.0}, "ARR rose by 8.8% ($60K) in October 2026, mostly through one customer, "),
        ({5: 6000.0}, "ARR fell by 3.5% ($24K) in October 2026, mostly through one customer, "),
        ({5: 32000.0}, "ARR hardly changed in October 2026 (+$2,000, +0.3%)."),
        ({}, "ARR did not change in October 2026."),
    ],
)
def test_the_sentence_turns_with_the_data(change: dict[int, float], says: str) -> None:
    brief = small.brief()
    start = small.book(40)
    start.loc[small.account_id(5), "arr"] = 30000.0
    now = start.copy()
    for place, arr in change.items():
        now.loc[small.account_id(place), "arr"] = arr
    ids = small.members(24)
    history = replace(
        small.calm_history(start, ids),
        bridge=small.bridge(start, now, ids),
        bridge_rest=small.bridge(start, now, now.index.difference(ids)),
    )
    whole = replace(
        brief,
        book=now,
        arr_rows=small.arr_rows(now, small.DAY),
        readings=small.readings(ids, {}),
        evidence={},
        history=history,
    )
    assert says in _words(draft(whole, "en"), "changes")


def test_largest_changes_come_first_and_zero_changes_not_at_all(english: Report) -> None:
    tables = {
        block.figure_id: block
        for block in english.section("changes").blocks
        if isinstance(block, Table)
    }
    shown = tables["table_movers"].rendered(english.register, "en")
    rows = english.register["table_movers"].rows
    sizes = rows["change"].abs().to_numpy()
    assert list(sizes) == sorted(sizes, reverse=True)
    assert (sizes > 0).all()
    assert not np.isnan(sizes).any()
    assert len(shown) == len(rows)
