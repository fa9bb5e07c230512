"""A look at a workbook's zip before any XML reader sees it; every part is counted as it unpacks."""

import io
import zipfile
import zlib

from lib.errors import DeskError
from lib.ingest.limits import (
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_MATTERS_BYTES,
)
from lib.ingest.nature import protected_error
from lib.locale import Message, msg

_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 64  # so that a mark across two chunks is seen
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 1
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_ODS_ENCRYPTION = b"encryption-data"
_MANIFEST = "META-INF/manifest.xml"
_WORKBOOK_PARTS = frozenset({"[content_types].xml", "content.xml"})
_DOCUMENT_FOLDERS = ("word/", "ppt/")
_AGAIN = msg("Open it in a spreadsheet program, save it as XLSX and load that.")


def refuse_hostile_zip(file: str, content: bytes) -> None:
    """Raise DeskError unless `content` is a zip of a workbook of a size that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            _refuse_directory(file, book)
            _refuse_parts(file, book)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise damaged(file) from None


def damaged(file: str) -> DeskError:
    """Return the error for a workbook that cannot be read to its end."""
    return DeskError("damaged", msg("{file} is damaged or incomplete.", file=file), _AGAIN)


def too_large(file: str, message: Message) -> DeskError:
    """Return the error for a workbook that unpacks to more than any real one."""
    remedy = msg("Export it as CSV, or in smaller pieces.")
    return DeskError("too_large", msg("{file} {why}.", file=file, why=message), remedy)


def _refuse_directory(file: str, book: zipfile.ZipFile) -> None:
    """Judge what the zip says of itself: names, number and kind of its parts."""
    parts = book.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS:
        raise too_large(file, msg("has more parts than a workbook has"))
    _refuse_other_contents(file, names)
    doubled = len({name.lower() for name in names}) < len(names)
    outside = any(name.startswith(("/", "\\")) or ".." in name for name in names)
    packed = any(part.compress_type not in _METHODS for part in parts)
    if doubled or outside or packed:
        raise DeskError(
            "unreadable", msg("{file} is not built as a workbook is.", file=file), _AGAIN
        )
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise protected_error(file)


def _refuse_other_contents(file: str, names: list[str]) -> None:
    if any(name.startswith(_DOCUMENT_FOLDERS) for name in names):
        raise DeskError(
            "unreadable",
            msg("{file} is a text document or slides, not a workbook.", file=file),
            msg("Copy its table into a spreadsheet program and save it as XLSX."),
        )
    if not _WORKBOOK_PARTS & {name.lower().lstrip("/\\") for name in names}:
        raise DeskError(
            "unreadable",
            msg("{file} is an archive, not a workbook.", file=file),
            msg("Unpack it and load the files in it."),
        )


def _refuse_parts(file: str, book: zipfile.ZipFile) -> None:
    total = 0
    for part in book.infolist():
        total += _unpacked_bytes(file, book, part)
        if total > MAX_UNPACKED_BYTES:
            raise too_large(file, msg("unpacks to more than any real workbook"))


def _unpacked_bytes(file: str, book: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return the true size of a part, refusing as soon as it is too much or declares entities."""
    size, tail = 0, b""
    most = max(RATIO_MATTERS_BYTES, MAX_RATIO * part.compress_size)
    with book.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > min(MAX_PART_BYTES, most):
                raise too_large(file, msg("unpacks to more than any real workbook"))
            seen = tail + chunk.replace(b"\0", b"")  # UTF-16 hides nothing
            _refuse_text(file, part.filename, seen)
            tail = seen[-_OVERLAP_BYTES:]
    return size


def _refuse_text(file: str, name: str, text: bytes) -> None:
    if any(mark in text for mark in _DECLARATIONS) and name.lower().endswith(
        ("xml", "rels", "vml")
    ):
        raise DeskError(
            "unreadable",
            msg("{file} declares entities, which no real workbook does.", file=file),
            _AGAIN,
        )
    if name == _MANIFEST and _ODS_ENCRYPTION in text:
        raise protected_error(file)
