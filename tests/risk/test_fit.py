"""What a fit learns, what it keeps believing, and how it is calibrated."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression

from lib.errors import DefinitionError
from lib.locale import msg
from lib.risk.beliefs import USUAL, Beliefs, groups_of
from lib.risk.calibrate import calibration, slope_of
from lib.risk.damping import damped, shared_out
from lib.risk.facts import Facts
from lib.risk.folds import of_rows
from lib.risk.ladder import rung
from lib.risk.learn import learned, uncalibrated
from lib.risk.panel import Panel
from lib.risk.reliability import reliability
from tests.risk.made import NAMES, panel

NONE = Beliefs()


def with_churned(n: int) -> Panel:
    """Return a panel in which just so many accounts left."""
    whole = panel(n_accounts=500)
    rows = whole.rows
    left = rows.loc[rows["churned"], "account_id"].unique()
    kept = ~rows["account_id"].isin(left[n:])
    return of_rows(whole, kept.to_numpy())


def test_signals_that_came_before_leaving_get_weight_and_the_others_little() -> None:
    weights = uncalibrated(panel(n_accounts=800), NONE).weights
    assert min(weights[name] for name in NAMES[:3]) > 0.5
    assert max(weights[name] for name in NAMES[3:6]) < 0.3


def test_before_ten_have_left_the_weights_are_those_believed() -> None:
    model = learned(with_churned(9), NONE)
    assert set(model.weights.values()) == {USUAL}
    assert model.rung.key == "order"
    assert model.calibration.method == "none"
    assert not model.rung.shows_probability
    assert not model.rung.shows_lift


@pytest.mark.parametrize(
    ("n", "key", "bands", "probability"),
    [
        (0, "order", False, False),
        (9, "order", False, False),
        (10, "bands", True, False),
        (29, "bands", True, False),
        (30, "probability", True, True),
        (99, "probability", True, True),
        (100, "curve", True, True),
        (199, "curve", True, True),
        (200, "challenger", True, True),
    ],
)
def test_the_ladder(n: int, key: str, bands: bool, probability: bool) -> None:
    found = rung(n)
    assert (found.key, found.shows_bands, found.shows_probability) == (key, bands, probability)


def test_too_few_are_told_in_words() -> None:
    assert rung(7).said.id.startswith("Not enough churned customers")


def test_contradicted_signals_have_no_weight_and_a_note() -> None:
    model = learned(panel(), Beliefs(contradicted=frozenset({"sign_a"})))
    assert model.weights["sign_a"] == 0
    assert ("sign_a", "contradicted") in model.notes
    assert (model.scored(Facts.of_panel(panel())).points["sign_a"] == 0).all()


def test_a_signal_that_speaks_for_staying_is_clipped_at_nothing() -> None:
    model = learned(panel([-2.0, 1.0, 0.0], n_accounts=800, base=-3.0), NONE)
    assert model.weights["sign_a"] == 0
    assert ("sign_a", "not_borne_out") in model.notes


def test_signals_left_out_or_never_judged_are_not_in_the_model() -> None:
    made = panel()
    made.severity[:, 4] = -1
    model = learned(made, Beliefs(left_out={"sign_f": msg("Known only as loaded later.")}))
    assert model.signals == NAMES[:4]
    assert model.notes[-1] == ("sign_e", "never_judged")


@pytest.mark.parametrize("weight", [-0.1, 0.8])
def test_a_belief_out_of_bounds_is_refused(weight: float) -> None:
    with pytest.raises(DefinitionError, match="sign_a"):
        Beliefs(weights={"sign_a": weight})


def test_a_person_s_belief_is_where_a_silent_signal_stays() -> None:
    made = panel()
    made.severity[:, 5] = 0
    weights = uncalibrated(made, Beliefs(weights={"sign_f": log(2)})).weights
    assert weights["sign_f"] == pytest.approx(log(2), abs=1e-4)


def test_as_many_are_expected_to_leave_as_did() -> None:
    made = panel(n_accounts=800)
    p = uncalibrated(made, NONE).scored(Facts.of_panel(made)).table["probability"]
    assert p.mean() == pytest.approx(made.rows["churned"].mean(), rel=0.03)


def test_the_end_of_the_term_moves_the_base_and_small_bands_stay_near_the_whole() -> None:
    made = panel(n_accounts=800)
    near = made.rows["ends_in_days"].le(60).to_numpy()
    points = learned(made, NONE).scored(Facts.of_panel(made)).points["term"]
    assert points[near].mean() > points[~near].mean() + 3
    alone = made.rows["ends_in_days"].mask(made.rows.index > 10)
    few = made.rows.assign(ends_in_days=alone)
    shrunk = learned(Panel(**{**vars(made), "rows": few}), NONE)
    terms = shrunk.scored(Facts.of_panel(made)).points["term"]
    assert np.ptp(terms) < 10


def test_one_account_seen_often_counts_once() -> None:
    made = panel(n_accounts=150, seed=3)
    twice = of_rows(made, np.ones(len(made.rows), dtype=np.bool_))
    again = np.repeat(np.arange(len(made.rows)), 3)
    thrice = Panel(
        **{
            **vars(twice),
            "rows": made.rows.iloc[again].reset_index(drop=True),
            "severity": made.severity[again],
            "confidence": made.confidence[again],
        }
    )
    one, three = uncalibrated(made, NONE), uncalibrated(thrice, NONE)
    assert list(one.weights.values()) == pytest.approx(list(three.weights.values()), abs=2e-3)


def test_groups_are_damped_by_the_root_of_how_many_fire() -> None:
    added = np.array([[0.2, 0.2, 0.2, 0.2, 0.5]])
    groups = ("usage", "usage", "usage", "usage", "exit")
    assert damped(added, groups) == pytest.approx([0.4 + 0.5])
    assert damped(np.array([[0.3, 0.01]]), ("a", "a")) == pytest.approx([0.3])
    shared = shared_out(np.array([[2.6, 2.6, 2.6, 0.0, 2.6]]), groups)
    assert shared.sum() == round(2.6 * 3**0.5) + 3
    assert groups_of(("login_decline", "no_such_signal")) == ("usage", "no_such_signal")


def overconfident(n_churned: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    true = chance.normal(-2.0, 0.8, 12 * n_churned)
    return 2.5 * true + 1.0, chance.random(true.size) < expit(true)


def test_platt_mends_what_was_too_sure_and_steps_would_do_worse() -> None:
    brier: dict[str, list[float]] = {"none": [], "platt": [], "steps": []}
    later_odds, later = overconfident(800, 99)
    for seed in range(10):
        odds, churned = overconfident(60, seed)
        n = int(churned.sum())
        how = calibration(odds, churned, slope_of(odds, churned, n), n)
        assert how.method == "platt"
        steps = IsotonicRegression(out_of_bounds="clip").fit(expit(odds), churned)
        told = {
            "none": expit(later_odds),
            "platt": expit(how.slope * later_odds + how.shift),
            "steps": steps.predict(expit(later_odds)),
        }
        for name, p in told.items():
            brier[name].append(reliability(p, later).brier)
    means = {name: float(np.mean(values)) for name, values in brier.items()}
    assert means["platt"] < means["steps"] < means["none"]


def test_few_move_only_the_level() -> None:
    odds, churned = overconfident(10, 5)
    assert slope_of(odds, churned, 29) == 1.0
    how = calibration(odds, churned, 1.0, 20)
    assert how.method == "intercept"
    assert expit(odds + how.shift).sum() == pytest.approx(churned.sum(), rel=1e-3)


def test_an_early_level_does_not_spoil_the_later_one() -> None:
    made = panel(n_accounts=800)
    early = made.rows["observed_on"].dt.date.isin(made.days[:4]).to_numpy()
    rows = made.rows.assign(churned=made.rows["churned"].to_numpy() & ~early)
    model = learned(replace(made, rows=rows), NONE)
    p = model.scored(Facts.of_panel(made)).table["probability"]
    assert model.calibration.method == "platt"
    assert p.mean() == pytest.approx(rows["churned"].mean(), rel=0.05)
