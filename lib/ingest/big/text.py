"""A large text made ready to be read in a stream: on disk, unpacked, in UTF-8."""

from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from lib.ingest.big.work import Work, new_file
from lib.ingest.progress import Progress
from lib.ingest.reading.text_file import records
from lib.locale import Message, msg

_GZIP = b"\x1f\x8b"
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"PAR1", b"{", b"<")
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
            text = _replaced(text, folder, progress, "unpack", msg("Unpacking"))
            text = replace(text, file=_unpacked_name(file))
        if encoding is None and _is_utf8(text, progress):
            return text
        codec, certain = (encoding, True) if encoding else _guessed(text, progress)
        what = msg("Reading the encoding")
        recoded = _replaced(text, folder, progress, "recode", what, codec=codec)
        return replace(recoded, encoding=codec, certain=certain)
    except BaseException:
        text.discard()
        raise


def _on_disk(file: str, content: bytes | Path, folder: Path) -> BigText:
    if isinstance(content, Path):
        return BigText(file, content, _UTF8, certain=True, made=False)
    with new_file(folder) as path:
        path.write_bytes(content)
    return BigText(file, path, _UTF8, certain=True, made=True)


def _replaced(
    text: BigText, folder: Path, progress: Progress, step: str, what: Message, **options: object
) -> BigText:
    """Return the text as a step of the reading process writes it; the one before is discarded."""
    path, _ = Work(text.file, text.path, progress).written(folder, step, what, **options)
    text.discard()
    return replace(text, path=path, made=True)


def _unpacked_name(file: str) -> str:
    return str(PurePath(file).with_suffix("")) if file.lower().endswith(".gz") else file


def _is_utf8(text: BigText, progress: Progress) -> bool:
    work = Work(text.file, text.path, progress)
    return any(r.get("utf8") for r, _ in work.done("judge", msg("Checking the encoding")))


def _guessed(text: BigText, progress: Progress) -> tuple[str, bool]:
    """Return the encoding, judged by the first lines and by those that are not ASCII."""
    answers = Work(text.file, text.path, progress).done("telling", msg("Checking the encoding"))
    sample = b"".join(content for record, content in answers if "telling" in record)
    found = records(text.file, sample, {})
    return found.encoding, found.certain
