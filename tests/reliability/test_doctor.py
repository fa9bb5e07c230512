"""The doctor sees what is wrong: each check fails when its matter is broken."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.desk import Desk
from lib.store.room import Room
from tests.fixtures import opened_desk
from tests.reliability import story

pytestmark = pytest.mark.usefixtures("understood_once")


def changed(statement: str) -> Callable[[Desk], None]:
    """Return a way to break a desk: one statement behind its back."""

    def change(desk: Desk) -> None:
        with desk.data.workspace.writing() as connection:
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            connection.execute(text(statement))

    return change


def little_room(desk: Desk) -> None:
    desk.data.workspace = replace(desk.data.workspace, room=Room(ballast=0, spare=10**15))


def missing_file(desk: Desk) -> None:
    for path in desk.data.workspace.usage_folder.glob("*.parquet"):
        path.unlink()


BROKEN: dict[str, Callable[[Desk], None]] = {
    "schema": changed("UPDATE alembic_version SET version_num = '0000'"),
    "usage files": missing_file,
    "batches": changed("DELETE FROM rows_accounts WHERE source_row = 2"),
    "room": little_room,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workspace_fails_its_check(tmp_path: Path, name: str) -> None:
    desk = opened_desk(tmp_path)
    desk.imports.commit(story.files(1))
    assert [check for check in desk.doctor.checks() if not check.ok] == []
    BROKEN[name](desk)
    assert [check.name for check in desk.doctor.checks() if not check.ok] == [name]
