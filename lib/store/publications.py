"""Published reports: an archive in the folder `reports` and its line in the database.

The line decides: it is committed after its file was written whole. What a crash leaves
behind is a file without a line, which is never read and which the next publication replaces.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.atomic import process_of, written_whole
from lib.store.decisions import every
from lib.store.report_states import PUBLISHED, put
from lib.store.schema import report_texts
from lib.store.schema_reports import publications as table
from lib.store.schema_reports import report_layouts
from lib.store.trouble import told
from lib.store.workspace import Workspace, data_version

FOLDER = "reports"
_NAME = re.compile(r"\d+-v\d+\.zip")


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report was frozen from: it must still be so when its line is committed."""

    data: int
    text: int
    layout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version to publish: the bytes of its archive, and what is said of it."""

    report_id: int
    version: int
    content: bytes
    what_changed: str
    author: str
    at: datetime

    @property
    def file(self) -> str:
        """The name of its archive."""
        return f"{self.report_id}-v{self.version}.zip"


def basis(workspace: Workspace, report_id: int) -> Basis:
    """Return what a report would be frozen from now."""
    with workspace.reading() as connection:
        return _basis(connection, report_id)


def _basis(connection: Connection, report_id: int) -> Basis:
    texts = select(func.max(report_texts.c.text_id)).where(report_texts.c.report_id == report_id)
    layouts = select(func.count() + func.count(report_layouts.c.undone_at))
    return Basis(
        data_version(connection),
        int(connection.scalar(texts) or 0),
        int(connection.scalar(layouts.select_from(report_layouts)) or 0),
    )


def every_publication(workspace: Workspace) -> pd.DataFrame:
    """Return every published version, oldest first."""
    return every(workspace, table)


def publish(
    workspace: Workspace, edition: Edition, seen: Basis, states: Sequence[str] = ()
) -> None:
    """Write the archive and its line, and call the report published: all of it or nothing.

    `states` are those that it goes through on its way.

    DeskError when somebody else published it or changed what it was frozen from meanwhile.
    """
    with workspace.writing() as connection:
        if _basis(connection, edition.report_id) != seen:
            raise _changed_meanwhile()
        for state in states:
            put(connection, _state(edition, state))
        _line(connection, edition)
        put(connection, _state(edition, PUBLISHED))
        # Last, and while nobody else can write this version: two publishers at once never
        # write the same file.
        with told():
            _written(workspace, edition)


def _state(edition: Edition, state: str) -> Mapping[str, Any]:
    return {
        "report_id": edition.report_id,
        "state": state,
        "author": edition.author,
        "note": edition.what_changed,
        "at": edition.at,
    }


def _line(connection: Connection, edition: Edition) -> None:
    values: Mapping[str, Any] = {
        "report_id": edition.report_id,
        "version": edition.version,
        "file": edition.file,
        "sha256": hashlib.sha256(edition.content).hexdigest(),
        "size": len(edition.content),
        "what_changed": edition.what_changed,
        "author": edition.author,
        "published_at": edition.at,
    }
    try:
        connection.execute(insert(table).values(**values))
    except IntegrityError as error:
        raise _changed_meanwhile() from error


def _written(workspace: Workspace, edition: Edition) -> None:
    folder = workspace.folder / FOLDER
    folder.mkdir(exist_ok=True)
    written_whole(folder / edition.file, lambda part: part.write_bytes(edition.content))


def _changed_meanwhile() -> DeskError:
    return DeskError(
        "changed_meanwhile",
        msg("The report or its data were changed while it was being frozen. It is not published."),
        msg("Open it again, look at what changed, then publish it."),
    )


def lying(workspace: Workspace, file: str) -> bytes:
    """Return the bytes of an archive as they are; NotFoundError without the file."""
    path = workspace.folder / FOLDER / file
    if not path.is_file():
        raise NotFoundError("missing_archive", msg("The archive {file} is missing.", file=file))
    with told():
        return path.read_bytes()


def archive(workspace: Workspace, file: str, sha256: str) -> bytes:
    """Return the bytes of an archive; DeskError when they are not those that were published."""
    refusal = msg("The archive {file} is damaged: it is not what was published.", file=file)
    remedy = msg("Bring the folder “reports” of the workspace back from a backup.")
    content = lying(workspace, file)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DeskError("damaged_archive", refusal, remedy)
    return content


def damaged(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of archives that are missing or not as published."""
    found = []
    for row in every_publication(workspace).to_dict("records"):
        try:
            archive(workspace, str(row["file"]), str(row["sha256"]))
        except DeskError:  # what is wrong with it is told by whoever opens it
            found.append(str(row["file"]))
    return tuple(found)


def unlisted(workspace: Workspace) -> tuple[Path, ...]:
    """Return the files of ours that no line names: what a crash left behind."""
    folder = workspace.folder / FOLDER
    listed = set(every_publication(workspace)["file"])
    here = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(
        path
        for path in here
        if (_NAME.fullmatch(path.name) and path.name not in listed) or process_of(path.name)
    )
