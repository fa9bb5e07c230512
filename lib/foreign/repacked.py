"""A workbook as its reader gets it: told what it is where it does not say, and read once.

The reader goes through a sheet a second time, up to the list of its merged cells; that takes a
third of its time, and `scan` finds them anyway. An empty list before the sheet's own text
ends the second time at once. It need not be unpacked for that: packed texts can follow
each other, and the list is made so that the checksum of both is that of the sheet alone.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lib.foreign.zipped import Zip

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_NONE_MERGED = b"<mergeCells></mergeCells><!--MLECNMBBH-->"  # of checksum 0
_PACKER = zlib.compressobj(wbits=-15)
_PACKED = {
    zipfile.ZIP_STORED: _NONE_MERGED,
    zipfile.ZIP_DEFLATED: _PACKER.compress(_NONE_MERGED) + _PACKER.flush(zlib.Z_FULL_FLUSH),
}
_PLAIN = re.compile(
    rb"<(?:\?xml(?:(?!encoding)[^>])*(?:encoding=.utf-8.[^>]*)?>|\w)", re.IGNORECASE
)
_VERSION, _FIRST_DAY = 20, 33  # what any program can unpack; 1980-01-01
_UTF_8_FLAG = 0x800


@dataclass(frozen=True, slots=True)
class _Part:
    """One part as it is written, with its name as bytes."""

    name: bytes
    flags: int
    method: int
    check: int
    size: int
    pieces: tuple[bytes | memoryview, ...]  # as they are packed: they may be large

    @property
    def facts(self) -> tuple[int, ...]:
        """What both the part's own header and the directory say of it."""
        method, check = self.method, self.check
        sizes = sum(map(len, self.pieces)), self.size, len(self.name)
        return (_VERSION, self.flags, method, 0, _FIRST_DAY, check, *sizes, 0)


def repacked(book: Zip, sheets: Collection[str]) -> bytes:
    """Return the workbook for its reader; `sheets` are the parts that hold sheets as XML."""
    is_typed = "content.xml" not in book.parts or "mimetype" in book.parts
    if is_typed and not sheets:
        return book.content
    whole: list[bytes | memoryview] = []
    directory, start = bytearray(), 0
    for part in _parts(book, sheets, is_typed=is_typed):
        written = (struct.pack("<4s5H3I2H", b"PK\3\4", *part.facts), part.name, *part.pieces)
        whole += written
        facts = struct.pack("<4s6H3I2H", b"PK\1\2", _VERSION, *part.facts)
        directory += facts + struct.pack("<3H2I", 0, 0, 0, 0, start) + part.name
        start += sum(map(len, written))
    n = len(book.parts) + (not is_typed)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, n, n, len(directory), start, 0)
    return b"".join((*whole, directory, end))


def _parts(book: Zip, sheets: Collection[str], *, is_typed: bool) -> Iterator[_Part]:
    if not is_typed:
        size, check = len(_MIMETYPE), zlib.crc32(_MIMETYPE)
        yield _Part(b"mimetype", 0, zipfile.ZIP_STORED, check, size, (_MIMETYPE,))
    for name, info in book.parts.items():
        flags = info.flag_bits & _UTF_8_FLAG
        written = info.orig_filename.encode("utf-8" if flags else "cp437", "replace")
        pieces: tuple[bytes | memoryview, ...] = (book.packed(info),)
        size = info.file_size
        if name in sheets and _PLAIN.match(next(book.chunks(info), b"")):
            pieces, size = (_PACKED[info.compress_type], *pieces), size + len(_NONE_MERGED)
        yield _Part(written, flags, info.compress_type, info.CRC, size, pieces)
