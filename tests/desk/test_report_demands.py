"""What the report says of demands and of the gap is what the pages say, and names nobody."""

from dataclasses import replace
from typing import Any

import pytest

from lib.demand.loop import cycle
from lib.demand.unheard import DAYS
from lib.desk import Desk
from lib.desk.need.gap import gap_finding
from lib.desk.reporting.report_parts import Asked, gathered
from lib.group.names import person_names
from lib.locale import Language, render
from lib.model import Period
from lib.report.assemble import Moment, Scope
from lib.report.assemble import brief as assembled
from lib.report.brief import Brief
from lib.segments.rules import words
from tests.report.sections_alone import written

SEGMENT = 'plan = "Business"'


def _brief(desk: Desk, lang: Language) -> Brief:
    """Return the brief of a segment with what both sections need, and no alerts."""
    day, period = desk.data.known_days().last, Period.month(2026, 10)
    name, rule = desk.segments.rule(SEGMENT)
    members = desk.segments.members(name, day)
    calm = desk.data.readings(day).iloc[:0]
    moment = Moment(desk.data.snapshot(day), desk.data.book(day), calm, members)
    scope = Scope(segment=name, rule_text=str(rule), rule_words=words(rule), period=period)
    asked = Asked(segment=name, rule=str(rule), members=members, period=period, day=day, lang=lang)
    return replace(assembled(scope, moment), **gathered(desk, asked))


@pytest.fixture(scope="module")
def values(sample_desk: Desk) -> dict[str, Any]:
    register = written(_brief(sample_desk, "en"), "en")[1]
    return {figure.id: figure.value for figure in register}


def test_the_report_states_the_figures_of_the_page_on_demands(
    sample_desk: Desk, values: dict[str, Any]
) -> None:
    desk, day = sample_desk, sample_desk.data.known_days().last
    board = desk.theme_views.board(SEGMENT, day)
    first = board.lines.iloc[0]
    assert values["customers_heard"] == board.n_heard
    assert values["texts_heard"] == board.n_texts
    assert values["texts_unassigned"] == pytest.approx(board.n_unassigned / board.n_texts)
    assert values[f"theme_{first['theme']}"] == first["n_accounts"]
    assert values[f"theme_arr_{first['theme']}"] == pytest.approx(first["arr"])

    demands = desk.demands.view(SEGMENT, day).members
    took = cycle(demands)
    assert values["demands"] == len(demands)
    assert values["demands_open"] == demands["is_open"].sum()
    assert values["demands_overdue"] == demands["overdue"].sum()
    assert values["answer_days"] == took.median


def test_the_report_states_the_figures_of_conflicts_promises_and_gap(
    sample_desk: Desk, values: dict[str, Any]
) -> None:
    desk, day = sample_desk, sample_desk.data.known_days().last
    conflicts = desk.conflicts.view(SEGMENT, day)
    each = conflicts.certain.drop_duplicates("account_id")
    assert values["conflicts"] == len(conflicts.certain) > 0
    assert values["conflict_arr"] == pytest.approx(each["arr"].sum())

    promises = desk.breaks.promises.view(SEGMENT, day)
    sure = promises[~promises["to_confirm"].astype("bool")]
    assert values["promises"] == len(sure)
    assert values["promises_late"] == sure["state"].isin(["overdue", "unproven"]).sum()
    assert values["promises_beyond"] == sure["boundary"].eq("outside").sum()

    gap = desk.gap.view(SEGMENT, day)
    unmet = gap.cells[gap.cells["state"] == "unmet"].drop_duplicates("account_id")
    assert values["gap_wanting"] == gap.cells["account_id"].nunique()
    assert values["gap_unmet"] == len(unmet) > 0
    assert values["gap_unmet_arr"] == pytest.approx(unmet["arr"].sum())
    assert values["gap_unplaced"] == gap.n_unplaced
    assert f"{values['gap_unmet']}" in render(gap_finding(gap, {}), "en")
    assert values["gap_unheard"] == len(desk.gap.unheard(SEGMENT, day, DAYS).accounts)


def test_the_laws_and_no_persons_name_in_either_language(sample_desk: Desk) -> None:
    desk, day = sample_desk, sample_desk.data.known_days().last
    snapshot = desk.data.snapshot(day)
    people = set(person_names(snapshot.table("contacts")).dropna())
    owners = set(snapshot.table("demands")["owner"].dropna())
    for lang in ("en", "zh"):
        text, register = written(_brief(desk, lang), lang)
        assert not [name for name in people | owners if len(name) > 1 and name in text]
        recomputed = 0
        for figure in register:
            assert {"statement", "contact_id", "owner", "name", "text"}.isdisjoint(figure.rows)
            if figure.definition.recipe is not None and figure.value is not None:
                assert figure.recomputed() == pytest.approx(figure.value), figure.id
                recomputed += 1
        assert recomputed > 40
