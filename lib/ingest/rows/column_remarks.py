"""What is worth knowing about one column: what was assumed, what looks damaged."""

import re
import unicodedata

import numpy as np

from lib.ingest.issues import Issue, note
from lib.ingest.values import words
from lib.ingest.values.cells import EDGES, Cells
from lib.ingest.values.days import DAY_FIRST, Days
from lib.ingest.values.numbers import Decimal, Numbers
from lib.locale import msg, msgs
from lib.model.spec import Column, Type

_SCIENTIFIC = re.compile(r"\d\.\d+[eE]\+?\d{1,2}|\dE\+\d{1,2}")
_EXACT_BITS = 2**53  # from here on a spreadsheet's numbers skip whole numbers
_FEW_LONG_IDS = 3
_SPREADSHEET_DIGITS = 15
_MOST_DIGITS = 300  # a float holds no more
_JOINERS = frozenset("\u200c\u200d\u00ad")  # emoji and Persian words are written with them


def null_words(heading: str, cells: Cells, *, of_numbers: bool = False) -> tuple[Issue, ...]:
    """Tell how many cells hold a program's word for nothing, and so count as blank."""
    said = cells.nothing & ~cells.blank
    n = int(cells.counts[said].sum())
    if n == 0:
        return ()
    example = min(cells.texts[said])
    message = msgs(
        "{n} cell of '{column}' holds '{value}' and counts as blank.",
        "{n} cells of '{column}' hold words such as '{value}' and count as blank.",
        n,
        column=heading,
        value=example,
    )
    nans = {text.strip(EDGES).casefold() for text in cells.texts[said]} == {"nan"}
    if of_numbers and nans:
        return (note("not_a_number", "warning", message, heading, example),)
    return (note("null_words", "info", message, heading, example),)


def of_order(heading: str, scan: Days, order: str | None) -> tuple[Issue, ...]:
    """Tell in which order day and month are read, and why."""
    if order is None or not scan.n_open:
        return ()
    said = msg("day first") if order == DAY_FIRST else msg("month first")
    if scan.witness is None:
        message = msg(
            "The days in '{column}' are read {order}, as said or as other columns show.",
            column=heading,
            order=said,
        )
    else:
        message = msg(
            "The days in '{column}' are read {order}, as {example} shows.",
            column=heading,
            order=said,
            example=scan.witness,
        )
    return (note("date_order", "info", message, heading, scan.witness),)


def of_zones(heading: str, scan: Days) -> tuple[Issue, ...]:
    """Tell that times with a zone are turned into UTC, and which zones have no clear meaning."""
    found = []
    if scan.rows_with("offset"):
        example = scan.example_with("offset") or ""
        message = msg(
            "Times in '{column}' that name their zone, such as {example}, were turned into UTC; "
            "the others count as written.",
            column=heading,
            example=example,
        )
        found.append(note("time_zone", "info", message, heading, example))
    if scan.rows_with("vague"):
        example = scan.example_with("vague") or ""
        message = msg(
            "The zone in '{column}' has several meanings ({example}); those times count as "
            "written.",
            column=heading,
            example=example,
        )
        found.append(note("vague_zone", "warning", message, heading, example))
    return tuple(found)


def of_decimal(heading: str, scan: Numbers, decimal: Decimal) -> tuple[Issue, ...]:
    """Tell that the comma was taken for the decimal mark, or for the mark of thousands."""
    if decimal and decimal.mark == "," and (scan.has_open_marks or scan.decimal):
        message = msg(
            "In '{column}' the comma is the decimal mark, as other values show.", column=heading
        )
        return (note("decimal_comma", "info", message, heading),)
    if not decimal and "," in scan.example:
        message = msg(
            "In '{column}' the comma parts thousands, as in {example}.",
            column=heading,
            example=scan.example,
        )
        return (note("thousands_comma", "info", message, heading, scan.example),)
    return ()


