"""A rule in words, as one message for either language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce

import numpy as np

from lib.locale import Message, Number, Share, joined, msg, msgs
from lib.model import Type
from lib.segments.fields import SEGMENT, Field, field_named, value_name
from lib.segments.rule import SPANS, All, Any, Condition, Not, Operand, Rule

_MAX_DIGITS = 6
_OPPOSITES = {"=": "!=", "!=": "=", "is known": "is unknown", "is unknown": "is known"}


def words(rule: Rule) -> Message:
    """Return a rule as part of a sentence: "tag is key account and maturity is high"."""
    match rule:
        case Condition():
            return _comparison(rule)
        case Not(inner):
            return _negation(inner)
        case Any(parts):
            return reduce(_either, map(_clause, parts))
        case All(parts):
            clauses = [_clause(part) for part in parts]
            return reduce(_both, clauses) if clauses else msg("every current customer")


def _negation(inner: Rule) -> Message:
    if isinstance(inner, Condition) and inner.operator in _OPPOSITES:
        opposite = _OPPOSITES[inner.operator]
        return _comparison(Condition(inner.field, opposite, inner.operands))
    return msg("not ({clause})", clause=words(inner))


def _clause(rule: Rule) -> Message:
    if isinstance(rule, (All, Any)) and rule != All():
        return msg("({clause})", clause=words(rule))
    return words(rule)


def _both(first: Message, second: Message) -> Message:
    return msg("{first} and {second}", first=first, second=second)


def _either(first: Message, second: Message) -> Message:
    return msg("{first} or {second}", first=first, second=second)


def _comparison(condition: Condition) -> Message:
    field = field_named(condition.field)
    if not condition.operands:
        known = condition.operator == "is known"
        return _known(field) if known else msg("{field} is unknown", field=field.title)
    if field.type == Type.FLAG:
        return _flag(field, yes=(condition.operator == "=") == bool(condition.operands[0]))
    if condition.operator in SPANS:
        return _span(field, condition)
    value = _one_of([_shown(field, operand) for operand in condition.operands])
    if field.name == SEGMENT:
        return _in_segment(condition, value)
    if field.name == "signal":
        return _fired(condition, value)
    by_day = field.type in {Type.DAY, Type.TIME} and condition.operator in {"<=", ">="}
    return _sentences(field, value)[condition.operator + (" day" if by_day else "")]


def _span(field: Field, condition: Condition) -> Message:
    """Say how near a day lies to the day that is looked at."""
    days, title = int(float(str(condition.operands[0]))), field.title
    if condition.operator == "in next":
        return msgs("{field} within the next {n} day", "{field} within the next {n} days",
                    days, field=title)  # fmt: skip
    if condition.operator == "in last":
        return msgs("{field} within the last {n} day", "{field} within the last {n} days",
                    days, field=title)  # fmt: skip
    return msgs("{field} {n} day ago or longer", "{field} {n} days ago or longer",
                days, field=title)  # fmt: skip


def _in_segment(condition: Condition, value: Message) -> Message:
    if condition.operator == "!=":
        return msg("not in the segment {value}", value=value)
    return msg("in the segment {value}", value=value)


def _fired(condition: Condition, value: Message) -> Message:
    if condition.operator == "!=":
        return msg("signal not fired: {value}", value=value)
    return msg("signal fired: {value}", value=value)


def _known(field: Field) -> Message:
    return msg("{field} is known", field=field.title)


def _sentences(field: Field, value: Message) -> Mapping[str, Message]:
    """Return each way of comparing a field with a value, in words."""
    title = field.title
    return {
        "=": msg("{field} is {value}", field=title, value=value),
        "in": msg("{field} is {value}", field=title, value=value),
        "!=": msg("{field} is not {value}", field=title, value=value),
        "contains": msg("{field} contains {value}", field=title, value=value),
        "<": msg("{field} is below {value}", field=title, value=value),
        ">": msg("{field} is above {value}", field=title, value=value),
        "<=": msg("{field} is at most {value}", field=title, value=value),
        ">=": msg("{field} is at least {value}", field=title, value=value),
        "before": msg("{field} is before {value}", field=title, value=value),
        "after": msg("{field} is after {value}", field=title, value=value),
        "<= day": msg("{field} is on or before {value}", field=title, value=value),
        ">= day": msg("{field} is on or after {value}", field=title, value=value),
    }


def _flag(field: Field, *, yes: bool) -> Message:
    if yes:
        return msg("{field}: yes", field=field.title)
    return msg("{field}: no", field=field.title)


def _one_of(values: Sequence[Message]) -> Message:
    """Return `a`, `a or b`, `a, b or c`."""
    if len(values) == 1:
        return values[0]
    *front, last = values
    return _either(reduce(_beside, front), last)


def _beside(first: Message, second: Message) -> Message:
    return msg("{first}, {second}", first=first, second=second)


def _shown(field: Field, operand: Operand) -> Message:
    """Return an operand as a message of its own; data are never translated."""
    match operand:
        case bool():
            return msg("{value}", value="yes" if operand else "no")
        case date():
            return msg("{value}", value=operand)
        case str():
            return msg("{value}", value=value_name(field, operand))
        case number if field.type == Type.SHARE:
            return msg("{value}", value=Share(number, 0 if (number * 100).is_integer() else 1))
        case number:
            return msg("{value}", value=Number(number, _digits(number)))


def _digits(number: float) -> int:
    """Return how many decimals a number needs to be shown as it is."""
    return next((n for n in range(_MAX_DIGITS) if round(number, n) == number), _MAX_DIGITS)


def valued(field: Field, value: object) -> Message:
    """Return what a cell of the book says, as a message of its own."""
    if isinstance(value, datetime):
        return msg("{value}", value=value.date())
    if field.type in {Type.TAGS, Type.TEXT} and isinstance(value, str):
        names = [value_name(field, part) for part in value.split("|")]
        return msg("{value}", value=joined(names))
    if isinstance(value, (bool, np.bool_)):
        return _shown(field, bool(value))
    return _shown(field, value if isinstance(value, str) else float(str(value)))
