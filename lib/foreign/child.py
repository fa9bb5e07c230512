"""The process that meets foreign bytes: limits itself, reads one job, answers, ends."""

import gc
import json
import os
import resource
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

from lib.foreign.confine import confined
from lib.foreign.refusal import Refused
from lib.foreign.wire import Teller


def main() -> None:
    """Do the one job on standard input: a line of JSON, then the bytes of the file."""
    job: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    gc.disable()  # the process ends before there is anything to collect
    work = _WORK[job["do"]]
    limit(job["memory"], job["cpu_seconds"], job.get("file_bytes", 0))
    confined()
    teller = Teller()
    try:
        work(teller, sys.stdin.buffer.read(), job)
        teller.say(end=True)
    except Refused as refused:
        teller.say(refused=refused.code, words=refused.words)
    except MemoryError:
        teller.say(refused="too_much", words={})
    teller.flush()


def limit(memory: int, cpu_seconds: int, file_bytes: int) -> None:
    """Bound what this process may use; without `file_bytes` it cannot write files at all."""
    if sys.platform != "darwin":  # macOS refuses a limit on the address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def squeezed(word: str) -> str:
    """Return a heading as the letters and digits that matter: case, width and marks are gone.

    >>> squeezed(" *客户 ID") == squeezed("客户id")
    True
    """
    text = unicodedata.normalize("NFKC", word[:100]).casefold()
    return "".join(sign for sign in text if sign.isalnum())


def _workbook(teller: Teller, content: bytes, job: dict[str, Any]) -> None:
    from lib.foreign.workbook import tell_workbook  # noqa: PLC0415 - texts need no workbook reader

    tell_workbook(teller, content, job["sheets"])


def _text(teller: Teller, content: bytes, job: dict[str, Any]) -> None:
    from lib.foreign.text import tell_text  # noqa: PLC0415

    known = frozenset(job["known"])
    tell_text(
        teller, content, lambda word: squeezed(word) in known, job["encoding"], job["delimiter"]
    )


def _gzip(teller: Teller, content: bytes, _job: dict[str, Any]) -> None:
    from lib.foreign.archive import tell_gzip  # noqa: PLC0415

    tell_gzip(teller, content)


def _zip(teller: Teller, content: bytes, _job: dict[str, Any]) -> None:
    from lib.foreign.archive import tell_zip  # noqa: PLC0415

    tell_zip(teller, content)


def _log(teller: Teller, _content: bytes, job: dict[str, Any]) -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # nothing is reckoned that needs more
    from lib.foreign.logs.work import tell_log  # noqa: PLC0415

    tell_log(teller, job)


_WORK: dict[str, Callable[[Teller, bytes, dict[str, Any]], None]] = {
    "workbook": _workbook,
    "text": _text,
    "gzip": _gzip,
    "zip": _zip,
    "log": _log,
}
