"""The layout of a report: order, what is left out, own titles and leads; figures stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.locale import render
from lib.report.blocks import Paragraph, Report
from lib.report.layout import (
    Layout,
    LayoutLine,
    arranged,
    as_text,
    completed,
    from_text,
    usual,
)
from lib.report.writers import md

KEYS = [line.key for line in usual().lines]


def test_the_usual_layout_changes_nothing(report: Report) -> None:
    same = arranged(report, usual())
    assert same.sections == report.sections
    assert md.write(same) == md.write(report)


def test_own_order_titles_and_leads_are_shown_and_figures_are_live(english: Report) -> None:
    lines = (
        LayoutLine("signals", title="Who may leave"),
        LayoutLine("summary", lead="In short: {members} customers.\n\n- one\n- two"),
    )
    whole = arranged(english, Layout(lines))
    keys = [section.key for section in whole.sections]
    assert keys.index("signals") < keys.index("summary")
    assert render(whole.section("signals").title, "en") == "Who may leave"
    first = whole.section("summary").blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text(whole.register, "en") == "In short: 24 customers."
    assert whole.section("summary").blocks[2:] == english.section("summary").blocks


def test_an_own_title_is_never_taken_for_one_of_ours(chinese: Report) -> None:
    whole = arranged(chinese, Layout((LayoutLine("summary", title="Appendix {x}"),)))
    assert render(whole.section("summary").title, "zh") == "Appendix {x}"


def test_what_is_left_out_keeps_its_figures_for_summary_and_actions(english: Report) -> None:
    hidden = {"segment", "signals", "profile", "changes", "files"}
    whole = arranged(english, Layout(tuple(LayoutLine(k, shown=k not in hidden) for k in KEYS)))
    assert not hidden & {section.key for section in whole.sections}
    assert [figure.id for figure in whole.register] == [figure.id for figure in english.register]
    assert "24" in md.write(whole).decode()


def test_a_section_that_a_layout_does_not_know_comes_where_it_usually_stands() -> None:
    last_first = Layout((LayoutLine(KEYS[-1]), LayoutLine(KEYS[0])))
    assert [line.key for line in completed(last_first).lines] == [KEYS[-1], *KEYS[:-1]]
    gone = Layout((LayoutLine("a section of another time"), LayoutLine(KEYS[0], shown=False)))
    assert [line.key for line in completed(gone).lines] == KEYS
    assert not completed(gone).lines[0].shown


@given(st.permutations(KEYS), st.sets(st.sampled_from(KEYS)))
def test_any_order_is_kept_and_read_back(order: list[str], hidden: set[str]) -> None:
    layout = Layout(tuple(LayoutLine(key, key not in hidden, f"T {key}", "“L”") for key in order))
    assert completed(layout) == layout
    assert from_text(as_text(layout)) == layout
    assert set(layout.leads) == set(order) - hidden


@pytest.mark.parametrize("section", KEYS)
def test_each_section_can_be_left_out(english: Report, section: str) -> None:
    lines = tuple(LayoutLine(key, shown=key != section) for key in KEYS)
    kept = [s.key for s in english.sections if s.key != section]
    assert [s.key for s in arranged(english, Layout(lines)).sections] == kept
