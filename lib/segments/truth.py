"""For which accounts a rule holds: true, false or unknown, over the whole book at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, or_

import pandas as pd

from lib.errors import DefinitionError
from lib.model.frames import TAG_SEPARATOR
from lib.model.spec import Type
from lib.segments.fields import SEGMENT, Field, field_named
from lib.segments.rule import SPANS, All, Any, Condition, Not, Operand, Rule

_COMPARED: Mapping[str, Callable[..., pd.Series]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "before": lt,
    "after": gt,
}


@dataclass(frozen=True, eq=False, slots=True)
class Listed:
    """Who is in a saved segment, and of whom it is unknown."""

    inside: pd.Index
    unsure: pd.Index


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """What a rule needs beside the book: its day, for days counted from it, and segments."""

    day: date | None = None
    segments: Mapping[str, Listed] = field(default_factory=dict)


NOTHING_GIVEN = Given()
_NOBODY = Listed(pd.Index([]), pd.Index([]))


def truth(rule: Rule, book: pd.DataFrame, given: Given = NOTHING_GIVEN) -> pd.Series:
    """Return for each account of a book whether a rule holds; NA where it cannot be told.

    Three-valued (Kleene): unknown and false is false, unknown or true is true, and the
    opposite of unknown is unknown.
    """
    match rule:
        case Not(inner):
            return ~truth(inner, book, given)
        case All(parts):
            return reduce(and_, (truth(p, book, given) for p in parts), _everywhere(book))
        case Any(parts):
            return reduce(or_, (truth(part, book, given) for part in parts))
        case Condition():
            return _compared(rule, book, given)


def _everywhere(book: pd.DataFrame) -> pd.Series:
    return pd.Series(data=True, index=book.index, dtype="boolean")


def _compared(condition: Condition, book: pd.DataFrame, given: Given) -> pd.Series:
    field = field_named(condition.field)
    if field.name == SEGMENT:
        return _in_segments(condition, book, given)
    if field.name == "signal":
        return _of_signals(condition, book)
    return _of_column(condition, field, book, given)


def _in_segments(condition: Condition, book: pd.DataFrame, given: Given) -> pd.Series:
    """Say who is in any of the segments named; a segment that is not given has nobody."""
    found = pd.Series(data=False, index=book.index, dtype="boolean")
    for name in condition.operands:
        listed = given.segments.get(str(name), _NOBODY)
        inside = _everywhere(book).where(book.index.isin(listed.inside), other=False)
        found = found | inside.mask(book.index.isin(listed.unsure))
    return ~found if condition.operator == "!=" else found


def _of_column(condition: Condition, field: Field, book: pd.DataFrame, given: Given) -> pd.Series:
    if field.name == "account_id":
        book = book.assign(account_id=book.index)
    if field.column not in book:
        # A column that no file of the day carried: unknown for everybody.
        known = pd.Series(data=False, index=book.index)
        return _told(condition, known, _everywhere(book).mask(~known))
    values = book[field.column]
    known = values.notna() & values.ne("") if values.dtype == "str" else values.notna()
    if not condition.operands:
        return _told(condition, known, _everywhere(book))
    if condition.operator in SPANS:
        return _around(condition, values, given.day).mask(~known)
    return _held(field, condition, values).astype("boolean").mask(~known)


def _around(condition: Condition, values: pd.Series, day: date | None) -> pd.Series:
    """Say which days lie that near; both edges count, and the day itself in either direction."""
    if day is None:
        raise DefinitionError(f"'{condition}' needs the day that is looked at.")
    now, span = pd.Timestamp(day), timedelta(days=int(float(str(condition.operands[0]))))
    days = values.dt.normalize()
    if condition.operator == "older than":
        return (days <= now - span).astype("boolean")
    first, last = (now, now + span) if condition.operator == "in next" else (now - span, now)
    after_first = days >= first if condition.operator == "in next" else days > first
    return (after_first & (days <= last)).astype("boolean")


def _told(condition: Condition, known: pd.Series, otherwise: pd.Series) -> pd.Series:
    if condition.operator == "is known":
        return known.astype("boolean")
    return (~known).astype("boolean") if condition.operator == "is unknown" else otherwise


def _held(field: Field, condition: Condition, values: pd.Series) -> pd.Series:
    """Say where a comparison holds; what it says of unknown values does not matter."""
    if field.type == Type.TAGS:
        return _of_tags(condition, values)
    operator, first = condition.operator, condition.operands[0]
    if operator == "contains":
        return values.str.casefold().str.contains(str(first).casefold(), regex=False)
    if operator in _COMPARED:
        numbers = pd.to_numeric(values, errors="coerce") if field.is_custom else values
        return _ordered(operator, numbers, first)
    found = reduce(or_, (_equal(values, operand) for operand in condition.operands))
    return ~found if operator == "!=" else found


def _ordered(operator: str, values: pd.Series, operand: Operand) -> pd.Series:
    compared = _COMPARED[operator]
    if isinstance(operand, date):
        return compared(values.dt.normalize(), pd.Timestamp(operand))
    return compared(values, operand).astype("boolean").mask(values.isna())


def _equal(values: pd.Series, operand: Operand) -> pd.Series:
    match operand:
        case bool():
            return values.astype("boolean") == operand
        case date():
            return values.dt.normalize() == pd.Timestamp(operand)
        case str():
            return values.str.casefold() == operand.casefold()
        case _:
            return eq(values, operand)


def _of_tags(condition: Condition, values: pd.Series) -> pd.Series:
    """Say which sets of tags hold one of the operands (or, for `contains`, a part of a tag)."""
    text = TAG_SEPARATOR + values.fillna("").str.casefold() + TAG_SEPARATOR
    fence = "" if condition.operator == "contains" else TAG_SEPARATOR
    found = reduce(
        or_,
        (
            text.str.contains(f"{fence}{str(operand).casefold()}{fence}", regex=False)
            for operand in condition.operands
        ),
    )
    return ~found if condition.operator == "!=" else found


def _of_signals(condition: Condition, book: pd.DataFrame) -> pd.Series:
    """As tags, but a signal that could not be evaluated is unknown, and none fired is known."""
    fired = book["signals"].fillna("")
    if not condition.operands:
        return _told(condition, book["worst"].ne("unknown"), _everywhere(book))
    plain = Condition(condition.field, "=", condition.operands)
    positive = plain if condition.operator == "!=" else condition
    holds = _of_tags(positive, fired).astype("boolean")
    unclear = _of_tags(positive, book["signals_unknown"])
    known = holds.mask(~holds & unclear)
    return ~known if condition.operator == "!=" else known
