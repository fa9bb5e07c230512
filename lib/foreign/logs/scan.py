"""Is a large text regular: every row as wide as the header, every quote in its place.

DuckDB takes an unclosed quote for text and a ragged row for a column, without a word. So
the bytes are judged first, chunk by chunk; a text that is regular is read alike by every
reader, and any other one is written anew by the reader of small files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lib.foreign.logs.told import Share

CHUNK_BYTES = 8_000_000
_JUDGED_BYTES = 1_000_000  # at a time: more would leave the processor's cache
LONGEST_LINE = 100_000  # the csv module takes no longer field
_NEWLINE, _RETURN, _QUOTE, _SPACE = 10, 13, 34, 32
_ASKED = b'"\r\t+.\\\x7f'
_OTHER_CONTROL, _NOT_ASCII = 1, 128  # stand for all of their sort

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scan:
    """What the bytes of a text say. `signs` tells some that occur; `n_rows` counts all rows.

    `width` is how many fields the header has.
    """

    regular: bool
    n_rows: int
    width: int
    signs: npt.NDArray[np.bool_]

    def has(self, signs: bytes) -> bool:
        """Say whether any of the signs occurs."""
        return bool(self.signs[list(signs)].any())

    @property
    def ascii(self) -> bool:
        """Whether every sign is ASCII."""
        return not self.signs[128:].any()

    @property
    def quoted(self) -> bool:
        """Whether there are quotation marks."""
        return self.has(b'"')

    @property
    def crlf(self) -> bool:
        """Whether lines end as on Windows."""
        return self.has(b"\r")


def chunks(path: Path, size: int = CHUNK_BYTES) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces that end where a line ends, if one ends at all."""
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(size):
            whole = rest + piece
            end = whole.rfind(b"\n") + 1 or (len(whole) if len(whole) > CHUNK_BYTES else 0)
            if end:
                yield whole[:end]
            rest = whole[end:]
    if rest:
        yield rest


def scanned(path: Path, delimiter: str, skipped: int, share: Share) -> Scan:
    """Judge the bytes from the line after the first `skipped` on; the header is among them."""
    judge = _Judge(ord(delimiter))
    size, done = path.stat().st_size, 0
    for piece in chunks(path, _JUDGED_BYTES):
        done += len(piece)
        judge.take(_without_lines(piece, skipped) if done == len(piece) else piece)
        share(done / size)
    return Scan(judge.regular and not judge.inside, judge.n_rows, judge.width + 1, judge.signs)


def _without_lines(piece: bytes, n: int) -> bytes:
    for _ in range(n):
        piece = piece[piece.find(b"\n") + 1 :]
    return piece.removeprefix(b"\xef\xbb\xbf")


def _has_short_lines(piece: bytes) -> bool:
    """Say whether a line ends so often that none can be endless."""
    step = LONGEST_LINE // 2
    return all(
        piece.find(b"\n", start, start + step) >= 0 for start in range(0, len(piece) - step, step)
    )


