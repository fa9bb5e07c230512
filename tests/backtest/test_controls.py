"""The two controls of scoring.md 8: a simulator with signs, and one without any."""

from dataclasses import replace

import pandas as pd
import pytest

from lib.backtest.days import ObservationDays, observation_days
from lib.backtest.episodes import claims
from lib.backtest.measures import measures
from lib.backtest.replay import replay
from lib.backtest.suggested import bands, suggested
from lib.model import Dataset
from lib.risk.panel import Panel
from lib.signals.registry import signal_of
from lib.signals.spec import Thresholds
from tests.backtest.simulated import LAST, simulated

_KEY = "login_decline"
_GAP, _WINDOW = 7, 175  # alarms count from half a year to a week before the renewal


def _past(data: Dataset) -> ObservationDays:
    return observation_days(data, LAST, horizon_days=_WINDOW, gap_days=_GAP)


def _before_renewal(seen: Panel) -> Panel:
    """Return the account-months in the half-year before a renewal, as in scoring.md 2.3."""
    kept = seen.rows["ends_in_days"].between(_GAP, _GAP + _WINDOW).to_numpy()
    return replace(
        seen,
        rows=seen.rows[kept].reset_index(drop=True),
        severity=seen.severity[kept],
        confidence=seen.confidence[kept],
    )


def _seen(data: Dataset, thresholds: Thresholds | None = None) -> Panel:
    judged_by = {} if thresholds is None else {_KEY: thresholds}
    return _before_renewal(
        replay(data, _past(data), signals=(signal_of(_KEY),), judged_by=judged_by)
    )


@pytest.fixture(scope="module")
def learnt() -> Thresholds:
    """Return the cut-offs that the first simulation gives by alarm budget."""
    data = simulated(1, 2000)
    found = suggested(data, _past(data), _seen(data), (_KEY, None))
    assert found is not None
    return found


def test_cut_offs_by_budget_rise_and_are_a_new_version(learnt: Thresholds) -> None:
    now = signal_of(_KEY).thresholds
    assert learnt.version == now.version + 1
    for band in bands(now):
        watch, alert, high = (learnt[band.names[step]] for step in ("watch", "alert", "high"))
        assert watch < alert < high


def test_positive_control(learnt: Thresholds) -> None:
    """scoring.md 2.4 at 4 alarms per 100 account-months, on simulations not learnt from.

    Its generator leaves the shape of a fall and the size of harmless steps open, so the bar is
    held with the ones chosen in `simulated`, by looks a month apart.
    """
    found = []
    for seed in (2, 3):
        seen = _seen(simulated(seed, 1500), learnt)
        found.append(measures(seen, claims(seen)).set_index("grade").loc["alert"])
    lines = pd.DataFrame(found)
    assert lines["alarms_per_100"].between(3, 5).all()
    assert lines["true_alarms"].sum() / lines["alarms"].sum() >= 0.32
    assert lines["caught"].sum() / lines["churners"].sum() >= 0.57
    assert (lines["verdict"] == "supported").all()
    assert lines["median_lead_days"].between(50, 110).all()


def test_negative_control() -> None:
    """Who leaves in a simulation without signs is no more on alarm than anybody else."""
    data = simulated(7, 600, fading=False, share=0.2)
    seen = _before_renewal(replay(data, _past(data), signals=(signal_of(_KEY),)))
    lines = measures(seen, claims(seen))
    assert (lines["churners"] >= 60).all()
    assert (lines["verdict"] != "supported").all()
    assert (lines["lift_low"] <= 1).all()
