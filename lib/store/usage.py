"""Usage events in Parquet and the cube made of them by DuckDB.

The cube is derived: it is named after the data version it was made of, and made anew when
that version's file is missing. So it can neither be stale nor half written.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from string import Template

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection

from lib.duck import engine
from lib.model import KINDS
from lib.model.frames import empty_frame, typed
from lib.model.identity import Places
from lib.model.usage import empty_cube, empty_people
from lib.model.vocabulary import Vocabulary
from lib.store.active_people import SCHEMA as PEOPLE_SCHEMA
from lib.store.active_people import people_table
from lib.store.atomic import written_whole
from lib.store.big_files import UsageFile, ids_of, standing
from lib.store.cube import REFERENCES, cube_tables
from lib.store.cube import SCHEMA as CUBE_SCHEMA
from lib.store.same_events import change_counts, events_made, fresh_made, stored_made
from lib.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Changes:
    """What rows would change in what is stored."""

    added: int
    changed: int
    unchanged: int


class UsageEvents:
    """The usage events of the batches that stand, read in a stream.

    With `coming`, as if those files stood as well.
    """

    def __init__(
        self, workspace: Workspace, connection: Connection, coming: Sequence[UsageFile] = ()
    ) -> None:
        self._folder = workspace.usage_folder
        self._files = (*standing(workspace.usage_folder, connection), *coming)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give an engine with the view `events`: the newest version of each row."""
        paths = [file.path for file in self._files if file.rows is None]
        with engine(self._folder, paths) as duck:
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
        given = rows.drop(columns=["batch_id"], errors="ignore")
        with self._compared(pa.Table.from_pandas(given, preserve_index=False), span) as duck:
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
        self, fresh: pa.Table | Path, days: tuple[date, date] | None
    ) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """Give an engine with fresh rows and what they may meet; None when that is nothing."""
        reach = None if days is None else (days[0].isoformat(), days[1].isoformat())
        ids = ids_of(fresh)
        met = [file for file in self._files if file.meets(reach, ids)]
        if not met:
            yield None
            return
        paths = [*(file.path for file in met), *([fresh] if isinstance(fresh, Path) else [])]
        with engine(self._folder, paths) as duck:
            stored_made(duck, met)
            fresh_made(duck, fresh)
            yield duck

    @cached_property
    def references(self) -> pd.DataFrame:
        """Each way in which rows name an account, with `n_rows`."""
        found = self.query(
            "SELECT account_id, account_name, contract_id, user_email, count(*) AS n_rows"
            " FROM events GROUP BY ALL ORDER BY ALL",
            {},
        ).to_pandas()
        return found.astype(dict.fromkeys(REFERENCES, "str"))

    def __bool__(self) -> bool:
        """Whether there is any usage batch."""
        return bool(self._files)


