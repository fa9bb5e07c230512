"""A small file made of rows of a large one: recognised and previewed as any small file."""

from dataclasses import dataclass, replace
from pathlib import Path

from lib.ingest.answers import DELIMITER, ENCODING, Answers
from lib.ingest.big.text import BigText
from lib.ingest.issues import Issue, note
from lib.ingest.progress import Progress, silent
from lib.ingest.read import sheets
from lib.ingest.reading.text_file import records
from lib.ingest.sheet import Sheet
from lib.ingest.tables.header import unique_names
from lib.locale import msg

_FIRST_ROWS = 2_000
_FIRST_BYTES = 2_000_000
_SLICES = 64
_SLICE_BYTES = 8_000


@dataclass(frozen=True)
class Sample:
    """The sheet that rows of a large file make. `n_dropped` of its last rows are no data."""

    sheet: Sheet
    n_dropped: int

    @property
    def places(self) -> dict[str, int]:
        """Where in a row each column of the sheet stands, from 0."""
        names = unique_names(self.sheet.header)
        return {name: place for place, name in enumerate(names) if name in self.sheet.columns}


def sampled(text: BigText, answers: Answers, progress: Progress = silent) -> Sample | None:
    """Return rows from all over the text as a sheet; None when they make anything but one table."""
    first, rest = _first(text.path), _slices(text.path)
    said = {**answers.of(text.file), ENCODING: "utf-8"}
    found = sheets(text.file, first + rest, Answers(said), lambda what, _share: progress(what, 0.0))
    if len(found) != 1:
        return None
    sheet = found[0]
    dropped = _dropped(sheet, first + rest)
    if dropped is None or set(sheet.columns) - set(unique_names(sheet.header)):
        return None
    issues = (*_encoding_remarks(text), *(i for i in sheet.issues if i.code != "encoding"))
    sheet = replace(sheet, encoding=text.encoding, certain=text.certain, issues=issues)
    return Sample(sheet, dropped)


def _first(path: Path) -> bytes:
    """Return the first rows whole: a cell may hold line breaks."""
    with path.open("rb") as file:
        text = file.read(_FIRST_BYTES)
    ends, end = 0, 0
    while ends < _FIRST_ROWS:
        place = text.find(b"\n", end)
        if place < 0:
            break
        end, ends = place + 1, ends + 1
    while end and text[:end].count(b'"') % 2:
        end = text.rfind(b"\n", 0, end - 1) + 1
    return text[:end]


def _slices(path: Path) -> bytes:
    """Return whole lines from all over the file and its last ones, but none with quotes."""
    size = path.stat().st_size
    found = []
    with path.open("rb") as file:
        for n in range(1, _SLICES):
            file.seek(max(_FIRST_BYTES, size * n // _SLICES))
            piece = file.read(_SLICE_BYTES)
            if b'"' not in piece:
                found.append(piece[piece.find(b"\n") + 1 : piece.rfind(b"\n") + 1])
        file.seek(max(_FIRST_BYTES, size - _SLICE_BYTES))
        piece = file.read()
        if b'"' not in piece:
            found.append(piece[piece.find(b"\n") + 1 :])
    return b"".join(found)


def _dropped(sheet: Sheet, sample: bytes) -> int | None:
    """Return how many rows at the end are no data; None when others than the last are none."""
    rows = records(sheet.file, sample, {ENCODING: "utf-8", DELIMITER: sheet.delimiter or ","}).rows
    header = tuple(cell.strip() for cell in rows[sheet.header_row - 1])
    if header[: len(sheet.header)] != sheet.header:
        return None
    numbers = [n for n, row in enumerate(rows, 1) if n > sheet.header_row and "".join(row).strip()]
    known = {*sheet.row_numbers.tolist(), *sheet.rejects["source_row"].tolist()}
    missing = [n for n in numbers if n not in known]
    if missing != numbers[len(numbers) - len(missing) :]:
        return None
    return len(missing)


def _encoding_remarks(text: BigText) -> tuple[Issue, ...]:
    if text.encoding.startswith("utf") and text.certain:
        return ()
    if text.certain:
        message = msg("The file was read as {encoding}.", encoding=text.encoding)
        return (note("encoding", "info", message),)
    message = msg("The encoding is not certain; {encoding} fits best.", encoding=text.encoding)
    return (note("encoding", "warning", message),)
