"""The risk of a term by its end: what past terms teach, for ends near and far."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from lib.locale import render
from lib.risk.beliefs import Beliefs
from lib.risk.facts import Facts
from lib.risk.folds import of_rows
from lib.risk.learn import learned
from lib.risk.model import RiskModel
from lib.risk.panel import Panel
from lib.risk.terms import TermRisk, checked_terms, learned_terms
from tests.risk.made import EFFECTS, NAMES, panel
from tests.risk.test_scores import blanked, facts

LOST = 0.25  # of all terms


@cache
def model() -> RiskModel:
    return learned(panel(n_accounts=800), Beliefs())


def seen_terms(near_says: float = 1.5, far_says: float = 0.0, n: int = 900) -> Panel:
    """Return terms seen each month of the year before their end; the first sign is the true one."""
    chance = np.random.default_rng(4)
    fires = chance.random((n, len(EFFECTS))) < 0.3
    days = [day.date() for day in pd.date_range("2023-01-31", periods=18, freq="ME")]
    ends = pd.Timestamp("2023-06-30") + pd.to_timedelta(chance.integers(0, 480, n), unit="D")
    far = np.asarray(chance.random(n) < LOST)
    near = chance.random(n) < expit(-1.5 + near_says * (2 * fires[:, 0] - 0.6))
    parts, severity = [], []
    for day in days:
        left = (ends - pd.Timestamp(day)).days.to_numpy()
        for at, lost in (
            (np.flatnonzero((left >= 0) & (left <= 90)), near),
            (np.flatnonzero((left > 180) & (left <= 365)), far if not far_says else near),
        ):
            parts.append(_rows(day, at, lost[at], left[at]))
            severity.append(fires[at] * 3)
    rows = pd.concat(parts, ignore_index=True)
    found = np.vstack(severity).astype(np.int8)
    whole = Panel(365, 0, tuple(days), NAMES[:6], rows, found, np.ones(found.shape, np.float32))
    order = rows.sort_values(["observed_on", "account_id"], kind="stable").index.to_numpy()
    return replace(
        whole,
        rows=rows.iloc[order].reset_index(drop=True),
        severity=found[order],
        confidence=whole.confidence[order],
    )


def _rows(day: date, at: np.ndarray, lost: np.ndarray, left: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "observed_on": pd.Timestamp(day),
            "account_id": pd.Series([f"T{n:04d}" for n in at], dtype="str"),
            "churned": lost,
            "ends_in_days": left.astype(float),
            "tenure_days": 700.0,
        }
    )


@cache
def learnt() -> TermRisk:
    found = learned_terms(seen_terms(), model())
    assert found is not None
    return found


def risk(of: Facts, days: float, by: TermRisk) -> pd.DataFrame:
    n = len(of.account_ids)
    return by.of(of, np.arange(n), np.full(n, days))


def test_terms_that_end_at_once_have_the_risk_of_such_terms_in_the_past() -> None:
    past = seen_terms()
    mine = past.rows["ends_in_days"] <= 90
    of = Facts.of_panel(of_rows(past, mine.to_numpy()))
    found = learnt().of(of, np.arange(len(of.account_ids)), of.ends_in_days)
    said = found["probability"].groupby(past.severity[mine.to_numpy(), 0]).mean()
    came = past.rows.loc[mine, "churned"].groupby(past.severity[mine.to_numpy(), 0]).mean()
    assert said[3] - said[0] > 0.1, "the sign that came before losses raises the risk"
    assert found["probability"].mean() == pytest.approx(
        past.rows.loc[mine, "churned"].mean(), abs=0.03
    )
    assert came[3] > said[3] > said[0] > came[0] - 0.05, "and is not believed more than it showed"


def test_a_sign_of_today_says_no_more_of_a_later_end() -> None:
    near, far = learnt().stretches[0], learnt().stretches[2]
    assert 0 < far.slope < near.slope <= 1
    assert (near.first, near.last, far.first, far.last) == (0, 90, 181, 365)


def test_where_too_few_were_lost_the_share_of_all_terms_stands_and_is_said() -> None:
    past = seen_terms()
    kept = (past.rows["ends_in_days"] <= 90).to_numpy()
    found = learned_terms(of_rows(past, kept), model())
    assert found is not None
    far = risk(facts(40, 1), 300.0, found)
    assert len(set(far["probability"])) == 1, "whatever the signs say"
    rows = past.rows[kept]
    assert far["probability"].iloc[0] == pytest.approx(rows["churned"].mean(), abs=0.05)
    assert any("taken to be lost as often" in render(one, "en") for one in found.said)


def test_nine_lost_terms_teach_nothing() -> None:
    past = seen_terms()
    lost = past.rows.loc[past.rows["churned"], "account_id"].unique()
    few = of_rows(past, ~past.rows["account_id"].isin(lost[9:]).to_numpy())
    assert few.n_churned == 9
    assert learned_terms(few, model()) is None


def test_an_account_that_is_not_known_and_a_term_beyond_a_year_have_no_risk() -> None:
    of = facts(3, 2)
    found = learnt().of(of, np.array([0, -1, 2]), np.array([10.0, 10.0, 400.0]))
    assert found["probability"].notna().tolist() == [True, False, False]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), days=st.integers(0, 365))
def test_a_blank_never_lowers_the_upper_end_nor_raises_the_lower(seed: int, days: int) -> None:
    of = facts(20, seed)
    before, after = (risk(one, float(days), learnt()) for one in (of, blanked(of, seed + 1)))
    assert (after["high"] >= before["high"] - 1e-12).all()
    assert (after["low"] <= before["low"] + 1e-12).all()
    assert (before["low"] <= before["probability"]).all()
    assert (before["probability"] <= before["high"]).all()


def test_it_is_checked_on_later_terms_alone() -> None:
    past = seen_terms()
    found = checked_terms(past, panel(n_accounts=800), Beliefs(), learnt())
    assert found is not None
    assert found.check is not None
    assert found.check.low <= found.check.expected <= found.check.high
    later = replace(past, rows=past.rows.assign(churned=True))
    wrong = checked_terms(later, panel(n_accounts=800), Beliefs(), learnt())
    assert wrong is not None
    assert "Checked on later terms" in render(wrong.said[-1], "en")
