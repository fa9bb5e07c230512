"""The jobs about large logs: each reads one file and may write one, and reaches nothing else."""

import codecs
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from lib.foreign.confine import shut_in
from lib.foreign.logs.rewrite import Form, Rewriting
from lib.foreign.logs.scan import scanned
from lib.foreign.logs.stage import Staging, staged
from lib.foreign.logs.text import is_utf8, recoded, telling, unpacked
from lib.foreign.logs.told import shares_of
from lib.foreign.refusal import Refused
from lib.foreign.wire import Teller

Job = dict[str, Any]


def tell_log(teller: Teller, job: Job) -> None:
    """Do the `step` of a job with the file `read`, writing the file `write`, which exists."""
    step = _STEPS[job["step"]]
    text, target = Path(job["read"]), Path(job["write"]) if job["write"] else None
    for codec in ("utf-8-sig", job.get("codec", "utf-8")):
        codecs.lookup(codec)  # which may open files of Python itself
    shut_in([str(text)], [str(target)] if target else [])
    try:
        step(teller, text, target, job)
    except (OSError, duckdb.IOException) as error:
        _tell_failure(teller, error)


def _tell_failure(teller: Teller, error: OSError | duckdb.IOException) -> None:
    """Tell what the disk says; Refused when more was to be written than any log makes."""
    number = error.errno if isinstance(error, OSError) else _number_in(str(error))
    if number == errno.EFBIG:
        raise Refused("too_much") from None
    if number is None:
        raise error
    teller.say(failed=number)


def _number_in(error: str) -> int | None:
    """Return the number of an error of the system that DuckDB words as the system does."""
    numbers = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return next((number for number in numbers if os.strerror(number) in error), None)


def _unpack(teller: Teller, text: Path, target: Path | None, _job: Job) -> None:
    _written(target, unpacked(text, shares_of(teller)))


def _judge(teller: Teller, text: Path, _target: Path | None, _job: Job) -> None:
    teller.say(utf8=is_utf8(text, shares_of(teller)))


def _tell_lines(teller: Teller, text: Path, _target: Path | None, _job: Job) -> None:
    teller.give(telling(text), telling=True)


def _recode(teller: Teller, text: Path, target: Path | None, job: Job) -> None:
    _written(target, recoded(text, job["codec"], shares_of(teller)))


def _scan(teller: Teller, text: Path, _target: Path | None, job: Job) -> None:
    found = scanned(text, job["delimiter"], job["skipped"], shares_of(teller))
    teller.say(
        regular=found.regular,
        n_rows=found.n_rows,
        width=found.width,
        signs=[n for n, occurs in enumerate(found.signs) if occurs],
    )


def _rewrite(teller: Teller, text: Path, target: Path | None, job: Job) -> None:
    rewriting = Rewriting(Form(**job["form"]), text)
    _written(target, rewriting.pieces(shares_of(teller)))
    teller.say(numbers=[number for number, _ in rewriting.misfits], n_misfits=rewriting.n_misfits)
    if rewriting.misfits:
        teller.rows([row for _, row in rewriting.misfits])


def _stage(teller: Teller, text: Path, target: Path | None, job: Job) -> None:
    if target is not None:
        staged(text, target, Staging(**job["staging"]), shares_of(teller))


def _written(target: Path | None, pieces: Iterator[bytes]) -> None:
    if target is None:
        return
    with target.open("wb") as file:
        for piece in pieces:
            file.write(piece)


_STEPS: dict[str, Callable[[Teller, Path, Path | None, Job], None]] = {
    "unpack": _unpack,
    "judge": _judge,
    "telling": _tell_lines,
    "recode": _recode,
    "scan": _scan,
    "rewrite": _rewrite,
    "stage": _stage,
}
