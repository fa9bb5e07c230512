"""The section on the demand gap: unmet, unused, unknown, unheard, and what may come next."""

from dataclasses import replace

import pandas as pd

from lib.report.blocks import Chart
from lib.report.brief import Brief, in_order
from lib.report.pen import Pen
from lib.report.sections.gap import SECTION
from lib.report.text import plain
from tests.report import small_gap
from tests.report.sections_alone import told
from tests.report.test_demands_section import drafted


def _with(**changes: object) -> Brief:
    gap = replace(small_gap.gap_told(), **changes)  # type: ignore[arg-type]
    return replace(small_gap.brief(), gap=gap)


def _chart(brief: Brief) -> str:
    pen = Pen(in_order(brief), "en")
    chart = next(block for block in SECTION.write(pen) if isinstance(block, Chart))
    return plain(chart.title, pen.register, "en")


def test_the_figures_are_those_of_the_rows() -> None:
    values = {figure.id: figure.value for figure in drafted("en").register}
    assert (values["gap_wanting"], values["gap_unmet"], values["gap_unmet_arr"]) == (8, 4, 84000.0)
    assert (values["gap_unused"], values["gap_unused_arr"]) == (1, 36000.0)
    assert (values["gap_unknown"], values["gap_unknown_arr"]) == (3, 90000.0)
    assert (values["gap_unheard"], values["gap_unheard_arr"]) == (2, 6000.0)
    assert (values["gap_why_no_plans"], values["gap_why_not_mapped"]) == (1, 2)
    assert (values["next_k_ai"], values["next_n_ai"], values["next_customers"]) == (4, 11, 3)


def test_the_widest_gap_beyond_the_product_asks_for_a_decision() -> None:
    text = told(small_gap.brief(), "gap")
    assert "“Mobile use” is wanted by 4 customers with ARR of $84K and lies outside" in text
    assert "4 customers want it and have not got it" in _chart(small_gap.brief())
    actions = told(small_gap.brief(), "actions")
    assert "Tell each customer that wants “Mobile use” what was decided" in actions


def test_what_they_could_buy_is_offered_instead() -> None:
    cells = small_gap.cells().replace({"why": {"outside": "not_bought"}})
    text = told(_with(cells=cells), "gap", "actions")
    assert "“Mobile use” is wanted by 4 customers with ARR of $84K and is not in what" in text
    assert "Offer “Mobile use” to the customers that want it" in text


def test_a_theme_that_two_customers_miss_is_not_claimed() -> None:
    cells = small_gap.cells().iloc[2:]
    assert _chart(_with(cells=cells)) == "No theme is known to be unmet at three customers or more"
    assert "is wanted by" not in told(_with(cells=cells), "gap")


def test_no_unmet_wish_is_said_as_such() -> None:
    cells = small_gap.cells().iloc[4:5]
    text = told(_with(cells=cells), "gap")
    assert "none is known to want what it has not got" in text
    assert _chart(_with(cells=cells)) == "No wish is known to be unmet"
    assert "it is unknown whether" not in text


def test_what_is_unknown_comes_with_what_to_fill_in() -> None:
    text = told(small_gap.brief(), "gap")
    assert "For wishes of 3 customers with ARR of $90K it is unknown whether they are met" in text
    assert "2 wishes: no feature of the product is named for it." in text
    assert "Begin with “Automation and AI”." in text
    assert "What is used is unknown" in told(_with(use_known=False), "gap")


def test_without_demands_or_themes_it_says_what_to_load() -> None:
    nothing = small_gap.cells().iloc[:0]
    unplaced = small_gap.demands().iloc[:0]
    assert "no demand is loaded. Load the register" in told(
        _with(cells=nothing, loaded=False), "gap"
    )
    assert "has a known theme. Give the demands a theme" in told(_with(cells=nothing), "gap")
    assert "so no gap can be shown" in told(_with(cells=nothing, unplaced=unplaced), "gap")


def test_silence_is_only_claimed_where_the_exports_cover_the_days() -> None:
    text = told(small_gap.brief(), "gap")
    assert "Nothing was heard of 2 customers with ARR of $6,000 for 180 days" in text
    assert "not looked through: interviews." in text
    unknown = told(_with(uncovered=("tickets",)), "gap")
    assert "whether they were silent is unknown, since the exports of tickets" in unknown
    heard = small_gap.gap_told().heard.assign(state="heard")
    assert "Something was heard of every customer within 180 days." in told(
        _with(heard=heard), "gap"
    )


def test_next_needs_are_a_reason_to_ask_with_k_of_n() -> None:
    text = told(small_gap.brief(), "gap")
    assert "4 of 11 customers of the same industry, one maturity level further, have" in text
    assert "a reason to ask, no proof" in text
    nobody = pd.DataFrame(columns=small_gap.next_needs().columns)
    assert "No next need can be suggested: it takes 10 customers" in told(
        _with(next_needs=nobody), "gap"
    )
