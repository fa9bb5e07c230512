"""Reference values of the two formulas, worked out independently of this code."""

import numpy as np
import pytest

from lib.signals.counts import Floats
from lib.signals.decline import Decline, compared, windows
from lib.signals.silence import chance_of, severity_of, silence

STEADY = [5, 6, 4, 5, 7, 5, 4, 6, 5, 5, 6, 4, 5, 5, 6, 5, 4, 6, 5, 5, 4, 6, 5, 6, 5, 4]
BUSY = [
    115, 127, 88, 85, 95, 91, 100, 137, 97, 110, 124, 91, 91,
    117, 104, 156, 112, 96, 127, 123, 107, 107, 89, 90, 119, 92,
]  # fmt: skip
TEN = [10, 11, 9, 12, 8, 10, 11, 10, 12, 9, 10, 11]


def judged(base: list[int], recent: list[int], index: list[float] | None = None) -> Decline:
    counts = np.array([[*base, *recent]], dtype=float)
    chosen = windows(np.ones(counts.shape, dtype=bool), np.array([len(recent)]))
    season = np.ones_like(counts)
    season[0, len(base) :] = index or 1.0
    return compared(counts, season, chosen, np.ones(1), pool=3.0)


@pytest.mark.parametrize(
    ("base", "recent", "index", "wanted"),
    [
        pytest.param(
            STEADY, [3, 2, 2, 1, 2, 2, 1, 2], None,
            (40.92, 15, 1.485, 8.91, 0.618, 27, 56), id="V1",
        ),
        pytest.param(
            BUSY, [54, 53, 54, 53, 53, 53, 54, 53], None,
            (858.5, 427, 2.947, 57.5, 0.502, 766, 955), id="V2 busy",
        ),
        pytest.param(
            [1, 0, 0, 0] * 6 + [1, 0], [0] * 8, None,
            (2.15, 0, 1.485, 2.05, 0.683, 0, 6), id="V3 tiny",
        ),
        pytest.param(
            [50] * 26, [20, 48, 50, 51], [0.4, 1, 1, 1],
            (170, 169, 1.485, 17.1, 0.006, 143, 199), id="V4 holiday",
        ),
        pytest.param(TEN, [4, 4, 4, 3], None, (41.0, 15, 1.842, 10.04, 0.619, 26, 59), id="V6"),
    ],
)  # fmt: skip
def test_a_decline_has_its_reference_values(
    base: list[int], recent: list[int], index: list[float] | None, wanted: tuple[float, ...]
) -> None:
    found = judged(base, recent, index)
    expected, seen, dispersion, spread, drop, low, high = wanted
    assert found.expected[0] == pytest.approx(expected, abs=0.05)
    assert found.seen[0] == seen
    assert found.dispersion[0] == pytest.approx(dispersion, abs=0.0005)
    assert np.sqrt(found.variance[0]) == pytest.approx(spread, abs=0.05)
    assert found.drop[0] == pytest.approx(drop, abs=0.0005)
    assert (found.low[0], found.high[0]) == (low, high)


@pytest.mark.parametrize(
    ("base", "recent", "p"),
    [
        pytest.param(STEADY, [3, 2, 2, 1, 2, 2, 1, 2], 0.0003, id="V1"),
        pytest.param([1, 0, 0, 0] * 6 + [1, 0], [0] * 8, 0.22, id="V3 tiny"),
        pytest.param(TEN, [4, 4, 4, 3], 0.00099, id="V6"),
    ],
)
def test_a_decline_has_its_reference_chance(base: list[int], recent: list[int], p: float) -> None:
    assert judged(base, recent).p[0] == pytest.approx(p, rel=0.02)


def test_v2_is_beyond_any_chance_and_v4_is_chance() -> None:
    assert judged(BUSY, [54, 53, 54, 53, 53, 53, 54, 53]).p[0] == pytest.approx(1e-19, rel=9)
    assert judged([50] * 26, [20, 48, 50, 51], [0.4, 1, 1, 1]).p[0] == pytest.approx(0.5, abs=0.01)


def test_v5_nothing_at_all_expects_nothing() -> None:
    found = judged([0] * 26, [0] * 8)
    assert (found.expected[0], found.seen[0], found.base_total[0]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("rhythm", "weeks", "chance", "severity"),
    [(0.9, 2, 0.01, 2), (0.7, 4, 0.0081, 2), (0.5, 6, 0.0156, 1), (0.2, 10, 0.107, 0)],
)
def test_a_silence_has_its_reference_chance(
    rhythm: float, weeks: int, chance: float, severity: int
) -> None:
    assert chance_of(np.array([rhythm]), np.array([weeks]))[0] == pytest.approx(chance, abs=5e-4)
    assert severity_of(np.array([rhythm]), np.array([weeks]))[0] == severity


def test_eight_silent_weeks_of_someone_active_every_other_week_are_the_worst() -> None:
    assert severity_of(np.array([0.5, 0.5, 0.49]), np.array([8, 7, 8])).tolist() == [3, 2, 2]


def weeks_of(text: str) -> Floats:
    return np.array([[np.nan if c == "?" else float(c) for c in text]])


def test_a_silence_counts_known_weeks_that_are_no_holidays() -> None:
    counts = weeks_of("1" * 20 + "0?00")
    skipped = np.zeros(counts.shape, dtype=bool)
    skipped[0, -1] = True
    found = silence(counts, skipped, np.ones(counts.shape, dtype=bool))
    assert (found.weeks[0], found.active[0], found.base[0]) == (2, 20, 20)
    assert found.rhythm[0] == pytest.approx(20.5 / 21)


def test_two_active_weeks_make_no_rhythm_to_fall_silent_from() -> None:
    counts = weeks_of("0" * 20 + "110000")
    found = silence(counts, np.zeros(counts.shape, dtype=bool), np.ones(counts.shape, dtype=bool))
    assert (found.evaluated[0], found.severity[0]) == (False, 0)
