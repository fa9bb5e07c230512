"""Bytes to sheets of text. Nothing is understood yet and nothing is guessed about types."""

from itertools import zip_longest

from lib.ingest.answers import ENCODING, Answers
from lib.ingest.archive import unpacked
from lib.ingest.bulk import collector_paused
from lib.ingest.csv_text import records
from lib.ingest.encoding import Decoded, decoded
from lib.ingest.headings import is_known
from lib.ingest.issues import Issue, note
from lib.ingest.nature import Nature, empty, header_only, nature
from lib.ingest.preflight import refuse_hostile_zip
from lib.ingest.sheet import Sheet
from lib.ingest.table import Origin, table
from lib.ingest.workbook import RawSheet, raw_sheets
from lib.locale import msg


@collector_paused()
def sheets(file: str, content: bytes, answers: Answers | None = None) -> tuple[Sheet, ...]:
    """Return every table in the file that has rows, in order.

    What the bytes are decides how they are read, not the name. `answers` may
    force an encoding. Raises DeskError with code `unreadable`, `protected`, `empty`, `damaged` or
    `too_large`, and nothing else.
    """
    kind = nature(file, content)
    if kind is Nature.GZIP:
        return sheets(*unpacked(file, content), answers)
    if kind is Nature.TEXT:
        encoding = (answers or Answers()).of(file).get(ENCODING)
        return (_text_sheet(file, decoded(file, content, encoding, is_known)),)
    if kind is Nature.ZIP:
        refuse_hostile_zip(file, content)
    return _workbook_sheets(file, raw_sheets(file, content))


def _text_sheet(file: str, text: Decoded) -> Sheet:
    found = records(file, text.text)
    origin = Origin(
        file,
        encoding=text.encoding,
        delimiter=found.delimiter,
        certain=text.certain,
        issues=_encoding_remarks(text),
    )
    sheet = table(origin, found.rows)
    if sheet is None:
        raise header_only(file)
    return sheet


def _encoding_remarks(text: Decoded) -> tuple[Issue, ...]:
    if text.encoding.startswith("utf") and text.certain:
        return ()
    if text.certain:
        message = msg("The file was read as {encoding}.", encoding=text.encoding)
        return (note("encoding", "info", message),)
    message = msg("The encoding is not certain; {encoding} fits best.", encoding=text.encoding)
    return (note("encoding", "warning", message),)


def _workbook_sheets(file: str, raw: tuple[RawSheet, ...]) -> tuple[Sheet, ...]:
    found = []
    for each in raw:
        origin = Origin(
            file,
            sheet=each.name,
            first_row=each.first_row,
            hidden=each.hidden,
            n_sheets=len(raw),
        )
        sheet = table(origin, list(zip_longest(*each.columns, fillvalue="")))
        if sheet is not None:
            found.append(sheet)
    if not found:
        raise header_only(file) if any(each.columns for each in raw) else empty(file)
    return tuple(found)
