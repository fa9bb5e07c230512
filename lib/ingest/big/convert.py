"""The steps from a large text to its part: judge the bytes, write, understand, join, count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pandas as pd

from lib.duck import engine
from lib.ingest.answers import RAGGED
from lib.ingest.big.join import Joins, joined, missing, prepared, rejected, written
from lib.ingest.big.meanings import Meanings, meanings
from lib.ingest.big.plain import Field
from lib.ingest.big.remarks import about_rows, bad_cells
from lib.ingest.big.rewrite import MOST_LISTED, Form, Rewriting
from lib.ingest.big.rows import (
    Left,
    Plan,
    Source,
    left_over,
    number,
    opened_stage,
    staged,
    with_row_numbers,
)
from lib.ingest.big.sample import Sample
from lib.ingest.big.scan import scanned
from lib.ingest.big.text import BigText, filled
from lib.ingest.big.watch import watched
from lib.ingest.issues import Issue
from lib.ingest.progress import Progress
from lib.ingest.recognise import Recognition
from lib.ingest.sheet import Reject
from lib.ingest.tables.grid import Origin
from lib.ingest.tables.ragged import Placed, fitted
from lib.locale import Message, msg
from lib.model import KINDS, Kind
from lib.model.frames import DTYPES
from lib.model.spec import Type

T = TypeVar("T")
_FILLERS = {
    Type.TIME: "2000-01-01 00:00:00",
    Type.DAY: "2000-01-01",
    Type.AMOUNT: "1",
    Type.COUNT: "1",
    Type.SHARE: "1",
}
_CLOCK_DAY = "2000-01-01"
_MOST_TRIES = 3


@dataclass(frozen=True)
class Converted:
    """What came of a large text."""

    meant: Meanings
    n_read: int
    issues: tuple[Issue, ...] = ()
    rejects: tuple[Reject, ...] = ()
    n_rejected: int = 0
    n_rows: int = 0
    preview: pd.DataFrame = field(default_factory=pd.DataFrame)
    part: Path | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class _Stage:
    """The first pass: where it lies, how many rows it has, and what is left over."""

    plan: Plan
    n_rows: int
    left: Left
    meant: Meanings
    clocks: Meanings


class Conversion:
    """One large text on its way; `discard` removes everything but the finished part."""

    def __init__(
        self,
        text: BigText,
        sample: Sample,
        folder: Path,
        answers: Mapping[str, str],
        progress: Progress,
    ) -> None:
        self._text, self._sample, self._folder = text, sample, folder
        self._answers, self._progress = answers, progress
        self._made: list[Path] = []
        self._misfits: list[Reject] = []
        self._n_misfits = 0

    def discard(self) -> None:
        """Remove what was made on the way."""
        for path in self._made:
            path.unlink(missing_ok=True)

    def done(self, recognition: Recognition) -> Converted:
        """Do everything; columns that are not what they seemed are kept as custom fields."""
        source = self._source()
        for _ in range(_MOST_TRIES):
            with engine(self._folder, (source.path,), (self._folder,)) as duck:
                stage = self._staged(duck, source, recognition)
                if stage.meant.questions:
                    return Converted(stage.meant, stage.n_rows + self._n_misfits)
                if stage.meant.mapping == recognition.mapping:
                    return self._finished(duck, stage)
            recognition = replace(recognition, mapping=stage.meant.mapping)
        raise RuntimeError("The columns of a large file did not settle.")

    def _source(self) -> Source:
        """Return the text as it is when it is regular, else written anew."""
        sheet = self._sample.sheet
        delimiter, width = sheet.delimiter or ",", len(sheet.header)
        scan = scanned(
            self._text.path, delimiter, sheet.header_row - 1, _part(self._progress, 0.0, 0.1)
        )
        if scan.regular and scan.width >= width:
            return Source(
                self._text.path,
                delimiter,
                scan.width,
                sheet.header_row + 1,
                numbered=False,
                scan=scan,
            )
        least = max((n for n, heading in enumerate(sheet.header, 1) if heading), default=1)
        form = Form(self._text.file, delimiter, width, least, sheet.header_row)
        path = self._rewritten(form)
        return Source(path, ",", width, 1, numbered=True, scan=scan)

    def _rewritten(self, form: Form) -> Path:
        rewriting = Rewriting(form, self._text.path)
        path = rewriting.written(self._folder, _part(self._progress, 0.1, 0.3))
        self._made.append(path)
        if rewriting.n_misfits == 0:
            return path
        if self._may_be_filled_up(rewriting):
            least = min(len(row) for _, row in rewriting.misfit_rows)
            return self._rewritten(replace(form, least=least))
        self._misfits, self._n_misfits = rewriting.misfits, rewriting.n_misfits
        return path

    def _may_be_filled_up(self, rewriting: Rewriting) -> bool:
        """Say whether rows merely lack blanks; DeskError when they may not stay out either."""
        sheet = self._sample.sheet
        rows = sheet.cells.head(1_000).reindex(columns=list(sheet.columns)).to_numpy().tolist()
        good = [row for row in rows if len(row) == len(sheet.header)]
        numbers = [int(n) - 1 for n in sheet.row_numbers[: len(good)]]
        places = np.array([*numbers, *(n - 1 for n, _ in rewriting.misfit_rows)], dtype="int64")
        body = Placed([*good, *(row for _, row in rewriting.misfit_rows)], places)
        origin = Origin(self._text.file, ragged=self._answers.get(RAGGED))
        return not fitted(origin, sheet.header, body, ())[1]

    def _staged(
        self, duck: duckdb.DuckDBPyConnection, source: Source, recognition: Recognition
    ) -> _Stage:
        plan = self._plan(recognition)
        path = self._file()
        shares = (0.3 if source.numbered else 0.1, 0.7)
        what = msg("Reading the rows")
        self._watched(duck, lambda: staged(duck, source, plan, path), what, shares)
        n_rows = opened_stage(duck, path)
        title = self._sample.sheet.title
        what = msg("Understanding the values")
        left = self._watched(duck, lambda: left_over(duck, plan, title), what, (0.7, 0.74))
        meant, clocks = self._watched(
            duck, lambda: self._understood(plan, left, recognition), what, (0.74, 0.78)
        )
        return _Stage(plan, n_rows, left, meant, clocks)

    def _understood(
        self, plan: Plan, left: Left, recognition: Recognition
    ) -> tuple[Meanings, Meanings]:
        """Return what the texts mean that are left over, and what the times of day do."""
        meant = self._meanings(recognition, left.texts)
        meant = self._meanings(recognition, left.texts, _good(plan, meant))
        clocks = {
            column: {_CLOCK_DAY + clock: n for clock, n in texts.items()}
            for column, texts in left.clocks.items()
        }
        return meant, self._meanings(recognition, clocks)

    def _plan(self, recognition: Recognition) -> Plan:
        kind = KINDS[recognition.kind or ""]
        places = self._sample.places
        fields = [
            Field(places[m.column], m.column, kind.column(name), m.scale)
            for m in recognition.mapping
            for name in m.names(kind)
        ]
        customs = sorted(
            ((places[m.column], m.custom) for m in recognition.mapping if m.custom is not None),
            key=lambda pair: pair[1],
        )
        return Plan(kind, tuple(fields), tuple(customs), self._choices(recognition, fields))

    def _choices(self, recognition: Recognition, fields: list[Field]) -> dict[str, dict[str, str]]:
        """Return what the texts of choices mean that the sample holds: nearly always all."""
        columns = {f.column: f.name for f in fields if f.target.type is Type.CHOICE}
        texts = {c: dict.fromkeys(set(self._sample.sheet.cells[c]) - {""}, 1) for c in columns}
        meant = self._meanings(recognition, texts)
        return {
            column: dict(zip(frame["text"], frame[columns[column]], strict=True))
            for column, frame in meant.known.items()
            if column in columns
        }

    def _meanings(
        self,
        recognition: Recognition,
        texts: Mapping[str, Mapping[str, int]],
        good: Mapping[str, str] | None = None,
    ) -> Meanings:
        kind = KINDS[recognition.kind or ""]
        filler = {
            m.column: _FILLERS.get(kind.column(name).type, "")
            for m in recognition.mapping
            for name in m.names(kind)
        }
        return meanings(
            self._sample.sheet, recognition, self._answers, texts, {**filler, **(good or {})}
        )

    def _finished(self, duck: duckdb.DuckDBPyConnection, stage: _Stage) -> Converted:
        what = msg("Understanding the values")
        joins, clean = self._watched(duck, lambda: self._judged(duck, stage), what, (0.78, 0.8))
        part = self._made[-1]
        if not clean:
            part = self._file()
            what = msg("Writing the rows")
            self._watched(duck, lambda: written(duck, stage.plan, part), what, (0.8, 0.9))
        result = self._watched(
            duck, lambda: self._counted(duck, stage, joins, part), msg("Counting"), (0.9, 1.0)
        )
        self._made.remove(part)
        return result

    def _judged(self, duck: duckdb.DuckDBPyConnection, stage: _Stage) -> tuple[Joins, bool]:
        """Make the view of judged rows; say whether the first pass has left nothing to do."""
        joins = joined(duck, stage.plan, stage.left, (stage.meant, stage.clocks))
        prepared(duck, stage.plan, joins, self._last_row(duck))
        return joins, self._is_clean(duck, stage.plan)

    def _last_row(self, duck: duckdb.DuckDBPyConnection) -> int:
        """Return the last row that is data: totals may stand under it."""
        if self._sample.n_dropped == 0:
            return number(duck, "SELECT coalesce(max(source_row), 0) FROM stage")
        rows = duck.execute(
            "SELECT source_row FROM stage WHERE NOT is_blank ORDER BY source_row DESC"
            " LIMIT 1 OFFSET $n",
            {"n": self._sample.n_dropped},
        ).fetchall()
        return int(rows[0][0]) if rows else 0

    def _is_clean(self, duck: duckdb.DuckDBPyConnection, plan: Plan) -> bool:
        """Say whether the first pass has left nothing to do."""
        checks = [f"left_{each.name} IS NOT NULL" for each in plan.fields]
        checks += ["left_custom IS NOT NULL"] if plan.customs else []
        checks += ["is_blank", missing(plan)]
        sql = f"SELECT count(*) FROM stage WHERE {' OR '.join(checks)}"  # noqa: S608 - names of our own
        return self._sample.n_dropped == 0 and number(duck, sql) == 0

    def _counted(
        self, duck: duckdb.DuckDBPyConnection, stage: _Stage, joins: Joins, part: Path
    ) -> Converted:
        with_row_numbers(duck, part, "part")
        kind = stage.plan.kind
        n_rows, first, last = duck.execute(
            "SELECT count(*), min(occurred_at)::DATE, max(occurred_at)::DATE FROM part"
        ).fetchall()[0]
        n_read = number(duck, "SELECT count(*) FROM stage WHERE NOT is_blank")
        n_read += self._n_misfits - self._sample.n_dropped
        n_out = n_read - n_rows
        wrong = rejected(duck, stage.plan, joins) if n_out > self._n_misfits else []
        first_rows = duck.sql("SELECT * FROM part ORDER BY source_row LIMIT 50").df()
        return Converted(
            meant=stage.meant,
            n_read=n_read,
            issues=(
                *self._sample.sheet.issues,
                *(Issue("field_count", "error", r[0], None, r[2], r[3]) for r in self._misfits),
                *stage.meant.issues,
                *(i for i in stage.clocks.issues if i.code.endswith("zone")),
                *bad_cells(wrong, joins.reasons, stage.left),
                *about_rows(duck, stage.plan),
            ),
            rejects=(*self._misfits, *wrong)[:MOST_LISTED],
            n_rejected=n_out,
            n_rows=n_rows,
            preview=_preview(first_rows, kind),
            part=part,
            first_day=first,
            last_day=last,
        )

    def _watched(
        self,
        duck: duckdb.DuckDBPyConnection,
        work: Callable[[], T],
        what: Message,
        shares: tuple[float, float],
    ) -> T:
        return watched(duck, work, what, _part(self._progress, *shares))

    def _file(self) -> Path:
        path = filled(self._folder, iter(()))
        self._made.append(path)
        return path


def _part(progress: Progress, first: float, last: float) -> Progress:
    """Return the progress of a step that takes the work from one share to another."""

    def told(what: Message, share: float) -> None:
        progress(what, first + (last - first) * share)

    return told


def _good(plan: Plan, meant: Meanings) -> dict[str, str]:
    """Return a text for each column of days that is one of its own: it moves no span."""
    good = {}
    for each in plan.fields:
        if each.target.type in {Type.TIME, Type.DAY}:
            known = meant.known.get(each.column)
            if known is not None and len(known):
                good[each.column] = str(known["text"].iloc[0])
    return good


def _preview(rows: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Return rows as `Parsed.rows` has them."""
    types = {column.name: DTYPES[column.type] for column in kind.columns}
    types |= {"custom": "str", "source_row": "int64"}
    return rows.reindex(columns=list(types)).astype(types)
