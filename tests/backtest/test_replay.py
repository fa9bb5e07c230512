"""Which days are looked at, who is in the panel with which label, and the whole as a value."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lib.backtest import crew
from lib.backtest.days import ObservationDays, observation_days
from lib.backtest.kept import read_panel, write_panel
from lib.backtest.observed import observed
from lib.backtest.plain import plain
from lib.backtest.refused import without_outcomes
from lib.backtest.replay import coded, replay
from lib.backtest.report import Asked, BackTest, back_test
from lib.backtest.shared import write_dataset
from lib.backtest.what_if import what_if
from lib.backtest.words import remarks
from lib.backtest.worker import work
from lib.errors import DeskError
from lib.locale import render
from lib.model import Dataset
from lib.risk.panel import Panel
from lib.signals.registry import signal_of
from lib.signals.spec import Thresholds
from tests.backtest.small import LAST, book, loss, term
from tests.signals.made import noisy, rows_of

_NAMES = [f"A{n:02d}" for n in range(40)]
_LOGINS = (signal_of("login_decline"),)


def _book() -> Dataset:
    """Return 40 accounts; twelve leave on 15 July 2026 after half a year of ever less use."""
    weekly = noisy(len(_NAMES), 148, 40.0, seed=4)
    weekly[:12, 120:] *= 0.1
    weekly[:12, 133:] = 0
    return book(
        [row for name, weeks in zip(_NAMES, weekly, strict=True)
         for row in rows_of(name, weeks, end=LAST)],
        accounts=[{"account_id": name, "customer_since": "2023-01-01", "arr": 500.0,
                   "segment_label": "A"} for name in _NAMES],
        losses=[loss(name, "2026-07-15", kind="voluntary") for name in _NAMES[:12]],
    )  # fmt: skip


@pytest.fixture(scope="module")
def data() -> Dataset:
    return _book()


@pytest.fixture(scope="module")
def days(data: Dataset) -> ObservationDays:
    return observation_days(data, LAST, most=6)


@pytest.fixture(scope="module")
def seen(data: Dataset, days: ObservationDays) -> Panel:
    return replay(data, days, signals=_LOGINS)


@pytest.fixture(scope="module")
def found(data: Dataset) -> BackTest:
    return back_test(data, LAST, Asked(most=3))


def test_days_are_month_ends_with_history_before_and_a_window_after(data: Dataset) -> None:
    every = observation_days(data, LAST)
    assert every.days[-1] == date(2026, 6, 30)  # 120 days before the end of October
    assert len(every.days) == 24
    early = {day for day, why in every.refused if why == "too_early"}
    late = {day for day, why in every.refused if why == "too_late"}
    assert max(early) == date(2024, 3, 31)
    assert late == {date(2026, m, d) for m, d in ((7, 31), (8, 31), (9, 30), (10, 31))}


def test_rows_say_who_left_in_the_window(seen: Panel) -> None:
    left = seen.rows[seen.rows["account_id"] == "A00"].set_index("observed_on")["churned"]
    by_day = {str(day)[:10]: bool(churned) for day, churned in left.items()}
    # The window begins 30 days after the day and ends 120 days after it.
    assert by_day == {
        "2026-01-31": False, "2026-02-28": False, "2026-03-31": True, "2026-04-30": True,
        "2026-05-31": True,
    }  # fmt: skip
    assert seen.n_churned == 12


def test_the_panel_has_the_promised_columns(seen: Panel) -> None:
    assert set(seen.rows.columns) >= {
        "observed_on", "account_id", "churned", "churned_on", "noticed_on", "ends_in_days",
        "auto_renew", "tenure_days", "arr", "maturity_level", "segment_label",
    }  # fmt: skip
    assert seen.rows["auto_renew"].dtype == "boolean"
    assert seen.severity.shape == seen.confidence.shape == (len(seen.rows), 1)
    ordered = seen.rows.sort_values(["observed_on", "account_id"], kind="stable")
    assert ordered.index.equals(seen.rows.index)


def test_the_planted_fall_is_caught_in_time(found: BackTest) -> None:
    mine = found.lines["signal"].eq("login_decline") & found.lines["grade"].eq("alert")
    alert = found.lines[mine].iloc[0]
    assert alert["caught"] == alert["churners"] == 12
    assert alert["false_alarms"] == 0
    assert alert["lift_low"] > 1


def test_customers_who_left_otherwise_say_nothing() -> None:
    data = book(
        accounts=[{"account_id": name, "arr": 1.0} for name in "ABCDEF"],
        contracts=[term("F", "2024-01-01", None)],
        losses=[
            loss("A", "2026-04-15"),  # in the gap
            loss("B", "2026-06-15", kind="involuntary"),
            loss("C", "2026-06-15"),
            loss("D", "2026-01-15"),  # gone before
            loss("E", "2026-01-15", won_back_on="2026-03-01"),  # gone and back
        ],
    )
    seen = replay(
        data, ObservationDays((date(2026, 3, 31),), 90, 30, observation_days(data, LAST).endings)
    )
    labels = dict(zip(seen.rows["account_id"], seen.rows["churned"], strict=True))
    assert labels == {"C": True, "E": False, "F": False}


def test_progress_is_told_and_the_work_can_be_stopped(data: Dataset, days: ObservationDays) -> None:
    told: list[tuple[int, int]] = []
    replay(data, days, signals=_LOGINS, progress=lambda n, of: told.append((n, of)))
    assert told == [(n, 6) for n in range(7)]
    with pytest.raises(DeskError) as stopped:
        replay(data, days, signals=_LOGINS, cancelled=lambda: len(told) > 0)
    assert stopped.value.code == "cancelled"


def test_the_result_is_plain_json_in_both_languages(found: BackTest) -> None:
    english = plain(found, "en")
    assert json.loads(json.dumps(english, allow_nan=False)) == english
    assert english["observations"] == ["2026-04-30", "2026-05-31", "2026-06-30"]
    line = next(row for row in english["signals"] if row["signal"] == "login_decline")
    assert line["status"] == "ok"
    assert line["precision_low"] <= line["precision"] <= line["precision_high"]
    assert {row["rule"] for row in english["rules"]} == {"renewal_date_only", "lowest_use"}
    assert english["combined"] == {"status": "not_enough_past_churn"}
    assert plain(found.with_combined({"status": "fitted"}), "zh")["combined"]["status"] == "fitted"


def test_days_that_were_not_looked_at_are_told(found: BackTest) -> None:
    said = [render(text, "en") for text in remarks(found)]
    assert any("17 weeks of history" in text for text in said)


def test_a_panel_is_kept_and_read_again(seen: Panel, tmp_path: Path) -> None:
    path = tmp_path / "panel.parquet"
    assert read_panel(path) is None
    write_panel(seen, path)
    again = read_panel(path)
    assert again is not None
    pd.testing.assert_frame_equal(again.rows, seen.rows)
    assert (again.severity == seen.severity).all()
    assert (again.confidence == seen.confidence).all()
    assert (again.days, again.signals) == (seen.days, seen.signals)
    path.write_bytes(b"torn")
    assert read_panel(path) is None


def test_the_fingerprint_knows_data_parameters_and_thresholds(data: Dataset) -> None:
    other = {"login_decline": _stricter()}
    asked = (Asked(), Asked(gap_days=60), Asked(horizon_days=60), Asked(judged_by=other))
    assert len({one.fingerprint(data, LAST) for one in asked}) == len(asked)
    assert Asked().fingerprint(data, LAST) == Asked().fingerprint(data, LAST)


def _stricter() -> Thresholds:
    now = signal_of("login_decline").thresholds
    cuts = [name for names in now.rising for name in names]
    higher = {name: now[name] / 10 + 0.9 for name in cuts}
    return replace(now, version=2, values=dict(now.values) | higher)


def test_other_thresholds_are_compared_with_the_present_ones(
    data: Dataset, days: ObservationDays, seen: Panel
) -> None:
    same = what_if(data, days, seen, ("login_decline", signal_of("login_decline").thresholds))
    now, then = (same[same["judged_by"] == which] for which in ("now", "then"))
    pd.testing.assert_frame_equal(
        now.drop(columns="judged_by").reset_index(drop=True),
        then.drop(columns="judged_by").reset_index(drop=True),
    )
    strict = what_if(data, days, seen, ("login_decline", _stricter()))
    n = strict[strict["grade"] == "watch"].set_index("judged_by")["alarms"]
    assert n["then"] < n["now"]
    direct = replay(data, days, signals=_LOGINS, judged_by={"login_decline": _stricter()})
    assert n["then"] <= int((direct.severity > 0).sum())


def test_two_processes_see_what_one_sees(
    data: Dataset, days: ObservationDays, seen: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_LEAST_ROWS", 0)
    told: list[int] = []
    found = replay(data, days, signals=_LOGINS, progress=lambda n, _of: told.append(n))
    pd.testing.assert_frame_equal(found.rows, seen.rows)
    assert (found.severity == seen.severity).all()
    assert (found.confidence == seen.confidence).all()
    assert told[-1] == 6
    with pytest.raises(DeskError):
        replay(data, days, signals=_LOGINS, cancelled=lambda: True)


def test_days_that_a_process_did_not_answer_are_observed_here(
    data: Dataset, days: ObservationDays, seen: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_LEAST_ROWS", 0)
    monkeypatch.setattr(crew, "_PROGRAM", "raise SystemExit(1)")
    found = replay(data, days, signals=_LOGINS)
    pd.testing.assert_frame_equal(found.rows, seen.rows)
    assert (found.severity == seen.severity).all()


def test_a_process_observes_the_days_of_its_job(data: Dataset, tmp_path: Path) -> None:
    ready = coded(data)
    write_dataset(ready, tmp_path)
    job = {
        "folder": str(tmp_path),
        "days": ["2026-03-31"],
        "signals": ["login_decline"],
        "judged_by": {"login_decline": {"version": 2, "values": dict(_stricter().values)}},
    }
    work(job)
    got = crew.read_part(tmp_path, date(2026, 3, 31))
    snapshot = without_outcomes(ready.as_of(date(2026, 3, 31)))
    expected = observed(snapshot, _LOGINS, {"login_decline": _stricter()})
    assert got is not None
    pd.testing.assert_frame_equal(got.rows, expected.rows)
    assert (got.severity == expected.severity).all()
    assert crew.read_part(tmp_path, date(2026, 4, 30)) is None
