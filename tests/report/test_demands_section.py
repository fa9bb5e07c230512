"""The section on demands: what is told, from which rows, and in which order of rows."""

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.locale import Language
from lib.report.blocks import Report
from lib.report.brief import Brief
from lib.report.brief_demands import DemandsTold
from lib.report.draft import draft
from tests.report import small, small_gap
from tests.report.sections_alone import told
from tests.report.test_numbers import (  # the laws of every report hold of this one too
    test_every_digit_of_a_sentence_comes_from_a_figure_a_day_or_a_name as _digits,
)
from tests.report.test_numbers import (
    test_every_row_of_a_figure_says_where_it_comes_from as _sources,
)
from tests.report.test_numbers import (
    test_every_table_and_chart_is_in_the_register_with_its_rows as _tables,
)
from tests.report.test_numbers import (
    test_every_value_follows_from_its_rows_by_the_recipe as _recipes,
)
from tests.sizes import examples


@cache
def drafted(lang: Language) -> Report:
    """Return the small report with demands and gap."""
    return draft(small_gap.brief(), lang)


@pytest.fixture(params=["en", "zh"])
def whole(request: pytest.FixtureRequest) -> Report:
    return drafted(request.param)


def _with(**changes: object) -> Brief:
    return replace(
        small_gap.brief(),
        demands=replace(small_gap.demands_told(), **changes),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("law", [_digits, _tables, _recipes, _sources])
def test_the_laws_of_every_report_hold(law: object, whole: Report) -> None:
    assert callable(law)
    law(whole)


def test_the_figures_are_those_of_the_rows() -> None:
    register = drafted("en").register
    values = {figure.id: figure.value for figure in register}
    assert values["customers_heard"] == 14
    assert values["texts_heard"] == 35
    assert values["texts_unassigned"] == pytest.approx(4 / 35)
    assert (values["wishes"], values["wishes_charm"], values["wishes_basic"]) == (8, 4, 3)
    assert (values["breaks_compared"], values["breaks_moved"]) == (4, 3)
    assert (values["conflict_customers"], values["conflict_arr"]) == (2, 48000.0)
    assert (values["promises"], values["promises_late"], values["promises_beyond"]) == (3, 2, 1)
    assert (values["demands"], values["demands_open"], values["demands_overdue"]) == (11, 5, 2)
    assert (values["demands_waited"], values["demands_waited_answered"]) == (6, 3)
    assert values["demands_still_waiting"] == 3
    assert values["demands_untold"] == 1


def test_a_rising_and_a_fading_theme_are_told_apart_from_the_others() -> None:
    text = told(small_gap.brief(), "demands")
    assert "“Mobile use” is rising: 10 customers spoke of it in the last 90 days, 2" in text
    assert "“Price and contract” is fading: 3 customers" in text
    assert "“Automation and AI” is" not in text


def test_a_theme_of_two_customers_is_not_named_in_a_sentence() -> None:
    few = small_gap.spoken().iloc[:2]
    board = small_gap.demands_told().board
    lines = board.lines.assign(n_accounts=[2, *([0] * (len(board.lines) - 1))], trend="steady")
    text = told(_with(board=replace(board, texts=few, lines=lines, n_texts=2)), "demands")
    assert "No theme is spoken of by three or more" in text
    assert "Most speak of" not in text


def test_what_was_not_loaded_is_said_with_what_to_load() -> None:
    board = small_gap.demands_told().board
    nothing = small_gap.demands().iloc[:0]
    text = told(
        _with(
            loaded=False,
            demands=nothing,
            promises=small_gap.promises().iloc[:0],
            board=replace(board, texts=board.texts.iloc[:0], n_texts=0),
        ),
        "demands",
    )
    assert "no text of the last twelve months is on file. Load" in text
    assert "no demand is loaded. Load the register of demands" in text
    assert "overdue" not in text
    assert "were not read" in told(_with(n_unread=3), "demands")


def test_unmarked_kinds_missing_phases_and_absent_conflicts_are_unknown_never_none() -> None:
    blank = small_gap.demands().assign(kind=pd.Series([None] * 11, dtype="str"))
    breaks = small_gap.demands_told().breaks
    alone = breaks.accounts.assign(move="unknown")
    text = told(
        _with(
            demands=blank,
            breaks=replace(breaks, accounts=alone),
            conflicts=small_gap.conflicts().iloc[:0],
            promises=small_gap.promises().iloc[:0],
        ),
        "demands",
    )
    assert "Whether the wishes are basic or charm is unknown" in text
    assert "whether wishes change with the payment is unknown" in text
    assert "No theme divides the people of a customer in the last 180 days." in text
    assert "No promise to a customer is on file" in text


def test_a_conflict_before_a_renewal_becomes_an_action_with_its_day() -> None:
    actions = told(small_gap.brief(), "actions")
    assert "Bring both sides of the customer to one table" in actions
    assert "1 Dec 2026" in actions
    text = told(small_gap.brief(), "demands")
    assert "One of them renews within 90 days: 海蓝科技有限公司, on 1 Dec 2026 ($12K)." in text


def test_one_conflict_and_no_answer_overdue_are_grammatical() -> None:
    calm = small_gap.demands().assign(overdue=False)
    text = told(_with(conflicts=small_gap.conflicts().iloc[1:], demands=calm), "demands")
    assert "At 1 customer with ARR of $36K the people disagree about a theme" in text
    assert "No renewal there is known to come within 90 days." in text
    assert "No answer is overdue." in text


def _shuffled(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    return frame.sample(frac=1, random_state=seed)


def shuffled(told_: DemandsTold, seed: int) -> DemandsTold:
    """Return it with every frame in another order of rows."""
    frames = ("against", "rest", "demands", "conflicts", "possible", "promises")
    board, breaks = told_.board, told_.breaks
    others: dict[str, Any] = {name: _shuffled(getattr(told_, name), seed) for name in frames}
    return replace(
        told_,
        board=replace(
            board, lines=_shuffled(board.lines, seed), texts=_shuffled(board.texts, seed)
        ),
        breaks=replace(
            breaks,
            accounts=_shuffled(breaks.accounts, seed),
            themes=_shuffled(breaks.themes, seed),
        ),
        **others,
    )


@cache
def _expected() -> str:
    return told(small_gap.brief())


@settings(max_examples=examples(3, 12))
@given(seed=st.integers(0, 2**31))
def test_the_order_of_rows_does_not_change_the_sections(seed: int) -> None:
    brief = small_gap.brief()
    assert brief.demands is not None
    assert brief.gap is not None
    gap = brief.gap
    frames = ("cells", "unplaced", "heard", "next_needs")
    others: dict[str, Any] = {name: _shuffled(getattr(gap, name), seed) for name in frames}
    other = replace(brief, demands=shuffled(brief.demands, seed), gap=replace(gap, **others))
    assert told(other) == _expected()


def test_a_strangers_account_changes_nothing() -> None:
    brief = small_gap.brief()
    stranger = brief.book.iloc[[0]].rename(index={small.account_id(1): "Z-999"})
    wider = replace(brief, book=pd.concat([brief.book, stranger]))
    assert told(wider) == told(brief)


def test_a_brief_without_demands_has_no_such_sections() -> None:
    assert told(small.brief()) == ""
