"""A model that no longer holds is found out."""

from dataclasses import replace

import numpy as np
import pytest

from lib.risk.drift import drift_said, level, moved
from lib.risk.facts import Facts
from lib.risk.folds import of_days
from tests.risk.made import NAMES, flags_panel, panel


def test_a_signal_that_fires_otherwise_is_named_and_the_others_are_not() -> None:
    made = panel(n_accounts=600)
    before, after = (Facts.of_panel(of_days(made, (made.days[n],))) for n in (0, 1))
    assert moved(before, after).max() < 0.1
    severity = after.severity.copy()
    severity[:, 2] = 3
    index = moved(before, replace(after, severity=severity))
    assert list(index.index[index > 0.25]) == [NAMES[2]]
    said = drift_said(index, None)
    assert len(said) == 1
    assert said[0].id.startswith("These signals fire otherwise")


def fired_by(n: int) -> Facts:
    """Return 4,000 accounts for so many of which one signal fires in full."""
    flags = (np.arange(4000) < n)[:, None]
    return Facts.of_panel(flags_panel(flags, flags[:, 0]))


def test_the_index_of_known_shares() -> None:
    expected = 0.3 * np.log(0.8 / 0.5) - 0.3 * np.log(0.2 / 0.5)
    assert moved(fired_by(2000), fired_by(800)).iloc[0] == pytest.approx(expected, abs=0.01)


def test_a_level_that_moved() -> None:
    churned = np.arange(500) < 10
    assert level(np.full(500, 0.02), churned).holds
    high = level(np.full(500, 0.06), churned)
    assert not high.holds
    assert drift_said(moved(*[Facts.of_panel(panel(n_accounts=50))] * 2), high)[0].id.startswith(
        "{expected} customers were expected"
    )
