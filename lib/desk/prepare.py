"""A file's bytes to the rows that would be taken in; nothing is changed on the way."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from lib.desk.compare import compared
from lib.desk.data import Data
from lib.desk.outcomes import Counts, FileOutcome, ReadAs
from lib.desk.remembered import Remembered
from lib.errors import DeskError
from lib.ingest.answers import Answers
from lib.ingest.issues import Issue, note
from lib.ingest.parse import Parsed, parsed
from lib.ingest.progress import Progress, silent
from lib.ingest.read import members, sheets
from lib.ingest.recognise import Recognition, recognitions
from lib.ingest.sheet import Sheet
from lib.locale import msg
from lib.model.history import state_on
from lib.store import batches as store
from lib.store.batches import Batch
from lib.store.pending import numbered, with_pending
from lib.store.usage import UsageEvents

_PREVIEW_ROWS = 50
_SHOWN_ROWS = 8


@dataclass(frozen=True)
class Request:
    """How files are to be taken: as which kind, with which answers, known since when, by whom."""

    as_kind: str | None = None
    answers: Answers = field(default_factory=Answers)
    known_on: date | None = None
    author: str = "local"
    progress: Progress = silent


@dataclass(frozen=True)
class Prepared:
    """A sheet that was looked at, and the outcome that it would have.

    `content` is None when nothing of it can be taken in. `said` are the answers that
    counted for it; `version` is the state of the data that it was compared with.
    """

    outcome: FileOutcome
    content: Parsed | None = None
    content_hash: str = ""
    sheet: Sheet | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    version: int = 0


class Preparation:
    """Reads, recognises, parses and compares files."""

    def __init__(self, data: Data, remembered: Remembered) -> None:
        self._data = data
        self._remembered = remembered

    def of(self, file: str, content: bytes, request: Request) -> list[Prepared]:
        """Return one entry a sheet, or one refusal when the file cannot be read."""
        try:
            parts = members(file, content, request.progress)
        except DeskError as error:
            return [_refused(file, error)]
        return [each for name, part in parts for each in self._part(name, part, request)]

    def _part(self, file: str, content: bytes | DeskError, request: Request) -> list[Prepared]:
        if isinstance(content, DeskError):
            return [_refused(file, content)]
        try:
            found = sheets(file, content, request.answers, request.progress)
        except DeskError as error:
            return [_refused(file, error)]
        answers, remarks = self._remembered.completed(found, request.answers)
        understood = recognitions(found, request.as_kind, answers)
        digest = hashlib.sha256(content).hexdigest()
        before = self._imported_before(digest)
        return [
            replace(
                self._sheet(sheet, recognition, answers, (*before, *remarks[sheet.title])),
                content_hash=digest,
            )
            for sheet, recognition in zip(found, understood, strict=True)
        ]

    def _imported_before(self, digest: str) -> tuple[Issue, ...]:
        with self._data.workspace.reading() as connection:
            batch = store.imported_before(connection, digest)
        if batch is None:
            return ()
        message = msg(
            "This very file was imported on {day} by {author} (batch {id}).",
            day=batch.imported_at.date(),
            author=batch.author or "local",
            id=str(batch.batch_id),
        )
        return (note("imported_before", "info", message),)

    def _sheet(
        self, sheet: Sheet, recognition: Recognition, answers: Answers, remarks: tuple[Issue, ...]
    ) -> Prepared:
        base = FileOutcome(
            file=sheet.file,
            sheet=sheet.sheet,
            kind=recognition.kind,
            status="refused",
            read=_read_as(sheet),
            mapping=recognition.mapping,
            issues=(*remarks, *sheet.issues),
            as_written=sheet.cells.head(_SHOWN_ROWS),
        )
        found = Prepared(base, sheet=sheet, said=answers.of(sheet.file, sheet.sheet))
        if recognition.skipped is not None:
            error = DeskError("skipped", recognition.skipped)
            return replace(found, outcome=replace(base, status="skipped", error=error))
        if recognition.questions:
            return replace(found, outcome=_asked(base, recognition))
        if recognition.problem is not None:
            wrong = recognition.problem
            error = DeskError(wrong.code, wrong.message, wrong.remedy)
            return replace(found, outcome=replace(base, error=error))
        content = parsed(sheet, recognition, found.said)
        return self._rows(replace(found, outcome=replace(base, issues=remarks)), content)

    def _rows(self, found: Prepared, content: Parsed) -> Prepared:
        base = replace(
            found.outcome,
            issues=(*found.outcome.issues, *content.issues),
            mapping=content.mapping,
            rejects=content.rejects,
        )
        if content.questions:
            return replace(found, outcome=_asked(base, content))
        found = self.compared(replace(found, outcome=base, content=content))
        counts = found.outcome.counts
        if counts.rejected == counts.read:
            error = _nothing_usable(base.file)
            return replace(found, content=None, outcome=replace(found.outcome, error=error))
        ready = replace(found.outcome, status="dry_run", preview=content.rows.head(_PREVIEW_ROWS))
        return replace(found, outcome=ready)

    def compared(self, found: Prepared, pending: Sequence[Batch] = ()) -> Prepared:
        """Count what the rows would change in the data as they stand, and in `pending` batches."""
        content = found.content
        if content is None:
            return found
        version = self._data.version()
        stored, columns = self._state(content, pending), sorted(content.carried)
        change = compared(content.rows, stored, columns)
        added, changed = int((change == "added").sum()), int((change == "changed").sum())
        counts = Counts(
            read=content.n_read,
            added=added,
            changed=changed,
            unchanged=content.n_read - added - changed - content.n_rejected,
            rejected=content.n_rejected,
        )
        return replace(found, outcome=replace(found.outcome, counts=counts), version=version)

    def _state(self, content: Parsed, pending: Sequence[Batch]) -> pd.DataFrame:
        """Return the rows that the new ones meet."""
        kind = content.kind
        coming = [batch for batch in pending if batch.kind == kind]
        if kind == "usage":
            return pd.concat([self._usage(content.rows), *(batch.rows for batch in coming)])
        data = self._data.dataset()
        later = numbered(self._batches(), coming)
        rows = with_pending({kind: data.stored[kind]}, later)[kind]
        return state_on(rows, {**data.carried, **{b.batch_id: b.carried for b in later}})

    def _batches(self) -> tuple[Batch, ...]:
        with self._data.workspace.reading() as connection:
            return store.all_batches(connection)

    def _usage(self, rows: pd.DataFrame) -> pd.DataFrame:
        with self._data.workspace.reading() as connection:
            events = UsageEvents(self._data.workspace, connection)
            return events.met_by(rows)


def _refused(file: str, error: DeskError) -> Prepared:
    return Prepared(FileOutcome(file=file, sheet=None, kind=None, status="refused", error=error))


def _read_as(sheet: Sheet) -> ReadAs:
    return ReadAs(sheet.n_rows, sheet.header, sheet.header_row, sheet.encoding, sheet.delimiter)


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