def of_words(heading: str, column: Column, cells: Cells) -> tuple[Issue, ...]:
    """Tell of ids that a program has damaged, and of signs that nobody sees."""
    found = _invisible(heading, cells) if column.type in {Type.ID, Type.TEXT} else ()
    if column.type is not Type.ID:
        return found
    return (*found, *_float_ids(heading, cells), *_rounded_ids(heading, cells))


def _rounded_ids(heading: str, cells: Cells) -> tuple[Issue, ...]:
    damaged = list(filter(_SCIENTIFIC.fullmatch, cells.texts)) if cells.holds("eE") else []
    damaged = damaged or _long_floats(cells)
    if not damaged:
        return ()
    message = msgs(
        "{n} id in '{column}' looks rounded by a spreadsheet ({example}); export it as text.",
        "{n} ids in '{column}' look rounded by a spreadsheet ({example}); export them as text.",
        len(damaged),
        column=heading,
        example=min(damaged),
    )
    return (note("rounded_ids", "warning", message, heading, min(damaged)),)


def _long_floats(cells: Cells) -> list[str]:
    """Return the ids that number cells have rounded: all long ones are, or none.

    A single long id may end in zeros by chance; it is suspected when three of them do.
    """
    if max(map(len, cells.texts), default=0) <= _SPREADSHEET_DIGITS:
        return []
    long = [t for t in cells.texts if len(t) > _SPREADSHEET_DIGITS and _is_long(t)]
    if not all(map(_is_rounded, long)):
        return []
    zeros = [t for t in long if not t[_SPREADSHEET_DIGITS:].strip("0")]
    return long if len(long) >= _FEW_LONG_IDS or zeros == long else []


def _is_long(text: str) -> bool:
    digits = text.isdecimal() and text.isascii() and text[0] != "0"
    return digits and len(text) <= _MOST_DIGITS and int(text) >= _EXACT_BITS


def _is_rounded(text: str) -> bool:
    """Say whether the id is what a program writes that took it for a number."""
    return f"{float(text):.0f}" == text or _shortest(float(text)) == text


def _shortest(value: float) -> str:
    digits, _, power = f"{value!r}".partition("e+")
    whole = digits.replace(".", "").removesuffix("0") if power else digits.removesuffix(".0")
    return whole.ljust(int(power) + 1, "0") if power else whole


def _float_ids(heading: str, cells: Cells) -> tuple[Issue, ...]:
    found = [text for text in cells.texts if words.is_float_id(text)] if cells.ends(".0") else []
    if not found:
        return ()
    message = msgs(
        "{n} id in '{column}' was written as a number ({example}); its '.0' was left out.",
        "{n} ids in '{column}' were written as numbers, such as {example}; their '.0' was left "
        "out.",
        len(found),
        column=heading,
        example=min(found),
    )
    return (note("float_ids", "info", message, heading, min(found)),)


def _invisible(heading: str, cells: Cells) -> tuple[Issue, ...]:
    """Warn of texts that hold signs nobody sees; they stay, but tell no two ids apart."""
    if "".join(cells.texts).isascii():
        return ()
    has = np.array([_has_invisible(text) for text in cells.texts], dtype=bool)
    n = int(cells.counts[has].sum())
    if n == 0:
        return ()
    example = shown(min(cells.texts[has]))
    message = msgs(
        "{n} cell of '{column}' holds signs that cannot be seen ({example}).",
        "{n} cells of '{column}' hold signs that cannot be seen, such as {example}.",
        n,
        column=heading,
        example=example,
    )
    return (note("invisible_signs", "warning", message, heading, example),)


def _has_invisible(text: str) -> bool:
    if text.isascii():
        return False
    return any(unicodedata.category(s) == "Cf" and s not in _JOINERS for s in text)


def shown(text: str) -> str:
    r"""Return a text with the code of each sign that cannot be seen in its place.

    >>> shown("a1\u200b")
    'a1[U+200B]'
    """
    if text.isascii():
        return text
    return "".join(
        f"[U+{ord(sign):04X}]" if unicodedata.category(sign) == "Cf" else sign for sign in text
    )
