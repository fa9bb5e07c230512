"""Opening a workspace: its folder, its database, what a crash left behind."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from lib.errors import DeskError
from lib.locale import msg
from lib.store import postgres, sqlite
from lib.store.migrate import upgraded
from lib.store.room import Room
from lib.store.sweep import swept
from lib.store.trouble import said
from lib.store.workspace import Workspace


def opened(folder: Path, database_url: str | None = None, room: Room | None = None) -> Workspace:
    """Open the workspace in `folder`, making and migrating it when needed.

    Raises DeskError when the folder cannot be used or the database not reached.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "usage").mkdir(exist_ok=True)
        engine = _engine(folder, database_url)
        upgraded(engine)
    except OSError as error:
        raise DeskError(
            "bad_workspace",
            msg("The workspace '{folder}' cannot be opened: {why}.", folder=str(folder),
                why=error.strerror or str(error)),
            msg("Choose a folder that you may write to, with --workspace."),
        ) from error  # fmt: skip
    except DBAPIError as error:
        raise said(error) or _unopened(folder) from error
    home = os.environ.get("DESK_COUNTRY", "").strip() or None
    found = Workspace(folder, engine, room or Room.of(os.environ), home)
    found.room.prepare(folder)
    with suppress(DeskError):  # what is left over is never read: the next start clears it away
        swept(found)
    return found


def _unopened(folder: Path) -> DeskError:
    return DeskError(
        "database_unreachable",
        msg("The database of the workspace '{folder}' cannot be opened.", folder=str(folder)),
        msg("Check DATABASE_URL, or that the folder may be written to."),
    )


def _engine(folder: Path, database_url: str | None) -> Engine:
    if not database_url:
        engine = create_engine(f"sqlite:///{folder / 'desk.db'}")
        sqlite.prepare(engine)
        return engine
    engine = create_engine(
        _with_driver(database_url), pool_pre_ping=True, connect_args=postgres.CONNECT
    )
    postgres.prepare(engine)
    return engine


def _with_driver(url: str) -> str:
    """Name the driver that we ship: plain `postgresql://` means psycopg 3."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
