"""A large text unpacked, judged and written anew in UTF-8, piece by piece."""

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path

from lib.foreign.limits import MAX_BIG_BYTES, MAX_RATIO
from lib.foreign.logs.scan import CHUNK_BYTES, chunks
from lib.foreign.logs.told import Share
from lib.foreign.refusal import Refused

GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # zlib's way of saying: with a gzip header
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FIRST_BYTES = 400_000
_GUESSED_BY_BYTES = 2_000_000  # of lines that are not ASCII


def unpacked(path: Path, share: Share) -> Iterator[bytes]:
    """Yield the text of a packed file; Refused when it is damaged or a bomb."""
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    size, given = path.stat().st_size, 0
    most = min(MAX_BIG_BYTES, MAX_RATIO * size)
    with path.open("rb") as packed:
        while not unpacker.eof:
            piece = unpacker.unconsumed_tail or packed.read(CHUNK_BYTES // 8)
            text = _inflated(unpacker, piece)
            given += len(text)
            if given > most:
                raise Refused("unpacks_to_too_much")
            if given == len(text) and text.startswith(GZIP):
                raise Refused("archive_in_archive")
            share(packed.tell() / size)
            yield text


def _inflated(unpacker: "zlib._Decompress", piece: bytes) -> bytes:
    try:
        text = unpacker.decompress(piece, CHUNK_BYTES)
    except zlib.error:
        raise Refused("damaged") from None
    if not text and not piece:  # the file ends before the archive does
        raise Refused("damaged")
    return text


def is_utf8(path: Path, share: Share) -> bool:
    """Say whether all of a text is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size, done = path.stat().st_size, 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            if not done and (piece.startswith(_WIDE_MARKS) or b"\0" in piece):
                return False  # UTF-16 without a mark: ASCII beside zeros
            if not _fits(decoder, piece, last=file.tell() == size):
                return False
            done += len(piece)
            share(done / size)
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


def telling(path: Path) -> bytes:
    """Return lines that tell the encoding: the first ones and those that are not ASCII."""
    with path.open("rb") as file:
        sample = file.read(_FIRST_BYTES)
    if b"\0" in sample:
        return sample
    return sample[: sample.rfind(b"\n") + 1] + _not_ascii(path)


def _not_ascii(path: Path) -> bytes:
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


def recoded(path: Path, codec: str, share: Share) -> Iterator[bytes]:
    """Yield a text in UTF-8; Refused when it is not in the encoding."""
    decoder = codecs.getincrementaldecoder(codec)()
    size = path.stat().st_size
    with path.open("rb") as file:
        while piece := file.read(CHUNK_BYTES):
            try:
                yield decoder.decode(piece, final=file.tell() == size).encode("utf-8")
            except UnicodeError:
                raise Refused("not_in_encoding", name=codec) from None
            share(file.tell() / size)
