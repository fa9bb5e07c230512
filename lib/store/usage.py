"""Usage events in Parquet and the cube made of them by DuckDB.

The cube is derived: it is named after the data version it was made of, and made anew when
that version's file is missing. So it can neither be stale nor half written.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection

from lib.model import KINDS
from lib.model.frames import empty_frame, typed
from lib.model.identity import Places
from lib.model.usage import ANY, empty_cube
from lib.store.atomic import written_whole
from lib.store.big_engine import engine
from lib.store.big_files import change_counts, events_made, fresh_made, standing, stored_made
from lib.store.workspace import Workspace

_REFERENCES = ("account_id", "account_name", "contract_id", "user_email")
_ROWS_AT_ONCE = 2_000_000  # of which the cube is made at a time, by days

# `users` of one event: different people where rows name them, else the counts that the
# export gives. Of all events together: different people, else the largest of those counts,
# since the same person may stand behind several. Nothing is counted over several days, so
# the cube of some days is a part of the cube of all.
_CUBE = """
    WITH placed AS (
        SELECT places.place AS account_id,
               date_trunc('day', events.occurred_at) AS day,
               coalesce(events.event, events.feature, 'use') AS event,
               coalesce(events.count, 1) AS count,
               coalesce(events.user_id, events.user_email) AS person,
               events.users,
               events.quantity
        FROM events JOIN places
          ON events.account_id IS NOT DISTINCT FROM places.account_id
         AND events.account_name IS NOT DISTINCT FROM places.account_name
         AND events.contract_id IS NOT DISTINCT FROM places.contract_id
         AND events.user_email IS NOT DISTINCT FROM places.user_email
        WHERE places.place IS NOT NULL
          AND events.occurred_at >= $first::DATE AND events.occurred_at < $last::DATE + 1
    ), by_person AS (
        SELECT account_id, day, event, person, sum(count) AS count, sum(users) AS users,
               sum(quantity) AS quantity
        FROM placed GROUP BY ALL
    ), by_event AS (
        SELECT account_id, day, event,
               sum(count)::DOUBLE AS events,
               coalesce(nullif(count(person), 0), sum(users))::DOUBLE AS users,
               sum(quantity)::DOUBLE AS quantity
        FROM by_person GROUP BY ALL
    ), all_people AS (
        SELECT account_id, day, nullif(count(DISTINCT person), 0)::DOUBLE AS users
        FROM by_person GROUP BY ALL
    ), all_events AS (
        SELECT account_id, day, $any AS event, sum(events) AS events,
               max(users) AS users, sum(quantity) AS quantity
        FROM by_event GROUP BY ALL
    )
    SELECT * FROM by_event
    UNION ALL
    SELECT account_id, day, event, events,
           coalesce(all_people.users, all_events.users), quantity
    FROM all_events JOIN all_people USING (account_id, day)
    ORDER BY day, account_id, event
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What rows would change in what is stored."""

    added: int
    changed: int
    unchanged: int


class UsageEvents:
    """The usage events of the batches that stand, read in a stream."""

    def __init__(self, workspace: Workspace, connection: Connection) -> None:
        self._folder = workspace.usage_folder
        self._files = standing(workspace.usage_folder, connection)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give an engine with the view `events`: the newest version of each row."""
        with engine(self._folder, [file.path for file in self._files]) as duck:
            events_made(duck, self._files)
            yield duck

    def query(self, sql: str, frames: Mapping[str, pd.DataFrame], **values: object) -> pa.Table:
        """Run `sql` over `events` and `frames`."""
        with self.reading() as duck:
            _registered(duck, frames)
            return duck.sql(sql, params=values or None).to_arrow_table()

    def met_by(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return what is stored of the events of a file's rows, under the `row_key` of each."""
        days = rows["occurred_at"].dropna()
        span = (days.min().date(), days.max().date()) if len(days) else None
        with self._compared(rows, span) as duck:
            if duck is None:
                return empty_frame(KINDS["usage"])
            found = duck.table("met").to_arrow_table().to_pandas()
        keys = rows["row_key"].to_numpy()[found["place"].to_numpy()]
        return typed(found.assign(row_key=keys), KINDS["usage"])

    def changes(
        self, part: Path, days: tuple[date, date] | None, carried: Collection[str]
    ) -> Changes:
        """Say how many rows of a part are new, say something else where it speaks, or the same.

        `days` are the first and the last that it speaks of, `carried` the columns it has.
        """
        n = int(pq.read_metadata(part).num_rows)
        with self._compared(part.absolute(), days) as duck:
            known, changed = (0, 0) if duck is None else change_counts(duck, sorted(carried))
        return Changes(n - known, changed, known - changed)

    @contextmanager
    def _compared(
        self, fresh: pd.DataFrame | Path, days: tuple[date, date] | None
    ) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """Give an engine with fresh rows and what they meet; None when they share no day."""
        met = [file for file in self._files if days is None or file.meets(*days)]
        if not met:
            yield None
            return
        paths = [*(file.path for file in met), *([fresh] if isinstance(fresh, Path) else [])]
        with engine(self._folder, paths) as duck:
            stored_made(duck, met)
            fresh_made(duck, fresh)
            yield duck

    def __bool__(self) -> bool:
        """Whether there is any usage batch."""
        return bool(self._files)


def _registered(duck: duckdb.DuckDBPyConnection, frames: Mapping[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        duck.register(name, pa.Table.from_pandas(frame, preserve_index=False))


def placed_references(events: UsageEvents, places: Places) -> pd.DataFrame:
    """Return each way in which usage rows name an account, with its `place` and `n_rows`."""
    references = events.query(
        "SELECT account_id, account_name, contract_id, user_email, count(*) AS n_rows"
        " FROM events GROUP BY ALL ORDER BY ALL",
        {},
    ).to_pandas()
    references = references.astype(dict.fromkeys(_REFERENCES, "str"))
    return references.assign(place=places.of(references))


def cube(
    workspace: Workspace, connection: Connection, version: int, places: Places
) -> pd.DataFrame:
    """Return the usage cube of the data version, made now if it was not yet."""
    path = workspace.usage_folder / f"cube-{version}.parquet"
    if not path.exists():
        events = UsageEvents(workspace, connection)
        if not events:
            return empty_cube()
        references = placed_references(events, places)
        written_whole(path, lambda part: cube_written(events, references, part))
        for old in workspace.usage_folder.glob("cube-*.parquet"):
            if old != path:
                old.unlink(missing_ok=True)
    frame = pq.read_table(path).to_pandas()
    return frame.astype(dict(empty_cube().dtypes))


def cube_written(events: UsageEvents, references: pd.DataFrame, path: Path) -> None:
    """Write the cube of some days after the other, so that memory holds only those."""
    with events.reading() as duck:
        _registered(duck, {"places": references})
        schema = pa.Schema.from_pandas(empty_cube(), preserve_index=False)
        with pq.ParquetWriter(path, schema) as writer:
            for first, last in _stretches(duck):
                values = {"first": first.isoformat(), "last": last.isoformat(), "any": ANY}
                made = duck.sql(_CUBE, params=values).to_arrow_table()
                writer.write_table(made.cast(schema))


def _stretches(duck: duckdb.DuckDBPyConnection) -> Iterator[tuple[date, date]]:
    """Yield first and last days between which there are not too many events."""
    days = duck.execute(
        "SELECT occurred_at::DATE AS day, count(*) AS n FROM events"
        " WHERE occurred_at IS NOT NULL GROUP BY day ORDER BY day"
    ).fetchall()
    first, last, n = None, None, 0
    for day, n_events in days:
        if first is not None and last is not None and n + n_events > _ROWS_AT_ONCE:
            yield first, last
            first, n = None, 0
        first, last, n = first or day, day, n + n_events
    if first is not None and last is not None:
        yield first, last


_ROWS = """
    SELECT events.* FROM events JOIN places
      ON events.account_id IS NOT DISTINCT FROM places.account_id
     AND events.account_name IS NOT DISTINCT FROM places.account_name
     AND events.contract_id IS NOT DISTINCT FROM places.contract_id
     AND events.user_email IS NOT DISTINCT FROM places.user_email
"""


def rows_of_account(
    events: UsageEvents, places: Places, account_id: str, window: tuple[str, str], limit: int
) -> pd.DataFrame:
    """Return the stored usage rows of one account in a window of ISO days, oldest first."""
    references = placed_references(events, places)
    mine = references[references["place"] == account_id]
    table = events.query(
        _ROWS + " WHERE events.occurred_at >= $first::DATE"
        " AND events.occurred_at < $last::DATE + 1"
        " ORDER BY events.occurred_at, events.batch_id, events.source_row LIMIT $limit",
        {"places": mine},
        first=window[0],
        last=window[1],
        limit=limit,
    )
    return table.to_pandas()


_LINKS = """
    SELECT events.batch_id || '-' || events.source_row AS usage_row_key,
           events.batch_id, events.source_row,
           contracts.account_id, events.contract_id, events.occurred_at,
           contracts.start_date, contracts.end_date
    FROM events JOIN contracts ON events.contract_id = contracts.contract_id
    ORDER BY events.batch_id, events.source_row
"""


def contract_links(events: UsageEvents, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return usage rows that name a contract, with the contract's dates."""
    columns = ["contract_id", "account_id", "start_date", "end_date"]
    known = contracts.dropna(subset=["contract_id"]).drop_duplicates("contract_id")[columns]
    return events.query(_LINKS, {"contracts": known}).to_pandas()


def unplaced_rows(events: UsageEvents, places: Places) -> pd.DataFrame:
    """Return the usage rows that name no known account."""
    references = placed_references(events, places)
    lost = references[references["place"].isna()]
    return events.query(_ROWS + " ORDER BY batch_id, source_row", {"places": lost}).to_pandas()
