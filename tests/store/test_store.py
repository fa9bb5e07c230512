"""The store: batches add versions, undo takes them out of sight, the cube follows."""

import sqlite3
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from lib.errors import DeskError
from lib.model import ANY, KINDS, Span
from lib.model.frames import typed
from lib.store import Workspace, opened
from lib.store.batches import Batch, added, undone
from lib.store.dataset import dataset
from lib.store.schema import meta, metadata
from lib.store.sqlite import journal_mode

FULL = 2
AT = datetime.fromisoformat("2026-11-01 09:00:00")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return opened(tmp_path)


def batch(kind: str, rows: list[dict[str, object]], **changes: object) -> Batch:
    frame = pd.DataFrame(rows)
    carried = frozenset(name for name in frame.columns if name in KINDS[kind].names)
    frame = frame.assign(source_row=range(2, len(frame) + 2))
    values: dict[str, object] = {
        "file": f"{kind}.csv",
        "sheet": None,
        "kind": kind,
        "imported_at": AT,
        "known_on": AT.date(),
        "content_hash": "0" * 64,
        "carried": carried,
        "counts": {"read": len(frame), "added": len(frame)},
        "rows": typed(frame.assign(batch_id=0, known_on=pd.Timestamp(AT)), KINDS[kind]),
    }
    return Batch(**(values | changes))  # type: ignore[arg-type]


def accounts(*ids: str, **fields: object) -> Batch:
    return batch("accounts", [{"account_id": i, "row_key": i, **fields} for i in ids])


def known(workspace: Workspace, day: date = date(2026, 12, 31)) -> pd.DataFrame:
    return dataset(workspace).as_of(day).accounts


def test_the_migrations_and_the_schema_agree(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_schema_from_the_future_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path).writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DeskError) as refusal:
        opened(tmp_path)
    assert refusal.value.code == "newer_schema"


def test_sqlite_runs_with_the_journal_that_its_version_can_be_trusted_with(
    workspace: Workspace,
) -> None:
    with workspace.reading() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        assert str(mode).upper() == journal_mode(sqlite3.sqlite_version_info)
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL


def write_twice(workspace: Workspace) -> None:
    with workspace.writing() as connection:
        for _ in range(2):  # the second breaks the primary key
            connection.execute(meta.insert().values(key="half", value="done"))


def test_a_failing_transaction_leaves_nothing(workspace: Workspace) -> None:
    with pytest.raises(IntegrityError):
        write_twice(workspace)
    with workspace.reading() as connection:
        assert connection.execute(meta.select()).all() == []


def test_every_row_knows_its_batch_and_its_place(workspace: Workspace) -> None:
    number = added(workspace, accounts("A-1", "A-2"))
    rows = known(workspace)
    assert rows["batch_id"].tolist() == [number, number]
    assert rows["source_row"].tolist() == [2, 3]


def test_a_newer_file_changes_only_the_columns_it_carries(workspace: Workspace) -> None:
    added(workspace, accounts("A-1", account_name="Acme", city="Köln"))
    added(workspace, accounts("A-1", city=None))
    row = known(workspace).iloc[0]
    assert row["account_name"] == "Acme"
    assert pd.isna(row["city"]), "the newer file carries the column and leaves it blank"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_undoing_in_any_order_gives_the_state_without_the_batch(
    workspace: Workspace, order: tuple[int, int, int]
) -> None:
    files = [
        accounts("A-1", city="Köln"),
        accounts("A-1", "A-2", city="北京"),
        accounts("A-2", industry="IT"),
    ]
    numbers = [added(workspace, file) for file in files]
    for i in order[:2]:
        undone(workspace, numbers[i], AT)
    left = order[2]
    fresh = opened(workspace.folder / "other")
    added(fresh, files[left])
    columns = [*KINDS["accounts"].names, "row_key"]
    pd.testing.assert_frame_equal(known(workspace)[columns], known(fresh)[columns])


def test_a_batch_cannot_be_undone_twice(workspace: Workspace) -> None:
    number = added(workspace, accounts("A-1"))
    undone(workspace, number, AT)
    with pytest.raises(DeskError, match="unknown_batch"):
        undone(workspace, number, AT)


