"""Bar 10: whenever the importer dies, every import is in as a whole or not at all.

Six kills in the suite; DESK_KILLS sets another number (the bar: 200 on SQLite, 60 on
PostgreSQL with some of the whole server).
"""

import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow.parquet as pq
from sqlalchemy import func, select

from lib.desk import Desk
from lib.store import Workspace
from lib.store.batches import all_batches
from lib.store.schema import kind_tables, usage_files
from lib.store.sweep import names_in
from tests.fixtures import a_clock
from tests.reliability import story
from tests.reliability.cluster import Cluster
from tests.reliability.importer import READY, import_for_ever, import_until_refused

KILLS = int(os.environ.get("DESK_KILLS", "4"))
KILLS_IN_ONE_WORKSPACE = 20
HALF = 0.5
STARTS_WITHIN_SECONDS = 60
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.reliability.importer"])


@dataclass
class Importer:
    """A process that imports; `first` is the turn that it begins with."""

    folder: Path
    url: str | None
    first: int
    runs: Callable[..., None] = import_for_ever

    def __enter__(self) -> "Importer":
        """Start the process and wait until it is ready to import."""
        self.pipe, theirs = _processes.Pipe(duplex=False)
        arguments = (self.folder, self.url, self.first, theirs)
        self.process = _processes.Process(target=self.runs, args=arguments)
        self.process.start()
        theirs.close()
        assert self.next() == READY
        return self

    def next(self) -> int:
        """Wait for the next thing that the process says."""
        assert self.pipe.poll(STARTS_WITHIN_SECONDS)
        return int(self.pipe.recv())

    def __exit__(self, *_: object) -> None:
        """Kill the process, if it lives."""
        self.process.kill()
        self.process.join()


def seconds_of_an_import(folder: Path, url: str | None) -> float:
    """Import once, killed right after; return how long it took."""
    with Importer(folder, url, 1) as importer:
        start = time.monotonic()
        assert importer.next() == 1
        return time.monotonic() - start


def wait_for_a_bad_moment(folder: Path, chance: random.Random, lasts: float) -> None:
    """Wait for any moment, or for one right after something was written to the usage folder."""
    if chance.random() < HALF:
        time.sleep(chance.uniform(0, 1.5 * lasts))
        return
    before = names_in(folder / "usage")
    end = time.monotonic() + 3 * lasts
    while names_in(folder / "usage") == before and time.monotonic() < end:
        time.sleep(0.0005)
    time.sleep(chance.uniform(0, 0.02))


def _told(pipe: Connection) -> list[int]:
    told = []
    try:
        while pipe.poll(0):
            told.append(pipe.recv())
    except EOFError:
        return told
    return told


def stored_rows(workspace: Workspace) -> Counter[tuple[int, str]]:
    """Return how many rows are stored of each turn and kind; each batch is checked on the way."""
    rows: Counter[tuple[int, str]] = Counter()
    with workspace.reading() as connection:
        for batch in all_batches(connection):
            turn = int(batch.file.removesuffix(".csv").split("-")[1])
            if batch.kind == "usage":
                query = select(usage_files.c.name).where(usage_files.c.batch_id == batch.batch_id)
                n = sum(
                    pq.read_metadata(workspace.usage_folder / name).num_rows
                    for name in connection.scalars(query)
                )
            else:
                table = kind_tables[batch.kind]
                n = (
                    connection.scalar(
                        select(func.count()).where(table.c.batch_id == batch.batch_id)
                    )
                    or 0
                )
            assert n == batch.n_rows, f"batch {batch.batch_id} of {batch.file}"
            rows[turn, batch.kind] += n
    return rows


def checked(folder: Path, url: str | None, promised: list[int]) -> set[int]:
    """Open the workspace as the next process would; return the turns that are in."""
    desk = Desk(folder, url, clock=a_clock)
    workspace = desk.data.workspace
    rows = stored_rows(workspace)
    turns = {turn for turn, _ in rows}
    whole = {(turn, kind): story.n_rows(turn, kind) for turn in turns for kind in story.KINDS}
    assert dict(rows) == whole, "each import with all rows of all its files"
    assert set(promised) <= turns, "what was said to be in is in"
    with workspace.reading() as connection:
        listed = set(connection.scalars(select(usage_files.c.name)))
    left = {n for n in names_in(workspace.usage_folder) if not n.startswith(("cube-", "people-"))}
    assert left == listed, "what crashes left behind is cleared away"
    assert [check for check in desk.doctor.checks() if not check.ok] == []
    workspace.engine.dispose()
    return turns


def killed_again_and_again(
    folder: Path, url: str | None, kills: int, chance: random.Random
) -> None:
    """Kill, check, go on after what came in."""
    lasts, promised = seconds_of_an_import(folder, url), [1]
    turns = checked(folder, url, promised)
    for _ in range(kills - 1):
        with Importer(folder, url, max(turns) + 1) as importer:
            wait_for_a_bad_moment(folder, chance, lasts)
        promised += _told(importer.pipe)
        turns = checked(folder, url, promised)


def test_a_killed_import_is_in_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(20261101)  # noqa: S311 - moments, not secrets
    for start in range(0, KILLS, KILLS_IN_ONE_WORKSPACE):
        kills = min(KILLS_IN_ONE_WORKSPACE, KILLS - start)
        killed_again_and_again(tmp_path / str(start), None, kills, chance)


def test_postgresql_keeps_the_same_promise(tmp_path: Path, cluster: Cluster) -> None:
    chance = random.Random(20261102)  # noqa: S311 - moments, not secrets
    killed_again_and_again(tmp_path, cluster.database("kills"), max(2, KILLS * 3 // 10), chance)


def test_a_killed_server_keeps_the_same_promise(tmp_path: Path, cluster: Cluster) -> None:
    url = cluster.database("server_kills")
    chance = random.Random(20261103)  # noqa: S311 - moments, not secrets
    lasts, promised = seconds_of_an_import(tmp_path, url), [1]
    turns = checked(tmp_path, url, promised)
    for _ in range(max(1, KILLS // 20)):
        with Importer(tmp_path, url, max(turns) + 1, import_until_refused) as importer:
            wait_for_a_bad_moment(tmp_path, chance, lasts)
            cluster.kill()
            importer.process.join(STARTS_WITHIN_SECONDS)
        assert importer.process.exitcode == 0, "it ended with a sentence, not with a traceback"
        cluster.start()
        promised += _told(importer.pipe)
        turns = checked(tmp_path, url, promised)
