"""What people add: context notes, what was done about signals, report texts.

Nothing is overwritten: the newest row counts, older ones stay as history.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store.decisions import every, kept
from lib.store.report_states import refuse_published
from lib.store.schema import notes, report_texts, reports, signal_actions
from lib.store.workspace import Workspace


def _added(workspace: Workspace, table: Table, values: Mapping[str, Any]) -> int:
    with workspace.writing() as connection:
        return kept(connection, table, values)


def all_notes(workspace: Workspace) -> pd.DataFrame:
    """Return the context notes that stand, each by its newest version, with its `version`.

    `thread_id` is the id of a note's first version and holds for all of them.
    """
    rows = note_versions(workspace)
    newest = rows.drop_duplicates("thread_id", keep="last")
    return newest[newest["removed_at"].isna()].reset_index(drop=True)


def note_versions(workspace: Workspace) -> pd.DataFrame:
    """Return every version of every context note, oldest first."""
    rows = every(workspace, notes)
    thread = rows["thread_id"].fillna(rows["note_id"]).astype("int64")
    return rows.assign(thread_id=thread, version=rows.groupby(thread).cumcount() + 1)


def add_note(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep a context note; return its id."""
    return _added(workspace, notes, values)


def remove_note(workspace: Workspace, note_id: int, at: object) -> None:
    """Take a note out of sight; it stays in the history. `at=None` brings it back."""
    with workspace.writing() as connection:
        connection.execute(update(notes).where(notes.c.note_id == note_id).values(removed_at=at))


def all_actions(workspace: Workspace) -> pd.DataFrame:
    """Return everything done about signals, oldest first."""
    return every(workspace, signal_actions)


def add_action(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Keep what was done about an account's signal; return its id."""
    return _added(workspace, signal_actions, values)


def all_reports(workspace: Workspace) -> pd.DataFrame:
    """Return every report, oldest first."""
    return every(workspace, reports)


def report(workspace: Workspace, report_id: int) -> Mapping[str, Any]:
    """Return what a report is of; NotFoundError when there is none."""
    with workspace.reading() as connection:
        found = connection.execute(select(reports).where(reports.c.report_id == report_id)).first()
    if found is None:
        raise NotFoundError("unknown_report", msg("There is no report {id}.", id=str(report_id)))
    return {str(key): value for key, value in found._mapping.items()}  # noqa: SLF001


def report_for(workspace: Workspace, values: Mapping[str, Any]) -> int:
    """Return the id of the report for segment, period and language; make it when missing."""
    keys = ("segment", "period", "months", "lang")
    with workspace.writing() as connection:
        same = [reports.c[key] == values[key] for key in keys]
        found = connection.scalar(select(reports.c.report_id).where(*same))
        if found is not None:
            return int(found)
        key = connection.execute(insert(reports).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError("The database gave no id for a new report.")
    return int(key[0])


def all_texts(workspace: Workspace, report_id: int) -> pd.DataFrame:
    """Return every version of every text that people wrote into a report, oldest first."""
    wanted = (
        select(report_texts)
        .where(report_texts.c.report_id == report_id)
        .order_by(report_texts.c.section, report_texts.c.version)
    )
    with workspace.reading() as connection:
        return pd.read_sql_query(wanted, connection)


def newest_texts(workspace: Workspace, report_id: int) -> pd.DataFrame:
    """Return the newest text of each section that people wrote, with its `version`."""
    rows = all_texts(workspace, report_id)
    return rows.drop_duplicates("section", keep="last").reset_index(drop=True)


def written(workspace: Workspace) -> pd.DataFrame:
    """Return of each report when and by whom it was written in last: `at, author`, by id."""
    columns = (report_texts.c.report_id, report_texts.c.written_at, report_texts.c.author)
    with workspace.reading() as connection:
        rows = pd.read_sql_query(select(*columns).order_by(report_texts.c.text_id), connection)
    newest = rows.drop_duplicates("report_id", keep="last").set_index("report_id")
    return newest.rename(columns={"written_at": "at"})


def add_text(workspace: Workspace, values: Mapping[str, Any], seen_version: int) -> int:
    """Keep a new version of a section's text; return its number.

    `seen_version` is what the writer had before them (0: the draft). DeskError when
    somebody else has written since: nothing is overwritten silently; and when the report is
    published, for then its text never changes.
    """
    refusal = DeskError(
        "edited_meanwhile",
        msg("Somebody else has changed this section since you opened it."),
        msg("Your text is still in the box: compare it with the newer one, then save again."),
    )
    with workspace.writing() as connection:
        refuse_published(connection, values["report_id"])
        newest = connection.scalar(
            select(func.max(report_texts.c.version)).where(
                report_texts.c.report_id == values["report_id"],
                report_texts.c.section == values["section"],
            )
        )
        if int(newest or 0) != seen_version:
            raise refusal
        try:
            connection.execute(insert(report_texts).values(**values, version=seen_version + 1))
        except IntegrityError as error:
            raise refusal from error
    return seen_version + 1