class _Judge:
    """Takes a text piece by piece; `regular` is False as soon as anything is out of order."""

    def __init__(self, delimiter: int) -> None:
        self.signs = np.zeros(256, dtype=np.bool_)
        self.regular, self.inside = True, False
        self.n_rows, self.width = 0, -1
        self._delimiter = delimiter
        self._no_marks = bytes(sign for sign in range(256) if sign not in {delimiter, _NEWLINE})

    def take(self, piece: bytes) -> None:
        if not piece:
            return
        signs = np.frombuffer(piece, dtype=np.uint8)
        self._note(piece, signs)
        if self.regular and not (self._is_plain and self._plain_rows_fit(piece)):
            self.regular = self._fits(signs)

    def _note(self, piece: bytes, signs: Bytes) -> None:
        """Note the signs that somebody asks about; a look at all 256 takes ten times as long."""
        for sign in _ASKED:
            self.signs[sign] |= sign in piece
        controls = np.count_nonzero(signs < _SPACE) - np.count_nonzero(signs == _NEWLINE)
        controls -= sum(piece.count(sign) for sign in b"\r\t" if self.signs[sign])
        self.signs[_OTHER_CONTROL] |= controls > 0
        self.signs[_NOT_ASCII] |= not piece.isascii()

    def _fits(self, signs: Bytes) -> bool:
        outside = None
        if self.inside or self.signs[_QUOTE]:
            quotes = np.flatnonzero(signs == _QUOTE)
            if not self._quotes_fit(signs, quotes):
                return False
            outside = self._outside(signs, quotes)
        ends, marks = self._places(signs, outside)
        return self._returns_fit(signs, ends) and self._rows_fit(signs, ends, marks)

    @property
    def _is_plain(self) -> bool:
        """Whether so far there is neither a quotation mark nor a Windows line end."""
        return self.width > 0 and not (self.inside or self.signs[_QUOTE] or self.signs[_RETURN])

    def _plain_rows_fit(self, piece: bytes) -> bool:
        """Say whether all rows have the same marks, with nothing else to look at: the quick way."""
        marks = piece.translate(None, self._no_marks)
        n = len(marks) // (self.width + 1)
        row = bytes([self._delimiter]) * self.width + b"\n"
        if not piece.endswith(b"\n") or marks != row * n or not _has_short_lines(piece):
            return False
        self.n_rows += n
        return True

    def _quotes_fit(self, signs: Bytes, quotes: Places) -> bool:
        """Say whether a mark opens only where a field begins and closes only where one ends.

        Two marks in a row inside a field stand for one, as if it closed and opened again.
        """
        opening, closing = quotes[self.inside :: 2], quotes[not self.inside :: 2]
        before = np.where(opening > 0, signs[opening - 1], _NEWLINE)
        after = signs[np.minimum(closing + 1, len(signs) - 1)]
        after = np.where(closing + 1 < len(signs), after, _NEWLINE)
        begins = (before == self._delimiter) | (before == _NEWLINE) | (before == _QUOTE)
        ends = (after == self._delimiter) | (after == _NEWLINE) | (after == _QUOTE)
        return bool(begins.all() and (ends | (after == _RETURN)).all())

    def _outside(self, signs: Bytes, quotes: Places) -> npt.NDArray[np.bool_]:
        flips = np.zeros(len(signs), dtype=np.bool_)
        flips[quotes] = True
        if self.inside:
            flips[0] = not flips[0]
        inside = np.logical_xor.accumulate(flips)
        self.inside = bool(inside[-1])
        return ~inside

    def _places(self, signs: Bytes, outside: npt.NDArray[np.bool_] | None) -> tuple[Places, Places]:
        newline, mark = signs == _NEWLINE, signs == self._delimiter
        if outside is not None:
            newline, mark = newline & outside, mark & outside
        return np.flatnonzero(newline), np.flatnonzero(mark)

    def _returns_fit(self, signs: Bytes, ends: Places) -> bool:
        """Say whether lines end all as on Windows or all as on Unix, with no sign in between."""
        if not self.signs[_RETURN]:
            return True
        here = np.count_nonzero(signs == _RETURN)
        if len(ends) == 0 or ends[0] == 0:
            return here == 0
        return here == len(ends) and bool((signs[ends - 1] == _RETURN).all())

    def _rows_fit(self, signs: Bytes, ends: Places, marks: Places) -> bool:
        """Say whether each row has as many fields as the first, and none is blank or endless."""
        if self.inside or len(ends) == 0 or ends[-1] != len(signs) - 1:
            ends = np.append(ends, len(signs))
        n = np.diff(np.searchsorted(marks, ends), prepend=0)
        lengths = np.diff(ends, prepend=-1)
        if self.width < 0:
            self.width = int(n[0])
        self.n_rows += len(ends)
        fits = (n == self.width).all() and lengths.max() < LONGEST_LINE
        return bool(fits and self.width > 0 and not self.inside)
