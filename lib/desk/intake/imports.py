"""Taking files in: prepare, rehearse, commit, list and undo batches."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.intake.headline import Move, moves
from lib.desk.intake.outcomes import FileOutcome
from lib.desk.intake.prepare import Preparation
from lib.desk.intake.prepared import Content, Prepared, Request
from lib.desk.intake.remembered import Remembered
from lib.ingest import memory
from lib.ingest.big.log import BigParsed
from lib.ingest.big.text import size_of
from lib.ingest.parse import Parsed
from lib.ingest.progress import Progress
from lib.ingest.reject_book import rejected_workbook
from lib.ingest.templates import template
from lib.locale import Language, msg, render
from lib.store import batches as store
from lib.store.batches import Batch
from lib.store.lock import importing

__all__ = ["Batch", "Files", "Imports", "Move", "Prepared", "Request"]

Files = Sequence[tuple[str, bytes | Path]]
_ISSUES_KEPT = 50


class Imports:
    """The import area of the desk."""

    def __init__(self, data: Data, remembered: Remembered, clock: Clock) -> None:
        self._data = data
        self._remembered = remembered
        self._preparation = Preparation(data, remembered)
        self._clock = clock

    def prepare(self, files: Files, request: Request | None = None) -> tuple[Prepared, ...]:
        """Read, recognise and parse files as far as it goes; change nothing.

        Raises DeskError when the disk has no room for them.
        """
        workspace, wanted = self._data.workspace, request or Request()
        workspace.room.require(workspace.folder, sum(size_of(content) for _, content in files))
        found: list[Prepared] = []
        for number, (name, content) in enumerate(files):
            part = replace(wanted, progress=_part(wanted, number, len(files)))
            part.progress(msg("Reading {file}", file=name), 0.0)
            found += self._preparation.of(name, content, part)
        return tuple(found)

    def rehearse(self, files: Files, request: Request | None = None) -> tuple[FileOutcome, ...]:
        """Say what would happen to each sheet; change nothing."""
        prepared = self.prepare(files, request)
        self.leave(prepared)
        return tuple(each.outcome for each in prepared)

    def commit(self, files: Files, request: Request | None = None) -> tuple[FileOutcome, ...]:
        """Take all sheets in, in one transaction; a file that is refused stops no other."""
        prepared = self.prepare(files, request)
        try:
            return self.take(prepared, request)
        finally:
            self.leave(prepared)

    def leave(self, prepared: Sequence[Prepared]) -> None:
        """Remove what `prepare` made on the disk for large files that were not taken in."""
        for each in prepared:
            if isinstance(each.content, BigParsed):
                each.content.discard()

    def take(
        self, prepared: Sequence[Prepared], request: Request | None = None
    ) -> tuple[FileOutcome, ...]:
        """Take in what `prepare` made ready, all of it in one transaction.

        One import at a time: who asks meanwhile waits, and then finds what has come in.
        """
        wanted = request or Request()
        with importing(self._data.workspace.folder):
            outcomes, batches = self._settled(prepared, wanted)
            wanted.progress(msg("Storing the rows"), 0.5)
            ids = iter(store.all_added(self._data.workspace, batches))
        for each, outcome in zip(prepared, outcomes, strict=True):
            if outcome.status == "dry_run" and each.sheet is not None:
                self._remembered.confirmed(each.sheet, outcome.mapping, each.said, wanted.author)
        return tuple(
            replace(o, status="committed", batch_id=next(ids)) if o.status == "dry_run" else o
            for o in outcomes
        )

    def moves(
        self, prepared: Sequence[Prepared], request: Request | None = None
    ) -> tuple[Move, ...]:
        """Return the headline figures as they are, and as they would be after the import."""
        _, batches = self._settled(prepared, request or Request())
        return moves(self._data, batches, self._clock)

    def rejected(self, prepared: Prepared, lang: Language) -> bytes:
        """Return a workbook of the rejected rows with reasons, to mend and load again."""
        if prepared.sheet is None or prepared.outcome.rejects is None:
            raise ValueError("Only a sheet that was read has rejected rows.")
        clear = prepared.content.clear if isinstance(prepared.content, Parsed) else None
        return rejected_workbook(prepared.sheet, prepared.outcome.rejects, lang, clear)

    def template(self, kind: str, lang: Language) -> bytes:
        """Return an empty workbook with the headings of a kind."""
        return template(kind, lang)

    def batches(self) -> tuple[Batch, ...]:
        """Return the import history, newest first."""
        with self._data.workspace.reading() as connection:
            return tuple(reversed(store.all_batches(connection)))

    def undo(self, batch_id: int) -> Batch:
        """Take a batch back: every figure is what it was without it."""
        store.undone(self._data.workspace, batch_id, self._clock())
        return next(batch for batch in self.batches() if batch.batch_id == batch_id)

    def _settled(
        self, prepared: Sequence[Prepared], request: Request
    ) -> tuple[list[FileOutcome], list[Batch]]:
        """Return each sheet's outcome, and a batch for each that brings something new.

        Sheets of one import are compared with those before them too, so that a file given
        twice comes in once.
        """
        version = self._data.version()
        outcomes: list[FileOutcome] = []
        batches: list[Batch] = []
        for each in prepared:
            again = each.version != version or any(b.kind == each.outcome.kind for b in batches)
            found = self._preparation.compared(each, batches) if again else each
            outcome = found.outcome
            if found.content is not None and outcome.counts.added == outcome.counts.changed == 0:
                outcome = replace(outcome, status="unchanged")
            elif found.content is not None:
                batches.append(self._batch(found, found.content, request))
            outcomes.append(outcome)
        return outcomes, batches

    def _batch(self, prepared: Prepared, content: Content, request: Request) -> Batch:
        outcome, now = prepared.outcome, self._clock()
        return Batch(
            file=outcome.file,
            sheet=outcome.sheet,
            kind=content.kind,
            imported_at=now,
            known_on=request.known_on or now.date(),
            content_hash=prepared.content_hash,
            carried=content.carried,
            counts=outcome.counts.as_json(),
            spans=content.spans,
            mapping=tuple(_mapping_json(outcome)),
            issues=tuple(_issues_json(outcome)),
            author=request.author,
            signature=memory.signature([m.column for m in outcome.mapping]),
            rows=content.rows if isinstance(content, Parsed) else pd.DataFrame(),
            part=content.part if isinstance(content, BigParsed) else None,
        )


def _part(request: Request, number: int, total: int) -> Progress:
    """Return progress in which one of several files is as much as any other."""
    return lambda what, share: request.progress(what, (number + share) / total)


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
        for issue in outcome.issues[:_ISSUES_KEPT]
    ]
