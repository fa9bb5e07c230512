"""What is wrong or worth knowing about a file, said in the file's own coordinates."""

from dataclasses import dataclass
from typing import Literal

from lib.locale import Message

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. `row` is the row in the file as a spreadsheet counts it, from 1.

    `error` means that the row stays out, `warning` that something was assumed or lost,
    `info` that something was done which the reader may want to know.
    """

    code: str
    severity: Severity
    row: int | None
    column: str | None
    value: str | None
    message: Message


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked because guessing could be wrong; nothing is taken in until then.

    `options` are answers in the form that a mapping file holds; `column` is the heading
    that the question is about, `remedy` says how to answer. `field` is what an option
    answers: a word of `Answers`, or the field that the column named by the option holds;
    without it an option says what `column` is.
    """

    code: str
    message: Message
    options: tuple[str, ...] = ()
    column: str | None = None
    remedy: Message | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one sheet cannot be used as it is, and what to do."""

    code: str
    message: Message
    remedy: Message | None = None


def note(
    code: str,
    severity: Severity,
    message: Message,
    column: str | None = None,
    value: str | None = None,
) -> Issue:
    """Return an issue about a column or the whole file rather than one row."""
    return Issue(code, severity, None, column, value, message)
