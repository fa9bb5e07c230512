"""How the reading process answers: records of one line of JSON, some with bytes after it.

Cells travel joined by NUL, which no cell holds: one join and one split for thousands of
cells cost a tenth of JSON.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from lib.foreign.limits import MAX_TEXT_BYTES
from lib.foreign.refusal import Refused

SEPARATOR = "\0"
SHOWN_NUL = "\u2400"
Record = dict[str, Any]


class Teller:
    """Writes records, and refuses to write more than a server can hold."""

    def __init__(self, out: BinaryIO | None = None) -> None:
        self._out = out or sys.stdout.buffer
        self._told = 0

    def say(self, **record: object) -> None:
        """Write a record of words only."""
        self._out.write(json.dumps(record).encode("ascii") + b"\n")

    def give(self, content: bytes, **record: object) -> None:
        """Write a record followed by bytes; Refused when that is too much in all."""
        self._told += len(content)
        if self._told > MAX_TEXT_BYTES:
            raise Refused("too_much")
        self.say(**record, bytes=len(content))
        self._out.write(content)

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Write some rows of texts, equally wide or not."""
        cells = [cell for row in rows for cell in row]
        text = SEPARATOR.join(cells)
        if text.count(SEPARATOR) != max(len(cells) - 1, 0):
            text = SEPARATOR.join(cell.replace(SEPARATOR, SHOWN_NUL) for cell in cells)
        widths = [len(row) for row in rows]
        even = len(set(widths)) == 1
        shape: Record = {"width": widths[0]} if even else {"widths": widths}
        self.give(encoded(text), rows=len(widths), **shape)

    def flush(self) -> None:
        """Send what is still held back."""
        self._out.flush()


def encoded(text: str) -> bytes:
    """Return a text as it travels."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")  # what a line break within a cell is elsewhere
    return text.encode("utf-8", "replace")


def rows_of(record: Mapping[str, Any], content: bytes) -> list[Sequence[str]]:
    """Return the rows that `Teller` wrote; ValueError when record and bytes do not fit."""
    cells = content.decode("utf-8").split(SEPARATOR)
    n_rows: int = record["rows"]
    widths: list[int] = record.get("widths") or [record["width"]] * n_rows
    n_cells = sum(widths)
    if n_cells != len(cells) and (n_cells > 0 or cells != [""]):
        raise ValueError
    width: int = record.get("width", 0)
    if width:
        return [cells[n : n + width] for n in range(0, len(cells), width)]
    rows: list[Sequence[str]] = []
    start = 0
    for n in widths:
        rows.append(cells[start : start + n])
        start += n
    return rows
