"""Archives: what a gzip holds, and the files of a zip, counted while they unpack."""

import zlib
from pathlib import PurePosixPath

from lib.foreign.limits import MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_MATTERS_BYTES
from lib.foreign.refusal import Refused
from lib.foreign.wire import Teller
from lib.foreign.zipped import Zip

_WITH_GZIP_HEADER = 31
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
_ZIP = b"PK\x03\x04"
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_MIME = "mimetype"
_CHUNK_BYTES = 1 << 20
_MOST_STREAMS = 1000


def tell_gzip(teller: Teller, content: bytes) -> None:
    """Tell what is in a gzip, of one stream or several; Refused when it bursts or nests."""
    inner = gunzipped(content)
    _refuse_nested(inner)
    teller.give(inner, member="")


def gunzipped(content: bytes) -> bytes:
    """Return the unpacked bytes."""
    most = min(MAX_UNPACKED_BYTES, max(RATIO_MATTERS_BYTES, MAX_RATIO * len(content)))
    pieces: list[bytes] = []
    for _ in range(_MOST_STREAMS):
        unpacker = zlib.decompressobj(_WITH_GZIP_HEADER)
        try:
            pieces.append(unpacker.decompress(content, most))
        except zlib.error:
            raise Refused("truncated") from None
        most -= len(pieces[-1])
        if unpacker.unconsumed_tail or most <= 0:
            raise Refused("unpacks_to_too_much")
        if not unpacker.eof:
            raise Refused("truncated")
        content = unpacker.unused_data.lstrip(b"\0")
        if not content.startswith(_ARCHIVES[0]):
            break
    return b"".join(pieces)


def is_workbook(content: bytes) -> bool:
    """Say whether a zip is a workbook or another office document, rather than files."""
    return content.startswith(_ZIP) and is_office(Zip.of(content))


def is_office(book: Zip) -> bool:
    """Say whether a zip has the parts that office documents have."""
    names = {name.lower().lstrip("/\\") for name in book.parts}
    return "[content_types].xml" in names or {"content.xml", "meta-inf/manifest.xml"} <= names


def tell_zip(teller: Teller, content: bytes) -> None:
    """Tell every file in a zip by its name."""
    book = Zip.of(content)
    names = [name for name in book.parts if not name.endswith("/") and not is_junk(name)]
    if len(names) > MAX_MEMBERS:
        raise Refused("too_many_files", n=str(len(names)), most=str(MAX_MEMBERS))
    if not names:
        raise Refused("empty_archive")
    total = 0
    for name in names:
        total += _tell_member(teller, book, name)
        if total > MAX_UNPACKED_BYTES:
            raise Refused("unpacks_to_too_much")


def is_junk(name: str) -> bool:
    """Say whether a file of a zip was put there by the system that packed it.

    >>> [is_junk(name) for name in ("__MACOSX/._a.csv", "x/.DS_Store", "x/._a.csv", "a.csv")]
    [True, True, True, False]
    """
    last = PurePosixPath(name).name
    return name.startswith(_JUNK) or last in _JUNK or last.startswith("._")


def _tell_member(teller: Teller, book: Zip, name: str) -> int:
    """Tell one file, or why it cannot be had: that must not keep the others out."""
    try:
        content = b"".join(book.chunks(book.parts[name]))
        _refuse_nested(content)
    except Refused as refused:
        teller.say(member=name, refused=refused.code, words=refused.words)
        return 0
    teller.give(content, member=name)
    return len(content)


def _refuse_nested(content: bytes) -> None:
    if content.startswith(_ARCHIVES) or (content.startswith(_ZIP) and not is_workbook(content)):
        raise Refused("archive_in_archive")
