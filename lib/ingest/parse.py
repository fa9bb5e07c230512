"""A recognised sheet to typed rows of its kind, with every row that stays out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.errors import DeskError
from lib.ingest.bulk import collector_paused
from lib.ingest.columns import PERIOD, Target, Understood, understood
from lib.ingest.customs import custom_texts
from lib.ingest.issues import Issue, Question, note
from lib.ingest.keys import event_keys, row_keys
from lib.ingest.mapping import Mapped, custom
from lib.ingest.needs import asked
from lib.ingest.recognise import Recognition
from lib.ingest.rejects import Rejects
from lib.ingest.remarks import nobody, said_twice, shared_ids
from lib.ingest.sheet import Sheet
from lib.ingest.spans import days_of_period, spans_of
from lib.ingest.values.shapes import shape
from lib.locale import msg
from lib.model import KINDS, Kind, Span
from lib.model.frames import DTYPES


@dataclass(frozen=True)
class Parsed:
    """A sheet understood.

    `rows` has the columns of the kind with their types, `custom` (JSON text of the other
    columns), `row_key` and `source_row`. `carried` names the columns that the file had.
    `mapping` is the recognition's, but for columns whose values turned out not to fit.
    `rejects` has one line a row that stays out: source_row, column, value, reason.
    While `questions` stand there are no rows. It holds that
    n_read = len(rows) + n_repeated + n_rejected.
    """

    kind: str
    rows: pd.DataFrame
    carried: frozenset[str]
    mapping: tuple[Mapped, ...]
    issues: tuple[Issue, ...]
    rejects: pd.DataFrame
    questions: tuple[Question, ...]
    spans: tuple[Span, ...]
    n_read: int
    n_repeated: int = 0

    @property
    def n_rejected(self) -> int:
        """How many rows stay out."""
        return len(self.rejects)


@collector_paused()
def parsed(
    sheet: Sheet, recognition: Recognition, answers: Mapping[str, str] | None = None
) -> Parsed:
    """Return the rows of a sheet as its kind; a bad row is rejected, the others go in.

    Raises DeskError when the recognition names no kind.
    """
    if recognition.kind is None:
        raise _not_recognised(sheet, recognition)
    kind = KINDS[recognition.kind]
    found, mapping, issues, questions = _columns(sheet, kind, recognition, answers or {})
    if questions:
        return _waiting(sheet, kind, mapping, (issues, questions))
    rows = _rows(sheet, kind, mapping, found)
    return _judged(sheet, kind, (mapping, found, issues), rows)


def _not_recognised(sheet: Sheet, recognition: Recognition) -> DeskError:
    problem = recognition.problem
    if problem is not None:
        return DeskError(problem.code, problem.message, problem.remedy)
    return DeskError(
        "unrecognised",
        msg("{title} could not be recognised.", title=sheet.title),
        msg("Say what it holds, for example accounts."),
    )


_Columns = tuple[list[Understood], tuple[Mapped, ...], list[Issue], tuple[Question, ...]]


def _columns(
    sheet: Sheet, kind: Kind, recognition: Recognition, answers: Mapping[str, str]
) -> _Columns:
    """Understand every mapped column; one that is mostly not what it should be stays custom."""
    targets = _targets(sheet, kind, recognition.mapping)
    found, asked_now = understood(sheet, targets, answers)
    hopeless = {u.target.mapped.column: u for u in found if u.is_hopeless}
    issues = list(sheet.issues)
    if not hopeless:
        return found, recognition.mapping, issues, (*recognition.questions, *asked_now)
    issues += [_hopeless_remark(each) for each in hopeless.values()]
    mapping = tuple(
        _demoted(each) if each.column in hopeless else each for each in recognition.mapping
    )
    found, asked_now = understood(sheet, _targets(sheet, kind, mapping), answers)
    shapes = {column: shape(sheet.distinct(column)) for column in sheet.columns}
    missing = {q.code: q for q in (*recognition.questions, *asked(sheet, kind, mapping, shapes))}
    return found, mapping, issues, (*missing.values(), *asked_now)


def _targets(sheet: Sheet, kind: Kind, mapping: Sequence[Mapped]) -> list[Target]:
    targets = []
    for each in mapping:
        names = each.names(kind)
        if names:
            cells = sheet.distinct(each.column)
            targets += [Target(each, kind.column(name), cells) for name in names]
    return targets


def _demoted(mapped: Mapped) -> Mapped:
    reason = msg(
        "Most values are not what {field} holds; kept as a custom field.", field=mapped.field or ""
    )
    return custom(mapped.column, reason)


def _hopeless_remark(each: Understood) -> Issue:
    heading = each.target.mapped.column
    example = min(each.target.cells.texts[each.parsed.bad])
    message = msg(
        "Most values of '{column}', such as '{example}', are not what {field} holds; the column "
        "was kept as a custom field.",
        column=heading,
        example=example,
        field=each.target.mapped.field or "",
    )
    return note("column_not_understood", "warning", message, heading, example)


def _waiting(
    sheet: Sheet,
    kind: Kind,
    mapping: tuple[Mapped, ...],
    said: tuple[list[Issue], tuple[Question, ...]],
) -> Parsed:
    """Return no rows, since a question could change what any of them says."""
    empty = pd.DataFrame({"source_row": pd.Series(dtype="int64")})
    return Parsed(
        kind=kind.name,
        rows=_with_keys(_typed(empty, kind), pd.Series(dtype="str")),
        carried=frozenset(),
        mapping=mapping,
        issues=tuple(said[0]),
        rejects=sheet.rejects,
        questions=said[1],
        spans=(),
        n_read=sheet.n_rows,
    )


def _rows(
    sheet: Sheet, kind: Kind, mapping: Sequence[Mapped], found: Sequence[Understood]
) -> pd.DataFrame:
    """Return all rows of the sheet, typed; bad values are blank."""
    columns = {each.target.column.name: each.rows() for each in found}
    rows = pd.DataFrame(columns, index=pd.RangeIndex(len(sheet.cells)))
    names = {each.column: each.custom for each in mapping if each.custom is not None}
    rows = rows.assign(
        custom=custom_texts(sheet, names), source_row=sheet.row_numbers.astype("int64")
    )
    if PERIOD in rows and kind.day not in columns:
        rows[kind.day] = rows[PERIOD]
    return _typed(rows, kind)


def _typed(rows: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Return the columns of the kind in order, then `custom` and `source_row`, each of its type."""
    types = {column.name: DTYPES[column.type] for column in kind.columns}
    types |= {"custom": "str", "source_row": "int64"}
    return rows.reindex(columns=list(types)).astype(types)


