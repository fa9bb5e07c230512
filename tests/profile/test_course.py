"""Levels over months: they move when sure, at once for events, and never know the future."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from lib.errors import DefinitionError
from lib.profile.bant import bant
from lib.profile.course import Stand, Step, followed, moved
from lib.profile.maturity import RUBRIC, maturity
from tests.metrics.made import Row, accounts, row_of, snapshot

CUTS = np.array([0.0, 30.0, 50.0, 70.0])  # those of the simulation in scoring.md 4.4
MONTHS = 60
MARGIN = 3.0


def ranked(scores: np.ndarray) -> np.ndarray:
    return (np.searchsorted(CUTS, scores, side="right") - 1).clip(0).astype(np.int8)


def month(scores: np.ndarray, margin: float = MARGIN, events: int = 0) -> Step:
    """Return a month in which everybody is rated by the score alone; NaN is not rated."""
    known = ~np.isnan(scores)
    rank, strict, lenient = (
        np.where(known, ranked(np.nan_to_num(scores) + shift), -1).astype(np.int8)
        for shift in (0.0, -margin, margin)
    )
    bits = np.full(len(scores), events, dtype=np.int8)
    return Step(date(2026, 1, 31), pd.RangeIndex(len(scores)), rank, strict, lenient, bits, scores)


def levels_of(*scores: float, events: tuple[int, ...] = ()) -> list[int]:
    """Return the level after each month of one customer."""
    held = events or (0,) * len(scores)
    steps = [month(np.array([s]), events=e) for s, e in zip(scores, held, strict=True)]
    return followed(steps, pd.RangeIndex(1)).levels[0].tolist()


NAN = float("nan")


@pytest.mark.parametrize(
    ("scores", "levels"),
    [
        ((60,), [2]),  # the first rating stands at once
        ((60, 74, 74), [2, 2, 3]),  # up after two months
        ((60, 73, 73), [2, 2, 3]),  # three points beyond is enough
        ((60, 72.9, 72.9), [2, 2, 2]),
        ((60, 74, 60, 74), [2, 2, 2, 2]),  # not in a row
        ((60, 46, 46), [2, 2, 1]),
        ((60, 47, 47), [2, 2, 2]),  # three points below is not beyond
        ((60, 10, 10, 10), [2, 2, 1, 0]),  # one level a month
        ((20, 90, 90, 90, 90), [0, 0, 1, 2, 3]),
        ((60, NAN, NAN, NAN), [2, 2, 2, -1]),  # kept for two months, then not rated
        ((60, NAN, NAN, 60), [2, 2, 2, 2]),
        ((60, NAN, NAN, NAN, 40), [2, 2, 2, -1, 1]),  # and rated anew
        ((60, 80, NAN, 80), [2, 2, 2, 2]),  # a month unknown is no month that confirms
        ((NAN, 60), [-1, 2]),
    ],
)
def test_a_level_moves_only_when_it_is_sure(scores: tuple[float, ...], levels: list[int]) -> None:
    assert levels_of(*scores) == levels


def test_an_event_moves_at_once_and_only_down() -> None:
    assert levels_of(60, 10, events=(0, 2)) == [2, 0]
    assert levels_of(60, 90, events=(0, 2)) == [2, 2]
    # an event that held before is none any more
    assert levels_of(60, 10, events=(2, 2)) == [2, 2]


def simulated(noise: float, seed: int = 4, n: int = 4000) -> np.ndarray:
    """Return months × customers: a slow drift with noise on top, as scoring.md measured it."""
    chance = np.random.default_rng(seed)
    start = chance.uniform(10, 90, n)
    drift = chance.normal(0, 0.8, (MONTHS, n)).cumsum(axis=0)
    return (start + drift + chance.normal(0, noise, (MONTHS, n))).clip(0, 100)


def changes(scores: np.ndarray, margin: float, *, confirmed: bool) -> float:
    """Return how often a level changes within a year and a customer."""
    stand, n = Stand.nothing(scores.shape[1]), 0
    for place, values in enumerate(scores):
        before = stand.rank
        stand, _ = moved(stand, month(values, margin), place, confirmed=confirmed)
        n += int((stand.rank != before)[before >= 0].sum())
    return n / scores.shape[1] / (len(scores) - 1) * 12


RULES = ((0, False), (3, False), (0, True), (3, True), (5, True))
TABLE = {4: (1.73, 0.62, 0.41, 0.11, 0.06), 7: (2.98, 1.74, 0.68, 0.32, 0.19)}


@pytest.mark.parametrize("noise", [4, 7])
def test_the_rules_change_levels_as_often_as_was_measured(noise: int) -> None:
    """The table of scoring.md 4.4; where its customers began is not told, so within a quarter."""
    scores = simulated(noise)
    found = [changes(scores, margin, confirmed=confirmed) for margin, confirmed in RULES]
    assert found == [pytest.approx(told, rel=0.25) for told in TABLE[noise]]


def test_levels_do_not_flap_on_noise() -> None:
    """scoring.md 8, test 14."""
    assert changes(simulated(4), MARGIN, confirmed=True) <= 0.2


# The same through the whole: judgements in, levels out.


def judged(points: float, on: str, **more: object) -> list[Row]:
    rows = ("awareness", "strategy", "people", "tools")
    return [
        {"account_id": "A", "scheme": "maturity", "criterion": name, "points": points,
         "source": "usage", "assessed_on": on, **more}
        for name in rows
    ]  # fmt: skip


def test_a_new_judgement_waits_a_month_and_says_so() -> None:
    rows = [*judged(2, "2026-01-10"), *judged(4, "2026-05-10")]

    def on(day: str) -> pd.Series:
        return row_of(maturity(snapshot(day, accounts=accounts("A"), assessments=rows)), "A")

    may = on("2026-05-31")
    assert (may["level"], may["day_level"], may["waiting"]) == ("medium", "high", True)
    june = on("2026-06-30")
    assert (june["level"], june["waiting"]) == ("high", False)
    assert june["level_since"] == pd.Timestamp("2026-06-30")


def test_no_row_of_later_changes_a_level() -> None:
    rows = [*judged(2, "2026-01-10"), *judged(0, "2026-07-01")]
    known = snapshot("2026-06-30", accounts=accounts("A"), assessments=rows[:4])
    whole = snapshot("2026-08-31", accounts=accounts("A"), assessments=rows)
    assert maturity(known).equals(maturity(whole.earlier(date(2026, 6, 30))))
    with pytest.raises(DefinitionError):
        known.earlier(date(2026, 7, 1))


def test_a_budget_that_was_cut_moves_motivation_at_once() -> None:
    def given(key: str, points: int, on: str) -> Row:
        return {"account_id": "A", "scheme": "bant", "criterion": key, "points": points,
                "source": "crm", "assessed_on": on}  # fmt: skip

    parts = ("budget", "authority", "need", "timing")
    rows = [given(part, 4, "2026-04-01") for part in parts]
    cut = [*rows, given("budget", 0, "2026-05-20")]
    for given_rows, level in ((rows, "hot"), (cut, "cool")):
        made = snapshot("2026-05-31", accounts=accounts("A"), assessments=given_rows)
        assert row_of(bant(made), "A")["level"] == level


def test_a_person_overrules_for_a_time_with_a_reason() -> None:
    ruling = {"account_id": "A", "scheme": "maturity", "criterion": "level", "points": 0,
              "evidence": "moved to a shared desk", "assessed_by": "x",
              "assessed_on": "2026-03-01"}  # fmt: skip

    def on(day: str, *more: Row) -> pd.Series:
        rows = [*judged(2, "2026-01-10"), ruling, *more]
        return row_of(maturity(snapshot(day, accounts=accounts("A"), assessments=rows)), "A")

    last = date(2026, 3, 1) + timedelta(days=90)
    ruled = on(last.isoformat())
    assert (ruled["level"], ruled["status"]) == ("immature", "overruled")
    assert ruled["computed_level"] == "medium"
    after = on((last + timedelta(days=1)).isoformat())
    assert (after["level"], after["status"]) == ("medium", "rated")
    taken_back = {**ruling, "points": None, "assessed_on": "2026-03-05"}
    assert on("2026-03-31", taken_back)["status"] == "rated"
    short = {**ruling, "expires_on": "2026-03-10", "assessed_on": "2026-03-02"}
    assert on("2026-03-10", short)["status"] == "overruled"
    assert on("2026-03-11", short)["status"] == "rated"


def test_the_rubric_names_events_that_exist() -> None:
    assert set(RUBRIC.events) <= set(RUBRIC.indicators)
