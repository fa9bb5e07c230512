"""A long query of one large import: watched, and stopped when somebody says so."""

import threading
from collections.abc import Callable
from typing import TypeVar

import duckdb

from lib.ingest.progress import Progress
from lib.locale import Message

T = TypeVar("T")
_POLL_SECONDS = 0.2


def watched(
    duck: duckdb.DuckDBPyConnection, work: Callable[[], T], what: Message, progress: Progress
) -> T:
    """Do `work` beside the caller, who goes on asking `progress`; what that raises stops it."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            errors.append(error)

    worker = threading.Thread(target=run, name="large import")
    worker.start()
    try:
        while worker.is_alive():
            worker.join(_POLL_SECONDS)
            progress(what, min(1.0, max(0.0, duck.query_progress() / 100)))
    except BaseException:
        duck.interrupt()
        worker.join()
        raise
    if errors:
        raise errors[0]
    return results[0]