def test_a_field_overwritten_later_is_shown_as_it_was_known_then(workspace: Workspace) -> None:
    old = accounts("A-1", seats=10.0)
    new = accounts("A-1", seats=4.0)
    added(workspace, Batch(**{**vars(old), "known_on": date(2026, 9, 1)}))
    added(workspace, Batch(**{**vars(new), "known_on": date(2026, 10, 1)}))
    september = known(workspace, date(2026, 9, 15)).iloc[0]
    assert (september["seats"], september["as_loaded"]) == (10.0, False)
    fortnight = known(workspace, date(2026, 9, 16)).iloc[0]
    assert (fortnight["seats"], fortnight["as_loaded"]) == (4.0, True)
    before = known(workspace, date(2026, 8, 1)).iloc[0]
    assert (before["seats"], before["as_loaded"]) == (10.0, True)
    october = known(workspace, date(2026, 10, 1)).iloc[0]
    assert (october["seats"], october["as_loaded"]) == (4.0, False)


def test_an_older_export_loaded_late_does_not_overrule_a_newer_one(workspace: Workspace) -> None:
    new, old = accounts("A-1", seats=4.0), accounts("A-1", seats=10.0)
    added(workspace, Batch(**{**vars(new), "known_on": date(2026, 10, 1)}))
    added(workspace, Batch(**{**vars(old), "known_on": date(2026, 6, 1)}))
    assert known(workspace).iloc[0]["seats"] == 4.0
    assert known(workspace, date(2026, 6, 30)).iloc[0]["seats"] == 10.0


def usage(*rows: dict[str, object]) -> Batch:
    named = [{"row_key": f"u{i}", **row} for i, row in enumerate(rows)]
    days = [pd.Timestamp(str(row["occurred_at"])).date() for row in rows]
    return batch("usage", named, spans=(Span(min(days), max(days)),))


def numbers(cube: pd.DataFrame, event: str, *measures: str) -> list[float]:
    return [float(cube[measure].to_dict()[event]) for measure in measures]


def test_the_cube_counts_events_people_and_quantity_by_day(workspace: Workspace) -> None:
    added(workspace, accounts("A-1"))
    day = pd.Timestamp("2026-10-05 09:30")
    added(
        workspace,
        usage(
            {"account_id": "A-1", "event": "login", "user_id": "u1", "occurred_at": day},
            {"account_id": "A-1", "event": "login", "user_id": "u1", "occurred_at": day},
            {"account_id": "A-1", "event": "login", "user_id": "u2", "occurred_at": day},
            {
                "account_id": "A-1",
                "event": "data_export",
                "user_id": "u2",
                "occurred_at": day,
                "quantity": 500.0,
            },
        ),
    )
    cube = dataset(workspace).cube.set_index("event")
    assert numbers(cube, "login", "events", "users") == [3.0, 2.0]
    assert numbers(cube, ANY, "events", "users", "quantity") == [4.0, 2.0, 500.0]
    assert cube.loc["data_export", "quantity"] == 500.0


def test_usage_finds_its_account_by_contract_whichever_file_came_first(
    workspace: Workspace,
) -> None:
    day = pd.Timestamp("2026-10-05")
    added(workspace, usage({"contract_id": "S-1", "event": "login", "occurred_at": day}))
    assert dataset(workspace).cube.empty
    added(workspace, accounts("A-1"))
    contract: dict[str, object] = {"row_key": "S-1", "contract_id": "S-1", "account_id": "A-1"}
    number = added(workspace, batch("contracts", [contract]))
    assert dataset(workspace).cube["account_id"].unique().tolist() == ["A-1"]
    undone(workspace, number, AT)
    assert dataset(workspace).cube.empty


def test_the_same_event_in_two_files_counts_once(workspace: Workspace) -> None:
    day = pd.Timestamp("2026-10-05")
    event = {"account_id": "A-1", "event": "login", "occurred_at": day}
    added(workspace, accounts("A-1"))
    added(workspace, usage(event))
    added(workspace, usage(event, {**event, "event": "api_call"}))
    cube = dataset(workspace).cube.set_index("event")
    assert cube.loc["login", "events"] == 1.0


def test_a_name_that_fits_two_accounts_fits_none(workspace: Workspace) -> None:
    added(workspace, accounts("A-1", "A-2", account_name="Acme Ltd."))
    ticket = {
        "row_key": "T-1",
        "ticket_id": "T-1",
        "account_name": "ACME",
        "created_at": pd.Timestamp("2026-10-05"),
    }
    added(workspace, batch("tickets", [ticket]))
    tickets = dataset(workspace).as_of(date(2026, 12, 31)).table("tickets")
    assert tickets["account_id"].isna().all()


def test_a_torn_cube_is_made_anew(workspace: Workspace) -> None:
    added(workspace, accounts("A-1"))
    added(workspace, usage({"account_id": "A-1", "occurred_at": pd.Timestamp("2026-10-05")}))
    whole = dataset(workspace).cube
    for path in workspace.usage_folder.glob("cube-*"):
        path.unlink()
    pd.testing.assert_frame_equal(dataset(workspace).cube, whole)
