"""Foreign bytes given to a process that may fail without harm, and its answer read."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.foreign.limits import (
    CHILD_CPU_SECONDS,
    CHILD_MEMORY_BYTES,
    CHILD_WALL_SECONDS,
    MAX_TEXT_BYTES,
    SECONDS_PER_MEGABYTE,
)
from lib.ingest.progress import Progress
from lib.ingest.reading.refusals import refusal
from lib.ingest.reading.shown import shown_name
from lib.locale import msg

_ROOT = str(Path(__file__).parents[3])
_PROGRAM = f"import sys; sys.path.insert(0, {_ROOT!r}); from lib.foreign.child import main; main()"
_TOO_MUCH = frozenset({-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGSEGV})
_PIPE_BYTES = 1 << 20
_LOOK_SECONDS = 0.1  # how often the progress is told, and asked whether to go on
_MEGABYTE = 1_000_000
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Task:
    """What is to be done with the bytes of a file."""

    file: str
    content: bytes
    do: str
    options: Record
    progress: Progress
    reads: int = 0  # bytes of files that it is told to read


def told(task: Task) -> Generator[tuple[Record, bytes]]:
    """Yield what the process answers, as it comes: each record with the bytes after it.

    To be closed by whoever reads it: then the process is no more.

    Raises DeskError when the file is refused or the process did not live to the end, and
    whatever `progress` raises; then the process is killed.
    """
    # -I: nothing of the caller's environment or directory is imported; the environment is
    # empty, so no secret can leak into a process that meets foreign bytes.
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and program, no shell
        [sys.executable, "-I", "-B", "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        start_new_session=True,  # so that what it starts can be killed with it
    )
    try:
        yield from _records(task, _Pipes(task, child))
    finally:
        _kill(child)


def _kill(child: "subprocess.Popen[bytes]") -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):  # bytes it did not want to have
                pipe.close()
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _records(task: Task, pipes: "_Pipes") -> Iterator[tuple[Record, bytes]]:
    size = 0
    while line := pipes.line():
        try:
            record: dict[str, Any] = json.loads(line)
        except ValueError:
            break
        content = pipes.take(record.get("bytes", 0))
        size += len(content)
        if size > MAX_TEXT_BYTES or "end" in record:
            break
        if "refused" in record and "member" not in record:
            raise refusal(task.file, record["refused"], record["words"])
        yield record, content
    else:
        raise refusal(task.file, "too_much" if pipes.was_stopped() else "damaged", {})
    if "end" not in record:
        raise refusal(task.file, "too_much", {})


class _Pipes:
    """Feeds the process and reads from it at once, for as long as it may take."""

    def __init__(self, task: Task, child: "subprocess.Popen[bytes]") -> None:
        if child.stdin is None or child.stdout is None:  # they were asked for
            raise BrokenPipeError
        self._task = task
        self._child = child
        self._stdin, self._stdout = child.stdin, child.stdout
        megabytes = (len(task.content) + task.reads) / _MEGABYTE
        longer = SECONDS_PER_MEGABYTE * megabytes
        job = {
            "do": task.do,
            "memory": CHILD_MEMORY_BYTES,
            "cpu_seconds": int(CHILD_CPU_SECONDS + longer),
            **task.options,
        }
        self._unsent = [memoryview(json.dumps(job).encode() + b"\n"), memoryview(task.content)]
        self._deadline = time.monotonic() + CHILD_WALL_SECONDS + longer
        self._got = bytearray()
        self._selector = selectors.DefaultSelector()
        os.set_blocking(self._stdin.fileno(), False)
        self._selector.register(self._stdin, selectors.EVENT_WRITE)
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._looked = 0.0
        self._ended = False

    def line(self) -> bytes:
        """Return the next line; nothing when the process has said its last."""
        searched = 0
        while (end := self._got.find(b"\n", searched)) < 0 and not self._ended:
            searched = len(self._got)
            self._wait()
        return self._taken(end + 1)

    def take(self, n: int) -> bytes:
        """Return the next `n` bytes; fewer when there are no more."""
        while len(self._got) < n and not self._ended:
            self._wait()
        return self._taken(n)

    def was_stopped(self) -> bool:
        """Say whether the process ran into a limit rather than into an error."""
        return self._child.wait() in _TOO_MUCH

    def _taken(self, n: int) -> bytes:
        with memoryview(self._got) as view:
            taken = view[:n].tobytes()
        del self._got[:n]
        return taken

    def _wait(self) -> None:
        """Send or receive some bytes, or let a moment pass."""
        self._look()
        for key, _ in self._selector.select(_LOOK_SECONDS):
            if key.fileobj is self._stdin:
                self._send()
            else:
                self._receive()

    def _look(self) -> None:
        now = time.monotonic()
        if now > self._deadline:
            raise refusal(self._task.file, "too_slow", {})
        if now - self._looked > _LOOK_SECONDS:
            self._looked = now
            self._task.progress(msg("Reading {file}", file=shown_name(self._task.file)), 0.0)

    def _send(self) -> None:
        try:
            sent = os.write(self._stdin.fileno(), self._unsent[0][:_PIPE_BYTES])
            self._unsent[0] = self._unsent[0][sent:]
        except BrokenPipeError:  # it ended early: what it said tells why
            self._unsent = []
        if self._unsent and not self._unsent[0]:
            del self._unsent[0]
        if not self._unsent:
            self._selector.unregister(self._stdin)
            with suppress(BrokenPipeError):
                self._stdin.close()

    def _receive(self) -> None:
        got = os.read(self._stdout.fileno(), _PIPE_BYTES)
        self._got += got
        if not got:
            self._ended = True
