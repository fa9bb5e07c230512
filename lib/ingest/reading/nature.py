"""What bytes are, whatever the file is called: the first bytes decide, not the extension."""

import re
from enum import StrEnum
from pathlib import PurePath

from lib.errors import DeskError
from lib.ingest.reading.shown import shown_name
from lib.locale import Message, msg

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_GZIP = b"\x1f\x8b"
_NAMED: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF", msg("a PDF document")),
    (b"\x89PNG", msg("a picture")),
    (b"\xff\xd8\xff", msg("a picture")),
    (b"GIF8", msg("a picture")),
    (b"{\\rtf", msg("a text document (RTF)")),
    (b"MZ", msg("a program")),
    (b"\x7fELF", msg("a program")),
    (b"SQLite format 3", msg("a database")),
    (b"PAR1", msg("a Parquet file")),
    (b"7z\xbc\xaf", msg("an archive")),
    (b"Rar!", msg("an archive")),
    (b"BZh", msg("an archive")),
    (b"\xfd7zXZ", msg("an archive")),
    (b"PK\x05\x06", msg("an empty archive")),
    (b"\x09\x00\x04\x00", msg("a workbook of Excel 2 to 4")),
    (b"\x09\x02\x06\x00", msg("a workbook of Excel 2 to 4")),
    (b"\x09\x04\x06\x00", msg("a workbook of Excel 2 to 4")),
)
_TAR, _TAR_AT = b"ustar", 257
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|table|meta|div|style|script|font|center|tr|p|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_MIME = re.compile(rb"(?:From: .*\s+)?MIME-Version:", re.IGNORECASE)  # what Excel calls .mht
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"[^\"\r\n]*\"\s*:")
_BEGIN_BYTES = 4096
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b", re.IGNORECASE)
_WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
_RESAVE = msg("Open it in a spreadsheet program, save it as XLSX and load that.")
_AGAIN = msg("Export it again as CSV (UTF-8) or XLSX.")


class Nature(StrEnum):
    """The ways in which a file can be read."""

    TEXT = "text"
    ZIP = "zip"
    OLE = "ole"
    GZIP = "gzip"


def nature(file: str, content: bytes) -> Nature:
    """Return how the bytes are to be read; DeskError when they cannot hold a table."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise empty(file)
    if content.startswith(_GZIP):
        return Nature.GZIP
    _refuse_other(file, content)
    binary = content.startswith((_OLE, _ZIP))
    _refuse_misnamed(file, binary=binary)
    if binary:
        return Nature.OLE if content.startswith(_OLE) else Nature.ZIP
    return Nature.TEXT


def says_it_is_office(content: bytes) -> bool:
    """Say whether the directory at a zip's end names the parts that office documents have.

    Only bytes are looked for: whether it is true, the process that reads them finds out.
    """
    end = content.rfind(_ZIP_END)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    names = content[max(end - size, 0) : end].lower() if end >= 0 else b""
    return b"[content_types].xml" in names or (
        b"content.xml" in names and b"meta-inf/manifest.xml" in names
    )


def named_as_workbook(file: str) -> bool:
    """Say whether the name says that the file is a workbook."""
    return PurePath(file).suffix.lower() in _WORKBOOK_ENDINGS


def empty(file: str) -> DeskError:
    """Return the error for a file without rows."""
    return DeskError(
        "empty",
        msg("{file} holds no rows.", file=shown_name(file)),
        msg("Check the export's filter and period, then export it again."),
    )


def _refuse_other(file: str, content: bytes) -> None:
    named = next((name for start, name in _NAMED if content.startswith(start)), None)
    if content[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        named = msg("an archive")
    marked_up = _markup(content)
    named = marked_up or named
    if named is not None:
        raise DeskError(
            "unreadable",
            msg("{file} is {thing}, not a table.", file=shown_name(file), thing=named),
            _RESAVE if marked_up and named_as_workbook(file) else _AGAIN,
        )


def _markup(content: bytes) -> Message | None:
    """Say what kind of marked-up text it is, in any width of characters; None for others."""
    begin = content[:_BEGIN_BYTES]
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        begin = begin[2:].replace(b"\0", b"")
    if _MARKUP.match(begin) or _MIME.match(begin):
        return msg("a web page (HTML)")
    if _XML.match(begin):
        return msg("an XML document")
    return msg("data for programs (JSON)") if _JSON.match(begin) else None


def _refuse_misnamed(file: str, *, binary: bool) -> None:
    ending = PurePath(file).suffix.lower()
    if binary and ending in _TEXT_ENDINGS:
        raise DeskError(
            "unreadable",
            msg(
                "{file} is named as a text, but is a workbook or an archive.", file=shown_name(file)
            ),
            msg("Give it its right ending, for example .xlsx, and load it again."),
        )
    if not binary and named_as_workbook(file):
        raise DeskError(
            "unreadable",
            msg("{file} is named as a workbook, but is none.", file=shown_name(file)),
            msg(
                "If it is text with commas or tabs between its values, name it .csv; else export "
                "it again as XLSX."
            ),
        )


def header_only(file: str) -> DeskError:
    """Return the error for a file with headings and nothing under them."""
    return DeskError(
        "empty",
        msg("{file} has a header, but no rows under it.", file=shown_name(file)),
        msg("Check the export's filter and period, then export it again."),
    )
