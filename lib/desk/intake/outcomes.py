"""What an import did, or would do: one outcome a sheet, as pages show it and programs read it."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from lib.errors import DeskError
from lib.ingest.issues import Issue, Question
from lib.ingest.names.mapping import Mapped
from lib.locale import Language, render

Status = Literal["committed", "dry_run", "unchanged", "refused", "needs_answer", "skipped"]
_ISSUES_SHOWN = 500  # of each file in JSON; the page pages through all


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a sheet; `read` is the sum of the others."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def as_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return {
            "read": self.read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What the bytes held, whatever became of them."""

    rows: int
    header: tuple[str, ...]
    header_row: int
    encoding: str | None
    delimiter: str | None

    def as_json(self) -> dict[str, Any]:
        """Return it with the keys of the command line."""
        return {
            "rows": self.rows,
            "columns": len(self.header),
            "header": list(self.header),
            "header_row": self.header_row,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
        }


@dataclass(frozen=True, kw_only=True)
class FileOutcome:
    """One sheet of one file.

    `preview` holds the first rows as understood, `as_written` the first ones as they stand.
    """

    file: str
    sheet: str | None
    kind: str | None
    status: Status
    batch_id: int | None = None
    counts: Counts = Counts()
    mapping: tuple[Mapped, ...] = ()
    issues: tuple[Issue, ...] = ()
    read: ReadAs | None = None
    error: DeskError | None = None
    questions: tuple[Question, ...] = ()
    preview: pd.DataFrame | None = None
    as_written: pd.DataFrame | None = None
    rejects: pd.DataFrame | None = None

    @property
    def failed(self) -> bool:
        """Whether the user has to do something before this sheet can come in."""
        return self.status in {"refused", "needs_answer"}

    def as_json(self, lang: Language) -> dict[str, Any]:
        """Return the outcome with the keys that the command line promises."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "kind": self.kind,
            "status": self.status,
            "batch_id": self.batch_id,
            "rows": self.counts.as_json(),
            "mapping": [
                {
                    "column": mapped.column,
                    "field": mapped.field,
                    "confidence": round(mapped.confidence, 2),
                    "reason": render(mapped.reason, lang),
                }
                for mapped in self.mapping
            ],
            "issues": [issue_json(issue, lang) for issue in self.issues[:_ISSUES_SHOWN]],
            "read": self._read_json(),
            "error": error_json(self.error, lang) if self.error else None,
            "questions": [
                {
                    "code": question.code,
                    "message": render(question.message, lang),
                    "options": list(question.options),
                    "column": question.column,
                    "field": question.field,
                    "remedy": render(question.remedy, lang) if question.remedy else None,
                }
                for question in self.questions
            ],
        }

    def _read_json(self) -> dict[str, Any] | None:
        """Return what the bytes held with the first rows as they stand, whatever became of them."""
        if self.read is None:
            return None
        rows = [] if self.as_written is None else self.as_written.to_dict(orient="records")
        return {**self.read.as_json(), "first_rows": rows}


def issue_json(issue: Issue, lang: Language) -> dict[str, Any]:
    """Return one issue with the keys that the command line promises."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "message": render(issue.message, lang),
    }


def error_json(error: DeskError, lang: Language) -> dict[str, str | None]:
    """Return a refusal with the keys that the command line promises."""
    return {
        "code": error.code,
        "message": render(error.message, lang),
        "remedy": render(error.remedy, lang) if error.remedy else None,
    }
