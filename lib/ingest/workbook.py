"""Workbook bytes to tables of text, by a child process that may fail without harm."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.errors import DeskError
from lib.ingest.limits import (
    CHILD_CPU_SECONDS,
    CHILD_MEMORY_BYTES,
    CHILD_WALL_SECONDS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_SHEETS,
)
from lib.ingest.nature import protected_error
from lib.ingest.preflight import damaged, too_large
from lib.locale import msg

_CHILD = Path(__file__).with_name("workbook_child.py")
_LIMITS = (CHILD_MEMORY_BYTES, CHILD_CPU_SECONDS, MAX_COLUMNS, MAX_CELLS, MAX_SHEETS)
_TOO_MUCH = frozenset({-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU})


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One worksheet as it stands: `columns` of texts, all of one length, from `first_row` on."""

    name: str
    hidden: bool
    first_row: int
    columns: list[list[str]]


def raw_sheets(file: str, content: bytes) -> tuple[RawSheet, ...]:
    """Return every worksheet in order, also empty and hidden ones; DeskError otherwise."""
    told = _told(file, content)
    return tuple(_sheets(file, iter(told)))


def _told(file: str, content: bytes) -> list[str]:
    # -I: nothing of the caller's environment or directory is imported; the environment is
    # empty, so no secret can leak into a process that meets foreign bytes.
    command = [sys.executable, "-I", "-B", str(_CHILD), *map(str, _LIMITS)]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=CHILD_WALL_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much(file) from None
    if child.returncode in _TOO_MUCH:
        raise _too_much(file)
    if child.returncode:
        raise damaged(file)
    return child.stdout.decode("ascii").splitlines()


def _sheets(file: str, lines: Iterator[str]) -> Iterator[RawSheet]:
    for line in lines:
        said: dict[str, Any] = json.loads(line)
        if "stopped" in said:
            if said["stopped"] is not None:
                raise _stopped(file, said)
            return
        columns = [json.loads(next(lines)) for _ in range(said["columns"])]
        yield RawSheet(said["sheet"], said["hidden"], said["first_row"], columns)
    raise damaged(file)


def _stopped(file: str, said: dict[str, Any]) -> DeskError:
    match said["stopped"]:
        case "protected":
            return protected_error(file)
        case "too_many_sheets":
            return too_large(file, msg("has {n} sheets", n=str(said["sheets"])))
        case "too_large":
            return too_large(
                file,
                msg(
                    "claims {rows} rows and {columns} columns in sheet '{sheet}'",
                    rows=str(said["rows"]),
                    columns=str(said["columns"]),
                    sheet=said["sheet"],
                ),
            )
        case _:
            return _too_much(file)


def _too_much(file: str) -> DeskError:
    return too_large(file, msg("claims more cells or texts than can be read"))
