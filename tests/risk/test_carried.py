"""Data that go missing are no news: what was last known stands, and no risk falls for a blank."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.risk.carried import carried, last_known
from lib.risk.facts import Facts
from lib.risk.panel import Panel
from tests.risk.made import panel
from tests.risk.test_scores import MODELS, blanked, facts, model

DAYS = (31, 62, 400)  # a month, two, and more than a year without news


def laid_out(of: list[tuple[date, Facts]]) -> Panel:
    """Return facts of days as a panel."""
    rows = [
        pd.DataFrame(
            {
                "observed_on": np.datetime64(day, "us"),
                "account_id": one.account_ids.astype("str"),
                "ends_in_days": one.ends_in_days,
                "tenure_days": one.tenure_days,
            }
        )
        for day, one in of
    ]
    return Panel(
        horizon_days=90,
        gap_days=30,
        days=tuple(day for day, _ in of),
        signals=of[0][1].signals,
        rows=pd.concat(rows, ignore_index=True),
        severity=np.concatenate([one.severity for _, one in of]),
        confidence=np.concatenate([one.confidence for _, one in of]),
    )


@pytest.mark.parametrize("kind", MODELS)
@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), days=st.sampled_from(DAYS))
def test_a_field_that_goes_blank_never_lowers_the_risk(kind: str, seed: int, days: int) -> None:
    """Any field of any row, for however long: nothing was heard, so nothing got better."""
    first = date(2025, 1, 31)
    before = facts(20, seed).aged(-days - 20.0)  # no term ends before the day that is shown
    before = replace(before, tenure_days=before.tenure_days + days + 20.0)
    today = (pd.Timestamp(first) + pd.Timedelta(days=days)).date()
    known = last_known(carried(laid_out([(first, before)])), today)
    now = blanked(before.aged(days), seed + 1)
    found = model(kind).scored(now.remembering([(0, known)])).table
    expected = model(kind).scored(before.aged(days)).table
    for name in ("score", "probability", "low", "high"):
        assert (found[name] == expected[name]).all(), name
    assert (found["coverage"] <= expected["coverage"]).all()


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_the_days_learnt_from_are_filled_as_the_day_shown_is(seed: int) -> None:
    months = [(date(2025, n, 28), blanked(facts(12, seed + n), seed + 9 * n)) for n in range(1, 7)]
    found = carried(laid_out(months))
    day, now = months[-1]
    earlier = [((day - then).days, one) for then, one in months[:-1]]
    expected = now.remembering(earlier)
    last = last_known(found, day)
    assert (last.severity == expected.severity).all()
    assert np.allclose(last.confidence, expected.confidence)
    assert np.allclose(last.tenure_days, expected.tenure_days, equal_nan=True)
    ends = found.rows["ends_in_days"].to_numpy()[-12:]
    assert np.allclose(ends, expected.ends_in_days, equal_nan=True)


def test_no_later_day_fills_an_earlier_one() -> None:
    seen = panel(n_accounts=60, n_days=8)
    gone = np.random.default_rng(2).random(seen.severity.shape) < 0.4
    seen = replace(seen, severity=np.where(gone, -1, seen.severity).astype(np.int8))
    later = (seen.rows["observed_on"] > pd.Timestamp(seen.days[4])).to_numpy()
    other = replace(seen, severity=np.where(later[:, None], 3, seen.severity).astype(np.int8))
    assert (carried(seen).severity[~later] == carried(other).severity[~later]).all()
    assert (carried(seen).severity >= seen.severity).all(), "what was judged stays"
    assert (carried(seen).severity > seen.severity).any()


def test_an_end_that_has_passed_is_not_remembered() -> None:
    known = replace(facts(1, 3), ends_in_days=np.array([40.0]), tenure_days=np.array([100.0]))
    blank = replace(known, ends_in_days=np.array([np.nan]), tenure_days=np.array([np.nan]))
    days = [(date(2025, 1, 31), known), (date(2025, 2, 28), blank), (date(2025, 3, 31), blank)]
    rows = carried(laid_out(days)).rows
    assert rows["ends_in_days"].tolist()[:2] == [40, 12]
    assert np.isnan(rows["ends_in_days"].iloc[2])
    assert rows["tenure_days"].tolist() == [100, 128, 159]


def test_what_was_never_judged_adds_no_points_and_widens_the_range() -> None:
    known = facts(1, 8)
    never = replace(known, severity=np.full_like(known.severity, -1))
    found = model("learnt").scored(never.remembering([(31, never)]))
    assert (found.points[list(known.signals)].to_numpy() == 0).all()
    assert found.table["coverage"].tolist() == [0]
    assert found.table["high"].iloc[0] >= model("learnt").scored(known).table["high"].iloc[0]
