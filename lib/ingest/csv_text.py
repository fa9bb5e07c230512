"""Text to rows of fields: the delimiter is found, quotes are taken strictly, no row is bent."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from lib.errors import DeskError
from lib.ingest.headings import is_known
from lib.ingest.limits import HEADER_ROWS
from lib.locale import Message, msg

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200
_SEPARATOR_LINE = "sep="  # Excel's own first line: `sep=;`


@dataclass(frozen=True, slots=True)
class Records:
    """Every row of the text in order, blank ones as []; row n of the file is `rows[n - 1]`."""

    rows: list[list[str]]
    delimiter: str


def records(file: str, text: str) -> Records:
    """Return the rows of a delimited text.

    Raises DeskError with the line when a quote is not closed or stands in the wrong
    place, or when a field is longer than any real one.
    """
    text = text.replace("\r\n", "\n")  # inside quotes too: a workbook has it so
    announced = _announced_delimiter(text)
    delimiter = announced or found_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise _broken(file, text, delimiter, str(error)) from None
    if announced:
        rows[0] = []
    return Records(rows, delimiter)


def _announced_delimiter(text: str) -> str | None:
    first = text[: len(_SEPARATOR_LINE) + 3].splitlines()[:1]
    line = first[0] if first else ""
    if line.lower().startswith(_SEPARATOR_LINE) and len(line) == len(_SEPARATOR_LINE) + 1:
        return line[-1]
    return None


def found_delimiter(text: str) -> str:
    """Return the delimiter under which known headings appear and rows are equally wide."""
    sample = text[:_SAMPLE_CHARACTERS]
    present = [d for d in DELIMITERS if d in sample] or [","]
    return max(present, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in islice(reader, _SAMPLE_ROWS) if row)
    except csv.Error:  # the strict reading that follows says what is wrong, with its line
        return (0, 0.0, 0)
    if not rows:
        return (0, 0.0, 0)
    known = max(sum(map(is_known, row)) for row in rows[:HEADER_ROWS])
    width, times = Counter(map(len, rows)).most_common(1)[0]
    return (known if known > 1 else 0, times / len(rows) if width > 1 else 0.0, width)


def _broken(file: str, text: str, delimiter: str, error: str) -> DeskError:
    """Say what stopped the strict reader, and on which line the row at fault begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass  # the same error again: only its place was wanted
    code, message = _said(file, line, error)
    return DeskError(code, message, msg("Mend that line, or export the file again."))


def _said(file: str, line: int, error: str) -> tuple[str, Message]:
    if "field larger" in error:
        return "too_large", msg(
            "{file}, line {line}: a field that begins here is longer than any real one; perhaps a "
            "quotation mark is not closed.",
            file=file,
            line=f"{line}",
        )
    if "unexpected end" in error:
        return "damaged", msg(
            "{file}, line {line}: a quotation mark opens here and is never closed.",
            file=file,
            line=f"{line}",
        )
    return "damaged", msg(
        "{file}, line {line}: a quotation mark stands inside a quoted field.",
        file=file,
        line=f"{line}",
    )