def _with_keys(rows: pd.DataFrame, keys: pd.Series) -> pd.DataFrame:
    return rows.assign(row_key=keys.astype("str"))


_Understanding = tuple[tuple[Mapped, ...], list[Understood], list[Issue]]


def _judged(sheet: Sheet, kind: Kind, said: _Understanding, rows: pd.DataFrame) -> Parsed:
    """Part the rows that go in from those that are bad, nameless or said twice."""
    mapping, found, issues = said
    rejects = Rejects(rows["source_row"].to_numpy())
    for each in found:
        rejects.add_column(each)
    rejects.add_missing(kind, rows, {name: m.column for m in mapping for name in m.names(kind)})
    keys = row_keys(rows, kind)
    if kind.events:
        keys = event_keys(rows, kind)
        same = np.zeros(len(rows), dtype=bool)
        issues += shared_ids(rows, kind, ~rejects.out)
    else:
        rejects.add_keyless(keys)
        same = rejects.add_repeats(rows, keys, kind)
    kept = ~rejects.out & ~same
    good = _with_keys(rows[kept], keys[kept]).reset_index(drop=True)
    issues += [remark for each in found for remark in each.parsed.notes]
    issues += [*rejects.issues(), *said_twice(int(same.sum())), *nobody(rows[kept], kind)]
    return Parsed(
        kind=kind.name,
        rows=good,
        carried=_carried(kind, mapping),
        mapping=mapping,
        issues=tuple(issues),
        rejects=pd.concat([sheet.rejects, rejects.frame()], ignore_index=True),
        questions=(),
        spans=spans_of(good, kind, _length(found)),
        n_read=sheet.n_rows,
        n_repeated=int(same.sum()),
    )


def _carried(kind: Kind, mapping: Sequence[Mapped]) -> frozenset[str]:
    names = {name for each in mapping for name in each.names(kind)}
    if PERIOD in names and kind.day is not None:
        names.add(kind.day)
    if any(each.is_custom for each in mapping):
        names.add("custom")
    return frozenset(names)


def _length(found: Sequence[Understood]) -> str | None:
    """Return what length the periods of counts have: the heading says so, or the values."""
    for each in found:
        if each.target.column.name == PERIOD:
            return days_of_period(each.target.mapped.column, months_only=each.months_only)
    return None
