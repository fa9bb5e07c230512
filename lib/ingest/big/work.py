"""Work on the bytes of a large log, done in the reading process; what it makes lies in a folder."""

import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lib.foreign.limits import LOG_MEMORY_BYTES, MAX_BIG_BYTES
from lib.ingest.progress import Progress
from lib.ingest.reading.foreign import Record, Task, told
from lib.locale import Message

Answers = Generator[tuple[Record, bytes]]


class Share:
    """How far a step is: told again and again, so that whoever wants to stop it can."""

    def __init__(self, what: Message, progress: Progress) -> None:
        self._what, self._progress = what, progress
        self._share = 0.0

    def moved(self, share: float) -> None:
        """Tell that the work has come so far."""
        self._share = share
        self._progress(self._what, share)

    def again(self, _what: Message, _share: float) -> None:
        """Tell once more what was told last."""
        self._progress(self._what, self._share)


class Work:
    """Steps of the reading process with one file."""

    def __init__(self, file: str, path: Path, progress: Progress) -> None:
        self._file, self._path, self._progress = file, path, progress

    def done(
        self, step: str, what: Message, target: Path | None = None, **options: object
    ) -> list[tuple[Record, bytes]]:
        """Do a step and return what it answers; a file that it writes exists beforehand.

        Raises DeskError when the file is refused, OSError when the disk is full, and what
        the progress raises; then the process is no more.
        """
        share = Share(what, self._progress)
        job = {
            "step": step,
            "read": str(self._path.absolute()),
            "write": None if target is None else str(target.absolute()),
            "memory": LOG_MEMORY_BYTES,
            "file_bytes": 0 if target is None else MAX_BIG_BYTES,
            **options,
        }
        task = Task(self._file, b"", "log", job, share.again, self._path.stat().st_size)
        with closing(told(task)) as answers:
            return list(_without_shares(answers, share))

    def written(
        self, folder: Path, step: str, what: Message, **options: object
    ) -> tuple[Path, list[tuple[Record, bytes]]]:
        """Do a step that writes a new file; when that fails nothing is left of it."""
        with new_file(folder) as path:
            return path, self.done(step, what, path, **options)


def _without_shares(answers: Answers, share: Share) -> Iterator[tuple[Record, bytes]]:
    for record, content in answers:
        if "share" in record:
            share.moved(record["share"])
        elif "failed" in record:
            raise OSError(record["failed"], os.strerror(record["failed"]))
        else:
            yield record, content


@contextmanager
def new_file(folder: Path) -> Iterator[Path]:
    """Make an empty file of our own in `folder`; when the work fails it is gone.

    Its name says which process makes it, so that what a crash leaves behind is swept.
    """
    handle, name = tempfile.mkstemp(prefix=".big.", suffix=f".{os.getpid()}.tmp", dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def part_of(progress: Progress, first: float, last: float) -> Progress:
    """Return the progress of a step that takes the work from one share to another."""

    def told_on(what: Message, share: float) -> None:
        progress(what, first + (last - first) * share)

    return told_on
