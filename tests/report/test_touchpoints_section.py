"""The section on touchpoints: who meets whom, what is blank or double, who moved."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.desk import Desk
from lib.desk.reporting.report_parts import Asked, touchpoints
from lib.locale import Language
from lib.model import Period
from lib.report.blocks import Report, Table
from lib.report.brief_touchpoints import Touchpoints
from lib.report.draft import draft
from lib.report.writers import md
from tests.report import small, small_voices, test_numbers
from tests.report.test_voices_section import findings, section
from tests.sizes import examples


@cache
def drafted(lang: Language) -> Report:
    return draft(small_voices.with_touchpoints(), lang)


@pytest.fixture(scope="module")
def told() -> str:
    return section(drafted("en"), "touchpoints")


def test_who_was_met_by_nobody_is_said_first(told: str) -> None:
    assert "4 customers with ARR of $84K were met by nobody for 90 days or more" in told
    assert "3 of them had still not been met on 31 Oct 2026." in told
    assert "1 of them was called or written to meanwhile without being reached." in told


def test_the_grid_tells_nobody_from_nothing_known(told: str) -> None:
    assert "| onboarding | 4 | 4 | nobody | 7 |" in told
    assert "so whether they meet customers is unknown: Product." in told


def test_blank_points_name_the_stage_the_team_and_the_customers(told: str) -> None:
    assert (
        "At “proficient”, 14 customers with ARR of $414K spent 90 days or more without meeting"
        " anybody from Customer success."
    ) in told
    assert "One person who stays with them" in told


def test_what_came_twice_is_counted_for_the_period_and_the_one_before(told: str) -> None:
    assert "Two teams brought 3 customers with ARR of $54K the same within 7 days." in told
    assert "In October 2026 there was 1 such case, against 1 in the period before." in told
    assert "It will come ↔ It will not" in told
    assert "No such case fell in October 2026 or the period before." in told


def test_walks_and_movements_are_told(told: str) -> None:
    assert "2 walk-throughs, made for all customers alike, met 3 touchpoints" in told
    assert "“Renewal offer” (Came twice)" in told
    assert "Since 30 Sep 2026, 2 customers moved up a stage of the journey and 1 down." in told


def test_findings_propose_what_to_agree() -> None:
    found = findings(small_voices.with_touchpoints())
    blank = found["touch_missed.proficient.customer_success"]
    assert blank.proposal is not None
    assert len(blank.proposal.ids) == 14
    keys = {key for key in found if key.startswith(("touch_", "journey_"))}
    assert {"touch_alone", "touch_twice", "touch_apart", "journey_down"} <= keys
    assert found["touch_apart"].urgency < found["touch_twice"].urgency  # older ones may be settled


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_numbers_follow_from_their_rows(lang: Language) -> None:
    report = drafted(lang)
    test_numbers.test_every_digit_of_a_sentence_comes_from_a_figure_a_day_or_a_name(report)
    test_numbers.test_every_table_and_chart_is_in_the_register_with_its_rows(report)
    test_numbers.test_every_row_of_a_figure_says_where_it_comes_from(report)
    own = [f for f in report.register if f.id.startswith(("touch_", "walk_", "journey_"))]
    for figure in own:
        if figure.definition.recipe is not None and figure.value is not None:
            assert figure.recomputed() == pytest.approx(figure.value), figure.id
    assert len(own) > 20


def test_without_touches_one_sentence_says_what_to_load() -> None:
    brief = small_voices.with_touchpoints()
    assert brief.touchpoints is not None
    nothing = replace(
        brief.touchpoints, met=brief.touchpoints.met[:0], walked=brief.touchpoints.walked[:0]
    )
    report = draft(replace(brief, touchpoints=nothing), "en")
    text = section(report, "touchpoints")
    assert "Load them with their team" in text
    assert "Walk-throughs" not in text
    tables = [b for b in report.section("touchpoints").blocks if isinstance(b, Table)]
    assert [table.figure_id for table in tables] == ["table_journey_moves"]


def test_few_covered_days_and_no_past_are_said_to_be_unknown() -> None:
    brief = small_voices.with_touchpoints()
    assert brief.touchpoints is not None
    short = replace(brief.touchpoints, known=False, has_past=False)
    text = section(draft(replace(brief, touchpoints=short), "en"), "touchpoints")
    assert "Whether anybody was left alone is unknown" in text
    assert "cannot be said yet: the data do not reach back before October 2026" in text


@settings(max_examples=examples(2, 16))
@given(seed=st.integers(0, 2**31))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    brief = small_voices.with_touchpoints()
    found = brief.touchpoints
    assert found is not None
    names = ("blanks", "duplicates", "contradictions", "met", "missed", "judged", "twice", "apart",
             "walked", "moved")  # fmt: skip
    mixed = {name: getattr(found, name).sample(frac=1, random_state=seed) for name in names}
    again = draft(replace(brief, touchpoints=replace(found, **mixed)), "en")
    assert md.write(again) == md.write(drafted("en"))


def test_a_brief_without_touchpoints_gathered_has_no_such_section() -> None:
    assert "touchpoints" not in {s.key for s in draft(small.brief(), "en").sections}


def test_the_report_states_what_the_page_states(sample_desk: Desk) -> None:
    period = Period.parse("2026-10")
    day = sample_desk.data.known_days().as_of(period)
    name, rule = sample_desk.segments.rule("maturity = low")
    members = sample_desk.segments.members(name, day)
    asked = Asked(segment=name, rule=str(rule), members=members, period=period, day=day, lang="en")
    found = touchpoints.gather(sample_desk, asked)["touchpoints"]
    assert isinstance(found, Touchpoints)
    page = sample_desk.touchpoints.view(name, day, touchpoints.WINDOW)
    known = page.stages[page.stages["n_judged"] > 0].set_index("stage")
    mine = found.judged.groupby("stage")["blank"].agg(["size", "sum"]).reindex(known.index)
    assert mine["size"].tolist() == known["n_judged"].tolist()
    assert mine["sum"].tolist() == known["n_blank"].tolist()
    n_met = found.met.groupby(["stage", "function"])["account_id"].nunique()
    cells = page.matrix[(page.matrix["n_accounts"] > 0) & page.matrix["function"].ne("any")]
    assert n_met.to_dict() == cells.set_index(["stage", "function"])["n_accounts"].to_dict()
    missed = found.missed.groupby(["stage", "function"]).size().to_dict()
    gone = page.matrix[page.matrix["state"].isin(["blank", "thin"]) & (page.matrix["n_missed"] > 0)]
    assert missed == gone.set_index(["stage", "function"])["n_missed"].astype(int).to_dict()
    assert found.twice["episode"].nunique() == len(page.duplicates)
    assert found.apart["episode"].nunique() == len(page.contradictions)
    assert found.twice["source_row"].notna().all()
    assert "note" not in found.walked
    assert set(found.moved["account_id"]) <= set(members)


def test_no_text_names_a_person_of_the_sample(sample_desk: Desk) -> None:
    period = Period.parse("2026-10")
    day = sample_desk.data.known_days().as_of(period)
    asked = Asked(
        segment="all",
        rule="all",
        members=sample_desk.segments.members("all", day),
        period=period,
        day=day,
        lang="zh",
    )
    found = touchpoints.gather(sample_desk, asked)["touchpoints"]
    names = set(sample_desk.data.snapshot(day).table("contacts")["full_name"].dropna())
    frames = [frame for frame in vars_of(found) if isinstance(frame, pd.DataFrame)]
    texts = "\n".join(frame.astype("str").to_csv() for frame in frames)
    assert names
    assert not [name for name in names if name in texts]


def vars_of(found: Touchpoints) -> list[object]:
    """Return everything that a report is told of touchpoints."""
    return [getattr(found, name) for name in found.__dataclass_fields__]
