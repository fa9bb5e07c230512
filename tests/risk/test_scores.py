"""Laws of a score: it adds up, rises with what is seen, and does not fall when fields go blank."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from lib.risk.bands import RENEWAL, TENURE
from lib.risk.beliefs import Beliefs
from lib.risk.facts import Facts
from lib.risk.learn import learned
from lib.risk.model import POINT, RiskModel, Scored
from tests.risk.made import EFFECTS, panel

CATALOGUE = ("login_decline", "requests_stop", "contact_stops", "bulk_export", "api_burst")
MODELS = ("learnt", "believed")


@cache
def model(kind: str) -> RiskModel:
    """Return a model learnt from many lost customers, or one that only believes."""
    made = panel() if kind == "learnt" else panel([0.0] * 6, n_accounts=60, n_days=8, base=-7.0)
    groups = ("usage", "usage", "usage", "exit", "exit", "service")
    return replace(learned(made, Beliefs()), groups=groups)


def facts(n: int, seed: int) -> Facts:
    chance = np.random.default_rng(seed)
    severity = chance.integers(-1, 4, (n, len(EFFECTS))).astype(np.int8)
    ends = chance.integers(-20, 400, n).astype(float)
    tenure = chance.integers(0, 3000, n).astype(float)
    return Facts(
        account_ids=pd.Index([f"B{k}" for k in range(n)]),
        signals=model("learnt").signals,
        severity=severity,
        confidence=np.where(severity >= 0, chance.random(severity.shape), 0.0).astype(np.float32),
        ends_in_days=np.where(chance.random(n) < 0.1, np.nan, ends),
        tenure_days=np.where(chance.random(n) < 0.1, np.nan, tenure),
        stale=np.zeros(severity.shape, dtype=np.bool_),
    )


def blanked(of: Facts, seed: int) -> Facts:
    """Return the facts with some fields blank that were filled."""
    chance = np.random.default_rng(seed)
    gone = chance.random(of.severity.shape) < 0.3
    return replace(
        of,
        severity=np.where(gone, -1, of.severity).astype(np.int8),
        confidence=np.where(gone, 0.0, of.confidence).astype(np.float32),
        ends_in_days=np.where(chance.random(len(gone)) < 0.3, np.nan, of.ends_in_days),
        tenure_days=np.where(chance.random(len(gone)) < 0.3, np.nan, of.tenure_days),
    )


def test_the_two_models_stand_on_both_ends_of_the_ladder() -> None:
    assert not model("learnt").damped
    assert model("believed").damped


@pytest.mark.parametrize("kind", MODELS)
def test_points_add_up_and_the_score_is_the_probability(kind: str) -> None:
    scored = model(kind).scored(facts(200, 1))
    table, points = scored.table, scored.points
    assert (points.sum(axis=1) == table["score"]).all()
    assert all(dtype.kind == "i" for dtype in points.dtypes)
    odds = table["probability"] / (1 - table["probability"])
    assert np.allclose(odds, 2 ** (table["score"] / 10))
    assert np.allclose(table["probability"], expit(table["score"] * POINT))
    assert (table["low"] <= table["probability"]).all()
    assert (table["high"] >= table["probability"]).all()


def test_ten_points_more_double_the_odds() -> None:
    table = model("learnt").scored(facts(200, 1)).table
    odds = (table["probability"] / (1 - table["probability"])).groupby(table["score"]).first()
    pairs = [(odds[score], odds[score + 10]) for score in odds.index if score + 10 in odds.index]
    assert pairs
    assert all(more == pytest.approx(2 * less) for less, more in pairs)


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_raising_one_severity_never_lowers_the_risk(kind: str, seed: int) -> None:
    before = facts(20, seed)
    signal = seed % len(before.signals)
    raised = before.severity.copy()
    known = raised[:, signal] >= 0
    raised[known, signal] = np.minimum(raised[known, signal] + 1, 3)
    after = model(kind).scored(replace(before, severity=raised)).table
    earlier = model(kind).scored(before).table
    for name in ("score", "low", "high"):
        assert (after[name] >= earlier[name]).all(), name


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_blanking_a_field_never_lowers_the_upper_end_nor_raises_the_lower(
    kind: str, seed: int
) -> None:
    before = facts(20, seed)
    after = model(kind).scored(blanked(before, seed + 1)).table
    earlier = model(kind).scored(before).table
    assert (after["high"] >= earlier["high"]).all()
    assert (after["low"] <= earlier["low"]).all()
    assert (after["coverage"] <= earlier["coverage"]).all()


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_a_field_that_goes_blank_counts_as_last_known(seed: int) -> None:
    before = facts(20, seed)
    now = blanked(before, seed + 1).remembering([(31, before)])
    later = replace(  # the term is a month nearer, the relation a month longer
        before, ends_in_days=now.ends_in_days, tenure_days=now.tenure_days
    )
    found, expected = model("learnt").scored(now), model("learnt").scored(later)
    assert (found.table["probability"] == expected.table["probability"]).all()
    assert (found.points == expected.points).all(axis=None)
    assert (found.stale.to_numpy() == (before.known & ~blanked(before, seed + 1).known)).all()


def test_the_latest_that_knew_counts_and_needs_no_memory_of_memories() -> None:
    before, between = facts(50, 3), facts(50, 4)
    blank = blanked(before, 5)
    found = blank.remembering([(62, before), (31, between)])
    gone = ~blank.known
    knew = gone & between.known
    assert (found.severity[knew] == between.severity[knew]).all()
    assert (found.severity[gone & ~between.known] == before.severity[gone & ~between.known]).all()
    assert (found.severity[~gone] == blank.severity[~gone]).all()
    step = blank.remembering([(31, between.remembering([(31, before)]))])
    assert (step.severity == found.severity).all()


def test_not_judged_adds_no_points_and_lowers_coverage() -> None:
    known = facts(100, 5)
    scored = model("learnt").scored(known)
    assert (scored.points[list(known.signals)].to_numpy()[~known.known] == 0).all()
    assert scored.table["coverage"].to_numpy() == pytest.approx(known.known.mean(axis=1))


def test_a_stranger_changes_nobody_elses_score() -> None:
    both = facts(40, 6)
    some = replace(
        both,
        account_ids=both.account_ids[1:],
        **{
            name: getattr(both, name)[1:]
            for name in ("severity", "confidence", "ends_in_days", "tenure_days", "stale")
        },
    )
    alone, together = model("learnt").scored(some), model("learnt").scored(both)
    pd.testing.assert_frame_equal(alone.table, together.table.iloc[1:])
    pd.testing.assert_frame_equal(alone.points, together.points.iloc[1:])


@pytest.mark.parametrize("kind", MODELS)
def test_a_model_kept_as_json_gives_the_same_scores(kind: str) -> None:
    kept = RiskModel.from_json(model(kind).to_json())
    assert kept == model(kind)
    same(kept.scored(facts(30, 7)), model(kind).scored(facts(30, 7)))


def test_the_range_holds_with_everything_known_and_is_wider_with_nothing() -> None:
    full = facts(1, 8)
    full = replace(
        full,
        severity=np.zeros_like(full.severity),
        confidence=np.ones_like(full.confidence),
        ends_in_days=np.array([200.0]),
        tenure_days=np.array([400.0]),
    )
    nothing = replace(
        full, severity=np.full_like(full.severity, -1), ends_in_days=np.array([np.nan])
    )
    tables = [model("learnt").scored(one).table for one in (full, nothing)]
    width = [(table["high"] - table["low"]).to_numpy()[0] for table in tables]
    assert 0 < width[0] < width[1] / 2


def test_bands_of_days_begin_after_their_edges() -> None:
    assert RENEWAL.of([-5, 30, 31, 60, 61, 90, 91, 180, 181, np.nan]).tolist() == [
        *(0, 0, 1, 1, 2, 2, 3, 3, 4, 5),
    ]
    assert RENEWAL.labels == ("-30", "31-60", "61-90", "91-180", "181-", "unknown")
    assert TENURE.of([90, 91]).tolist() == [0, 1]


def same(one: Scored, other: Scored) -> None:
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.points, other.points)


def test_readings_of_a_day_become_facts() -> None:
    readings = pd.DataFrame(
        {
            "account_id": ["A", "A", "B", "B"],
            "signal": ["login_decline", "bulk_export"] * 2,
            "severity": [3, -1, 0, 2],
            "grade": ["alert", "unknown", "none", "alert"],
            "confidence": [0.5, 0.0, 1.0, 0.9],
        }
    )
    ends = pd.Series([20.0], index=["B"])
    found = Facts.of_readings(readings, ends, pd.Series({"A": 100.0, "B": 200.0, "C": 1.0}))
    assert found.account_ids.tolist() == ["A", "B"]
    assert found.signals == ("bulk_export", "login_decline")
    assert found.severity.tolist() == [[-1, 3], [2, 0]]
    assert found.strength == pytest.approx(np.array([[0, 0.5], [0.6, 0]]))
    assert np.isnan(found.ends_in_days[0])
    assert found.ends_in_days[1] == 20
    assert found.tenure_days.tolist() == [100, 200]
    outside = readings.assign(grade=["alert", "none", "none", "alert"])  # it does not apply to A
    assert Facts.of_readings(outside, ends, ends).severity.tolist() == [[0, 3], [2, 0]]


def test_a_signal_that_was_never_read_is_not_judged() -> None:
    chosen = facts(5, 1).chosen(["sign_b", "no_such_signal"])
    assert (chosen.severity[:, 1] == -1).all()
    assert (chosen.severity[:, 0] == facts(5, 1).severity[:, 1]).all()
    assert not chosen.known[:, 1].any()
