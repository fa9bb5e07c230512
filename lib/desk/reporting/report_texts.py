"""The texts that people write into a report: kept with what they were written on, by version."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.errors import NotFoundError
from lib.locale import msg
from lib.model.frames import records
from lib.report.edits import Edit
from lib.report.moved import Basis, basis
from lib.store import people
from lib.store.workspace import Workspace

if TYPE_CHECKING:
    from lib.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Written:
    """The newest text of a section: by whom, when, and what they had in front of them."""

    text: str
    version: int
    author: str
    at: datetime
    basis: Basis


def newest_texts(workspace: Workspace, report_id: int) -> dict[str, Written]:
    """Return the newest text of each section that anybody wrote in; empty where it was undone."""
    rows = people.newest_texts(workspace, report_id)
    return {str(row["section"]): _written(row) for row in records(rows)}


def _written(row: dict[Any, Any]) -> Written:
    return Written(
        row["text"] or "",
        int(row["version"]),
        row["author"],
        row["written_at"],
        Basis.of_json(row["figures"], row["draft"]),
    )


class ReportTexts:
    """Writing, confirming, and going back."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def write(self, report_id: int, section: str, edit: Edit, author: str) -> int:
        """Keep a text for a section; an empty text brings the draft back.

        `edit.version` is the version that was edited. DeskError when it is not the newest.
        """
        stored = self._desk.reports.get(report_id)
        text, draft = edit.text.strip(), stored.drafts.get(section, "")
        seen = basis(stored.report.register, stored.lang, text, draft)
        return people.add_text(
            self._desk.data.workspace,
            {
                "report_id": report_id,
                "section": section,
                "text": text,
                "author": author,
                "written_at": self._desk.clock(),
                "figures": seen.to_json(),
                "draft": seen.draft,
            },
            edit.version,
        )

    def keep(self, report_id: int, section: str, version: int, author: str) -> int:
        """Confirm a text as it stands over today's figures and draft; nothing of it changes."""
        same = Edit(self._text(report_id, section, version), version)
        return self.write(report_id, section, same, author)

    def go_back(self, report_id: int, section: str, version: int, author: str) -> int:
        """Let the text of an earlier version stand again, as a new version (0: the draft)."""
        text = self._text(report_id, section, version) if version else ""
        newest = newest_texts(self._desk.data.workspace, report_id)
        now = newest[section].version if section in newest else 0
        return self.write(report_id, section, Edit(text, now), author)

    def history(self, report_id: int, section: str) -> pd.DataFrame:
        """Return the versions of a section's text, newest first: `version, at, author, what, text`.

        `what` is `wrote`, `kept` (the same words again, confirmed) or `draft` (brought back).
        """
        rows = people.all_texts(self._desk.data.workspace, report_id)
        rows = rows[rows["section"] == section].sort_values("version")
        text = rows["text"].fillna("")
        what = pd.Series("wrote", index=rows.index).mask(text == text.shift(), "kept")
        found = pd.DataFrame(
            {
                "version": rows["version"],
                "at": rows["written_at"],
                "author": rows["author"],
                "what": what.mask(text == "", "draft"),
                "text": text,
            }
        )
        return found.iloc[::-1].reset_index(drop=True)

    def _text(self, report_id: int, section: str, version: int) -> str:
        rows = self.history(report_id, section)
        found = rows.loc[rows["version"] == version, "text"]
        if found.empty:
            raise NotFoundError(
                "unknown_version",
                msg("This section has no version {version}.", version=str(version)),
            )
        return str(found.iloc[0])
