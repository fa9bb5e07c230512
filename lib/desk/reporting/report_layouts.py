"""How reports are laid out, for the company and for one report; the company's Word template."""

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

import pandas as pd
from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from lib.errors import DeskError
from lib.locale import Language, msg
from lib.report.layout import Layout, as_text, checked, completed, from_text, usual
from lib.store import people
from lib.store import report_layouts as store

if TYPE_CHECKING:
    from lib.desk.desk import Desk

MAX_TEMPLATE = 10_000_000  # bytes: a letterhead with pictures; more would swell every report
_MAX_UNPACKED = 100_000_000  # a bomb is refused before it is opened


class ReportLayouts:
    """The layouts area of the desk."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def of(self, report_id: int) -> Layout:
        """Return the layout of a report: its own, else the company's."""
        rows = self._standing()
        mine = rows[rows["report_id"] == report_id]
        if len(mine):
            return completed(from_text(str(mine.iloc[-1]["content"])))
        lang = people.report(self._desk.data.workspace, report_id)["lang"]
        return self.company(lang)

    def company(self, lang: Language = "en") -> Layout:
        """Return the company's layout for reports in a language.

        Order and what is left out hold in every language. Titles and leads hold in the
        language they were written in.
        """
        rows = self._standing()
        rows = rows[rows["report_id"].isna()]
        if rows.empty:
            return usual()
        newest = completed(from_text(str(rows.iloc[-1]["content"])))
        worded = rows[rows["lang"] == lang]
        texts = from_text(str(worded.iloc[-1]["content"])) if len(worded) else usual()
        said = {line.key: line for line in completed(texts).lines}
        return Layout(tuple(replace(said[line.key], shown=line.shown) for line in newest.lines))

    def save(
        self, layout: Layout, author: str, report_id: int | None = None, lang: Language = "en"
    ) -> int:
        """Keep a layout for one report, or for the company in a language; return its id.

        DeskError when it names an unknown section, or a section twice, or shows none, or when
        the report is published.
        """
        workspace = self._desk.data.workspace
        if report_id is not None:
            lang = people.report(workspace, report_id)["lang"]
        values = {
            "report_id": report_id,
            "lang": lang,
            "content": as_text(checked(layout)),
            "author": author.strip() or "local",
            "changed_at": self._desk.clock(),
        }
        return store.add_layout(workspace, values)

    def undo(self, layout_id: int) -> None:
        """Take a layout back: what stood before it counts again."""
        store.undo_layout(self._desk.data.workspace, layout_id, self._desk.clock())

    def versions(self, report_id: int | None = None) -> pd.DataFrame:
        """Return the versions of a report's layout, or of the company's, newest first.

        Columns: `layout_id, lang, author, changed_at, undone_at`.
        """
        rows = store.layouts(self._desk.data.workspace)
        mine = rows["report_id"].isna() if report_id is None else rows["report_id"] == report_id
        columns = ["layout_id", "lang", "author", "changed_at", "undone_at"]
        return rows.loc[mine, columns].iloc[::-1].reset_index(drop=True)

    def word_template(self) -> bytes | None:
        """Return the company's Word template; None when there is none."""
        return store.word_template(self._desk.data.workspace)

    def keep_word_template(self, content: bytes, author: str) -> int:
        """Keep a Word template for every report; return its id. DeskError when it is none."""
        values = {
            "content": checked_template(content),
            "author": author.strip() or "local",
            "changed_at": self._desk.clock(),
        }
        return store.add_word_template(self._desk.data.workspace, values)

    def word_template_versions(self) -> pd.DataFrame:
        """Return `template_id, author, changed_at, undone_at`, newest first."""
        rows = store.word_template_versions(self._desk.data.workspace)
        return rows.iloc[::-1].reset_index(drop=True)

    def undo_word_template(self, template_id: int) -> None:
        """Take a Word template back: the one before it counts again, or none."""
        store.undo_word_template(self._desk.data.workspace, template_id, self._desk.clock())

    def _standing(self) -> pd.DataFrame:
        rows = store.layouts(self._desk.data.workspace)
        return rows[rows["undone_at"].isna()]


def checked_template(content: bytes) -> bytes:
    """Return the bytes of a Word file that can be a template; DeskError for any other."""
    if len(content) > MAX_TEMPLATE:
        raise DeskError(
            "too_large",
            msg("A Word template may have at most {most} MB.", most=str(MAX_TEMPLATE // 1_000_000)),
            msg("Make its pictures smaller, then choose it again."),
        )
    refusal = DeskError(
        "no_word_file",
        msg("This file cannot be opened as a Word file (.docx)."),
        msg("Save it in Word as “Word document (.docx)”, then choose it again."),
    )
    try:
        with ZipFile(BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > _MAX_UNPACKED:
                raise refusal
        Document(BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError, OSError) as error:
        raise refusal from error
    return content
