"""The steps from a large text to its part: judge the bytes, write, understand, join, count."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import duckdb

from lib.duck import engine, watched
from lib.ingest.big.join import Joins, joined, missing, prepared, written
from lib.ingest.big.meanings import Meanings, meanings
from lib.ingest.big.plain import Field
from lib.ingest.big.result import Converted, Stage, counted
from lib.ingest.big.rows import Left, Plan, left_over, number, opened_stage, staging
from lib.ingest.big.sample import Sample
from lib.ingest.big.source import Regular, Source
from lib.ingest.big.text import BigText
from lib.ingest.big.work import Work, new_file, part_of
from lib.ingest.progress import Progress
from lib.ingest.recognise import Recognition
from lib.locale import Message, msg
from lib.model import KINDS
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
        self._regular = Regular(text, sample, folder, answers, progress)

    def discard(self) -> None:
        """Remove what was made on the way."""
        for path in self._made:
            path.unlink(missing_ok=True)

    def done(self, recognition: Recognition) -> Converted:
        """Do everything; columns that are not what they seemed are kept as custom fields."""
        source = self._regular.source()
        try:
            return self._settled(source, recognition)
        finally:
            source.discard()

    def _settled(self, source: Source, recognition: Recognition) -> Converted:
        for _ in range(_MOST_TRIES):
            plan = self._plan(recognition)
            self._first_pass(source, plan)
            with engine(self._folder, (), (self._folder,)) as duck:
                stage = self._staged(duck, source, plan, recognition)
                if stage.meant.questions:
                    return Converted(stage.meant, stage.n_rows + source.n_misfits)
                if stage.meant.mapping == recognition.mapping:
                    return self._finished(duck, stage)
            recognition = replace(recognition, mapping=stage.meant.mapping)
        raise RuntimeError("The columns of a large file did not settle.")

    def _first_pass(self, source: Source, plan: Plan) -> None:
        """Have the rows written as Parquet by the process that may meet foreign bytes."""
        shares = (0.3 if source.numbered else 0.1, 0.7)
        work = Work(self._text.file, source.path, part_of(self._progress, *shares))
        what = msg("Reading the rows")
        path, _ = work.written(self._folder, "stage", what, staging=staging(source, plan))
        self._made.append(path)

    def _staged(
        self, duck: duckdb.DuckDBPyConnection, source: Source, plan: Plan, recognition: Recognition
    ) -> Stage:
        n_rows = opened_stage(duck, self._made[-1])
        title = self._sample.sheet.title
        what = msg("Understanding the values")
        left = self._watched(duck, lambda: left_over(duck, plan, title), what, (0.7, 0.74))
        meant, clocks = self._watched(
            duck, lambda: self._understood(plan, left, recognition), what, (0.74, 0.78)
        )
        return Stage(source, self._sample, plan, n_rows, left, meant, clocks)

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

    def _finished(self, duck: duckdb.DuckDBPyConnection, stage: Stage) -> Converted:
        what = msg("Understanding the values")
        joins, clean = self._watched(duck, lambda: self._judged(duck, stage), what, (0.78, 0.8))
        part = self._made[-1]
        if not clean:
            with new_file(self._folder) as part:
                self._made.append(part)
            what = msg("Writing the rows")
            self._watched(duck, lambda: written(duck, stage.plan, part), what, (0.8, 0.9))
        result = self._watched(
            duck, lambda: counted(duck, stage, joins, part), msg("Counting"), (0.9, 1.0)
        )
        self._made.remove(part)
        return result

    def _judged(self, duck: duckdb.DuckDBPyConnection, stage: Stage) -> tuple[Joins, bool]:
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

    def _watched(
        self,
        duck: duckdb.DuckDBPyConnection,
        work: Callable[[], T],
        what: Message,
        shares: tuple[float, float],
    ) -> T:
        progress = part_of(self._progress, *shares)
        return watched(duck, work, lambda share: progress(what, share))


def _good(plan: Plan, meant: Meanings) -> dict[str, str]:
    """Return a text for each column of days that is one of its own: it moves no span."""
    good = {}
    for each in plan.fields:
        if each.target.type in {Type.TIME, Type.DAY}:
            known = meant.known.get(each.column)
            if known is not None and len(known):
                good[each.column] = str(known["text"].iloc[0])
    return good
