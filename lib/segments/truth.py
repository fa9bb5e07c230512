"""For which accounts a rule holds: true, false or unknown, over the whole book at once."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, or_

import pandas as pd

from lib.model.frames import TAG_SEPARATOR
from lib.model.spec import Type
from lib.segments.fields import Field, field_named
from lib.segments.rule import All, Any, Condition, Not, Operand, Rule

_COMPARED: Mapping[str, Callable[..., pd.Series]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "before": lt,
    "after": gt,
}


def truth(rule: Rule, book: pd.DataFrame) -> pd.Series:
    """Return for each account of a book whether a rule holds; NA where it cannot be told.

    Three-valued (Kleene): unknown and false is false, unknown or true is true, and the
    opposite of unknown is unknown.
    """
    match rule:
        case Not(inner):
            return ~truth(inner, book)
        case All(parts):
            return reduce(and_, (truth(p, book) for p in parts), _everywhere(book))
        case Any(parts):
            return reduce(or_, (truth(part, book) for part in parts))
        case Condition():
            return _compared(rule, book)


def _everywhere(book: pd.DataFrame) -> pd.Series:
    return pd.Series(data=True, index=book.index, dtype="boolean")


def _compared(condition: Condition, book: pd.DataFrame) -> pd.Series:
    field = field_named(condition.field)
    if field.name == "account_id":
        book = book.assign(account_id=book.index)
    if field.column not in book:
        # A column that no file of the day carried: unknown for everybody.
        known = pd.Series(data=False, index=book.index)
        return _told(condition, known, _everywhere(book).mask(~known))
    values = book[field.column]
    if field.name == "signal":
        return _of_signals(condition, book)
    known = values.notna() & values.ne("") if values.dtype == "str" else values.notna()
    if not condition.operands:
        return _told(condition, known, _everywhere(book))
    return _held(field, condition, values).astype("boolean").mask(~known)


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
