"""The language of segments: text to rule, rule to members, rule to words.

    tag = "key account" and maturity_level in (medium, high) and arr >= 10000
    not signal = login_decline and (region = 华东 or renewal_on in next 90 days)
    last_heard_on older than 30 days and usage."bulk export" > 0 and contracts.product = Pro
    segment = "Key accounts" and not segment = Pilots

`all` is every current customer, and every rule picks from current customers unless it asks
for `status` or `is_customer`. What is unknown matches nothing, nor does its opposite:
`not plan = basic` leaves out accounts without a plan; `plan is unknown` finds them.
"""

import re
from datetime import date
from functools import lru_cache

import pandas as pd

from lib.errors import DeskError
from lib.locale import Count, joined, msg
from lib.model import Type
from lib.segments.fields import FIELDS, Field, field_named, value_meant
from lib.segments.grammar import Comparison, Joint, Node, nodes
from lib.segments.rule import SPANS, All, Any, Condition, Not, Operand, Rule, fields_of, segments_of
from lib.segments.truth import NOTHING_GIVEN, Given, truth
from lib.segments.wording import words

__all__ = [
    "FIELDS",
    "All",
    "Any",
    "Condition",
    "Field",
    "Not",
    "Rule",
    "members",
    "parsed_rule",
    "undecided",
    "words",
]

_ANYBODY = frozenset({"status", "is_customer"})  # who asks for these means more than customers
MOST_DAYS = 36_500  # a hundred years: beyond, a date may not exist
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?(%?)", re.IGNORECASE)
_FLAGS = {
    **dict.fromkeys(("yes", "true", "y", "1", "是"), True),
    **dict.fromkeys(("no", "false", "n", "0", "否"), False),
}
_DAY_SIGNS = {"<": "before", ">": "after"}


def parsed_rule(text: str) -> Rule:
    """Return the rule that a text says.

    DeskError with the position when it cannot be read, names no field, or compares a field
    with what it can never be.
    """
    return _parsed(text.strip())


@lru_cache(maxsize=512)
def _parsed(text: str) -> Rule:
    if not text:
        raise DeskError(
            "bad_rule",
            msg("The rule is empty."),
            msg("Write 'all' for every current customer."),
        )
    return _meaning(nodes(text))


def members(rule: Rule, book: pd.DataFrame, given: Given = NOTHING_GIVEN) -> pd.Index:
    """Return the ids of the accounts of a book for which a rule holds, in the book's order."""
    holds = truth(rule, book, given).fillna(value=False).astype("bool")
    return book.index[(holds & _asked(rule, book, given)).to_numpy()]


def undecided(rule: Rule, book: pd.DataFrame, given: Given = NOTHING_GIVEN) -> pd.Index:
    """Return the ids of the accounts of which it is unknown whether a rule holds."""
    unknown = truth(rule, book, given).isna()
    return book.index[(unknown & _asked(rule, book, given)).to_numpy()]


def _asked(rule: Rule, book: pd.DataFrame, given: Given) -> pd.Series:
    """Say which accounts a rule picks from: current customers, and who is in a segment named."""
    fields = fields_of(rule)
    if _ANYBODY & fields:
        return pd.Series(data=True, index=book.index)
    asked = book["is_customer"].astype("bool")
    for name in segments_of(rule):
        if name in given.segments:
            asked |= book.index.isin(given.segments[name].inside)
    return asked


def _meaning(node: Node) -> Rule:
    match node:
        case Comparison():
            return condition_of(node)
        case Joint("all"):
            return All()
        case Joint("not", (part,)):
            return Not(_meaning(part))
        case Joint("and", parts):
            return All(tuple(map(_meaning, parts)))
        case Joint(_, parts):
            return Any(tuple(map(_meaning, parts)))


def condition_of(written: Comparison) -> Condition:
    """Return a comparison with its meaning; DeskError when the field cannot be so compared."""
    field = field_named(written.field)
    is_day = field.type in {Type.DAY, Type.TIME}
    operator = _DAY_SIGNS.get(written.operator, written.operator) if is_day else written.operator
    if operator not in field.operators:
        raise DeskError(
            "bad_operator",
            msg(
                "'{operator}' does not go with {field} (character {position}).",
                operator=written.operator,
                field=field.title,
                position=str(written.position),
            ),
            msg("Possible: {names}.", names=joined(field.operators)),
        )
    operands = tuple(_operand(field, operator, text) for text in written.operands)
    return Condition(field.name, operator, operands)


def _operand(field: Field, operator: str, text: str) -> Operand:
    """Return a value as the field holds it; DeskError when it cannot be one."""
    if operator in SPANS:
        return _days(field, text)
    if field.is_custom:
        ordered = operator in {"<", "<=", ">", ">="}
        return _number(field, text) if ordered else text
    match field.type:
        case Type.AMOUNT | Type.COUNT | Type.SHARE:
            return _number(field, text)
        case Type.DAY | Type.TIME:
            return _day(field, text)
        case Type.FLAG:
            return _flag(field, text)
        case _:
            # A part of a value need not be one of the possible values.
            return text if operator == "contains" else value_meant(field, text)


def _number(field: Field, text: str) -> float:
    match = _NUMBER.fullmatch(text.replace(",", ""))
    if match is None:
        raise _not_a(field, text, "number", "10000")
    number = float(text.replace(",", "").removesuffix("%"))
    return number / 100 if match[4] else number


def _days(field: Field, text: str) -> float:
    number = _number(field, text)
    if not (number.is_integer() and 1 <= number <= MOST_DAYS):
        raise DeskError(
            "bad_value",
            msg("Days are counted in whole numbers from 1 to {most}. Got '{text}'.",
                most=Count(MOST_DAYS), text=text),
        )  # fmt: skip
    return number


def _day(field: Field, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _not_a(field, text, "day", "2026-10-31") from None


def _flag(field: Field, text: str) -> bool:
    if text.casefold() not in _FLAGS:
        raise _not_a(field, text, "flag", "yes")
    return _FLAGS[text.casefold()]


def _not_a(field: Field, text: str, kind: str, example: str) -> DeskError:
    sentences = {
        "number": msg(
            "{field} is compared with a number. Got '{text}'.", field=field.title, text=text
        ),
        "day": msg("{field} is compared with a day. Got '{text}'.", field=field.title, text=text),
        "flag": msg("{field} is yes or no. Got '{text}'.", field=field.title, text=text),
    }
    return DeskError(
        "bad_value", sentences[kind], msg("Write it like this: {example}.", example=example)
    )
