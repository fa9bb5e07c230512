"""A rehearsal sees the figures as they will be, and writes nothing."""

from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest

from lib.desk import Desk
from lib.store import batches as store
from lib.store.batches import Batch
from lib.store.dataset import dataset
from tests.fixtures import opened_desk
from tests.reliability import story
from tests.reliability.state import state

pytestmark = pytest.mark.usefixtures("understood_once")
NEWER = b"account_id,account_name,city\nA1-0,Renamed,\nA9-9,New,Rom\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = opened_desk(tmp_path)
    desk.imports.commit(story.files(1))
    return desk


@pytest.fixture
def pending(desk: Desk) -> list[Batch]:
    """Return what an import would store."""
    found: list[Batch] = []

    def caught(_workspace: object, batches: list[Batch]) -> tuple[int, ...]:
        found.extend(batches)
        return tuple(range(len(batches)))

    with patch.object(store, "all_added", caught):
        desk.imports.commit([("newer.csv", NEWER), *story.files(2)])
    return found


def test_pending_batches_read_as_if_they_were_stored(desk: Desk, pending: list[Batch]) -> None:
    workspace = desk.data.workspace
    before = state(workspace)
    expected = dataset(workspace, pending)
    assert state(workspace) == before, "nothing is written"
    store.all_added(workspace, pending)
    found = dataset(workspace)
    for kind, rows in found.stored.items():
        pd.testing.assert_frame_equal(expected.stored[kind], rows)
        pd.testing.assert_frame_equal(expected.versions[kind], found.versions[kind])
    assert expected.carried == found.carried
    assert expected.coverage == found.coverage
    assert expected.currency == found.currency
    assert expected.fingerprint != found.fingerprint


def test_the_cube_of_what_is_stored_stays_right(desk: Desk, pending: list[Batch]) -> None:
    stored = dataset(desk.data.workspace).cube
    for path in desk.data.workspace.usage_folder.glob("cube-*"):
        path.unlink()
    dataset(desk.data.workspace, pending)
    pd.testing.assert_frame_equal(dataset(desk.data.workspace).cube, stored)
