"""Indicators: what weighs how much, whose answer is used, what does not apply."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.model.kinds import KINDS
from lib.profile import bant as motivation
from lib.profile import maturity as ability
from lib.profile.answers import MAX_POINTS
from lib.profile.details import disagreements, said_of, to_ask, unknown_of
from lib.profile.rating import Rating
from lib.profile.reading import read
from lib.profile.rubric import Rubric
from tests.metrics.made import Row, accounts, row_of, snapshot

DAY = date(2026, 6, 30)
RUBRICS = {"maturity": ability.RUBRIC, "bant": motivation.RUBRIC}


def answer(criterion: str, points: float | None, **more: object) -> Row:
    return {"account_id": "A", "scheme": "maturity", "criterion": criterion, "points": points,
            "source": "crm", "assessed_on": DAY.isoformat(), **more}  # fmt: skip


def today(rows: list[Row], rubric: Rubric = ability.RUBRIC) -> pd.Series:
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), assessments=rows)
    return row_of(Rating(read(rubric, made)).frame(), "A")


def test_the_weights_are_those_of_the_specification() -> None:
    weights = {
        scheme: {name: [i.weight for i in c.indicators.values()] for name, c in r.criteria.items()}
        for scheme, r in RUBRICS.items()
    }
    assert weights["maturity"] == {
        "awareness": [6, 5, 5, 4], "strategy": [7, 6, 5, 4, 3], "people": [7, 6, 5, 4, 3],
        "tools": [7, 7, 7, 5, 4],
    }  # fmt: skip
    assert weights["bant"] == {
        "budget": [10, 7, 4, 4], "authority": [12, 7, 6], "need": [10, 8, 7, 5],
        "timing": [8, 7, 5, 0],
    }  # fmt: skip
    asked = [i.code for i in ability.RUBRIC.indicators.values() if i.asked]
    assert asked == ["A1", "A3", "S1", "S2", "S3", "S4", "P1", "P3", "P4", "P5", "T3", "T5"]


def test_files_may_name_every_indicator() -> None:
    choices = KINDS["assessments"].column("criterion").choices
    for rubric in RUBRICS.values():
        assert {*rubric.criteria, *rubric.indicators} <= set(choices)
    spelled = [s.casefold() for spellings in choices.values() for s in spellings]
    assert len(spelled) == len(set(spelled))


def test_a_criterion_is_the_mean_of_its_indicators_by_weight_and_sureness() -> None:
    found = today(
        [answer("use_case", 4), answer("users_trained", 0, source="interview")]
    )  # 6 * 0.9 * 100 / (6 * 0.9 + 5 * 0.7)
    assert found["awareness_score"] == pytest.approx(60.674157303)
    assert found["awareness_coverage"] == pytest.approx((6 * 0.9 + 5 * 0.7) / 20)


def test_a_code_names_an_indicator_where_the_scheme_is_said() -> None:
    assert today([answer("A1", 4)])["awareness_score"] == 100
    assert today([answer("a1", 4, scheme=None)])["coverage"] == 0  # of which scheme?
    bant = today([answer("A1", 4, scheme="bant")], motivation.RUBRIC)
    assert (bant["authority_score"], bant["coverage"]) == (100, pytest.approx(0.9 * 12 / 25 / 4))


def test_a_judgement_of_the_whole_answers_what_has_no_answer_of_its_own() -> None:
    found = today([answer("strategy", 2), answer("dated_goals", 4, source="file")])
    # own: 7 of 25 at 4 points; as sure as the surer of both
    assert found["strategy_score"] == pytest.approx((7 * 100 + 18 * 50) / 25)
    assert found["strategy_coverage"] == pytest.approx(0.9)
    # less than half as sure as the judgement of the whole: that stands
    old = answer("dated_goals", 4, source="interview", assessed_on="2024-06-30")
    assert today([answer("strategy", 2), old])["strategy_score"] == 50


def test_what_does_not_apply_leaves_the_denominator() -> None:
    rows = [answer("use_case", 4), answer("management_attends", None, applies=False)]
    assert today(rows)["awareness_coverage"] == pytest.approx(0.9 * 6 / 15)
    unknown = [answer("use_case", 4), answer("management_attends", None)]
    assert today(unknown)["awareness_coverage"] == pytest.approx(0.9 * 6 / 20)
    again = [*rows, answer("management_attends", 4, batch_id=2)]
    assert today(again)["awareness_coverage"] == pytest.approx(0.9 * 11 / 20)
    whole = [answer(name, 2) for name in ("awareness", "strategy", "people")]
    found = today([*whole, answer("tools", None, applies=False)])
    assert (found["status"], found["coverage"]) == ("rated", pytest.approx(0.9))


def test_a_date_that_passed_twice_caps_motivation_at_warm() -> None:
    parts = [answer(name, 4, scheme="bant") for name in motivation.CRITERIA]
    assert today(parts, motivation.RUBRIC)["level"] == "hot"
    passed = answer("date_passed", 0, scheme="bant")
    assert today([*parts, passed], motivation.RUBRIC)["level"] == "warm"
    once = answer("date_passed", 2, scheme="bant")
    assert today([*parts, once], motivation.RUBRIC)["level"] == "hot"


def test_details_say_who_when_and_what_is_not_known() -> None:
    rows = [
        answer("use_case", 4, assessed_by="one", evidence="goal on file"),
        answer("use_case", 1, assessed_by="two", source="interview"),
    ]
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), assessments=rows)
    found = ability.maturity_levels(made)
    said = {s.key: s for s in said_of(found, "A")}
    one = said["use_case"]
    assert (one.points, one.source, one.by, one.evidence) == (4, "crm", "one", "goal on file")
    assert (one.assessed_on, one.contradicted, one.disagreement) == (DAY, True, 3)
    words = {w.by: w.points for w in disagreements(found, "A")}
    assert words == {"one": 4, "two": 1}
    assert row_of(found.frame, "A")["disagreement"] == 3
    assert "use_case" not in unknown_of(tuple(said.values()))
    assert len(unknown_of(tuple(said.values()))) == len(ability.RUBRIC.indicators) - 1
    # the heaviest of what is unknown: tools 7/30 of 30, strategy and people 7/25 of 25
    assert to_ask(found, "A") == ("dated_goals", "named_owner", "seat_utilisation")


KEYS = st.sampled_from([*ability.RUBRIC.indicators, *ability.RUBRIC.criteria])
GIVEN = st.lists(
    st.builds(
        lambda key, points, source, day: answer(key, points, source=source, assessed_on=day),
        KEYS,
        st.integers(0, MAX_POINTS),
        st.sampled_from(["usage", "crm", "file", "interview"]),
        st.sampled_from(["2026-06-30", "2025-06-30", "2024-06-30"]),
    ),
    min_size=1,
    max_size=12,
)


@given(GIVEN, st.data())
def test_an_answer_taken_away_lowers_coverage_and_leaves_every_level_possible(
    rows: list[Row], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(rows) - 1))
    blanked = [*rows[:gone], {**rows[gone], "points": None}, *rows[gone + 1 :]]
    zeroed = [*rows[:gone], {**rows[gone], "points": 0}, *rows[gone + 1 :]]
    whole, without, zero = today(rows), today(blanked), today(zeroed)
    assert without["coverage"] <= whole["coverage"] + 1e-9
    for name in ability.CRITERIA:
        assert without[f"{name}_coverage"] <= whole[f"{name}_coverage"] + 1e-9
        if pd.notna(without[f"{name}_score"]):  # missing is never worse than nothing
            assert without[f"{name}_score"] >= zero[f"{name}_score"] - 1e-6
    assert without["low"] <= whole["high"] + 1e-6


@given(GIVEN)
def test_scores_lie_within_their_bounds(rows: list[Row]) -> None:
    found = today(rows)
    assert -1e-9 <= found["low"] <= found["high"] <= 100 + 1e-6
    assert found["high"] - found["low"] == pytest.approx(100 * (1 - found["coverage"]), abs=1e-6)
