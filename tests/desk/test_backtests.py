"""What past days teach: learnt once, from nothing later, kept, and explained in points."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from lib.desk import Desk
from lib.desk.churn import backtests
from lib.desk.churn.risk_json import risk_json
from lib.errors import DeskError
from tests.fixtures import opened_desk

LAST = date(2026, 10, 31)
EARLIER = date(2026, 3, 31)


def test_the_past_of_the_sample_supports_the_planted_decline(sample_desk: Desk) -> None:
    found = sample_desk.backtests.learnt(LAST)
    assert "login_decline" in found.test.supported
    assert found.combined.status == "fitted"
    assert found.combined.auc_low > 0.5
    assert {"renewal_date", "lowest_usage"} <= {one.rule for one in found.combined.against}


def test_what_is_learnt_for_a_day_is_learnt_from_nothing_later(sample_desk: Desk) -> None:
    found = sample_desk.backtests.learnt(EARLIER).test
    assert found.days.days[-1] < EARLIER
    assert found.panel.rows["churned_on"].max() <= pd.Timestamp(EARLIER)
    assert found.days.endings.rows["left_on"].max() <= pd.Timestamp(EARLIER)


def test_data_up_to_a_day_show_that_day_as_all_data_do(sample_desk: Desk) -> None:
    data = sample_desk.data.dataset()
    whole, cut = data.as_of(EARLIER), data.until(EARLIER).as_of(EARLIER)
    for kind, rows in whole.tables.items():
        pd.testing.assert_frame_equal(cut.table(kind), rows)
    pd.testing.assert_frame_equal(
        cut.usage.cube.reset_index(drop=True), whole.usage.cube.reset_index(drop=True)
    )


def test_the_points_of_every_account_add_up_to_its_score(sample_desk: Desk) -> None:
    whole = sample_desk.risk.of_all(LAST, wait=True)
    told = risk_json(whole, sample_desk.data.readings(LAST), "en")
    given = [one["risk"] for one in told.values() if one["risk"] is not None]
    assert len(given) > 100
    assert [sum(p["points"] for p in one["points"]) for one in given] == [
        one["score"] for one in given
    ]
    assert all(one["low"] <= one["probability"] <= one["high"] for one in given)


def test_who_is_no_customer_has_no_risk_and_a_reason(sample_desk: Desk) -> None:
    table = sample_desk.risk.scores(LAST)
    gone = table[table["probability"].isna()]
    assert not gone.empty
    assert gone["reason"].notna().all()
    assert table.loc[table["reason"].isna(), "probability"].notna().all()


def test_what_moved_since_last_month_adds_up(sample_desk: Desk) -> None:
    whole = sample_desk.risk.of_all(LAST, wait=True)
    assert whole.learnt is not None
    moved = {}
    for account_id in whole.table.index[whole.table["probability"].notna()]:
        one = sample_desk.risk.of_one(str(account_id), LAST)
        assert one is not None
        assert one.before == date(2026, 9, 30)
        moved[account_id] = sum(part.points for part in one.moved)
    september = sample_desk.risk.points_on(whole, date(2026, 9, 30)).sum(axis=1)
    score = whole.table["score"]
    both = [account_id for account_id in moved if account_id in september.index]
    assert any(moved.values())
    assert [moved[a] for a in both] == [score[a] - september[a] for a in both]


def test_stricter_thresholds_would_have_given_fewer_alarms(sample_desk: Desk) -> None:
    now = sample_desk.data.judged_by().get("contact_stops")
    assert now is None
    found = sample_desk.backtests.what_if(
        "contact_stops", {"watch_times": 3.0, "alert_times": 4.0, "high_times": 6.0}
    )
    alarms = found.rows.iloc[0]
    assert alarms["then"].value < alarms["now"].value
    assert sample_desk.thresholds.history().empty  # trying saves nothing


def test_thresholds_that_cannot_judge_are_not_tried(sample_desk: Desk) -> None:
    with pytest.raises(DeskError):
        sample_desk.backtests.what_if("contact_stops", {"watch_times": 9.0})


@pytest.fixture
def fresh(sample_folder: Path, tmp_path: Path) -> Desk:
    """Give a desk with the sample that has not looked at the past as of the earlier day."""
    return opened_desk(shutil.copytree(sample_folder, tmp_path / "fresh"))


def test_a_replay_is_kept_on_the_disk(fresh: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept_replays(fresh)
    first = fresh.backtests.learnt(EARLIER)
    assert len(kept_replays(fresh) - before) == 1

    def again(*_: object, **__: object) -> None:
        raise AssertionError("The past was replayed a second time.")

    monkeypatch.setattr(backtests, "looked_at", again)
    second = opened_desk(fresh.data.workspace.folder).backtests.learnt(EARLIER)
    pd.testing.assert_frame_equal(second.test.lines, first.test.lines)
    assert second.model == first.model


def kept_replays(desk: Desk) -> set[Path]:
    """Return the replays that lie on the disk of a desk."""
    return set(desk.data.workspace.folder.glob("replays/*"))


def test_a_stopped_replay_keeps_nothing(fresh: Desk) -> None:
    before = kept_replays(fresh)
    with pytest.raises(DeskError) as refused:
        fresh.backtests.learnt(EARLIER, cancelled=lambda: True)
    assert refused.value.code == "cancelled"
    assert fresh.backtests.kept(EARLIER) is None
    assert kept_replays(fresh) == before


def test_without_a_past_nothing_is_told_and_it_says_why(desk: Desk) -> None:
    rows = "account_id,account_name,status,arr,customer_since\nA1,Tarn,customer,100,2020-01-01\n"
    desk.imports.commit([("accounts.csv", rows.encode())])
    day = desk.data.known_days().last
    told = desk.scores.score("all", day, "en")
    assert told[0]["risk"] is None
    assert "at least 10" in told[0]["risk_reason"]
    assert told[0]["renewals"] == []
    assert desk.backtests.as_json(day, "en")["combined"]["status"] == "not_enough_past_churn"
    with pytest.raises(DeskError) as refused:
        desk.backtests.what_if("contact_stops", {"watch_times": 1.2})
    assert refused.value.message.id.startswith("Not enough churned customers")
