"""A gzip file to what is in it, counted while it unpacks."""

import zlib
from pathlib import PurePath

from lib.errors import DeskError
from lib.ingest.limits import MAX_RATIO, MAX_UNPACKED_BYTES
from lib.ingest.preflight import damaged, too_large
from lib.locale import msg

_GZIP_WINDOW = 31  # zlib's way of saying: with a gzip header
_GZIP = b"\x1f\x8b"


def unpacked(file: str, content: bytes) -> tuple[str, bytes]:
    """Return name and bytes of the one file in a gzip; DeskError when it bursts or nests."""
    most = min(MAX_UNPACKED_BYTES, MAX_RATIO * len(content))
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        inner = unpacker.decompress(content, most)
    except zlib.error:
        raise damaged(file) from None
    if unpacker.unconsumed_tail:
        raise too_large(file, msg("unpacks to more than any real export"))
    if not unpacker.eof:
        raise damaged(file)
    if inner.startswith(_GZIP):
        raise DeskError(
            "unreadable",
            msg("{file} is an archive inside an archive.", file=file),
            msg("Unpack it and load the files in it."),
        )
    ending = PurePath(file).suffix.lower()
    return (str(PurePath(file).with_suffix("")) if ending == ".gz" else file), inner
