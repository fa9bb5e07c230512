"""The combined score judged on later days: splits, measures, and what it must admit."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from lib.risk.beliefs import Beliefs
from lib.risk.combined import combined
from lib.risk.folds import folds, of_days, of_rows
from lib.risk.learn import learned, predicted
from lib.risk.panel import Panel
from lib.risk.ranked import drawn, interval, ranked
from lib.risk.reliability import poisson_interval, reliability
from lib.risk.too_good import too_good, without
from tests.risk.made import panel

NONE = Beliefs()
KEYS = {"status", "auc", "auc_low", "auc_high", "pr_auc", "brier", "brier_base", "top_decile_lift"}


def permuted(of: Panel, seed: int) -> Panel:
    """Return the panel with whole accounts' labels given to other accounts."""
    chance = np.random.default_rng(seed)
    ids = of.rows["account_id"].unique()
    other = dict(zip(ids, chance.permutation(ids), strict=True))
    left = set(of.rows.loc[of.rows["churned"], "account_id"])
    last = of.rows.groupby("account_id")["observed_on"].transform("max")
    near = (last - of.rows["observed_on"]).dt.days <= 62
    mapped = of.rows["account_id"].map(other).isin(left)
    return replace(of, rows=of.rows.assign(churned=mapped & near))


@pytest.mark.parametrize(("n_days", "n_folds"), [(1, 0), (4, 0), (8, 1), (18, 1), (24, 3), (36, 3)])
def test_no_label_window_reaches_into_the_days_predicted(n_days: int, n_folds: int) -> None:
    made = panel(n_accounts=20, n_days=n_days)
    found = folds(made)
    assert len(found) == n_folds
    for fold in found:
        assert max(fold.learnt) + timedelta(days=120) <= min(fold.predicted)
    told = [day for fold in found for day in fold.predicted]
    assert told == sorted(set(told))


def test_nothing_later_changes_what_was_predicted_before() -> None:
    made = panel(n_accounts=150, n_days=24)
    first = folds(made)[0]
    day = made.rows["observed_on"].dt.date
    later = (day > max(first.learnt)).to_numpy()
    changed = replace(
        made,
        rows=made.rows.assign(churned=made.rows["churned"].to_numpy() ^ later),
        severity=made.severity,
    )
    scores = []
    for one in (made, changed):
        ahead = predicted(one, lambda past: learned(past, NONE))
        assert ahead is not None
        on_first = ahead.panel.rows["observed_on"].dt.date.isin(first.predicted).to_numpy()
        scores.append(ahead.score[on_first])
    assert np.array_equal(*scores)


def test_a_score_that_works_is_fitted_and_beats_the_plain_rules() -> None:
    found = combined(panel(n_accounts=900, n_days=24), NONE)
    assert found.status == "fitted"
    assert set(found.as_dict()) >= KEYS
    assert found.n_folds == 3
    assert found.auc_low < found.auc < found.auc_high
    assert found.top_decile_lift > 2
    assert found.reliability is not None
    assert found.reliability.skill > 0
    assert found.at_calls is not None
    assert found.at_calls["lift"] > 1.5
    rules = {one.rule: one for one in found.against}
    assert set(rules) == {"renewal_date", "flag_count", "without_signals"}
    assert all(one.better_low > 0 for one in rules.values())
    assert found.cells is not None
    assert set(found.cells["by"]) == {"segment_label", "maturity_level"}
    assert found.cells["auc"].notna().all()
    assert found.quarters is not None
    assert (found.quarters["pr_auc"] > found.quarters["base_rate"]).all()
    assert found.quarters["quarter"].is_monotonic_increasing


def test_use_is_a_rule_where_the_rows_tell_it() -> None:
    made = panel(n_accounts=300)
    used = np.where(made.rows["churned"], 1.0, 5.0)
    found = combined(replace(made, rows=made.rows.assign(use_rank=used)), NONE)
    lowest = next(one for one in found.against if one.rule == "lowest_usage")
    assert lowest.auc == 1
    assert lowest.better_high < 0


@pytest.mark.parametrize("seed", range(4))
def test_with_labels_given_to_others_it_says_that_it_is_no_better(seed: int) -> None:
    found = combined(permuted(panel(), seed), NONE)
    assert found.status == "no_better_than_base_rate"
    assert "no better than the base rate" in found.said[0].id


def test_what_the_calendar_tells_is_not_credited_to_the_signals() -> None:
    made = panel([0.0] * 5, n_accounts=900, base=-5.0)
    near = made.rows["ends_in_days"].between(31, 120).to_numpy()
    left = made.rows["churned"].to_numpy() | (near & (made.rows.index.to_numpy() % 4 == 0))
    found = combined(replace(made, rows=made.rows.assign(churned=left)), NONE)
    assert found.auc_low > 0.6
    assert found.reliability is not None
    assert found.reliability.skill > 0
    assert found.status == "no_better_than_base_rate"
    assert "no better than the base rate" in found.said[0].id


def test_too_few_who_left_are_told_and_nothing_is_measured() -> None:
    made = panel([0.0] * 3, n_accounts=60, base=-6.5)
    assert made.n_churned < 10
    found = combined(made, NONE)
    assert found.status == "not_enough_past_churn"
    assert "Not enough churned customers" in found.said[0].id
    assert found.as_dict()["auc"] is None
    assert found.as_dict()["brier"] is None


