"""Judgements and levels that people set: as one batch, shown with their evidence, undone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lib.desk import Desk
from lib.desk.customer.assess import Judgement, Overruling
from lib.errors import DeskError
from tests.fixtures import opened_desk

DAY = date(2026, 10, 31)
ACCOUNT = "A0002"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = opened_desk(tmp_path_factory.mktemp("assess"))
    rows = f"Account ID,Account name\n{ACCOUNT},One\nA0003,Two\n"
    made.imports.commit([("accounts.csv", rows.encode())])
    return made


def judged(criterion: str, points: int | None, *, applies: bool = True) -> Judgement:
    return Judgement(
        account_id=ACCOUNT, scheme="maturity", criterion=criterion, points=points,
        evidence="seen in a meeting", assessed_on=DAY, assessed_by="me", applies=applies,
    )  # fmt: skip


def test_a_sitting_is_one_batch_and_undone_as_one(desk: Desk) -> None:
    given = [judged("use_case", 4), judged("dated_goals", None), judged("roadmap", 2)]
    batch = desk.assessing.record_all([*given, judged("governance", None, applies=False)])
    found = desk.assessing.of_one(ACCOUNT, "maturity", DAY)
    said = {one.key: one for one in found.said}
    assert (said["use_case"].points, said["use_case"].by) == (4, "me")
    assert said["use_case"].evidence == "seen in a meeting"
    assert "dated_goals" in found.unknown
    assert said["governance"].not_applicable
    assert "governance" not in found.unknown
    desk.imports.undo(batch)
    found = desk.assessing.of_one(ACCOUNT, "maturity", DAY)
    assert all(one.points is None for one in found.said)


def test_a_person_sets_another_level_for_a_time(desk: Desk) -> None:
    ruling = Overruling(account_id=ACCOUNT, scheme="bant", level="hot", reason="they called",
                        on=DAY, by="me")  # fmt: skip
    batch = desk.assessing.overrule(ruling)
    found = desk.assessing.of_one(ACCOUNT, "bant", DAY)
    assert (found.row["level"], found.row["status"]) == ("hot", "overruled")
    assert found.overruled is not None
    assert found.overruled["until"].date() == date(2027, 1, 29)
    assert found.overruled["reason"] == "they called"
    assert found.row["computed_level"] != "hot"
    desk.imports.undo(batch)
    assert desk.assessing.of_one(ACCOUNT, "bant", DAY).overruled is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"level": "splendid"}, "bad_level"),
        ({"until": date(2027, 1, 30)}, "bad_until"),
        ({"until": date(2026, 10, 30)}, "bad_until"),
        ({"account_id": "A9"}, "unknown_account"),
    ],
)
def test_a_ruling_that_cannot_stand_is_refused(
    changed: dict[str, Any], code: str, desk: Desk
) -> None:
    ruling = Overruling(account_id=ACCOUNT, scheme="bant", level="hot", reason="x", on=DAY,
                        by="me")  # fmt: skip
    with pytest.raises(DeskError) as error:
        desk.assessing.overrule(replace(ruling, **changed))
    assert error.value.code == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"criterion": "charm"}, "bad_criterion"),
        ({"points": 5}, "bad_points"),
        ({"evidence": ""}, "no_evidence"),
        ({"account_id": "A9"}, "unknown_account"),
    ],
)
def test_a_judgement_that_says_nothing_is_refused(
    changed: dict[str, Any], code: str, desk: Desk
) -> None:
    with pytest.raises(DeskError) as error:
        desk.assessing.record(replace(judged("tools", 3), **changed))
    assert error.value.code == code


def test_nothing_answered_is_no_sitting(desk: Desk) -> None:
    with pytest.raises(DeskError):
        desk.assessing.record_all([])
