"""Usage events in Parquet and the cube made of them by DuckDB.

The cube is derived: it is named after the data version it was made of, and made anew when
that version's file is missing. So it can neither be stale nor half written.
"""

from collections.abc import Mapping

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from lib.model import KINDS
from lib.model.frames import empty_frame, typed
from lib.model.identity import Places
from lib.model.usage import ANY, empty_cube
from lib.store.atomic import written_whole
from lib.store.schema import batches, usage_files
from lib.store.workspace import Workspace

_REFERENCES = ("account_id", "account_name", "contract_id", "user_email")

# `users` of one event: different people where rows name them, else the counts that the
# export gives. Of all events together: different people, else the largest of those counts,
# since the same person may stand behind several.
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
        WHERE places.place IS NOT NULL AND events.occurred_at IS NOT NULL
    ), by_event AS (
        SELECT account_id, day, event,
               sum(count)::DOUBLE AS events,
               coalesce(nullif(count(DISTINCT person), 0), sum(users))::DOUBLE AS users,
               sum(quantity)::DOUBLE AS quantity
        FROM placed GROUP BY ALL
    ), all_people AS (
        SELECT account_id, day, nullif(count(DISTINCT person), 0)::DOUBLE AS users
        FROM placed GROUP BY ALL
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
    ORDER BY account_id, day, event
"""
_ALL = "CREATE TEMP VIEW events AS SELECT * FROM stored"
_NEWEST = """
    CREATE TEMP VIEW events AS SELECT * EXCLUDE (turn) FROM (
        SELECT *, row_number() OVER (PARTITION BY row_key ORDER BY batch_id DESC) AS turn
        FROM stored
    ) WHERE turn = 1
"""


def engine() -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB that can reach neither files nor the network."""
    connection = duckdb.connect(
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "threads": "2",
        }
    )
    connection.execute("SET lock_configuration = true")
    return connection


class UsageEvents:
    """The usage events of the batches that stand, as an Arrow dataset that streams."""

    def __init__(self, workspace: Workspace, connection: Connection) -> None:
        rows = connection.execute(
            select(usage_files.c.name)
            .join(batches, batches.c.batch_id == usage_files.c.batch_id)
            .where(batches.c.undone_at.is_(None))
            .order_by(usage_files.c.batch_id)
        )
        self._files = [str(workspace.usage_folder / row.name) for row in rows]

    def query(self, sql: str, frames: Mapping[str, pd.DataFrame], **values: object) -> pa.Table:
        """Run `sql` over `events` (the newest version of each row) and `frames`."""
        with engine() as duck:
            duck.register("stored", ds.dataset(self._files))
            duck.execute(_NEWEST if len(self._files) > 1 else _ALL)
            for name, frame in frames.items():
                duck.register(name, pa.Table.from_pandas(frame, preserve_index=False))
            return duck.sql(sql, params=values or None).to_arrow_table()

    def of_keys(self, keys: pd.Series) -> pd.DataFrame:
        """Return the stored rows that have one of the keys."""
        if not self._files:
            return empty_frame(KINDS["usage"])
        wanted = keys.drop_duplicates().to_frame("row_key")
        found = self.query(
            "SELECT events.* FROM events SEMI JOIN wanted USING (row_key)", {"wanted": wanted}
        )
        return typed(found.to_pandas(), KINDS["usage"])

    def __bool__(self) -> bool:
        """Whether there is any usage batch."""
        return bool(self._files)


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
        table = events.query(_CUBE, {"places": references}, any=ANY)
        written_whole(path, lambda part: pq.write_table(table, part))
        for old in workspace.usage_folder.glob("cube-*.parquet"):
            if old != path:
                old.unlink(missing_ok=True)
    frame = pq.read_table(path).to_pandas()
    return frame.astype(dict(empty_cube().dtypes))


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
        " ORDER BY events.occurred_at, events.row_key LIMIT $limit",
        {"places": mine},
        first=window[0],
        last=window[1],
        limit=limit,
    )
    return table.to_pandas()


_LINKS = """
    SELECT events.row_key AS usage_row_key, events.batch_id, events.source_row,
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
