"""Why a score is what it is, and why it moved."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lib.locale import Count
from lib.risk.beliefs import Beliefs
from lib.risk.facts import Facts
from lib.risk.learn import learned
from lib.risk.model import RiskModel
from lib.risk.points import change, change_said, explained, note_said, points_of
from tests.risk.made import panel

SIGNALS = ("login_decline", "requests_stop", "contact_stops", "bulk_export", "api_burst", "more")


@pytest.fixture(scope="module")
def model() -> RiskModel:
    made = learned(panel(effects=(1.6, 1.3, 1.0, 0.9, 0.8, 0.0), n_accounts=600), Beliefs())
    return replace(made, signals=SIGNALS)


def facts(*severity: int) -> Facts:
    return Facts(
        account_ids=pd.Index(["A"]),
        signals=SIGNALS,
        severity=np.array([severity], dtype=np.int8),
        confidence=np.ones((1, len(severity)), dtype=np.float32),
        ends_in_days=np.array([20.0]),
        tenure_days=np.array([50.0]),
        stale=np.zeros((1, len(severity)), dtype=np.bool_),
    )


def test_an_explanation_names_the_three_largest_and_what_is_unknown(model: RiskModel) -> None:
    found = explained(model.scored(facts(3, 3, 3, 2, -1, -1)), "A")
    assert sum(part.points for part in found.parts) == found.score
    assert found.parts[0].name == "term"
    assert len(found.raising) == 3
    sizes = [part.points for part in found.raising]
    assert sizes == sorted(sizes, reverse=True)
    assert set(found.would_lower) == set(SIGNALS[:4])
    assert found.not_evaluated == ("api_burst", "more")
    assert found.coverage == pytest.approx(4 / 6)
    assert found.unknown_said is not None
    assert found.unknown_said.n == 2
    assert found.stale_said is None


def test_what_counts_as_last_known_is_named(model: RiskModel) -> None:
    now = facts(-1, 0, 0, 0, 0, 0).remembering([(30, facts(3, 0, 0, 0, 0, 0))])
    found = explained(model.scored(now), "A")
    assert found.stale == ("login_decline",)
    assert found.not_evaluated == ()
    assert found.stale_said is not None
    assert found.raising[0].name == "login_decline"


def test_a_change_is_told_by_the_points_that_moved(model: RiskModel) -> None:
    before = model.scored(facts(0, 3, 1, 0, 0, 0))
    after = model.scored(facts(3, 0, 1, 0, 0, 0))
    moved = change(points_of(before, "A"), points_of(after, "A"))
    assert {one.name for one in moved} == {"login_decline", "requests_stop"}
    scores = [int(one.table["score"].to_numpy()[0]) for one in (before, after)]
    assert sum(one.points for one in moved) == scores[1] - scores[0]
    assert abs(moved[0].points) >= abs(moved[1].points)


def test_a_change_in_words(model: RiskModel) -> None:
    calm, loud = (points_of(model.scored(facts(one, 0, 0, 0, 0, 0)), "A") for one in (0, 3))
    rose, fell = change_said(change(calm, loud)), change_said(change(loud, calm))
    assert rose.id.startswith("The score rose by")
    assert fell.id.startswith("The score fell by")
    by = Count(sum(loud.values()) - sum(calm.values()))
    assert dict(rose.values)["n"] == dict(fell.values)["n"] == by
    assert change_said(()).id == "The score did not move."


def test_who_was_not_scored_has_no_explanation(model: RiskModel) -> None:
    with pytest.raises(KeyError):
        explained(model.scored(facts(0, 0, 0, 0, 0, 0)), "B")


def test_every_note_of_a_model_is_a_sentence_of_its_own() -> None:
    codes = ("contradicted", "not_borne_out", "never_judged")
    assert len({note_said("login_decline", code).id for code in codes}) == 3
