"""An irregular large text written anew, row by row, by the same strict reader as small ones."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lib.foreign.logs.told import Share
from lib.foreign.text import broken

MOST_LISTED = 1_000
_ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Form:
    """What a row has to look like: how many fields, how many of them at least, after which row."""

    delimiter: str
    width: int
    least: int
    header_row: int


class Rewriting:
    """Reads strictly and writes plainly: row number first, one line a row.

    `n_misfits` rows have another number of fields than the header; the first thousand are
    in `misfits`, each with its number.
    """

    def __init__(self, form: Form, source: Path) -> None:
        self._form, self._source = form, source
        self.n_misfits = 0
        self.misfits: list[tuple[int, list[str]]] = []

    def pieces(self, share: Share) -> Iterator[bytes]:
        """Yield the text; Refused where a quote is not closed or a field endless."""
        size = self._source.stat().st_size
        with self._source.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            buffer: list[list[str | int]] = []
            for number, row in enumerate(self._rows(text), 1):
                if number > self._form.header_row and (fitting := self._fitted(number, row)):
                    buffer.append([number, *fitting])
                if number % _ROWS_AT_ONCE == 0:
                    share(min(1.0, raw.tell() / size))
                    yield _lines(buffer)
                    buffer = []
            yield _lines(buffer)

    def _rows(self, text: io.TextIOWrapper) -> Iterator[list[str]]:
        # A Windows line end inside a cell is one line end, as it is in a small file.
        reader = csv.reader(_unix(text), delimiter=self._form.delimiter, strict=True)
        line = 1
        try:
            for row in reader:
                yield row
                line = reader.line_num + 1
        except csv.Error as error:
            raise broken(line, str(error)) from None

    def _fitted(self, number: int, row: list[str]) -> list[str] | None:
        if not "".join(row).strip():
            return None
        width = self._form.width
        if len(row) == width:
            return row
        if self._form.least <= len(row) and not "".join(row[width:]).strip():
            return [*row[:width], *[""] * (width - len(row))]
        self.n_misfits += 1
        if len(self.misfits) < MOST_LISTED:
            self.misfits.append((number, row))
        return None


def _unix(text: io.TextIOWrapper) -> Iterator[str]:
    for line in text:
        yield f"{line[:-2]}\n" if line.endswith("\r\n") else line


def _lines(rows: list[list[str | int]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()
