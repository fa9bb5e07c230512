"""The states of a report: draft, in review, published; and corrections, each dated."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from lib.errors import DeskError
from lib.locale import msg
from lib.store import people
from lib.store import report_states as store

if TYPE_CHECKING:
    from lib.desk.desk import Desk
    from lib.desk.reporting.published import Published

MAX_NOTE = 2000
_COLUMNS = ["at", "state", "author", "note", "version"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands. `version` counts its publications; a first draft has no `since`."""

    state: str
    version: int
    since: datetime | None = None
    by: str = ""
    note: str = ""


class ReportStates:
    """The states area of the desk."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def of(self, report_id: int) -> Standing:
        """Return where a report stands."""
        history = store.history(self._desk.data.workspace, report_id)
        return _standing(history) if len(history) else Standing(store.DRAFT, 0)

    def all(self) -> dict[int, Standing]:
        """Return where every report stands, by its id."""
        workspace = self._desk.data.workspace
        newest = store.newest(workspace)
        drafts = {int(key): Standing(store.DRAFT, 0) for key in _ids(people.all_reports(workspace))}
        return drafts | {
            int(key): _standing(newest.iloc[[place]]) for place, key in enumerate(_ids(newest))
        }

    def history(self, report_id: int) -> pd.DataFrame:
        """Return every state a report was put into, oldest first.

        Columns: `at, state, author, note, version`.
        """
        return store.history(self._desk.data.workspace, report_id)[_COLUMNS]

    def send_to_review(self, report_id: int, author: str, note: str = "") -> None:
        """Ask others to look at a draft; its texts may still be changed."""
        self._put(report_id, store.IN_REVIEW, author, note)

    def back_to_draft(self, report_id: int, author: str, note: str = "") -> None:
        """Take a report out of review; DeskError when it is published."""
        with self._desk.data.workspace.reading() as connection:
            store.refuse_published(connection, report_id)
        self._put(report_id, store.DRAFT, author, note)

    def correct(self, report_id: int, author: str, why: str) -> None:
        """Make a published report a draft again, for its next version; the old one stays."""
        if not why.strip():
            raise DeskError(
                "reason_missing", msg("A correction needs a reason: what was found to be wrong.")
            )
        if self.of(report_id).state != store.PUBLISHED:
            raise DeskError("wrong_state", msg("Only a published report can be corrected."))
        self._put(report_id, store.DRAFT, author, why)

    def publish(self, report_id: int, author: str, what_changed: str = "") -> "Published":
        """Freeze a report in review as its next version, in every format, with its evidence.

        DeskError when it is not in review, when a text names a figure that does not exist, or
        when a correction does not say what changed.
        """
        return self._desk.published.freeze(report_id, author, what_changed)

    def publish_straight(self, report_id: int, author: str, what_changed: str = "") -> "Published":
        """Do what `publish` does from any state, through those between: all of it or nothing."""
        return self._desk.published.freeze(report_id, author, what_changed, straight=True)

    def _put(self, report_id: int, state: str, author: str, note: str) -> None:
        people.report(self._desk.data.workspace, report_id)
        store.changed(
            self._desk.data.workspace,
            {
                "report_id": report_id,
                "state": state,
                "author": author.strip() or "local",
                "note": cut_note(note),
                "at": self._desk.clock(),
            },
        )


def cut_note(note: str) -> str:
    """Return a note without white space around it; DeskError when it is too long."""
    clean = note.strip()
    if len(clean) > MAX_NOTE:
        raise DeskError(
            "note_too_long",
            msg("A note may have at most {most} characters.", most=str(MAX_NOTE)),
        )
    return clean


def _ids(rows: pd.DataFrame) -> list[int]:
    return [int(key) for key in rows["report_id"]]


def _standing(history: pd.DataFrame) -> Standing:
    last = history.iloc[-1]
    return Standing(
        state=str(last["state"]),
        version=int(last["version"]),
        since=pd.Timestamp(last["at"]).to_pydatetime(),
        by=str(last["author"]),
        note=str(last["note"]),
    )
