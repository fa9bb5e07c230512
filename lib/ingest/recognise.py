"""What a sheet is: its kind, the meaning of its columns, and what has to be asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lib.errors import DeskError
from lib.ingest.headings import normalised, weight
from lib.ingest.issues import Problem, Question
from lib.ingest.mapping import (
    Candidate,
    Mapped,
    answered,
    assigned,
    candidates,
    mapping,
)
from lib.ingest.needs import asked
from lib.ingest.others import other_object
from lib.ingest.sheet import Sheet
from lib.ingest.skips import skip_reason
from lib.ingest.values.shapes import Shape, shape
from lib.locale import Message, msg
from lib.model import KINDS, Kind

_FILE_WORD, _SHEET_WORD = 1.0, 1.5
_NEEDS_MET = 1.5
_COVERED = 1.0
_OWN_ID_DISTINCT, _OWN_ID_REPEATED = 0.5, -0.5
_ACCOUNT_REPEATED = -2.0  # a file with two rows a customer is not a file of customers
_NOBODY = -1.5  # a file of contacts in which nobody has a name is one of companies
_TELLING = 0.5  # a heading tells something when at most two kinds have it
_NAMED = 0.75
_OWN_ID, _GENERIC_ID = 0.5, 0.25
_GENERIC = frozenset({"id", "record id", "guid", "编号", "编码"})
_LEAST_EVIDENCE, _LEAST_WITHOUT_NEEDS = 1.0, 1.5
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sheet read as one kind, and how much speaks for it."""

    kind: Kind
    found: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...]
    evidence: float
    met: float
    score: float


def recognitions(
    sheets: Sequence[Sheet], as_kind: str | None = None, answers: Mapping[str, str] | None = None
) -> tuple[Recognition, ...]:
    """Recognise all sheets of a file; when every one would be skipped, none is."""
    found = tuple(recognised(sheet, as_kind, answers) for sheet in sheets)
    if any(each.skipped is None for each in found):
        return found
    return tuple(_by_content(sheet, as_kind, answers or {}) for sheet in sheets)


def recognised(
    sheet: Sheet, as_kind: str | None = None, answers: Mapping[str, str] | None = None
) -> Recognition:
    """Return kind, mapping and questions of one sheet.

    `as_kind` forces the kind. `answers` maps headings to `kind.column`, `custom` or
    `skip`, and `dates` and `encoding` to what was asked. Raises DeskError for a kind that
    does not exist.
    """
    reason = skip_reason(sheet)
    if reason is not None:
        return Recognition(None, 0.0, (), skipped=reason)
    other = other_object(sheet)
    if other is not None and as_kind is None:
        return Recognition(None, 0.0, (), problem=other)
    return _by_content(sheet, as_kind, answers or {})


def _by_content(sheet: Sheet, as_kind: str | None, answers: Mapping[str, str]) -> Recognition:
    shapes = {column: shape(sheet.distinct(column)) for column in sheet.columns}
    kinds = [_kind(as_kind)] if as_kind else list(KINDS.values())
    readings = sorted(
        (_reading(sheet, kind, shapes) for kind in kinds), key=lambda r: r.score, reverse=True
    )
    best = readings[0]
    if not as_kind:
        named = _kind_of_answers(sheet, answers)
        if named is not None and not _is_enough(best):
            best = next(reading for reading in readings if reading.kind is named)
        elif not _is_enough(best):
            return _unrecognised(sheet, best)
    mapped = _mapped(sheet, best, shapes, answers)
    mapped = _with_both(sheet, best.kind, mapped, shapes)
    questions = (*_encoding_question(sheet, answers), *asked(sheet, best.kind, mapped, shapes))
    return Recognition(best.kind.name, _confidence(readings, as_kind), mapped, questions)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise DeskError(
            "unknown_kind",
            msg("There is no kind of file called '{name}'.", name=name),
            msg("Known: {names}.", names=", ".join(KINDS)),
        )
    return KINDS[name]


def _reading(sheet: Sheet, kind: Kind, shapes: Mapping[str, Shape]) -> _Reading:
    found = tuple(candidates(sheet, kind))
    chosen = tuple(assigned(found, shapes))
    meaning = sum(c.confidence * weight(c.known.heading) for c in chosen)
    names = {c.known.column.name for c in chosen}
    met = sum(bool(names & set(group)) for group in kind.needs) / len(kind.needs)
    covered = len(chosen) / len(sheet.columns)
    score = meaning + _NEEDS_MET * met + _COVERED * covered
    score += _words(sheet, kind) + _identity(kind, chosen, shapes)
    return _Reading(kind, found, chosen, _evidence(sheet, kind, chosen, shapes), met, score)


