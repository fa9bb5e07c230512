"""A workbook from its bytes: refused before any reader sees it, scanned while one reads it.

The reader runs in a process of its own below this one, at the same time as the scan; it
tells its sheets straight to the server. When it dies this process is left to say why.
"""

import io
import os
import re
import signal
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict

from lib.foreign.archive import is_office
from lib.foreign.book import tell_book
from lib.foreign.diagnosis import diagnosis
from lib.foreign.own import EVIDENCE
from lib.foreign.parts import Parts
from lib.foreign.records import signs_of_xls, signs_of_xlsb
from lib.foreign.refusal import Refused
from lib.foreign.repacked import repacked
from lib.foreign.scan import Scan, Signs
from lib.foreign.styles import styles
from lib.foreign.wire import Teller
from lib.foreign.zipped import Zip, is_xml, refuse_declarations, refuse_prologs

_ZIP = b"PK"
_BINARY = ".bin"
_OVERLAP_BYTES = 32
_DIED = 3
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCUMENTS = re.compile(rb"opendocument\.(?:text|presentation|graphics)|epub")
_DOCUMENT_FOLDERS = ("word/", "ppt/")


def tell_workbook(teller: Teller, content: bytes, wanted: Sequence[str] | None) -> None:
    """Tell all that is in a workbook; Refused when it cannot be read."""
    if not content.startswith(_ZIP):
        _tell_old(teller, content, wanted)
        return
    book = Zip.of(content)
    _refuse_other_contents(book)
    refuse_prologs(book)
    parts = Parts.of(book)
    xml = [name for name in parts.sheets if not name.endswith(_BINARY)]
    reader = _started(lambda: tell_book(teller, repacked(book, xml), wanted), teller)
    try:
        signs = _scanned(book, parts, reader)
    except Refused as refused:
        raise (diagnosis(book, parts) if refused.code == "odd_text_number" else refused) from None
    if _ended(reader):
        _tell_signs(teller, signs)
        return
    raise diagnosis(book, parts)


def _tell_old(teller: Teller, content: bytes, wanted: Sequence[str] | None) -> None:
    """Tell a workbook that is no zip (.xls)."""
    if _ENCRYPTED in content:
        raise Refused("protected")
    reader = _started(lambda: tell_book(teller, content, wanted), teller)
    signs = signs_of_xls(_stream(content))
    if not _ended(reader):
        raise Refused("protected" if _is_protected(content) else "damaged")
    _tell_signs(teller, signs)


def _tell_signs(teller: Teller, signs: dict[int, Signs]) -> None:
    for place, found in signs.items():
        teller.say(signs=place, **asdict(found))


def _stream(content: bytes) -> bytes:
    """Return the stream of an old workbook within its container; nothing when it has none."""
    import olefile  # noqa: PLC0415 - few files come here

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            names = [n for n in ("Workbook", "Book") if container.exists(n)]
            return bytes(container.openstream(names[0]).read()) if names else b""
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the reader judges the file
        return b""


def _is_protected(content: bytes) -> bool:
    """Say whether an old workbook is encrypted: to the reader it is only unreadable."""
    import msoffcrypto  # noqa: PLC0415 - slow to load, and few files come here

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the file is damaged then
        return False


def _refuse_other_contents(book: Zip) -> None:
    if not is_office(book):
        raise Refused("damaged")
    if any(name.startswith(_DOCUMENT_FOLDERS) for name in book.parts):
        raise Refused("document")
    if _DOCUMENTS.search(book.read("mimetype")):
        raise Refused("document")
    if EVIDENCE.encode() in book.read("docProps/core.xml"):
        raise Refused("own_evidence")
    if b"encryption-data" in book.read("META-INF/manifest.xml"):
        raise Refused("protected")


def _started(work: Callable[[], None], teller: Teller) -> int:
    """Start a process that does the work and ends; return its id."""
    reader = os.fork()
    if reader:
        return reader
    try:
        work()
    except Refused as refused:
        teller.say(refused=refused.code, words=refused.words)
    except MemoryError:
        teller.say(refused="too_much", words={})
    except BaseException:  # noqa: BLE001 - a panic of the reader is no Exception
        os._exit(_DIED)
    teller.flush()
    os._exit(0)


def _ended(reader: int) -> bool:
    """Wait for the reader; False when it gave up, Refused when it was stopped for its size."""
    code = os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1])
    if code < 0:
        raise Refused("too_much")
    return code == 0


def _scanned(book: Zip, parts: Parts, reader: int) -> dict[int, Signs]:
    """Unpack every part to its end and return the signs of each sheet by its place."""
    try:
        scan = Scan(*styles(book.read(parts.styles)), parts.is_1904)
        found = {}
        for name, info in book.parts.items():
            if name in parts.sheets and name.endswith(_BINARY):
                found[parts.sheets[name]] = signs_of_xlsb(book.read(name))
            elif name in parts.sheets:
                found[parts.sheets[name]] = scan.of(book.chunks(info))
            else:
                _pass_over(book, info)
    except Refused:
        os.kill(reader, signal.SIGKILL)
        os.waitpid(reader, 0)
        raise
    return found


def _pass_over(book: Zip, info: zipfile.ZipInfo) -> None:
    tail = b""
    for chunk in book.chunks(info):
        if is_xml(info.filename):
            refuse_declarations(tail + chunk)
            tail = chunk[-_OVERLAP_BYTES:]