def _registered(duck: duckdb.DuckDBPyConnection, frames: Mapping[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        duck.register(name, pa.Table.from_pandas(frame, preserve_index=False))


def placed_references(events: UsageEvents, places: Places) -> pd.DataFrame:
    """Return each way in which usage rows name an account, with its `place` and `n_rows`."""
    references = events.references
    return references.assign(place=places.of(references))


def cube(
    workspace: Workspace, events: UsageEvents, version: int, places: Places, words: Vocabulary
) -> pd.DataFrame:
    """Return the usage cube of the data version, made now if it was not yet.

    It is kept for the next time, unless the disk is full or may not be written.
    """
    path = _cube_path(workspace, version)
    kept = _kept(path, CUBE_SCHEMA)
    if kept is not None:
        return kept
    if not events:
        return empty_cube()
    tables = [CUBE_SCHEMA.empty_table()]
    try:
        written_whole(path, lambda part: _written(events, places, words, part, tables))
    except OSError:
        return cube_of(events, places, words)
    _only(workspace, path, "cube-*.parquet")
    return rows_with_categories(pa.concat_tables(tables))


def is_counted(workspace: Workspace, version: int) -> bool:
    """Say whether a cube of the data version was kept."""
    return _cube_path(workspace, version).exists()


def _cube_path(workspace: Workspace, version: int) -> Path:
    return workspace.usage_folder / f"cube-{version}.parquet"


def cube_of(events: UsageEvents, places: Places, words: Vocabulary) -> pd.DataFrame:
    """Return the cube of events without keeping it."""
    references = placed_references(events, places)
    with events.reading() as duck:
        tables = list(cube_tables(duck, references, words))
    return rows_with_categories(pa.concat_tables([CUBE_SCHEMA.empty_table(), *tables]))


def active_people(
    workspace: Workspace, events: UsageEvents, version: int, places: Places
) -> pd.DataFrame:
    """Return the people active in four weeks (`Usage.people`), kept beside the cube as it is."""
    path = workspace.usage_folder / f"people-{version}.parquet"
    kept = _kept(path, PEOPLE_SCHEMA)
    if kept is not None:
        return kept
    if not events:
        return empty_people()
    table = active_people_of(events, places)
    with suppress(OSError):  # the disk is full or may not be written: made anew next time
        written_whole(path, lambda part: pq.write_table(table, part))
        _only(workspace, path, "people-*.parquet")
    return rows_with_categories(table)


def active_people_of(events: UsageEvents, places: Places) -> pa.Table:
    """Return the people of events without keeping them."""
    return people_table(events.query, placed_references(events, places))


def _only(workspace: Workspace, path: Path, names: str) -> None:
    """Remove what was kept of older versions."""
    for old in workspace.usage_folder.glob(names):
        if old != path:
            old.unlink(missing_ok=True)


def _written(
    events: UsageEvents, places: Places, words: Vocabulary, path: Path, tables: list[pa.Table]
) -> None:
    """Write the cube piece by piece; the pieces are added to `tables`, to be used at once."""
    references = placed_references(events, places)
    with events.reading() as duck, pq.ParquetWriter(path, CUBE_SCHEMA) as writer:
        for table in cube_tables(duck, references, words):
            writer.write_table(table)
            tables.append(table)


def _kept(path: Path, schema: pa.Schema) -> pd.DataFrame | None:
    """Return what was kept; None when there is nothing, or nothing that can be read as such."""
    try:
        table = pq.read_table(path) if path.exists() else None
    except (pa.ArrowException, OSError):
        return None
    known = table is not None and table.schema.equals(schema)
    return rows_with_categories(table) if known else None


def rows_with_categories(table: pa.Table) -> pd.DataFrame:
    """Return rows of the cube or of people; their texts are categories, in order, all used."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table[place].unify_dictionaries())
    found = table.to_pandas()
    coded = found.select_dtypes("category").columns
    return found.assign(**{name: _in_order(found[name]) for name in coded})


def _in_order(texts: pd.Series) -> pd.Series:
    """Return categories that occur, in the order of their texts, whatever the order of rows."""
    known = texts.cat.categories.astype("str")
    used = known[np.bincount(texts.cat.codes, minlength=len(known)) > 0].sort_values()
    return texts.cat.set_categories(used)


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


_TEXTS = Template(
    "SELECT $name AS text, account_id, account_name, contract_id, user_email,"
    " count(*) AS n_rows, min(batch_id) AS batch_id"
    " FROM events WHERE $name IS NOT NULL GROUP BY ALL ORDER BY ALL"
)


def texts_used(events: UsageEvents, places: Places, name: str) -> pd.DataFrame:
    """Return what usage rows say in a column of theirs, by account, as the files write it.

    `text, account_id, n_rows, batch_id` (the first that says so); NaN for rows of no account.
    """
    found = events.query(_TEXTS.substitute(name=KINDS["usage"].column(name).name), {}).to_pandas()
    found = found.astype({"text": "str", **dict.fromkeys(REFERENCES, "str")})
    found = found.assign(account_id=places.of(found))
    groups = found.groupby(["text", "account_id"], dropna=False, as_index=False)
    return groups.agg(n_rows=("n_rows", "sum"), batch_id=("batch_id", "min"))


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