def _words(sheet: Sheet, kind: Kind) -> float:
    """Return what the names of file and sheet say for a kind."""
    return _FILE_WORD * _in_file(sheet, kind) + _SHEET_WORD * _in_sheet(sheet, kind)


def _in_file(sheet: Sheet, kind: Kind) -> bool:
    return _names(re.sub(r"\.\w{2,4}$", "", sheet.file), kind)


def _in_sheet(sheet: Sheet, kind: Kind) -> bool:
    return sheet.sheet is not None and _names(sheet.sheet, kind)


def _names(text: str, kind: Kind) -> bool:
    words = normalised(text)
    alone = set(words.split()) | set(re.findall(r"[a-z]+", words))
    return any(w in alone or (not w.isascii() and w in words) for w in kind.file_words)


def _own_id(kind: Kind, chosen: Sequence[Candidate]) -> Candidate | None:
    return next((c for c in chosen if (c.known.column.name,) == kind.keys[0]), None)


def _identity(kind: Kind, chosen: Sequence[Candidate], shapes: Mapping[str, Shape]) -> float:
    """Return what repeated or different ids, and missing names, say for or against a kind."""
    names = {c.known.column.name for c in chosen}
    if kind.name == "contacts" and not names & {"contact_id", "full_name", "last_name"}:
        return _NOBODY
    own = _own_id(kind, chosen)
    if own is None or kind.events or shapes[own.column].n == 0:
        return 0.0
    if shapes[own.column].distinct:
        return _OWN_ID_DISTINCT
    return _ACCOUNT_REPEATED if kind.name == "accounts" else _OWN_ID_REPEATED


def _evidence(
    sheet: Sheet, kind: Kind, chosen: Sequence[Candidate], shapes: Mapping[str, Shape]
) -> float:
    """Return how much there is that only this kind, or one other, would have."""
    own = _own_id(kind, chosen)
    weights = [weight(c.known.heading) for c in chosen if c is not own]
    found = sum(w for w in weights if w >= _TELLING)
    found += _NAMED * (_in_file(sheet, kind) + _in_sheet(sheet, kind))
    if own is None or (kind.name == "accounts" and not _may_be_distinct(shapes[own.column])):
        return found
    if own.known.heading in _GENERIC:
        return found + _GENERIC_ID
    named = any(c.known.column.name == "account_name" for c in chosen)
    return found + _OWN_ID + (_OWN_ID if kind.name == "accounts" and named else 0.0)


def _may_be_distinct(shape: Shape) -> bool:
    return shape.distinct or shape.n == 0


def _is_enough(reading: _Reading) -> bool:
    least = _LEAST_EVIDENCE if reading.met == 1 else _LEAST_WITHOUT_NEEDS
    return reading.evidence >= least and len(reading.chosen) > 1


def _confidence(readings: Sequence[_Reading], as_kind: str | None) -> float:
    if as_kind or len(readings) == 1:
        return 1.0
    best, second = readings[0].score, max(readings[1].score, 0.0)
    return round(best / (best + second), 3)


def _kind_of_answers(sheet: Sheet, answers: Mapping[str, str]) -> Kind | None:
    """Return the one kind that the answers about this sheet's columns name."""
    named = {answers[c].partition(".")[0] for c in sheet.columns if c in answers} & set(KINDS)
    return KINDS[named.pop()] if len(named) == 1 else None


def _unrecognised(sheet: Sheet, best: _Reading) -> Recognition:
    known = ", ".join(c.column for c in best.chosen)
    if known:
        message = msg(
            "{title} could not be recognised: only {known} is known among its headings.",
            title=sheet.title,
            known=known,
        )
    else:
        message = msg(
            "{title} could not be recognised: row {row} holds no heading that is known.",
            title=sheet.title,
            row=str(sheet.header_row),
        )
    remedy = msg(
        "Say what it holds ({kinds}), or head its columns with names such as account_id.",
        kinds=", ".join(KINDS),
    )
    return Recognition(None, 0.0, (), problem=Problem("unrecognised", message, remedy))


def _mapped(
    sheet: Sheet, reading: _Reading, shapes: Mapping[str, Shape], answers: Mapping[str, str]
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


def _encoding_question(sheet: Sheet, answers: Mapping[str, str]) -> tuple[Question, ...]:
    if sheet.certain or "encoding" in answers:
        return ()
    return (
        Question(
            "encoding",
            msg(
                "{title} is not UTF-8; it was read as {encoding}, which is not certain.",
                title=sheet.title,
                encoding=sheet.encoding or "",
            ),
            options=("gb18030", "big5", "cp1252", "utf-16-le", "utf-16-be"),
            remedy=msg("Look at the names, then answer encoding with the right one."),
        ),
    )
