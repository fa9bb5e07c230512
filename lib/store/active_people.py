"""How many different people were active in the four weeks up to each Sunday, by account.

No sum of days can say this, so it is counted from the events, beside the cube: a person's
days are first added up by week, and a week counts for the four Sundays that can see it.
"""

from collections.abc import Callable, Mapping
from string import Template
from typing import TypeAlias

import pandas as pd
import pyarrow as pa

from lib.model.usage import empty_people
from lib.store.cube import REFERENCES, Numbered, same

Query: TypeAlias = Callable[[str, Mapping[str, pd.DataFrame]], pa.Table]
SCHEMA = pa.Schema.from_pandas(empty_people(), preserve_index=False)

# 1970-01-01 was a Thursday: (day + 3) // 7 numbers weeks from Monday to Sunday.
_COUNTED = Template("""
    WITH days AS (
        SELECT DISTINCT places.place,
               date_diff('day', DATE '1970-01-01', events.occurred_at::DATE) AS day,
               hash(coalesce(events.user_id, events.user_email)) AS person
        FROM events JOIN places ON $same_place
        WHERE coalesce(events.user_id, events.user_email) IS NOT NULL
          AND events.occurred_at IS NOT NULL
    ), weeks AS (
        SELECT place, person, (day + 3) // 7 AS week, count(*) AS n FROM days GROUP BY ALL
    ), windows AS (
        SELECT place, person, week + late AS week, sum(n) AS n
        FROM weeks CROSS JOIN (SELECT unnest([0, 1, 2, 3]) AS late) GROUP BY ALL
    )
    SELECT place, week * 7 + 3 AS day, count(*)::DOUBLE AS users, max(n)::DOUBLE AS top_days
    FROM windows GROUP BY ALL ORDER BY day, place
""")


def people_table(query: Query, references: pd.DataFrame) -> pa.Table:
    """Return the people of each account and Sunday, in the order of days.

    `query` asks the events; `references` are the ways in which rows name an account, with
    its `place`.
    """
    placed = references.dropna(subset=["place"])
    if placed.empty:
        return SCHEMA.empty_table()
    places = Numbered.of(placed["place"])
    found = query(
        _COUNTED.substitute(same_place=same("places", REFERENCES, references)),
        {"places": placed.assign(place=places.numbers(placed["place"]))},
    )
    days = found["day"].to_numpy().astype("datetime64[D]").astype("datetime64[us]")
    columns = {
        "account_id": places.named(found["place"].to_numpy()),
        "day": pa.array(days),
        **{name: found[name] for name in ("users", "top_days")},
    }
    return pa.table(columns).cast(SCHEMA)
