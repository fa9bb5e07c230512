"""Maturity and motivation: worked examples, coverage, age, caps, and what is never assumed."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.errors import DefinitionError
from lib.locale import msg
from lib.profile import bant as motivation
from lib.profile.answers import EVIDENCE, Ageing
from lib.profile.bant import bant
from lib.profile.indicators.maturity import TOOLS
from lib.profile.maturity import CRITERIA, LEVELS, PLAYS, RUBRIC, maturity
from lib.profile.rating import Rating
from lib.profile.reading import read
from lib.profile.rubric import STATUSES, Criterion, Indicator
from tests.metrics.made import Row, accounts, row_of, snapshot

DAY = date(2026, 6, 30)
DIMENSIONS = ("awareness", "strategy", "people", "tools")
PARTS = ("budget", "authority", "need", "timing")


def answer(criterion: str, score: float, **more: object) -> Row:
    """Return an answer worth `score` of 100, of today, from the system unless said otherwise."""
    return {
        "account_id": "A",
        "criterion": criterion,
        "points": score / 25,
        "source": "usage",
        "assessed_on": DAY.isoformat(),
        **more,
    }


def level_of(answers: list[Row], **account: object) -> pd.Series:
    rows: list[Row] = [{"account_id": "A", **account}, {"account_id": "B"}]
    found = maturity(snapshot(DAY.isoformat(), accounts=rows, assessments=answers))
    assert found.index.tolist() == ["A", "B"]
    return row_of(found, "A")


def today(answers: list[Row]) -> pd.Series:
    """Return the rating of the day alone, without the months before."""
    made = snapshot(DAY.isoformat(), accounts=accounts("A"), assessments=answers)
    return row_of(Rating(read(RUBRIC, made)).frame(), "A")


def rated(*scores: float | None, **more: object) -> pd.Series:
    pairs = zip(DIMENSIONS, scores, strict=True)
    return level_of([answer(name, s, **more) for name, s in pairs if s is not None])


def motivated(**scores: float) -> pd.Series:
    answers = [answer(name, score) for name, score in scores.items()]
    return row_of(bant(snapshot(DAY.isoformat(), accounts=accounts("A"), assessments=answers)), "A")


def test_worked_examples_of_maturity() -> None:
    found = rated(80, 80, 80, 45)
    assert (found["score"], found["level"], found["status"]) == (69.5, "medium", "rated")
    found = rated(90, 90, 90, 48)
    assert (found["score"], found["level"]) == (pytest.approx(77.4), "medium")
    assert (found["capped"], found["capped_by"]) == (True, "tools")
    found = rated(None, None, 100, 100)
    assert (found["status"], found["coverage"]) == ("not_rated", 0.55)
    assert pd.isna(found["level"])
    assert pd.isna(found["score"])


def test_worked_example_of_bant() -> None:
    found = motivated(budget=60, authority=20, need=80, timing=70)
    assert (found["score"], found["level"], found["capped_by"]) == (58, "cool", "authority")


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (24.9, "immature"),
        (25, "low"),
        (49.9, "low"),
        (50, "medium"),
        (74.9, "medium"),
        (75, "high"),
    ],
)
def test_a_score_on_the_edge_has_the_better_level(score: float, level: str) -> None:
    assert rated(score, score, score, score)["level"] == level


@pytest.mark.parametrize(
    ("score", "level"),
    [(24.9, "cold"), (25, "cool"), (50, "warm"), (69.9, "warm"), (70, "hot")],
)
def test_motivation_has_edges_of_its_own(score: float, level: str) -> None:
    assert motivated(**dict.fromkeys(PARTS, score))["level"] == level


@pytest.mark.parametrize(
    ("weakest", "level"),
    [(50, "high"), (49.9, "medium"), (25, "medium"), (24.9, "low"), (0, "low")],
)
def test_the_weakest_dimension_holds_the_level_down(weakest: float, level: str) -> None:
    assert rated(weakest, 100, 100, 100)["level"] == level


@pytest.mark.parametrize(
    ("weak", "level"),
    [
        ({"budget": 0}, "cool"),
        ({"budget": 25}, "hot"),
        ({"need": 24}, "cool"),
        ({"need": 25}, "hot"),
        ({"authority": 24}, "cool"),
        ({"authority": 25}, "hot"),
        ({"timing": 0}, "hot"),
    ],
)
def test_motivation_is_capped_without_money_authority_or_need(
    weak: dict[str, float], level: str
) -> None:
    assert motivated(**{**dict.fromkeys(PARTS, 100.0), **weak})["level"] == level


def test_an_answer_of_zero_is_an_answer() -> None:
    found = rated(0, 0, 0, 0)
    assert (found["level"], found["score"], found["coverage"]) == ("immature", 0, 1)


def test_nobody_judged_is_unknown_with_all_levels_possible() -> None:
    found = level_of([])
    assert (found["status"], found["coverage"]) == ("not_rated", 0)
    assert (found["low"], found["high"]) == (0, 100)
    assert (found["level_low"], found["level_high"]) == ("immature", "high")
    assert found["missing"] == "tools|strategy|people|awareness"
    assert found[["level", "score", "tools_score"]].isna().all()


def test_three_dimensions_are_provisional_with_bounds() -> None:
    found = rated(None, 100, 100, 100)
    assert (found["status"], found["level"], found["score"]) == ("provisional", "high", 100)
    assert (found["low"], found["high"], found["missing"]) == (80, 100, "awareness")


def test_coverage_is_source_times_age() -> None:
    for source, factor in (
        ("usage", 1),
        ("crm", 0.9),
        ("file", 0.8),
        ("interview", 0.7),
        (None, 0.8),
    ):
        found = rated(50, 50, 50, 50, source=source)
        assert found["coverage"] == pytest.approx(factor)
        assert found["status"] == "rated"


@pytest.mark.parametrize(
    ("source", "months", "status"),
    [
        ("usage", 14, "rated"),  # 1.0 * 0.5 ** (8/12) = 0.63
        ("usage", 16, "provisional"),
        ("usage", 21, "provisional"),
        ("usage", 23, "stale"),
        ("usage", 25, "not_rated"),
        ("interview", 9, "provisional"),
        ("usage", 31, "not_rated"),
    ],
)
def test_old_evidence_is_provisional_and_then_not_rated(
    source: str, months: int, status: str
) -> None:
    day = pd.Timestamp(DAY) - pd.DateOffset(months=months)
    assert rated(50, 50, 50, 50, source=source, assessed_on=day)["status"] == status


@pytest.mark.parametrize(
    ("months", "factor"), [(0, 1), (6, 1), (18, 0.5), (30, 0.25), (30.01, 0), (99, 0)]
)
def test_evidence_halves_every_year_after_half_a_year(months: float, factor: float) -> None:
    assert EVIDENCE.factor(pd.Series([months]))[0] == pytest.approx(factor)


@pytest.mark.parametrize(("months", "factor"), [(3, 1), (6, 0.5), (9, 0), (12, 0)])
def test_a_date_for_a_decision_ages_within_three_quarters(months: float, factor: float) -> None:
    ageing = motivation.CRITERIA["timing"].ageing
    assert ageing.factor(pd.Series([months]))[0] == pytest.approx(factor)


def test_an_answer_without_a_day_counts_from_its_loading() -> None:
    loaded = {"assessed_on": None, "known_on": pd.Timestamp(DAY)}
    assert rated(50, 50, 50, 50, **loaded)["status"] == "rated"
    later = {"assessed_on": None, "known_on": pd.Timestamp("2026-07-01")}
    assert rated(50, 50, 50, 50, **later)["coverage"] == 0
    assert rated(50, 50, 50, 50, assessed_on=None)["coverage"] == 0


def test_the_surer_answer_is_used_and_of_equals_the_newer() -> None:
    old = (DAY - timedelta(days=100)).isoformat()
    for first, second, used in (
        ({"source": "interview"}, {"source": "usage", "assessed_on": old}, 75),
        ({"source": "usage"}, {"source": "usage", "assessed_on": old}, 25),
        ({"source": "usage", "assessed_on": old}, {"source": "usage"}, 75),
    ):
        found = level_of([answer("tools", 25, **first), answer("tools", 75, **second)])
        assert found["tools_score"] == used


def test_sources_that_disagree_by_two_points_are_named() -> None:
    says = [answer("tools", 100, source="interview"), answer("tools", 25, source="usage")]
    assert level_of(says)["contradictions"] == "tools"
    assert level_of([says[0], answer("tools", 75)])["contradictions"] == ""
    changed = [answer("tools", 100), answer("tools", 0, assessed_on="2026-01-01")]
    assert level_of(changed)["contradictions"] == ""  # one source may change its mind


def test_answers_that_cannot_be_are_missing() -> None:
    for wrong in (
        {"points": 5},
        {"points": -1},
        {"points": None},
        {"account_id": None},
        {"criterion": "charm"},
        {"scheme": "bant"},
    ):
        assert level_of([answer("tools", 50) | wrong])["coverage"] == 0


def test_a_stated_level_stands_only_where_nothing_is_rated() -> None:
    found = level_of([], maturity_level="high")
    assert (found["level"], found["status"], found["coverage"]) == ("high", "stated", 0)
    assert pd.isna(found["score"])
    answers = [answer(name, 50) for name in DIMENSIONS[1:]]
    found = level_of(answers, maturity_level="high")
    assert (found["level"], found["status"]) == ("medium", "provisional")
    assert level_of([], maturity_level="splendid")["status"] == "not_rated"


ANSWERS = st.lists(
    st.builds(
        lambda criterion, points, source, age: answer(
            criterion,
            points * 25,
            source=source,
            assessed_on=(DAY - timedelta(days=age)).isoformat(),
        ),
        st.sampled_from(DIMENSIONS),
        st.integers(0, 4),
        st.sampled_from([None, "usage", "crm", "file", "interview"]),
        st.integers(0, 1000),
    ),
    min_size=1,
    max_size=8,
)


@given(ANSWERS, st.data())
def test_blanking_an_answer_lowers_coverage_and_is_never_a_zero(
    answers: list[Row], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(answers) - 1))
    rest = answers[:gone] + answers[gone + 1 :]
    three = {"A": answers, "B": rest, "C": [*rest, answers[gone] | {"points": None}]}
    rows = [row | {"account_id": account} for account, given in three.items() for row in given]
    made = snapshot(DAY.isoformat(), accounts=accounts(*three), assessments=rows)
    found = Rating(read(RUBRIC, made)).frame()
    whole, without, blanked = (row_of(found, account) for account in three)
    assert blanked.equals(without)
    for name in ("coverage", *(f"{d}_coverage" for d in DIMENSIONS)):
        assert without[name] <= whole[name] + 1e-12
    for dimension in DIMENSIONS:
        score, cover = without[f"{dimension}_score"], without[f"{dimension}_coverage"]
        assert pd.isna(score) == (cover == 0)
        given = [25 * a["points"] for a in answers if a["criterion"] == dimension]
        assert pd.isna(score) or score in given


@given(ANSWERS)
def test_the_score_lies_within_its_bounds_and_its_parts(answers: list[Row]) -> None:
    found = today(answers)
    assert 0 <= found["low"] <= found["high"] <= 100 + 1e-9
    assert found["high"] - found["low"] == pytest.approx(100 * (1 - found["coverage"]))
    assert (found["status"] == "not_rated") == pd.isna(found["level"])
    if found["status"] != "not_rated":
        parts = [found[f"{d}_score"] for d in DIMENSIONS if found[f"{d}_coverage"] >= 0.4 - 1e-9]
        assert min(parts) - 1e-9 <= found["score"] <= max(parts) + 1e-9


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4))
def test_full_coverage_makes_the_bounds_the_score(scores: list[int]) -> None:
    found = today([answer(name, s) for name, s in zip(DIMENSIONS, scores, strict=True)])
    assert found["coverage"] == 1
    assert (found["low"], found["high"]) == (pytest.approx(found["score"]),) * 2


def test_levels_plays_and_weights_are_complete() -> None:
    assert tuple(LEVELS) == tuple(PLAYS) == RUBRIC.names
    assert tuple(motivation.LEVELS) == tuple(motivation.PLAYS) == motivation.RUBRIC.names
    assert [c.weight for c in CRITERIA.values()] == [20, 25, 25, 30]
    assert [c.weight for c in motivation.CRITERIA.values()] == [25, 25, 30, 20]
    assert set(STATUSES) == {
        "rated", "provisional", "overruled", "stale", "stated", "not_rated",
    }  # fmt: skip


def test_a_criterion_needs_a_text_for_each_answer() -> None:
    with pytest.raises(DefinitionError):
        Criterion(
            title=msg("x"), question=msg("x"), anchors=(msg("x"),), weight=1, indicators=TOOLS
        )
    with pytest.raises(DefinitionError):
        Indicator(code="X1", title=msg("x"), question=msg("x"), anchors=(msg("x"),), weight=1)
    with pytest.raises(DefinitionError):
        Criterion(
            title=msg("x"), question=msg("x"), anchors=(msg("x"),) * 5, weight=1, indicators={}
        )


def test_an_unknown_age_stays_unknown() -> None:
    ageings: Mapping[str, Ageing] = {"halving": EVIDENCE, "line": Ageing(3, None, 9)}
    for ageing in ageings.values():
        assert ageing.factor(pd.Series([float("nan")])).isna().all()
