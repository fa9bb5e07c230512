"""Outcomes, follow-ups, reviews and thresholds on both databases."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path

import pytest

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store import Workspace, opened, truth
from lib.store.thresholds import ThresholdChange, add, all_changes, undo
from tests.reliability.cluster import Cluster

AT = datetime.fromisoformat("2026-11-01 09:00:00")
DAY = date(2026, 10, 31)


_numbers = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    url = None
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.database(f"judged_{next(_numbers)}")
    found = opened(tmp_path, url)
    yield found
    found.engine.dispose()


def change(signal: str = "s", version: int = 2) -> ThresholdChange:
    return ThresholdChange(0, signal, version, {"a": 0.1, "b": 2.0}, "me", "why", AT)


def test_a_change_of_thresholds_comes_back_as_it_was(workspace: Workspace) -> None:
    number = add(workspace, lambda _: change())
    (kept,) = all_changes(workspace)
    assert (kept.change_id, kept.values, kept.reason) == (number, {"a": 0.1, "b": 2.0}, "why")
    assert workspace.versions() == (0, 1)
    undo(workspace, number, AT)
    assert all_changes(workspace)[0].undone_at == AT
    assert workspace.versions() == (0, 2)
    with pytest.raises(NotFoundError):
        undo(workspace, number, AT)
    assert workspace.versions() == (0, 2), "a refusal changes nothing"


def test_a_change_that_is_refused_inside_leaves_nothing(workspace: Workspace) -> None:
    def refuse(_: object) -> ThresholdChange:
        raise DeskError("no", msg("No."))

    with pytest.raises(DeskError):
        add(workspace, refuse)
    assert all_changes(workspace) == ()
    assert workspace.versions() == (0, 0)


def test_outcomes_and_follow_ups_are_kept(workspace: Workspace) -> None:
    outcome = truth.add_outcome(
        workspace,
        {
            "account_id": "A",
            "signal": "s",
            "begun_on": DAY,
            "outcome": "true",
            "author": "me",
            "decided_at": AT,
        },
    )
    truth.undo_outcome(workspace, outcome, AT)
    assert truth.outcomes(workspace)["undone_at"].notna().tolist() == [True]
    todo = truth.add_follow_up(
        workspace,
        {
            "account_id": "A",
            "purpose": "signal",
            "what": "Call",
            "owner": "me",
            "due_on": DAY,
            "author": "me",
            "created_at": AT,
        },
    )
    truth.change_follow_up(workspace, todo, {"removed_at": AT})
    assert truth.all_follow_ups(workspace).empty
    truth.change_follow_up(workspace, todo, {"removed_at": None, "done_on": DAY})
    assert len(truth.all_follow_ups(workspace)) == 1
    with pytest.raises(NotFoundError):
        truth.change_follow_up(workspace, 77, {"done_on": DAY})


def test_a_review_is_never_overwritten_silently(workspace: Workspace) -> None:
    values = {
        "account_id": "A",
        "churned_on": DAY,
        "reason": "service",
        "lessons": "",
        "author": "me",
        "reviewed_at": AT,
    }
    assert truth.add_review(workspace, values, 0) == 1
    with pytest.raises(DeskError) as refused:
        truth.add_review(workspace, values, 0)
    assert refused.value.code == "edited_meanwhile"
    assert truth.add_review(workspace, values, 1) == 2
    assert truth.reviews(workspace)["version"].tolist() == [1, 2]
    assert truth.add_review(workspace, {**values, "account_id": "B"}, 0) == 1
