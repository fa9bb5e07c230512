"""A zip taken apart by hand: every part is counted while it unpacks, its word is not taken."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lib.foreign.limits import (
    MAX_PART_BYTES,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_MATTERS_BYTES,
)
from lib.foreign.refusal import Refused

CHUNK_BYTES = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 1
_LOCAL_HEADER_BYTES = 30
_RAW_DEFLATE = -15
_DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG_BYTES = 1 << 16
_FOLDERS = frozenset({"xl", "_rels", "docprops", "customxml", "[content_types].xml", "meta-inf"})
_BINARY = (".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp")


@dataclass(frozen=True, slots=True)
class Zip:
    """A zip whose directory was found sound; `parts` by name."""

    content: bytes
    parts: dict[str, zipfile.ZipInfo]

    @classmethod
    def of(cls, content: bytes) -> "Zip":
        """Return the zip; Refused when its directory says what no real file's does."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                infos = book.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
            raise Refused("truncated") from None
        _refuse_directory(infos)
        return cls(content, {info.filename: info for info in infos})

    def chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a part as it unpacks; Refused as soon as it is more than it says, or too much."""
        size, check = 0, 0
        most = min(MAX_PART_BYTES, max(RATIO_MATTERS_BYTES, MAX_RATIO * info.compress_size))
        for chunk in _unpacked(info, self.packed(info)):
            size += len(chunk)
            check = zlib.crc32(chunk, check)
            if size > info.file_size:
                raise Refused("false_size", part=info.filename)
            if size > most:
                raise Refused("unpacks_to_too_much")
            yield chunk
        if size != info.file_size or check != info.CRC:
            raise Refused("damaged_part", part=info.filename)

    def read(self, name: str) -> bytes:
        """Return a whole part; empty when there is none of that name."""
        info = self.parts.get(name)
        return b"" if info is None else b"".join(self.chunks(info))

    def packed(self, info: zipfile.ZipInfo) -> memoryview:
        """Return a part as it is packed; Refused when it is not where it should be."""
        start = info.header_offset
        header = self.content[start : start + _LOCAL_HEADER_BYTES]
        if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(b"PK\x03\x04"):
            raise Refused("truncated")
        n_name, n_extra = (int.from_bytes(header[n : n + 2], "little") for n in (26, 28))
        start += _LOCAL_HEADER_BYTES
        name = self.content[start : start + n_name]
        if name.rstrip(b"\0") != info.orig_filename.encode(
            "utf-8" if info.flag_bits & 0x800 else "cp437", "replace"
        ).rstrip(b"\0"):
            raise Refused("not_built_so")
        start += n_name + n_extra
        return memoryview(self.content)[start : start + info.compress_size]


def _unpacked(info: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
    if info.compress_type == zipfile.ZIP_STORED:
        return (bytes(packed[n : n + CHUNK_BYTES]) for n in range(0, len(packed), CHUNK_BYTES))
    return _inflated(info, packed)


def _inflated(info: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_RAW_DEFLATE)
    try:
        for n in range(0, len(packed), CHUNK_BYTES):
            rest: bytes | memoryview = packed[n : n + CHUNK_BYTES]
            while len(rest):
                yield unpacker.decompress(rest, CHUNK_BYTES)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error:
        raise Refused("damaged_part", part=info.filename) from None
    if not unpacker.eof:
        raise Refused("damaged_part", part=info.filename)


def _refuse_directory(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_PARTS:
        raise Refused("too_many_parts")
    if not infos or min(info.header_offset for info in infos):
        raise Refused("not_built_so")
    if len({_plain(info.orig_filename) for info in infos}) < len(infos):
        raise Refused("same_part_twice")
    for info in infos:
        _refuse_part(info)
    _refuse_sizes(infos)


def _plain(name: str) -> str:
    """Return a part's name as readers look it up: of any case, with either slash."""
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_part(info: zipfile.ZipInfo) -> None:
    if _is_outside(info.filename):
        raise Refused("path_outside")
    if info.compress_type not in _METHODS:
        raise Refused("packed_otherwise")
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise Refused("protected")


def _is_outside(name: str) -> bool:
    """Say whether a name leads out of the folder; some writers begin every name with a slash."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or ":" in parts[0]:
        return True
    return not parts[0] and (len(parts) == 1 or parts[1].lower() not in _FOLDERS)


def _refuse_sizes(infos: list[zipfile.ZipInfo]) -> None:
    """Judge what the parts are said to hold: a lie is found out while they unpack."""
    total = 0
    for info in infos:
        total += info.file_size
        most = max(RATIO_MATTERS_BYTES, MAX_RATIO * info.compress_size)
        if info.file_size > min(MAX_PART_BYTES, most) or total > MAX_UNPACKED_BYTES:
            raise Refused("unpacks_to_too_much")


def is_xml(name: str) -> bool:
    """Say whether a part may be XML: all may, but for pictures and Excel's own binary ones."""
    return not name.lower().endswith(_BINARY)


def refuse_declarations(text: bytes) -> None:
    """Refuse XML that declares a document type or entities, in any width of characters."""
    # Searches for one sign are much faster than for two, and both signs are rare.
    if b"!" in text and b"<!" in text and _DECLARATIONS.search(text):
        raise Refused("declares_entities")
    if b"\0" in text:
        refuse_declarations(text.replace(b"\0", b""))


def refuse_prologs(book: Zip) -> None:
    """Look at the beginning of every XML part, where declarations stand, before any reader."""
    for name, info in book.parts.items():
        if is_xml(name):
            begin = b""
            for chunk in book.chunks(info):
                begin += chunk[:_PROLOG_BYTES]
                break
            refuse_declarations(begin)