def test_many_who_left_but_all_before_the_days_predicted() -> None:
    made = panel(n_accounts=300)
    early = of_days(made, made.days[:4])
    assert early.n_churned >= 10
    found = combined(early, NONE)
    assert found.status == "not_enough_past_churn"
    assert found.n_tested == 0


def test_one_split_and_the_missing_challenger_are_admitted() -> None:
    said = [one.id for one in combined(panel(n_accounts=500), NONE).said]
    assert any("one split by time" in text for text in said)
    assert any("No second model" in text for text in said)


def test_small_cells_say_only_how_many() -> None:
    made = panel(n_accounts=300)
    label = np.where(made.rows["account_id"].isin(["A00001", "A00002"]), "tiny", "rest")
    found = combined(replace(made, rows=made.rows.assign(segment_label=label)), NONE)
    assert found.cells is not None
    tiny = found.cells[found.cells["label"] == "tiny"]
    assert tiny[["auc", "base_rate"]].isna().all(axis=None)


def test_measures_agree_with_scikit_learn() -> None:
    chance = np.random.default_rng(3)
    score = chance.integers(0, 30, 2000).astype(float)
    churned = chance.random(2000) < score / 60
    found = ranked(score, churned)
    assert found.auc[0] == pytest.approx(roc_auc_score(churned, score))
    assert found.pr_auc[0] == pytest.approx(average_precision_score(churned, score))
    p = score / 60
    held = reliability(p, churned)
    assert held.brier == pytest.approx(brier_score_loss(churned, p))
    assert len(held.curve) == 10
    assert held.n_off <= 2
    assert 0.9 < held.slope < 1.1
    order = np.argsort(-score + chance.random(2000) * 1e-9)
    top = churned[order[:200]].mean() / churned.mean()
    assert found.lift()[0] == pytest.approx(top, rel=0.1)


def test_intervals_come_from_accounts_not_rows() -> None:
    made = panel(n_accounts=300)
    churned = made.rows["churned"].to_numpy()
    score = made.strength.sum(axis=1)
    widths = []
    for ids in (made.rows["account_id"], made.rows.index.to_series().astype("str")):
        low, high = interval(drawn(score, churned, ids, 300).auc)
        widths.append(high - low)
    assert widths[0] > 1.2 * widths[1]


def test_a_score_that_nobody_drawn_has_does_not_spoil_a_draw() -> None:
    made = panel(n_accounts=60)
    churned = made.rows["churned"].to_numpy()
    score = np.arange(churned.size, dtype=np.float64)  # everybody's own
    draws = drawn(score, churned, made.rows["account_id"], 50)
    for values in (draws.auc, draws.pr_auc, draws.lift()):
        assert not np.isnan(values).any()
        assert np.ptp(values) > 0
    whole = ranked(score, churned)
    low, high = interval(draws.lift())
    assert low <= whole.lift()[0] <= high


def test_five_bins_when_few_and_failings_in_words() -> None:
    chance = np.random.default_rng(4)
    true = chance.uniform(0.05, 0.5, 400)
    held = reliability(true / 2, chance.random(400) < true)
    assert len(held.curve) == 5
    assert len(held.failings) >= 1
    assert "did not hold" in held.said.id
    fine = reliability(true, chance.random(400) < true)
    assert fine.failings == ()
    assert fine.slope_low < 1 < fine.slope_high
    assert "probabilities held" in fine.said.id


def test_a_slope_is_refuted_only_by_its_whole_interval() -> None:
    chance = np.random.default_rng(4)
    true = chance.uniform(0.02, 0.6, 4000)
    left = chance.random(4000) < true
    alike = true.mean() + (true - true.mean()) / 3  # much too much alike
    many, few = reliability(alike, left), reliability(alike[:90], left[:90], 10)
    assert many.slope_refuted
    assert "did not hold" in many.said.id
    assert not few.slope_refuted, "ten customers cannot refute it"
    assert few.slope > 1.25
    assert "too few to confirm" in few.said.id
    assert few.slope_high - few.slope_low > 3 * (many.slope_high - many.slope_low)


def test_poisson_interval_of_nothing_begins_at_nothing() -> None:
    assert poisson_interval(0) == pytest.approx((0.0, 2.9957), abs=1e-4)


def test_rows_of_a_panel_keep_its_days() -> None:
    made = panel(n_accounts=20)
    none = of_rows(made, np.zeros(len(made.rows), dtype=np.bool_))
    assert none.days == ()


def test_a_signal_that_knew_the_outcome_is_named_and_left_out() -> None:
    made = panel(n_accounts=400)
    assert too_good(made) == ()
    severity = made.severity.copy()
    severity[:, 3] = np.where(made.rows["churned"], 3, 0)
    told = replace(made, severity=severity, confidence=np.ones_like(made.confidence))
    found = too_good(told)
    assert [leak.column for leak in found] == ["sign_d"]
    assert "sign_d" not in learned(told, without(NONE, found)).signals
    assert combined(told, NONE).auc > 0.95 > combined(told, without(NONE, found)).auc
    few = replace(told, rows=told.rows.assign(churned=told.rows.index < 5))
    assert too_good(few) == ()
