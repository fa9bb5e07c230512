"""A large sheet of an XLSX parted in two, so that two processes read it at once.

Most of the time goes into the reader's parsing of XML, which uses one core. The lower half
of the rows is given to a second process as a workbook of its own; the first tells its own
rows, then those of the second. Where anything is unusual the first reads all.
"""

import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lib.foreign.parts import Parts
from lib.foreign.zipped import CHUNK_BYTES, Zip

_LEAST_BYTES = 30_000_000
_TWO = 2
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_BEGIN_WITHIN = 1 << 20
_ROW = b"<row "
_NUMBERED = re.compile(rb'<row (?:[^>]*\s)?r="\d+"[^>]*>\s*<c (?:[^>]*\s)?r="[A-Z]+\d+"')
_NUMBERED_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Halves:
    """A workbook of one large sheet, whose XML is unpacked, and where its rows are parted."""

    book: Zip
    name: str
    xml: bytes
    begin: int
    cut: int
    end: int

    def upper(self) -> bytes:
        """Return the workbook with the upper half of the rows only."""
        return self._with(slice(0, self.cut), slice(self.end, None))

    def lower(self) -> bytes:
        """Return the workbook with the lower half of the rows only."""
        return self._with(slice(0, self.begin), slice(self.cut, None))

    def chunks(self) -> Iterator[bytes]:
        """Yield the XML some at a time."""
        return (self.xml[n : n + CHUNK_BYTES] for n in range(0, len(self.xml), CHUNK_BYTES))

    def _with(self, *pieces: slice) -> bytes:
        """Return the workbook with pieces of the XML in its place, packed so as to be read fast."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as copy:
            for other in self.book.parts:
                if other != self.name:
                    copy.writestr(other, self.book.read(other))
            with copy.open(self.name, "w") as part:
                for piece in pieces:
                    part.write(memoryview(self.xml)[piece])
        return out.getvalue()


def halves(book: Zip, parts: Parts) -> Halves | None:
    """Return the workbook parted; None when it is small, has several sheets or unusual XML."""
    name = next(iter(parts.sheets), "")
    if len(parts.sheets) != 1 or not name.endswith(".xml"):
        return None
    if book.parts[name].file_size < _LEAST_BYTES or (os.cpu_count() or 1) < _TWO:
        return None
    xml = book.read(name)
    begin, end = xml.find(_BEGIN, 0, _BEGIN_WITHIN) + len(_BEGIN), xml.rfind(_END)
    cut = xml.find(_ROW, (begin + end) // 2, end)
    if begin < len(_BEGIN) or cut < begin or not _is_plain(xml, cut):
        return None
    return Halves(book, name, xml, begin, cut, end)


def _is_plain(xml: bytes, cut: int) -> bool:
    """Say whether rows tell their number, and no comment or raw text could look like a row."""
    if b"!" in xml and b"<!" in xml:  # a search for one sign is much faster, and both are rare
        return False
    return _NUMBERED.match(xml[cut : cut + _NUMBERED_BYTES]) is not None
