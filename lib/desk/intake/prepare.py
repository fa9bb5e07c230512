"""A file's bytes to the rows that would be taken in; nothing is changed on the way."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd

from lib.desk.data import Data
from lib.desk.intake.compare import compared
from lib.desk.intake.outcomes import Counts
from lib.desk.intake.prepared import (
    Content,
    Prepared,
    Remarks,
    Request,
    looked_at,
    refused,
    with_content,
    with_headings_only,
    without_usable_row,
)
from lib.desk.intake.remembered import Remembered
from lib.errors import DeskError
from lib.ingest.answers import Answers
from lib.ingest.big.log import Big, BigParsed, big_parsed, is_big, opened_big
from lib.ingest.big.text import size_of
from lib.ingest.issues import note
from lib.ingest.parse import Parsed, parsed
from lib.ingest.read import members, sheets
from lib.ingest.reading.limits import MAX_UNPACKED_BYTES
from lib.ingest.recognise import Recognition, made_ready, recognitions
from lib.ingest.sheet import Sheet
from lib.locale import msg
from lib.model.history import state_on
from lib.store import batches as store
from lib.store.batches import Batch
from lib.store.pending import numbered, with_pending
from lib.store.usage import UsageEvents

_PREVIEW_ROWS = 50
_LARGE_BYTES = 5_000_000


class Preparation:
    """Reads, recognises, parses and compares files."""

    def __init__(self, data: Data, remembered: Remembered) -> None:
        self._data = data
        self._remembered = remembered

    def of(self, file: str, content: bytes | Path, request: Request) -> list[Prepared]:
        """Return one entry a sheet, or one refusal when the file cannot be read."""
        try:
            large = self._large(file, content, request) if is_big(content) else None
            if large is not None:
                return [large]
            parts = members(file, _bytes(file, content), request.progress)
        except DeskError as error:
            return [refused(file, error)]
        return [each for name, part in parts for each in self._part(name, part, request)]

    def _large(self, file: str, content: bytes | Path, request: Request) -> Prepared | None:
        """Prepare a large event log, which is read in a stream; None when it is none."""
        folder = self._data.workspace.usage_folder
        with ThreadPoolExecutor(1) as meanwhile:  # the digest reads the whole file, as we do
            meanwhile.submit(made_ready)
            digest = meanwhile.submit(_digest, content)
            log = opened_big(file, content, folder, request.answers, request.progress)
            if log is None:
                return None
            try:
                return self._log(log, digest.result(), request)
            finally:
                log.discard()

    def _log(self, log: Big, digest: str, request: Request) -> Prepared:
        answers, remarks = self._remembered.completed((log.sheet,), request.answers)
        (recognition,) = recognitions((log.sheet,), request.as_kind, answers)
        before = (*self._imported_before(digest), *remarks[log.sheet.title])
        found = looked_at(log.sheet, recognition, answers, before)
        if found.is_open:
            content = big_parsed(log, recognition, found.said, request.progress)
            found = self._weighed(with_content(found, content, before))
        return replace(found, content_hash=digest)

    def _part(self, file: str, content: bytes | DeskError, request: Request) -> list[Prepared]:
        if isinstance(content, DeskError):
            return [refused(file, content)]
        try:
            found = self._read(file, content, request)
        except DeskError as error:
            return [refused(file, error)]
        answers, remarks = self._remembered.completed(found, request.answers)
        understood = recognitions(found, request.as_kind, answers)
        digest = _digest(content)
        before = self._imported_before(digest)
        return [
            replace(
                self._sheet(sheet, recognition, answers, (*before, *remarks[sheet.title])),
                content_hash=digest,
            )
            for sheet, recognition in zip(found, understood, strict=True)
        ]

    def _read(self, file: str, content: bytes, request: Request) -> tuple[Sheet, ...]:
        """Read a file; what the rows of a large one will meet is loaded meanwhile."""
        with ThreadPoolExecutor(1) as meanwhile:
            if len(content) > _LARGE_BYTES:  # this process only waits for the one that reads
                meanwhile.submit(self._data.dataset)
                meanwhile.submit(made_ready)
            return sheets(file, content, request.answers, request.progress)

    def _sheet(
        self, sheet: Sheet, recognition: Recognition, answers: Answers, remarks: Remarks
    ) -> Prepared:
        found = looked_at(sheet, recognition, answers, remarks)
        if sheet.n_rows == 0:
            return with_headings_only(found)
        if not found.is_open:
            return found
        content = parsed(sheet, recognition, found.said)
        return self._weighed(with_content(found, content, remarks))

    def _imported_before(self, digest: str) -> Remarks:
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

    def _weighed(self, found: Prepared) -> Prepared:
        """Say that a sheet is ready, with what it would change; or that no row is usable."""
        if found.content is None:
            return found
        content = found.content
        found = self.compared(found)
        counts = found.outcome.counts
        if counts.rejected == counts.read:
            return without_usable_row(found)
        rows = content.rows if isinstance(content, Parsed) else content.preview
        ready = replace(found.outcome, status="dry_run", preview=rows.head(_PREVIEW_ROWS))
        return replace(found, outcome=ready)

    def compared(self, found: Prepared, pending: Sequence[Batch] = ()) -> Prepared:
        """Count what the rows would change in the data as they stand, and in `pending` batches."""
        content = found.content
        if content is None:
            return found
        version = self._data.version()
        added, changed = self._changes(content, pending)
        counts = Counts(
            read=content.n_read,
            added=added,
            changed=changed,
            unchanged=content.n_read - added - changed - content.n_rejected,
            rejected=content.n_rejected,
        )
        return replace(found, outcome=replace(found.outcome, counts=counts), version=version)

    def _changes(self, content: Content, pending: Sequence[Batch]) -> tuple[int, int]:
        """Return how many rows would be added, and how many changed."""
        if isinstance(content, BigParsed):
            return self._changes_of_log(content)
        change = compared(content.rows, self._state(content, pending), sorted(content.carried))
        return int((change == "added").sum()), int((change == "changed").sum())

    def _changes_of_log(self, content: BigParsed) -> tuple[int, int]:
        if content.part is None:
            return 0, 0
        first, last = content.first_day, content.last_day
        days = None if first is None or last is None else (first, last)
        with self._data.workspace.reading() as connection:
            events = UsageEvents(self._data.workspace, connection)
            found = events.changes(content.part, days, content.carried)
        return found.added, found.changed

    def _state(self, content: Parsed, pending: Sequence[Batch]) -> pd.DataFrame:
        """Return the rows that the new ones meet."""
        kind = content.kind
        coming = [batch for batch in pending if batch.kind == kind and batch.part is None]
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
            return UsageEvents(self._data.workspace, connection).met_by(rows)


def _bytes(file: str, content: bytes | Path) -> bytes:
    if isinstance(content, bytes):
        return content
    if size_of(content) > MAX_UNPACKED_BYTES:
        raise DeskError(
            "too_large",
            msg("{file} is larger than any file but an event log may be.", file=file),
            msg("Export it in smaller pieces."),
        )
    return content.read_bytes()


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
