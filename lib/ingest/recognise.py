"""What a sheet is: its kind, the meaning of its columns, and what has to be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from lib.errors import DeskError
from lib.ingest.answers import KIND, Answers
from lib.ingest.issues import Problem, Question
from lib.ingest.names.candidates import candidates
from lib.ingest.names.concepts import known_by_concepts
from lib.ingest.names.doubts import left_open, two_kinds, unrecognised, whatever_it_is
from lib.ingest.names.evidence import Reading, confidence, readings, rival
from lib.ingest.names.headings import normalised
from lib.ingest.names.looks import Looks
from lib.ingest.names.mapping import Mapped, answered, assigned, mapping, said_twice
from lib.ingest.names.needs import asked, unsure
from lib.ingest.names.others import other_object
from lib.ingest.rows.own_exports import is_ours
from lib.ingest.sheet import Sheet
from lib.ingest.tables.skips import skip_reason
from lib.ingest.values.shapes import Shape
from lib.locale import Message, msg
from lib.model import KINDS, Kind

_BOTH = frozenset(
    {"account", "customer", "company", "client", "organization", "organisation", "客户", "公司",
     "企业", "单位", "客戶"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a sheet was taken for.

    `kind` is None when `problem` or `skipped` says why. While `questions` stand, nothing
    of the sheet is taken in. `mapping` has one entry a column, in file order.
    """

    kind: str | None
    confidence: float
    mapping: tuple[Mapped, ...]
    questions: tuple[Question, ...] = ()
    problem: Problem | None = None
    skipped: Message | None = None


def made_ready() -> None:
    """Work out once what every sheet is compared with; the first would wait for it."""
    is_ours("")
    for name in KINDS:
        known_by_concepts(name)


def recognitions(
    sheets: Sequence[Sheet], as_kind: str | None = None, answers: Answers | None = None
) -> tuple[Recognition, ...]:
    """Recognise all sheets of a file; when every one would be skipped, none is."""
    said = [(answers or Answers()).of(sheet.file, sheet.sheet) for sheet in sheets]
    found = tuple(map(recognised, sheets, repeat(as_kind), said))
    if any(each.skipped is None for each in found):
        return found
    return tuple(map(_by_content, sheets, repeat(as_kind), said))


def recognised(
    sheet: Sheet, as_kind: str | None = None, answers: Mapping[str, str] | None = None
) -> Recognition:
    """Return kind, mapping and questions of one sheet.

    `as_kind` forces the kind. `answers` is what was said of this sheet
    (`Answers.of`). Raises DeskError for a kind that does not exist.
    """
    as_kind = (answers or {}).get(KIND, as_kind)
    reason = skip_reason(sheet)
    if reason is not None:
        return Recognition(None, 0.0, (), skipped=reason)
    other = other_object(sheet)
    if other is not None and as_kind is None:
        return Recognition(None, 0.0, (), problem=other)
    return _by_content(sheet, as_kind, answers or {})


def _by_content(sheet: Sheet, as_kind: str | None, answers: Mapping[str, str]) -> Recognition:
    as_kind = answers.get(KIND, as_kind)
    shapes = Looks(sheet)
    found = readings(sheet, shapes, [_kind(as_kind)]) if as_kind else readings(sheet, shapes)
    best, other = found[0], rival(found)
    if not as_kind and (other is not None or not best.is_enough):
        named = _kind_of_answers(sheet, answers)
        if named is None and other is not None:
            unsure_kind = two_kinds(sheet, best, other)
            return Recognition(None, confidence((best, other)), (), (unsure_kind,))
        if named is None:
            problem = unrecognised(sheet, best)
            open_questions = whatever_it_is(sheet, problem.message, answers)
            return Recognition(None, 0.0, (), open_questions, problem=problem)
        best = next(reading for reading in found if reading.kind is named)
    twice = said_twice(sheet, best.kind, answers)
    if twice is not None:
        return Recognition(best.kind.name, 1.0, (), problem=twice)
    mapped = _mapped(sheet, best, shapes, answers)
    mapped = _with_both(sheet, best.kind, mapped, shapes)
    questions = (
        *left_open(sheet, answers),
        *asked(sheet, best.kind, mapped, shapes),
        *unsure(sheet, best.found, mapped, shapes),
    )
    return Recognition(best.kind.name, confidence(found), mapped, questions)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise DeskError(
            "unknown_kind",
            msg("There is no kind of file called '{name}'.", name=name),
            msg("Known: {names}.", names=", ".join(KINDS)),
        )
    return KINDS[name]


def _kind_of_answers(sheet: Sheet, answers: Mapping[str, str]) -> Kind | None:
    """Return the one kind that the answers about this sheet's columns name."""
    named = {answers[c].partition(".")[0] for c in sheet.columns if c in answers} & set(KINDS)
    return KINDS[named.pop()] if len(named) == 1 else None


def _mapped(
    sheet: Sheet, reading: Reading, shapes: Mapping[str, Shape], answers: Mapping[str, str]
) -> tuple[Mapped, ...]:
    said = answered(sheet, reading.kind, answers)
    taken = frozenset(name for each in said.values() for name in each.names(reading.kind))
    found = [c for c in reading.found if c.column not in said]
    chosen = assigned(found, shapes, taken)
    found = [c for c in found if c.known.column.name not in taken]
    mapped = mapping(sheet, found, chosen, shapes)
    return tuple(said.get(each.column, each) for each in mapped)


def _with_both(
    sheet: Sheet, kind: Kind, mapped: tuple[Mapped, ...], shapes: Mapping[str, Shape]
) -> tuple[Mapped, ...]:
    """Let one column of an accounts file be both id and name where that is meant.

    That is so when it is headed just `customer` or `客户` and its values all differ, or
    when the user has answered that the name is the id.
    """
    if kind.name != "accounts":
        return mapped
    holders = {name: each for each in mapped for name in each.names(kind)}
    ids, names = holders.get("account_id"), holders.get("account_name")
    if ids is None and names is not None and _serves_as_id(names, shapes):
        reason = msg(
            "All values of '{column}' are different: it serves as both id and name.",
            column=names.column,
        )
        both = replace(
            names, field="accounts.account_id", also=("accounts.account_name",), reason=reason
        )
        return tuple(both if each is names else each for each in mapped)
    if ids is not None and names is None and _is_name(ids.column, kind, sheet):
        both = replace(ids, also=("accounts.account_name",))
        return tuple(both if each is ids else each for each in mapped)
    return mapped


def _serves_as_id(names: Mapped, shapes: Mapping[str, Shape]) -> bool:
    seen = shapes[names.column]
    return normalised(names.column) in _BOTH and seen.distinct and seen.filled == 1


def _is_name(column: str, kind: Kind, sheet: Sheet) -> bool:
    found = candidates(sheet, kind)
    return any(c.column == column and c.known.column.name == "account_name" for c in found)
