"""Text to rows of fields: the delimiter is found, quotes are taken strictly, no row is bent."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from lib.foreign.decode import Encoding, found_encoding
from lib.foreign.limits import (
    HEADER_ROWS,
    MAX_CELL_CHARACTERS,
    MAX_FIELDS,
    MAX_LINE_CHARACTERS,
    MAX_QUOTED_LINE_CHARACTERS,
)
from lib.foreign.refusal import Refused
from lib.foreign.wire import Teller

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200
_SEPARATOR_LINE = "sep="  # Excel's own first line: `sep=;`
_END_OF_FILE = b"\x1a"  # what programs of old put at the end
_BLOCK_ROWS = 2000
_BLOCK_FIELDS = 100_000
Known = Callable[[str], bool]


def tell_text(
    teller: Teller, content: bytes, known: Known, encoding: str | None, delimiter: str | None
) -> None:
    """Tell the rows of a delimited text, blank ones as []: row n of the file is the n-th.

    Raises Refused with the line when a quote is not closed or stands in the wrong place,
    or when a line or field is longer than any real one.
    """
    content = content.removesuffix(_END_OF_FILE)
    found = found_encoding(content, encoding, known)
    sample = _opened(content, found).read(_SAMPLE_CHARACTERS)
    announced = _announced_delimiter(sample)
    # Where the text has none of the sign announced, another program has written the rest.
    is_used = announced is not None and announced in sample[len(_SEPARATOR_LINE) + 1 :]
    sign = delimiter or (announced if is_used else None) or found_delimiter(sample, known)
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    teller.say(
        encoding=found.shown, certain=found.certain, delimiter=sign, separator_line=bool(announced)
    )
    for block in _blocks(content, found, sign):
        teller.rows(block)


def _opened(content: bytes, encoding: Encoding) -> io.TextIOWrapper:
    text = io.TextIOWrapper(io.BytesIO(content), encoding.codec, newline="")
    if encoding.codec.startswith("utf-16-") and text.read(1) != "\ufeff":
        text.seek(0)
    return text


def _announced_delimiter(text: str) -> str | None:
    first = text[: len(_SEPARATOR_LINE) + 3].splitlines()[:1]
    line = first[0] if first else ""
    if line.lower().startswith(_SEPARATOR_LINE) and len(line) == len(_SEPARATOR_LINE) + 1:
        return line[-1]
    return None


def found_delimiter(sample: str, known: Known) -> str:
    """Return the delimiter under which known headings appear and rows are equally wide."""
    present = [d for d in DELIMITERS if d in sample] or [","]
    return max(present, key=lambda delimiter: _fit(sample, delimiter, known))


def _fit(sample: str, delimiter: str, known: Known) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in islice(reader, _SAMPLE_ROWS) if row)
    except csv.Error:  # the strict reading that follows says what is wrong, with its line
        return (0, 0.0, 0)
    if not rows:
        return (0, 0.0, 0)
    n_known = max(sum(map(known, row)) for row in rows[:HEADER_ROWS])
    width, times = Counter(map(len, rows)).most_common(1)[0]
    return (n_known if n_known > 1 else 0, times / len(rows) if width > 1 else 0.0, width)


def _blocks(content: bytes, encoding: Encoding, delimiter: str) -> Iterator[list[list[str]]]:
    lines = _Lines(_opened(content, encoding))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    block: list[list[str]] = []
    n_fields = begin = 0
    try:
        for row in reader:
            begin = lines.number
            block.append(row)
            n_fields += len(row)
            if len(block) == _BLOCK_ROWS or n_fields > _BLOCK_FIELDS:
                _refuse_width(block, n_fields)
                yield block
                block, n_fields = [], 0
    except csv.Error as error:
        raise broken(begin + 1, str(error)) from None
    if block:
        yield block


def _refuse_width(block: list[list[str]], n_fields: int) -> None:
    widest = max(map(len, block)) if n_fields > _BLOCK_FIELDS else 0
    if widest > MAX_FIELDS:
        raise Refused("too_many_columns", n=str(widest))


class _Lines:
    """The lines of a text, counted; Refused when one is longer than any real one."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        most = MAX_QUOTED_LINE_CHARACTERS
        while line := self._text.readline(most):
            self.number += 1
            if len(line) > MAX_LINE_CHARACTERS and (len(line) == most or '"' not in line):
                raise Refused("long_line", line=str(self.number))
            yield line


def broken(line: int, error: str) -> Refused:
    """Say what stopped a strict reader; `line` is where the row at fault begins."""
    if "field larger" in error:
        return Refused("long_field", line=str(line))
    if "unexpected end" in error:
        return Refused("open_quote", line=str(line))
    return Refused("stray_quote", line=str(line))
