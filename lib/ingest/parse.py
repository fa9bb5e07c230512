"""A recognised sheet to typed rows of its kind, with every row that stays out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from lib.errors import DeskError
from lib.ingest.bulk import blank_column, collector_paused
from lib.ingest.issues import Issue, Question
from lib.ingest.names.mapping import Mapped
from lib.ingest.recognise import Recognition
from lib.ingest.rows.columns import PERIOD, Understood
from lib.ingest.rows.currencies import CURRENCY, with_currency
from lib.ingest.rows.customs import custom_texts
from lib.ingest.rows.keys import event_keys, row_keys
from lib.ingest.rows.lookalikes import look_alikes
from lib.ingest.rows.meant import Meant, Vocabulary, meant
from lib.ingest.rows.rejects import Rejects
from lib.ingest.rows.remarks import nobody, said_twice, shared_ids
from lib.ingest.rows.spans import MONTH, QUARTER, WEEK, days_of_period, spans_of
from lib.ingest.sheet import Sheet
from lib.ingest.values import day_periods
from lib.locale import msg
from lib.model import KINDS, Kind, Span
from lib.model.frames import DTYPES

_GRAINS = {day_periods.WEEK: WEEK, day_periods.MONTH: MONTH, day_periods.QUARTER: QUARTER}


@dataclass(frozen=True)
class Parsed:
    """A sheet understood.

    `rows` has the columns of the kind with their types, `custom` (JSON text of the other
    columns), `row_key` and `source_row`. `carried` names the columns that the file had.
    `mapping` is the recognition's, but for columns whose values turned out not to fit.
    `rejects` has one line a row that stays out: source_row, column, value, reason.
    While `questions` stand there are no rows. It holds that
    n_read = len(rows) + n_repeated + n_rejected; `n_left_out` rows of the file, such as
    totals, are none of the table's own and not counted as read. `unknown_values` gives for
    each field with known values (choices, tags) the others, as written, and how many rows
    have each. `clear` gives by column the texts that only the whole file makes clear, each
    with another that says the same by itself (for `reject_book`).
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
    n_left_out: int = 0
    unknown_values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    clear: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def n_rejected(self) -> int:
        """How many rows stay out."""
        return len(self.rejects)


@collector_paused()
def parsed(
    sheet: Sheet,
    recognition: Recognition,
    answers: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | None = None,
) -> Parsed:
    """Return the rows of a sheet as its kind; a bad row is rejected, the others go in.

    Values of choices and tags are stored as one of our own spellings says or else as
    written: `vocabulary`, what was decided on words, is applied when rows are read and can
    be undone, so here it only settles what counts as known. Raises DeskError when the
    recognition names no kind.
    """
    if recognition.kind is None:
        raise _not_recognised(sheet, recognition)
    kind = KINDS[recognition.kind]
    said = meant(sheet, kind, recognition, answers or {})
    if said.questions:
        return _waiting(said)
    parsed_rows = _judged(said, *with_currency(_rows(said), kind, said.found))
    clear = {u.target.mapped.column: u.clear for u in said.found if u.clear}
    unknown = said.unknown_values(vocabulary or {})
    return replace(parsed_rows, unknown_values=unknown, clear=clear)


def _not_recognised(sheet: Sheet, recognition: Recognition) -> DeskError:
    problem = recognition.problem
    if problem is not None:
        return DeskError(problem.code, problem.message, problem.remedy)
    return DeskError(
        "unrecognised",
        msg("{title} could not be recognised.", title=sheet.title),
        msg("Say what it holds, for example accounts."),
    )


def _waiting(said: Meant) -> Parsed:
    """Return no rows, since a question could change what any of them says."""
    empty = pd.DataFrame({"source_row": pd.Series(dtype="int64")})
    return Parsed(
        kind=said.kind.name,
        rows=_with_keys(_typed(empty, said.kind), pd.Series(dtype="str")),
        carried=frozenset(),
        mapping=said.mapping,
        issues=tuple(said.issues),
        rejects=said.sheet.rejects,
        questions=said.questions,
        spans=(),
        n_read=said.sheet.n_rows,
        n_left_out=len(said.sheet.left_out),
    )


