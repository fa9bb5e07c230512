"""An irregular large text written anew, row by row, by the same reader as small files."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.errors import DeskError
from lib.ingest.big.text import filled
from lib.ingest.progress import Progress
from lib.ingest.reading.refusals import refusal
from lib.ingest.sheet import Reject
from lib.locale import msg, msgs

MOST_LISTED = 1_000
_ROWS_AT_ONCE = 20_000
_SHOWN_CHARACTERS = 60

Row = Sequence[str]


@dataclass(frozen=True)
class Form:
    """What a row has to look like: how many fields, how many of them at least, after which row."""

    file: str
    delimiter: str
    width: int
    least: int
    header_row: int


class Rewriting:
    """Reads strictly and writes plainly: row number first, one line a row.

    `n_misfits` rows have another number of fields than the header; the first thousand are
    in `misfits`.
    """

    def __init__(self, form: Form, source: Path) -> None:
        self._form, self._source = form, source
        self.n_rows = self.n_misfits = 0
        self.misfits: list[Reject] = []
        self.misfit_rows: list[tuple[int, list[str]]] = []

    def written(self, folder: Path, progress: Progress) -> Path:
        """Write the file; DeskError where a quote is not closed or a field endless."""
        return filled(folder, self._pieces(progress))

    def _pieces(self, progress: Progress) -> Iterator[bytes]:
        size = self._source.stat().st_size
        with self._source.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            buffer: list[list[str | int]] = []
            for number, row in enumerate(self._rows(text), 1):
                if number > self._form.header_row and (fitting := self._fitted(number, row)):
                    buffer.append([number, *fitting])
                if number % _ROWS_AT_ONCE == 0:
                    progress(msg("Checking the rows"), min(1.0, raw.tell() / size))
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
            raise _broken(self._form.file, line, str(error)) from None

    def _fitted(self, number: int, row: list[str]) -> list[str] | None:
        if not "".join(row).strip():
            return None
        self.n_rows += 1
        width = self._form.width
        if len(row) == width:
            return row
        if self._form.least <= len(row) and not "".join(row[width:]).strip():
            return [*row[:width], *[""] * (width - len(row))]
        self.n_misfits += 1
        if len(self.misfits) < MOST_LISTED:
            self.misfits.append(self._misfit(number, row))
            self.misfit_rows.append((number, row))
        return None

    def _misfit(self, number: int, row: Row) -> Reject:
        reason = msgs(
            "The row has {n} field, the header has {width}.",
            "The row has {n} fields, the header has {width}.",
            len(row),
            width=str(self._form.width),
        )
        return number, None, " | ".join(row)[:_SHOWN_CHARACTERS], reason


def _unix(text: io.TextIOWrapper) -> Iterator[str]:
    for line in text:
        yield f"{line[:-2]}\n" if line.endswith("\r\n") else line


def _lines(rows: list[list[str | int]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _broken(file: str, line: int, error: str) -> DeskError:
    if "field larger" in error:
        code = "long_field"
    else:
        code = "open_quote" if "unexpected end" in error else "stray_quote"
    return refusal(file, code, {"line": str(line)})
