"""The cube of usage events: how often, by how many people and how much, a day.

Accounts, events and people are numbers while DuckDB counts, which is twice as fast as their
names: an account and a day make one number, a person is a hash of 64 bits. It is made of
some days after the other, so that memory holds only those.

`users` of one event: different people where rows name them, else the counts that the
export gives. Of all events together: different people, else the largest of those counts,
since the same person may stand behind several. Nothing is counted over several days, so
the cube of some days is a part of the cube of all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from string import Template

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from lib.model.usage import ANY, empty_cube
from lib.model.vocabulary import Vocabulary

REFERENCES = ("account_id", "account_name", "contract_id", "user_email")
_NAMES = ("event", "feature")
_NAMELESS = "use"
_ROWS_AT_ONCE = 1_000_000  # of which the cube is made at a time, by days
_DAY = "datetime64[D]"
_CODED = ("account_id", "event")  # the few texts that many rows repeat
_CODES = pa.dictionary(pa.int32(), pa.string())


def coded(rows: pd.DataFrame) -> pa.Schema:
    """Return the types of rows whose texts are kept as codes of a list of texts."""
    types = pa.Schema.from_pandas(rows, preserve_index=False)
    return pa.schema(each.with_type(_CODES) if each.name in _CODED else each for each in types)


SCHEMA = coded(empty_cube())

_COUNTED = Template("""
    WITH placed AS (
        SELECT date_diff('day', DATE '1970-01-01', events.occurred_at::DATE) * $n_places
                   + places.place AS spot,
               names.name,
               coalesce(events.count, 1) AS count,
               coalesce(events.user_id, events.user_email) AS person,
               events.users,
               events.quantity
        FROM events JOIN places ON $same_place JOIN names ON $same_name
        WHERE events.occurred_at >= $$first::DATE AND events.occurred_at < $$last::DATE + 1
    ), by_person AS MATERIALIZED (
        SELECT spot, name, CASE WHEN person IS NOT NULL THEN hash(person) END AS person,
               sum(count) AS count, sum(users) AS users, sum(quantity) AS quantity
        FROM placed GROUP BY ALL
    ), by_event AS MATERIALIZED (
        SELECT spot, name,
               sum(count)::DOUBLE AS events,
               coalesce(nullif(count(person), 0), sum(users))::DOUBLE AS users,
               sum(quantity)::DOUBLE AS quantity
        FROM by_person GROUP BY ALL
    ), all_people AS (
        SELECT spot, nullif(count(DISTINCT person), 0)::DOUBLE AS users
        FROM by_person GROUP BY ALL
    ), all_events AS (
        SELECT spot, sum(events) AS events, max(users) AS users, sum(quantity) AS quantity
        FROM by_event GROUP BY ALL
    )
    SELECT * FROM by_event
    UNION ALL
    SELECT spot, $any, events, coalesce(all_people.users, all_events.users), quantity
    FROM all_events JOIN all_people USING (spot)
    ORDER BY spot, name
""")


@dataclass(frozen=True)
class Numbered:
    """Texts in order; whoever is counted is the place of his text among them."""

    texts: pa.Array

    @classmethod
    def of(cls, texts: pd.Series) -> "Numbered":
        """Return the different texts in order."""
        return cls(pa.array(sorted(texts.dropna().unique()), pa.string()))

    def numbers(self, texts: pd.Series) -> np.ndarray:
        """Return each text's place."""
        return pd.Index(self.texts.to_pandas()).get_indexer(texts)

    def named(self, numbers: np.ndarray) -> pa.Array:
        """Return the texts at those places, as codes of the texts in order."""
        return pa.DictionaryArray.from_arrays(numbers.astype("int32"), self.texts)


def cube_tables(
    duck: duckdb.DuckDBPyConnection, references: pd.DataFrame, words: Vocabulary
) -> Iterator[pa.Table]:
    """Yield the cube of `events` in pieces, in the order of days.

    `references` are the ways in which rows name an account, with its `place`.
    """
    placed = references.dropna(subset=["place"])
    names = _event_names(duck, words)
    if placed.empty or names.empty:
        return
    places = Numbered.of(placed["place"])
    events = Numbered.of(pd.concat([names["name"], pd.Series([ANY], dtype="str")]))
    _registered(duck, "places", placed.assign(place=places.numbers(placed["place"])))
    _registered(duck, "names", names.assign(name=events.numbers(names["name"])))
    sql = _COUNTED.substitute(
        n_places=len(places.texts),
        any=int(events.numbers(pd.Series([ANY], dtype="str"))[0]),
        same_place=same("places", REFERENCES, references),
        same_name=same("names", _NAMES, names),
    )
    for first, last in _stretches(duck):
        days = {"first": first.isoformat(), "last": last.isoformat()}
        yield _named(duck.sql(sql, params=days).to_arrow_table(), places, events)


def _event_names(duck: duckdb.DuckDBPyConnection, words: Vocabulary) -> pd.DataFrame:
    """Return what rows say of their event, with its name in the words of the vocabulary."""
    found = duck.sql("SELECT event, feature FROM events GROUP BY ALL").to_arrow_table().to_pandas()
    said = {name: found[name].astype("str") for name in _NAMES}
    meant = {
        name: texts.map(_meanings(words, name, texts), na_action="ignore").astype("str")
        for name, texts in said.items()
    }
    name = meant["event"].fillna(meant["feature"]).fillna(_NAMELESS)
    return pd.DataFrame({**said, "name": name})


def _meanings(words: Vocabulary, name: str, texts: pd.Series) -> dict[str, str]:
    return {text: words.value(f"usage.{name}", text) for text in texts.dropna().unique()}


def _registered(duck: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame) -> None:
    duck.register(name, pa.Table.from_pandas(rows, preserve_index=False))


def same(table: str, names: Sequence[str], rows: pd.DataFrame) -> str:
    """Return SQL that joins events to a table of what they say; nobody says blank columns."""
    said = [name for name in names if rows[name].notna().any()]
    checks = [
        f"events.{n} {'IS NOT DISTINCT FROM' if rows[n].isna().any() else '='} {table}.{n}"
        for n in said
    ]
    return " AND ".join(checks) or "true"


def _named(found: pa.Table, places: Numbered, events: Numbered) -> pa.Table:
    days, place = np.divmod(found["spot"].to_numpy(), len(places.texts))
    columns = {
        "account_id": places.named(place),
        "day": pa.array(days.astype(_DAY).astype("datetime64[us]")),
        "event": events.named(found["name"].to_numpy()),
        **{name: found[name] for name in ("events", "users", "quantity")},
    }
    return pa.table(columns).cast(SCHEMA)


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
