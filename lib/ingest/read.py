"""Bytes to sheets of text. Nothing is understood yet and nothing is guessed about types."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.errors import DeskError
from lib.ingest.answers import HEADER_ROW, RAGGED, SHEETS, Answers
from lib.ingest.bulk import collector_paused
from lib.ingest.issues import Issue, note
from lib.ingest.progress import Progress, silent
from lib.ingest.reading.archive import members
from lib.ingest.reading.bare_header import without_rows
from lib.ingest.reading.hidden import asked_of_hidden, only_hidden, refuse_unknown
from lib.ingest.reading.nature import Nature, empty, header_only, nature
from lib.ingest.reading.text_file import Records, records
from lib.ingest.reading.workbook import RawSheet, raw_sheets
from lib.ingest.shapes.reshape import reshaped_all
from lib.ingest.sheet import Sheet
from lib.ingest.tables.grid_remarks import grid_remarks
from lib.ingest.tables.table import Origin, tables
from lib.locale import msg

__all__ = ["members", "sheets"]


@collector_paused()
def sheets(
    file: str, content: bytes, answers: Answers | None = None, progress: Progress = silent
) -> tuple[Sheet, ...]:
    """Return every table in the file that has rows, in order.

    What the bytes are decides how they are read, not the name; a process of its own reads
    them. `answers` may say encoding, delimiter, header row, what becomes of ragged rows,
    and which sheets are read. Of an archive all files are read (`members` keeps apart those
    that can be). Raises DeskError with code `unreadable`, `protected`, `empty`, `damaged`,
    `too_large` or `unknown_sheet`, and what `progress` raises.
    """
    answers = answers or Answers()
    said = answers.of(file)
    kind = nature(file, content)
    if kind is Nature.TEXT:
        made = _text_sheets(file, records(file, content, said, progress), said)
        return reshaped_all(made, answers)
    inner = members(file, content, progress) if kind in {Nature.ZIP, Nature.GZIP} else ()
    if inner and inner != ((file, content),):
        return _of_members(inner, answers, progress)
    wanted = said[SHEETS].split("|") if SHEETS in said else None
    raw = raw_sheets(file, content, wanted, progress)
    refuse_unknown(file, raw, wanted)
    return reshaped_all(_workbook_sheets(file, raw, wanted, answers), answers)


def _of_members(
    inner: Sequence[tuple[str, bytes | DeskError]], answers: Answers | None, progress: Progress
) -> tuple[Sheet, ...]:
    found: list[Sheet] = []
    for name, content in inner:
        if isinstance(content, DeskError):
            raise content
        found += sheets(name, content, answers, progress)
    return tuple(found)


def _text_sheets(file: str, text: Records, said: Mapping[str, str]) -> tuple[Sheet, ...]:
    origin = Origin(
        file,
        encoding=text.encoding,
        delimiter=text.delimiter,
        certain=text.certain,
        issues=_encoding_remarks(text),
        header_row=_header_row(said),
        ragged=said.get(RAGGED),
    )
    made = tables(origin, text.rows) or without_rows(origin, text.rows)
    if not made:
        raise header_only(file)
    return made


def _header_row(said: Mapping[str, str]) -> int | None:
    row = said.get(HEADER_ROW, "")
    return int(row) if row.isdecimal() else None


def _encoding_remarks(text: Records) -> tuple[Issue, ...]:
    if text.encoding.startswith("utf") and text.certain:
        return ()
    if text.certain:
        message = msg("The file was read as {encoding}.", encoding=text.encoding)
        return (note("encoding", "info", message),)
    message = msg("The encoding is not certain; {encoding} fits best.", encoding=text.encoding)
    return (note("encoding", "warning", message),)


def _workbook_sheets(
    file: str, raw: Sequence[RawSheet], wanted: Sequence[str] | None, answers: Answers
) -> tuple[Sheet, ...]:
    found: list[Sheet] = []
    for each in raw:
        if each.is_read:
            origin = _origin(file, each, len(raw), answers.of(file, each.name))
            found += tables(origin, each.rows)
    if not found and len(raw) == 1 and raw[0].is_read:
        origin = _origin(file, raw[0], 1, answers.of(file, raw[0].name))
        found += without_rows(origin, raw[0].rows)
    if not found:
        raise _nothing(file, raw)
    questions = asked_of_hidden(file, raw, wanted)
    return tuple(replace(sheet, questions=(*questions, *sheet.questions)) for sheet in found)


def _origin(file: str, raw: RawSheet, n_sheets: int, said: Mapping[str, str]) -> Origin:
    return Origin(
        file,
        sheet=raw.name,
        first_row=raw.top + 1,
        n_sheets=n_sheets,
        issues=grid_remarks(raw),
        header_row=_header_row(said),
        merged=_merged(raw),
        hidden_columns=raw.hidden_columns,
        ragged=said.get(RAGGED),
    )


def _merged(raw: RawSheet) -> tuple[tuple[int, int, int, int], ...]:
    """Return the merged ranges in places of the grid, cut to what it holds."""
    height, width = len(raw.rows), len(raw.rows[0]) if raw.rows else 0
    found = []
    for top, left, bottom, right in raw.merged:
        first = max(top - raw.top, 0), max(left - raw.left, 0)
        last = min(bottom - raw.top, height - 1), min(right - raw.left, width - 1)
        if first[0] <= last[0] and first[1] <= last[1]:
            found.append((*first, *last))
    return tuple(found)


def _nothing(file: str, raw: Sequence[RawSheet]) -> DeskError:
    if any(each.filled for each in raw if each.is_read):
        return header_only(file)
    return only_hidden(file, raw) or empty(file)
