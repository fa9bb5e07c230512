"""A large text made ready to be read in a stream: on disk, unpacked, in UTF-8."""

import codecs
import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from lib.errors import DeskError
from lib.foreign.limits import MAX_RATIO
from lib.ingest.big.scan import CHUNK_BYTES, chunks
from lib.ingest.progress import Progress
from lib.ingest.reading.refusals import refusal
from lib.ingest.reading.text_file import records
from lib.locale import msg

MAX_BIG_BYTES = 20_000_000_000
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib's way of saying: with a gzip header
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"PAR1", b"{", b"<")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FIRST_BYTES = 400_000
_GUESSED_BY_BYTES = 2_000_000  # of lines that are not ASCII
_UTF8 = "utf-8"


@dataclass(frozen=True)
class BigText:
    """A text on disk in UTF-8, and the `encoding` that it came in. `made`: the file is ours."""

    file: str
    path: Path
    encoding: str
    certain: bool
    made: bool

    def discard(self) -> None:
        """Remove what was made; somebody else's file stays."""
        if self.made:
            self.path.unlink(missing_ok=True)


def may_be_text(start: bytes) -> bool:
    """Say whether a file that begins so may be a delimited text, packed or not."""
    return bool(start) and not start.startswith(_NOT_TEXT)


def start_of(content: bytes | Path, size: int = 4) -> bytes:
    """Return the first bytes of a file."""
    if isinstance(content, bytes):
        return content[:size]
    with content.open("rb") as file:
        return file.read(size)


def size_of(content: bytes | Path) -> int:
    """Return how many bytes of text a file holds; of a packed one what its end claims."""
    if isinstance(content, bytes):
        size, end = len(content), content[-4:]
    else:
        size = content.stat().st_size
        with content.open("rb") as file:
            file.seek(max(0, size - 4))
            end = file.read(4)
    packed = start_of(content).startswith(_GZIP)
    return max(size, int.from_bytes(end, "little")) if packed else size


def ready(
    file: str, content: bytes | Path, folder: Path, encoding: str | None, progress: Progress
) -> BigText:
    """Return the text unpacked and in UTF-8; files are made in `folder`, only where needed.

    `encoding` forces one. Raises DeskError when the bytes are not a text in it.
    """
    text = _on_disk(file, content, folder)
    try:
        if start_of(text.path).startswith(_GZIP):
            text = _replaced(text, _unpacked(file, text.path, progress), folder, _UTF8)
            text = BigText(_unpacked_name(file), text.path, _UTF8, text.certain, text.made)
        if encoding is None and _is_utf8(text, progress):
            return text
        codec, certain = (encoding, True) if encoding else _guessed(text)
        recoded = _replaced(text, _recoded(text, codec, progress), folder, codec)
        return BigText(text.file, recoded.path, codec, certain, made=True)
    except BaseException:
        text.discard()
        raise


def _on_disk(file: str, content: bytes | Path, folder: Path) -> BigText:
    made = isinstance(content, bytes)
    path = filled(folder, iter([content])) if isinstance(content, bytes) else content
    return BigText(file, path, _UTF8, certain=True, made=made)


def filled(folder: Path, pieces: Iterator[bytes]) -> Path:
    """Write a file of our own in `folder`; when that fails nothing is left of it.

    Its name says which process writes it, so that what a crash leaves behind is swept.
    """
    handle, name = tempfile.mkstemp(prefix=".big.", suffix=f".{os.getpid()}.tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _replaced(text: BigText, pieces: Iterator[bytes], folder: Path, codec: str) -> BigText:
    path = filled(folder, pieces)
    text.discard()
    return BigText(text.file, path, codec, text.certain, made=True)


def _unpacked_name(file: str) -> str:
    return str(PurePath(file).with_suffix("")) if file.lower().endswith(".gz") else file


def _unpacked(file: str, path: Path, progress: Progress) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    size, given = path.stat().st_size, 0
    most = min(MAX_BIG_BYTES, MAX_RATIO * size)
    with path.open("rb") as packed:
        while not unpacker.eof:
            piece = unpacker.unconsumed_tail or packed.read(CHUNK_BYTES // 8)
            text = _inflated(file, unpacker, piece)
            given += len(text)
            if given > most:
                raise refusal(file, "unpacks_to_too_much", {})
            if given == len(text) and text.startswith(_GZIP):
                raise refusal(file, "archive_in_archive", {})
            progress(msg("Unpacking"), packed.tell() / size)
            yield text


def _inflated(file: str, unpacker: "zlib._Decompress", piece: bytes) -> bytes:
    try:
        text = unpacker.decompress(piece, CHUNK_BYTES)
    except zlib.error:
        raise refusal(file, "damaged", {}) from None
    if not text and not piece:  # the file ends before the archive does
        raise refusal(file, "damaged", {})
    return text


def _is_utf8(text: BigText, progress: Progress) -> bool:
    decoder = codecs.getincrementaldecoder(_UTF8)()
    size, done = text.path.stat().st_size, 0
    if start_of(text.path).startswith(_WIDE_MARKS):
        return False
    with text.path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            if not _fits(decoder, piece, last=file.tell() == size):
                return False
            if not done and b"\0" in piece:  # UTF-16 without a mark: ASCII beside zeros
                return False
            done += len(piece)
            progress(msg("Checking the encoding"), done / size)
    return True


def _fits(decoder: codecs.IncrementalDecoder, piece: bytes, *, last: bool) -> bool:
    """Say whether the bytes go on as the text began; those of ASCII alone are known at once."""
    if piece.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(piece, final=last)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(text: BigText) -> tuple[str, bool]:
    """Return the encoding, judged by the first lines and by those that are not ASCII."""
    sample = start_of(text.path, _FIRST_BYTES)
    if b"\0" not in sample:
        sample = sample[: sample.rfind(b"\n") + 1] + _telling(text.path)
    found = records(text.file, sample, {})
    return found.encoding, found.certain


def _telling(path: Path) -> bytes:
    lines: list[bytes] = []
    size = 0
    for piece in chunks(path):
        if not piece.isascii():
            found = [line for line in piece.split(b"\n") if not line.isascii()]
            lines += found
            size += sum(map(len, found))
        if size > _GUESSED_BY_BYTES:
            break
    return b"\n".join(lines)


def _recoded(text: BigText, codec: str, progress: Progress) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    size = text.path.stat().st_size
    with text.path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            try:
                yield decoder.decode(piece, final=file.tell() == size).encode(_UTF8)
            except UnicodeError:
                raise _not_in(text.file, codec) from None
            progress(msg("Reading the encoding"), file.tell() / size)


def _not_in(file: str, codec: str) -> DeskError:
    return refusal(file, "not_in_encoding", {"name": codec})
