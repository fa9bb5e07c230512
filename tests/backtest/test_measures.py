"""Alarms counted by hand, few churned customers, chance, and what must never be claimed."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.backtest.cells import by_part
from lib.backtest.days import ObservationDays
from lib.backtest.episodes import Claims, begun, claims
from lib.backtest.hits import alarms, misses
from lib.backtest.labels import endings
from lib.backtest.measures import RATES, measures
from lib.backtest.report import BackTest, assembled
from lib.backtest.resample import drawn_totals, interval
from lib.backtest.rules import rules
from lib.backtest.verdicts import shrunk_odds, stands_out
from lib.backtest.words import finding
from lib.locale import render
from lib.metrics.intervals import wilson
from lib.risk.panel import Panel
from tests.backtest.small import LAST, book, panel


def _rows(days: list[str], accounts: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"observed_on": pd.to_datetime(days), "account_id": accounts})


@pytest.mark.parametrize(
    ("fired", "starts"),
    [
        ("0110", "0100"),  # goes on
        ("1010", "1000"),  # one clear look does not end it
        ("1001", "1001"),  # two do
        ("1111", "1000"),
        ("1?01", "1000"),  # unknown is not clear
    ],
)
def test_an_alarm_that_stays_or_comes_back_at_once_is_one_alarm(fired: str, starts: str) -> None:
    rows = _rows(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"], ["A"] * 4)
    known = np.array([[c != "?"] for c in fired])
    loud = np.array([[c == "1"] for c in fired])
    assert "".join("1" if b else "0" for b in begun(rows, known, loud)[:, 0]) == starts


def test_alarms_within_28_days_belong_to_the_first() -> None:
    rows = _rows([f"2026-01-{d:02d}" for d in (1, 8, 15, 22)], ["A"] * 4)
    loud = np.array([[True], [False], [False], [True]])
    assert begun(rows, np.ones_like(loud), loud).sum() == 1


def test_figures_counted_by_hand() -> None:
    """30 accounts, 6 months; twelve leave after month 4, six of them alarmed in that month."""
    severity = np.zeros((30, 6, 1), dtype=int)
    severity[:6, 4, 0] = 2  # six of the leavers, in time
    severity[20:23, 1:3, 0] = 3  # three false alarms that stay two months
    severity[29, :, 0] = -1  # never judged
    severity[28, 3, 0] = 1  # only worth watching
    found = measures(*_claimed(panel(severity, dict.fromkeys(range(12), 4))))
    alert, watch = found.iloc[0], found.iloc[1]
    n_rows = 12 * 5 + 17 * 6
    assert (alert["churners"], alert["caught"], alert["missed"]) == (12, 6, 6)
    assert (alert["alarms"], alert["true_alarms"], alert["false_alarms"]) == (9, 6, 3)
    assert alert["precision"] == pytest.approx(6 / 9)
    assert alert["base_rate"] == pytest.approx(12 / n_rows)
    assert alert["lift"] == pytest.approx(6 / 9 * n_rows / 12)
    assert alert["precision_low"] == wilson(6, 9, 0.9)[0]  # under ten alarms
    assert alert["median_lead_days"] == 45
    assert (alert["share_30_days"], alert["share_60_days"]) == (1.0, 0.0)
    assert alert["false_alarms_per_month"] == pytest.approx(3 / 6)
    assert alert["false_alarms_per_100"] == pytest.approx(300 / n_rows)
    assert alert["coverage"] == pytest.approx(n_rows / (n_rows + 6))
    assert alert["verdict"] == "supported"
    assert watch["alarms"] == 10


def test_a_doubtful_sign_is_no_alert_but_worth_watching() -> None:
    severity = np.zeros((20, 3, 1), dtype=int)
    severity[0, 1, 0] = 3
    found = measures(*_claimed(panel(severity, {}, confidence=0.4)))
    assert list(found["alarms"]) == [0, 1]


def test_a_sign_that_is_always_on_does_not_gain_by_it() -> None:
    """Ten of 100 leave after month 9: an alarm from the first month on saw nothing coming."""
    severity = np.full((100, 10, 1), 2)
    found = measures(*_claimed(panel(severity, dict.fromkeys(range(10), 9)))).iloc[0]
    assert (found["alarms"], found["true_alarms"], found["caught"]) == (100, 0, 10)
    assert found["share_on_alarm"] == 1
    assert found["verdict"] != "supported"


def _claimed(one: Panel) -> tuple[Panel, Claims]:
    return one, claims(one)


def _back_test(one: Panel) -> BackTest:
    data = book(accounts=[{"account_id": "A"}])
    days = ObservationDays(one.days, one.horizon_days, one.gap_days, endings(data, LAST))
    return assembled(data, days, one, "x")


def test_seven_churned_customers_are_not_enough_to_learn_from() -> None:
    severity = np.zeros((40, 6, 5), dtype=int)
    severity[:7, 5, 0] = 3
    one = panel(severity, dict.fromkeys(range(7), 5))
    found = _back_test(one)
    expected = "Not enough churned customers (n = 7) to learn from."
    assert render(finding(found), "en") == expected
    assert found.rung == 0
    assert found.base_rate is None
    assert (found.lines["verdict"] == "not_enough_past_churn").all()
    assert (found.lines["status"] == "not_enough_past_churn").all()
    assert found.lines[list(RATES)].isna().all(axis=None)
    assert found.lines.iloc[0]["alarms"] == 7


def test_labels_dealt_at_random_support_no_signal() -> None:
    """scoring.md 8.3: at most 5% of signals may be called supported when churn is chance."""
    chance = np.random.default_rng(11)
    supported, tested = 0, 0
    for _ in range(25):
        n, k = 300, 12
        often = chance.uniform(0.01, 0.25, k)
        prone = chance.gamma(1.0, 1.0, (n, 1, 1))  # some accounts have signs again and again
        severity = 2 * (chance.random((n, 12, k)) < np.minimum(often * prone, 0.9)).astype(int)
        leavers = chance.choice(n, 40, replace=False)
        left = {int(a): int(m) for a, m in zip(leavers, chance.integers(2, 12, 40), strict=True)}
        alert = measures(*_claimed(panel(severity, left))).query("grade == 'alert'")
        supported += int((alert["verdict"] == "supported").sum())
        tested += len(alert)
    assert supported / tested <= 0.05


def test_a_true_sign_is_found_among_many_that_mean_nothing() -> None:
    chance = np.random.default_rng(12)
    severity = 2 * (chance.random((300, 12, 12)) < 0.05).astype(int)
    left = {a: int(m) for a, m in enumerate(chance.integers(3, 12, 40))}
    for account, month in left.items():
        severity[account, month, 0] = 2 * (chance.random() < 0.5)
    alert = measures(*_claimed(panel(severity, left))).query("grade == 'alert'")
    assert list(alert.loc[alert["verdict"] == "supported", "signal"]) == ["signal_0"]


def test_signs_of_those_who_stay_are_contradicted() -> None:
    chance = np.random.default_rng(13)
    severity = 2 * (chance.random((400, 12, 1)) < 0.4).astype(int)
    left = {a: int(m) for a, m in enumerate(chance.integers(3, 12, 120))}
    for account, month in left.items():
        severity[account, month, 0] = 2 * (chance.random() < 0.05)
    assert measures(*_claimed(panel(severity, left))).iloc[0]["verdict"] == "contradicted"


def test_four_alarms_are_too_rare() -> None:
    severity = np.zeros((40, 6, 1), dtype=int)
    severity[:4, 5, 0] = 2
    found = measures(*_claimed(panel(severity, dict.fromkeys(range(12), 5)))).iloc[0]
    assert found["verdict"] == "too_rare"


def test_the_accounts_behind_the_figures() -> None:
    severity = np.zeros((30, 6, 1), dtype=int)
    severity[:6, 4, 0] = 2
    severity[7, 1, 0] = 2  # alarmed three months too early
    severity[20, 2, 0] = 2
    one = panel(severity, dict.fromkeys(range(12), 4))
    found, missed = alarms(*_claimed(one)), misses(*_claimed(one))
    alert = found[found["grade"] == "alert"]
    assert list(alert.loc[alert["outcome"] == "hit", "account_id"]) == [
        f"A{n:03d}" for n in range(6)
    ]
    early = alert[alert["account_id"] == "A007"].iloc[0]
    assert early["outcome"] == "false_alarm"
    assert early["left_on"] == one.rows.loc[one.rows["account_id"] == "A007", "churned_on"].max()
    assert pd.isna(alert[alert["account_id"] == "A020"].iloc[0]["left_on"])
    assert len(missed[missed["grade"] == "alert"]) == 6


def test_small_cells_say_only_how_many_they_are() -> None:
    severity = np.zeros((40, 6, 1), dtype=int)
    severity[:12, 5, 0] = 2
    one = panel(severity, dict.fromkeys(range(12), 5))
    place = one.rows["account_id"].str[1:].astype(int)
    labels = pd.Series(np.select([place < 16, place < 20], ["A", "B"], "C"), dtype="str")
    one.rows["segment_label"] = labels.mask(place == 39)
    cells = by_part(one, claims(one)).query("part == 'segment_label' and grade == 'alert'")
    cells = cells.set_index("value")
    assert list(cells.index) == ["A", "C", "other", "unknown"]
    assert cells.loc["A", "precision"] == 1.0
    assert cells.loc["other", "accounts"] == 4
    assert cells["precision"].isna()["other"]
    assert cells["recall"].isna()["C"]


def test_dumb_rules_use_the_end_of_the_term_and_the_lowest_use() -> None:
    one = panel(np.zeros((20, 2, 1), dtype=int), {})
    one.rows["ends_in_days"] = np.where(one.rows["account_id"] == "A000", 120.0, 121.0)
    one.rows["use_rank"] = np.where(one.rows["account_id"] == "A001", 0.1, 0.11)
    found = rules(one)
    fired = [set(one.rows.loc[found.fired[:, k], "account_id"]) for k in range(2)]
    assert fired == [{"A000"}, {"A001"}]


def test_the_shrunk_odds_ratio_has_the_reference_values() -> None:
    """A log odds ratio l of variance v becomes (l/v) / (1/v + 1/0.5)."""
    a, b, c, d = (np.array([x]) for x in (8.0, 20.0, 12.0, 160.0))
    log = np.log(8.5 * 160.5 / (20.5 * 12.5))
    v = 1 / 8.5 + 1 / 20.5 + 1 / 12.5 + 1 / 160.5
    found = shrunk_odds(a, b, c, d).iloc[0]
    assert np.log(found["odds_ratio"]) == pytest.approx(log / v / (1 / v + 2))
    width = np.log(found["odds_ratio_high"] / found["odds_ratio_low"])
    assert width == pytest.approx(2 * 1.6449 * np.sqrt(1 / (1 / v + 2)), abs=1e-4)


def test_benjamini_hochberg() -> None:
    p = np.array([0.001, 0.9, 0.04, 0.06, 0.0001])
    tested = np.array([True, True, True, True, False])
    assert list(stands_out(p, tested)) == [True, False, True, True, False]
    assert not stands_out(p, np.zeros(5, dtype=bool)).any()


def test_accounts_are_drawn_not_rows() -> None:
    """One account with all hits: often it is not drawn at all."""
    table = np.zeros((20, 2))
    table[0] = (50, 50)
    table[1:, 1] = 5
    totals = drawn_totals(table)
    low, high = interval((totals[:, 0] / totals[:, 1])[:, None])
    assert low[0] == 0
    assert high[0] > 0.5
    np.testing.assert_array_equal(totals, drawn_totals(table))


def test_no_past_day_is_said() -> None:
    one = panel(np.zeros((2, 1, 1), dtype=int), {})
    empty = book(accounts=[{"account_id": "A"}])
    found = _back_test(one)
    blank = BackTest(
        **{**found.__dict__, "days": ObservationDays((), 90, 30, endings(empty, LAST))}
    )
    assert "no past day" in render(finding(blank), "en")
    assert one.days == (date(2026, 6, 30),)
