"""Seasons, gaps and falls of everybody: what must not look like one account's sign."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from lib.locale import render
from lib.model import ANY, Snapshot
from lib.model.periods import last_full_week_end
from lib.signals.counts import Floats
from lib.signals.decline import decline
from lib.signals.portfolio import portfolio_warnings
from lib.signals.readings import readings
from lib.signals.season import season
from lib.signals.weeks import gap_days
from tests.signals.made import DAY, accounts, dataset, noisy, portfolio, rows_of

NEW_YEAR_WEEK_END = date(2026, 2, 22)
FIRED = ["watch", "alert"]


def at(day: date, weekly: Floats, country: str = "China") -> Snapshot:
    """Return a portfolio whose weeks end in the last complete week before `day`."""
    end = last_full_week_end(day)
    names, _ = portfolio(weekly)
    rows = [
        row
        for name, weeks in zip(names, weekly, strict=True)
        for row in rows_of(name, weeks, end=end)
    ]
    return dataset(accounts(names, country=country), rows).as_of(day)


def n_fired(snapshot: Snapshot) -> int:
    read = readings(snapshot)
    mine = read[read["signal"] == "login_decline"]
    return int(mine["grade"].isin(FIRED).sum())


def with_new_year(weekly: Floats, day: date) -> Floats:
    """Cut the weeks around Lunar New Year to 75, 30 and 60%."""
    after = (last_full_week_end(day) - NEW_YEAR_WEEK_END).days // 7
    cut = weekly.copy()
    for offset, share in ((-1, 0.75), (0, 0.3), (1, 0.6)):
        place = weekly.shape[1] - 1 - after + offset
        if place < weekly.shape[1]:
            cut[:, place] = np.round(cut[:, place] * share)
    return cut


DAYS = [NEW_YEAR_WEEK_END + timedelta(days=7 * n) for n in range(6)]


@pytest.mark.parametrize("day", DAYS, ids=[f"{day:%d %b}" for day in DAYS])
def test_lunar_new_year_raises_hardly_more_alarms_than_ordinary_weeks(day: date) -> None:
    ordinary = noisy(80, 52, 40, seed=11)
    calm = n_fired(at(day, ordinary))
    assert n_fired(at(day, with_new_year(ordinary, day))) <= max(1.5 * calm, calm + 1)


@pytest.mark.parametrize("day", DAYS, ids=[f"{day:%d %b}" for day in DAYS])
def test_lunar_new_year_raises_no_alarm_among_few_chinese_accounts(day: date) -> None:
    ordinary = noisy(8, 52, 40, seed=5, dispersion=1.5)
    assert n_fired(at(day, ordinary)) == 0
    assert n_fired(at(day, with_new_year(ordinary, day))) == 0


def test_without_the_index_the_same_dip_would_fire() -> None:
    day = DAYS[0]
    weekly = with_new_year(noisy(80, 52, 40, seed=11), day)
    elsewhere = at(day, weekly[:8], country="Germany")  # too few for an index, no such holiday
    assert n_fired(elsewhere) > 0


def test_the_index_is_the_median_change_of_busy_accounts_to_a_twentieth() -> None:
    weekly = np.full((20, 52), 40.0)
    weekly[:, -1] = 14.0
    weekly[:5, -1] = 80.0
    found = season(at(DAY, weekly))
    assert found.index[0, -2:].tolist() == [1.0, pytest.approx(0.35)]
    assert set(found.portfolio[12:-1]) == {1.0}


def test_fifteen_busy_accounts_make_an_index() -> None:
    weekly = np.full((15, 52), 40.0)
    weekly[:, -1] = 14.0
    assert set(season(at(DAY, weekly)).index[:, -1]) == {0.35}


@pytest.mark.parametrize(("level", "index"), [(5, 0.2), (4, 1.0)])
def test_five_a_week_are_busy_enough_for_a_panel(level: int, index: float) -> None:
    """All on Wednesdays, so that the week with a single person is no suspected gap."""
    names = [f"P{n:02d}" for n in range(20)]
    wednesday = pd.Timestamp(DAY) - timedelta(days=4)
    rows = [
        {"account_id": name, "day": wednesday - timedelta(days=7 * back), "event": ANY,
         "events": 9.0, "users": float(level if back else 1)}
        for name in names for back in range(52)
    ]  # fmt: skip
    found = season(dataset(accounts(names, country="China"), rows).as_of(DAY))
    assert set(found.index[:, -1]) == {index}


def test_fourteen_accounts_make_no_index() -> None:
    weekly = np.full((20, 52), 40.0)
    weekly[:, -1] = 13.0
    assert set(season(at(DAY, weekly[:14])).index.ravel()) == {1.0}


def test_a_group_too_small_for_its_own_index_leaves_its_holidays_out() -> None:
    day = DAYS[1]
    weekly = with_new_year(np.full((4, 52), 40.0), day)
    found = season(at(day, weekly))
    assert np.flatnonzero(found.left_out[0])[-3:].tolist() == [49, 50, 51]
    judged = decline(at(day, weekly))
    assert judged.recent_weeks.tolist() == [8] * 4  # too little is left of the last four
    assert judged.n_recent.tolist() == [5.0] * 4
    assert judged.enough_recent.all()


def test_an_index_needs_clearly_more_accounts_on_one_side() -> None:
    weekly = np.full((16, 52), 40.0)
    weekly[:11, -1] = 30.0
    weekly[11:, -1] = 50.0
    assert season(at(DAY, weekly)).index[0, -1] == 1.0
    weekly[11, -1] = 30.0  # twelve fell, four rose: two standard deviations
    assert season(at(DAY, weekly)).index[0, -1] == 0.75


def test_a_lost_week_inside_the_coverage_is_a_suspected_gap_and_raises_no_alarm() -> None:
    weekly = noisy(30, 52, 40, seed=3, dispersion=1.5)
    whole = at(DAY, weekly)
    lost = weekly.copy()
    lost[:, -2] = 0
    snapshot = at(DAY, lost)
    days = gap_days(snapshot, "usage").tolist()
    monday = DAY - timedelta(days=13)
    assert days == [monday + timedelta(days=n) for n in range(5)]
    assert n_fired(whole) == n_fired(snapshot) == 0
    warning = portfolio_warnings(snapshot)[0]
    assert render(warning, "en").startswith("Usage: on 5 days of the last 8 weeks, first on 19 Oct")


def test_few_accounts_that_all_stop_are_no_gap() -> None:
    weekly = np.full((9, 52), 40.0)
    weekly[:, -2:] = 0
    assert gap_days(at(DAY, weekly), "usage").size == 0
    assert n_fired(at(DAY, weekly)) == 9


def test_one_big_customer_who_leaves_makes_no_gap() -> None:
    weekly = noisy(30, 52, 40, seed=3, dispersion=1.5)
    weekly[0] = 90_000
    weekly[0, -4:] = 0
    snapshot = at(DAY, weekly)
    assert gap_days(snapshot, "usage").size == 0
    assert n_fired(snapshot) == 1


def test_a_holiday_is_no_gap() -> None:
    day = date(2026, 10, 11)
    weekly = np.full((30, 52), 40.0)
    weekly[:, -1] = 0  # National Day week up to 7 October, and two days of rest after it
    days = set(gap_days(at(day, weekly), "usage").tolist())
    assert not days & {date(2026, 10, n) for n in range(1, 8)}


def test_a_fall_of_everybody_is_a_warning_about_the_portfolio() -> None:
    weekly = noisy(30, 52, 40, seed=3, dispersion=1.5)
    weekly[:, -4:] = np.round(weekly[:, -4:] * 0.5)
    snapshot = at(DAY, weekly)
    (warning,) = portfolio_warnings(snapshot)
    text = render(warning, "en")
    assert text.startswith("Use across the portfolio was at 52% of the quarter before")
    assert "in the 4 weeks to 1 Nov 2026" in text
    assert portfolio_warnings(at(DAY, noisy(30, 52, 40, seed=3))) == ()


def test_a_fall_in_holiday_weeks_is_no_warning() -> None:
    day = DAYS[0]
    assert portfolio_warnings(at(day, with_new_year(np.full((30, 52), 40.0), day))) == ()


def test_steady_accounts_raise_few_alarms() -> None:
    """The starting cut-offs allow 8 alarms per 100 account-months, real dips included."""
    fired = [n_fired(at(DAY, noisy(100, 52, level, seed=29))) for level in (4, 12, 40, 150)]
    assert max(fired) <= 8
