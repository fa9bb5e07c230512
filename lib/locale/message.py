"""Messages as values: a template in English with typed values, not yet in any language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity shown with a fixed number of decimals."""

    value: float
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of things."""

    value: int


@dataclass(frozen=True, slots=True)
class Share:
    """A share in [0, 1], shown as a percentage."""

    value: float
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; `currency` is an ISO code, or None when no export named one."""

    value: float
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, shown as `October 2026` or `2026年10月`."""

    first_day: date


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts in one sentence: `a, b and c`, `a、b和c`."""

    parts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: English template `id` with `{placeholders}` and their values.

    `many` and `n` choose the plural form. A `str` value is data and is never translated.
    """

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)
    many: str | None = None
    n: int | None = None


Text = Message | str
Value = str | date | Number | Count | Share | Money | Month | Joined | Message


def msg(template: str, /, **values: Value) -> Message:
    """Build a message; `template` must be a literal so that the catalogue finds it."""
    return Message(template, values)


def msgs(one: str, many: str, n: int, /, **values: Value) -> Message:
    """Build a message with a plural; `{n}` is filled with the count."""
    return Message(one, {"n": Count(n), **values}, many, n)


def joined(parts: Sequence[Text]) -> Joined:
    """Put several texts into one place of a sentence."""
    return Joined(tuple(parts))
