"""The answer key holds for touchpoints: blank, duplicate, contradictory, and what looks alike."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from lib.desk import Desk
from tests.sample.answer_key import voices

LAST = date(2026, 10, 31)


@pytest.fixture(scope="session")
def by_id(activities: pd.DataFrame) -> pd.DataFrame:
    return activities.set_index("Activity ID")


def cases(key: str) -> list[dict[str, Any]]:
    """Return the planted cases that lie in the activities."""
    return [entry for entry in voices(key) if entry["source"] == "activity"]


@pytest.mark.parametrize("key", ["duplicate_touchpoints", "contradictory_touchpoints"])
def test_two_teams_met_other_people_within_days(key: str, by_id: pd.DataFrame) -> None:
    assert len(cases(key)) >= 6
    for entry in cases(key):
        rows = by_id.loc[entry["activity_ids"]]
        assert set(rows["Account ID"]) == {entry["account_id"]}
        assert len(set(rows["Our team"])) == len(set(rows["Contact ID"])) == len(rows) == 2
        assert 1 <= (rows["day"].max() - rows["day"].min()).days <= 4
        assert rows["Outcome"].eq("completed").all()
        assert rows["Notes"].nunique() == 2


def test_replies_answer_one_another_on_the_same_day(by_id: pd.DataFrame) -> None:
    assert len(cases("follow_up_replies")) >= 4
    for entry in cases("follow_up_replies"):
        rows = by_id.loc[entry["activity_ids"]]
        assert rows["Direction"].tolist() == ["outbound", "inbound", "outbound"]
        assert len(set(rows["day"])) == len(set(rows["Contact ID"])) == 1
        assert rows["Subject"].str.contains("Re: |回复：").tolist() == [False, True, True]


def test_internal_notes_met_nobody(by_id: pd.DataFrame) -> None:
    assert len(cases("internal_notes")) >= 3
    for entry in cases("internal_notes"):
        rows = by_id.loc[entry["activity_ids"]]
        assert len(set(rows["Our team"])) == 2
        assert rows["Activity type"].tolist() == ["meeting", "internal note"]
        assert rows["Contact ID"].iloc[1] == ""


def test_walk_throughs_found_what_was_planted(walkthroughs: pd.DataFrame) -> None:
    assert 60 <= len(walkthroughs) <= 90
    assert set(walkthroughs["Stage of the journey"]) == {
        "onboarding", "proficient", "advocate", "partner",
    }  # fmt: skip
    found = walkthroughs.set_index(["Walkthrough ID", "Touch point"])["Walkthrough finding"]
    assert found.index.is_unique
    for key, finding in (("blank", "blank"), ("duplicate", "duplicate"),
                         ("contradictory", "contradiction")):  # fmt: skip
        listed = {
            (entry["walkthrough_id"], entry["touchpoint"])
            for entry in voices(f"{key}_touchpoints")
            if entry["source"] == "walkthrough"
        }
        assert set(found.index[found == finding]) == listed != set()


def test_product_meets_nobody_in_the_first_and_the_last_stage(
    activities: pd.DataFrame, sample_desk: Desk
) -> None:
    stages = sample_desk.journeys.of(LAST).table["stage"]
    met = activities[activities["Our team"] == "Product"]
    assert len(met) >= 12
    assert set(stages[met["Account ID"]]) == {"proficient", "advocate"}
    others = activities[activities["Our team"] == "Customer success"]
    assert {"onboarding", "partner"} <= set(stages.reindex(others["Account ID"]))
    blank = {(e["stage"], e["team"]) for e in voices("blank_touchpoints")}
    assert {("onboarding", "Product"), ("partner", "Product")} <= blank
