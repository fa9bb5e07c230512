"""Comments on the sections of a report: open, resolved, removed, and back."""

from typing import TYPE_CHECKING

import pandas as pd

from lib.errors import DeskError
from lib.locale import msg
from lib.report.draft import all_sections
from lib.store import people
from lib.store import report_states as store

if TYPE_CHECKING:
    from lib.desk.desk import Desk

MAX_CHARACTERS = 4000
_COLUMNS = ["comment_id", "section", "text", "author", "at", "state"]


class ReportComments:
    """The comments area of the desk."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def add(self, report_id: int, section: str, text: str, author: str) -> int:
        """Keep a comment on a section; return its id. DeskError for one without words."""
        clean = text.strip()
        if not clean or len(clean) > MAX_CHARACTERS:
            raise DeskError(
                "empty_comment",
                msg("A comment needs 1 to {most} characters.", most=str(MAX_CHARACTERS)),
            )
        if section not in {rule.key for rule in all_sections()}:
            raise DeskError("unknown_section", msg("There is no section “{key}”.", key=section))
        people.report(self._desk.data.workspace, report_id)
        values = {
            "report_id": report_id,
            "section": section,
            "text": clean,
            "author": author.strip() or "local",
            "at": self._desk.clock(),
        }
        return store.add_comment(self._desk.data.workspace, values)

    def resolve(self, comment_id: int, author: str) -> None:
        """Say that a comment is settled."""
        self._step(comment_id, store.RESOLVED, author)

    def reopen(self, comment_id: int, author: str) -> None:
        """Say that a comment is not settled after all."""
        self._step(comment_id, store.OPEN, author)

    def remove(self, comment_id: int, author: str) -> None:
        """Take a comment out of sight; `restore` brings it back."""
        self._step(comment_id, store.REMOVED, author)

    def restore(self, comment_id: int, author: str) -> None:
        """Bring a removed comment back as it was, resolved or open."""
        self._step(comment_id, store.RESTORED, author)

    def all(self, report_id: int, *, removed: bool = False) -> pd.DataFrame:
        """Return the comments on a report, oldest first; with `removed` those taken away too.

        Columns: `comment_id, section, text, author, at, state` (open, resolved, removed).
        """
        rows = store.comments(self._desk.data.workspace)
        rows = rows[rows["report_id"] == report_id]
        if not removed:
            rows = rows[rows["state"] != store.REMOVED]
        return rows[_COLUMNS].reset_index(drop=True)

    def _step(self, comment_id: int, state: str, author: str) -> None:
        workspace, at = self._desk.data.workspace, self._desk.clock()
        store.comment_step(workspace, comment_id, state, author.strip() or "local", at)
