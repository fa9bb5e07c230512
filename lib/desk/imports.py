"""Taking files in: rehearse, commit, list and undo batches."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.compare import compared
from lib.desk.data import Data
from lib.desk.outcomes import Counts, FileOutcome, ReadAs
from lib.errors import DeskError
from lib.ingest.answers import Answers
from lib.ingest.parse import Parsed, parsed
from lib.ingest.read import sheets
from lib.ingest.recognise import Recognition, recognitions
from lib.ingest.sheet import Sheet
from lib.locale import msg, render
from lib.model.history import state_on
from lib.store import batches as store
from lib.store.batches import Batch
from lib.store.usage import UsageEvents

Files = Sequence[tuple[str, bytes]]
_PREVIEW_ROWS = 50


@dataclass(frozen=True)
class Request:
    """How files are to be taken: as which kind, with which answers, known since when."""

    as_kind: str | None = None
    answers: Answers = field(default_factory=Answers)
    known_on: date | None = None


@dataclass(frozen=True)
class _Ready:
    """A sheet that is understood, and the outcome it would have."""

    outcome: FileOutcome
    content: Parsed | None = None


class Imports:
    """The import area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def rehearse(self, files: Files, request: Request | None = None) -> tuple[FileOutcome, ...]:
        """Say what would happen to each sheet; change nothing."""
        return tuple(
            ready.outcome
            for name, content in files
            for ready in self._understood(name, content, request or Request())
        )

    def commit(self, files: Files, request: Request | None = None) -> tuple[FileOutcome, ...]:
        """Take each sheet in, in one transaction of its own; a bad file stops no other."""
        wanted = request or Request()
        return tuple(
            self._stored(ready, hashlib.sha256(content).hexdigest(), wanted)
            for name, content in files
            for ready in self._understood(name, content, wanted)
        )

    def batches(self) -> tuple[Batch, ...]:
        """Return the import history, newest first."""
        with self._data.workspace.reading() as connection:
            return tuple(reversed(store.all_batches(connection)))

    def undo(self, batch_id: int) -> Batch:
        """Take a batch back: every figure is what it was without it."""
        store.undone(self._data.workspace, batch_id, self._clock())
        return next(batch for batch in self.batches() if batch.batch_id == batch_id)

    def _understood(self, name: str, content: bytes, request: Request) -> list[_Ready]:
        try:
            found = sheets(name, content, request.answers)
        except DeskError as error:
            outcome = FileOutcome(file=name, sheet=None, kind=None, status="refused", error=error)
            return [_Ready(outcome)]
        understood = recognitions(found, request.as_kind, request.answers)
        return [
            self._sheet(sheet, recognition, request)
            for sheet, recognition in zip(found, understood, strict=True)
        ]

    def _sheet(self, sheet: Sheet, recognition: Recognition, request: Request) -> _Ready:
        base = FileOutcome(
            file=sheet.file,
            sheet=sheet.sheet,
            kind=recognition.kind,
            status="refused",
            read=_read_as(sheet),
            mapping=recognition.mapping,
        )
        if recognition.skipped is not None:
            error = DeskError("skipped", recognition.skipped)
            return _Ready(replace(base, status="skipped", error=error))
        if recognition.questions:
            return _Ready(_asked(base, recognition))
        if recognition.problem is not None:
            wrong = recognition.problem
            error = DeskError(wrong.code, wrong.message, wrong.remedy)
            return _Ready(replace(base, error=error))
        return self._rows(
            base, parsed(sheet, recognition, request.answers.of(sheet.file, sheet.sheet))
        )

    def _rows(self, base: FileOutcome, content: Parsed) -> _Ready:
        base = replace(
            base, issues=content.issues, mapping=content.mapping, rejects=content.rejects
        )
        if content.questions:
            return _Ready(_asked(base, content))
        change = self._change(content)
        added, changed = int((change == "added").sum()), int((change == "changed").sum())
        counts = Counts(
            read=content.n_read,
            added=added,
            changed=changed,
            unchanged=content.n_read - added - changed - content.n_rejected,
            rejected=content.n_rejected,
        )
        base = replace(base, counts=counts)
        if counts.rejected == counts.read:
            return _Ready(replace(base, error=_nothing_usable(base.file)))
        preview = content.rows.head(_PREVIEW_ROWS)
        return _Ready(replace(base, status="dry_run", preview=preview), content)

    def _change(self, content: Parsed) -> pd.Series:
        columns = sorted(content.carried)
        if content.kind == "usage":
            return compared(content.rows, self._stored_usage(content.rows), columns)
        data = self._data.dataset()
        versions = data.stored[content.kind]
        return compared(content.rows, state_on(versions, data.carried), columns)

    def _stored_usage(self, rows: pd.DataFrame) -> pd.DataFrame:
        with self._data.workspace.reading() as connection:
            events = UsageEvents(self._data.workspace, connection)
            return events.of_keys(rows["row_key"])

    def _stored(self, ready: _Ready, content_hash: str, request: Request) -> FileOutcome:
        outcome, content = ready.outcome, ready.content
        if content is None:
            return outcome
        if outcome.counts.added == outcome.counts.changed == 0:
            return replace(outcome, status="unchanged")
        now = self._clock()
        batch = Batch(
            file=outcome.file,
            sheet=outcome.sheet,
            kind=content.kind,
            imported_at=now,
            known_on=request.known_on or now.date(),
            content_hash=content_hash,
            carried=content.carried,
            counts=outcome.counts.as_json(),
            spans=content.spans,
            mapping=tuple(_mapping_json(outcome)),
            issues=tuple(_issues_json(outcome)),
            rows=content.rows,
        )
        batch_id = store.added(self._data.workspace, batch)
        return replace(outcome, status="committed", batch_id=batch_id)


def _read_as(sheet: Sheet) -> ReadAs:
    return ReadAs(len(sheet.cells), sheet.header, sheet.header_row, sheet.encoding, sheet.delimiter)


def _asked(base: FileOutcome, asking: Recognition | Parsed) -> FileOutcome:
    first = asking.questions[0]
    error = DeskError(first.code, first.message, first.remedy or msg("Answer with --mapping."))
    return replace(base, status="needs_answer", questions=asking.questions, error=error)


def _nothing_usable(file: str) -> DeskError:
    return DeskError(
        "no_usable_row",
        msg("None of the rows of '{file}' could be used.", file=file),
        msg("The list of rejected rows says why; mend them and load the file again."),
    )


def _mapping_json(outcome: FileOutcome) -> list[dict[str, Any]]:
    return [
        {"column": m.column, "field": m.field, "confidence": m.confidence} for m in outcome.mapping
    ]


def _issues_json(outcome: FileOutcome) -> list[dict[str, Any]]:
    return [
        {
            "code": issue.code,
            "severity": issue.severity,
            "row": issue.row,
            "column": issue.column,
            "value": issue.value,
            "message": render(issue.message, "en"),
        }
        for issue in outcome.issues[:_PREVIEW_ROWS]
    ]