def _rows(said: Meant) -> pd.DataFrame:
    """Return all rows of the sheet, typed; bad values are blank."""
    sheet, kind = said.sheet, said.kind
    columns = {each.target.column.name: each.rows() for each in said.found}
    rows = pd.DataFrame(columns, index=pd.RangeIndex(len(sheet.cells)))
    names = {each.column: each.custom for each in said.mapping if each.custom is not None}
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
    absent = [name for name, type_ in types.items() if type_ == "str" and name not in rows]
    blank = blank_column(len(rows))
    rows = rows.assign(**dict.fromkeys(absent, blank))
    return rows.reindex(columns=list(types)).astype(types)


def _with_keys(rows: pd.DataFrame, keys: pd.Series) -> pd.DataFrame:
    return rows.assign(row_key=keys.astype("str"))


def _judged(said: Meant, rows: pd.DataFrame, of_currency: list[Issue]) -> Parsed:
    """Part the rows that go in from those that are bad, nameless or said twice."""
    sheet, kind, found = said.sheet, said.kind, said.found
    rejects = _rejects(said, rows)
    keys, same, issues = _keyed(rows, kind, rejects)
    kept = ~rejects.out & ~same
    good = _with_keys(rows[kept], keys[kept]).reset_index(drop=True)
    notes = [remark for each in found for remark in each.parsed.notes]
    issues = [*said.issues, *of_currency, *issues, *notes, *rejects.issues()]
    issues += [*said_twice(int(same.sum())), *nobody(rows[kept], kind), *look_alikes(rows, kind)]
    carried = _carried(kind, said.mapping) | ({CURRENCY} if of_currency else set())
    return Parsed(
        kind=kind.name,
        rows=good,
        carried=carried & {*kind.names, "custom"},
        mapping=said.mapping,
        issues=tuple(issues),
        rejects=pd.concat([sheet.rejects, rejects.frame()], ignore_index=True),
        questions=(),
        spans=spans_of(good, kind, _length(found)),
        n_read=sheet.n_rows,
        n_repeated=int(same.sum()),
        n_left_out=len(sheet.left_out),
    )


def _rejects(said: Meant, rows: pd.DataFrame) -> Rejects:
    """Return the rows with a value that is wrong or missing."""
    rejects = Rejects(rows["source_row"].to_numpy())
    for each in said.found:
        rejects.add_column(each)
    headings = {name: m.column for m in said.mapping for name in m.names(said.kind)}
    rejects.add_missing(said.kind, rows, headings)
    return rejects


def _keyed(
    rows: pd.DataFrame, kind: Kind, rejects: Rejects
) -> tuple[pd.Series, np.ndarray, list[Issue]]:
    """Return a key for each row, and which rows merely say an earlier one again."""
    if kind.events:
        issues = shared_ids(rows, kind, ~rejects.out)
        return event_keys(rows, kind), np.zeros(len(rows), dtype=bool), issues
    keys = row_keys(rows, kind)
    rejects.add_keyless(keys)
    return keys, rejects.add_repeats(rows, keys, kind), []


def _carried(kind: Kind, mapping: Sequence[Mapped]) -> frozenset[str]:
    names = {name for each in mapping for name in each.names(kind)}
    if PERIOD in names and kind.day is not None:
        names.add(kind.day)
    if any(each.is_custom for each in mapping):
        names.add("custom")
    return frozenset(names)


def _length(found: Sequence[Understood]) -> str | None:
    """Return what length the periods of counts have: the values say so, or the heading."""
    for each in found:
        if each.target.column.name == PERIOD:
            named = _GRAINS.get(each.grain)
            return named or days_of_period(each.target.mapped.column, months_only=False)
    return None
