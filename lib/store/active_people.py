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
from lib.store.cube import REFERENCES, Numbered, coded, same

Query: TypeAlias = Callable[[str, Mapping[str, pd.DataFrame]], pa.Table]
SCHEMA = coded(empty_people())

# 0001-01-01 was a Monday: day // 7 numbers weeks from Monday to Sunday, none below zero.
_COUNTED = Template("""
    WITH days AS (
        SELECT places.place,
               date_diff('day', DATE '0001-01-01', events.occurred_at::DATE) AS day,
               hash(coalesce(events.user_id, events.user_email)) AS person
        FROM events JOIN places ON $same_place
        WHERE coalesce(events.user_id, events.user_email) IS NOT NULL
          AND events.occurred_at IS NOT NULL
    ), weeks AS (
        -- A bit a day: different days are counted without a list of them.
        SELECT place, person, day // 7 AS week,
               bit_count(bit_or((1 << (day % 7)::UTINYINT)::UTINYINT)) AS n
        FROM days GROUP BY ALL
    ), windows AS (
        SELECT place, person, week + late AS week, sum(n) AS n
        FROM weeks CROSS JOIN (SELECT unnest([0, 1, 2, 3]) AS late) GROUP BY ALL
    )
    SELECT place,
           (DATE '0001-01-01' + (week * 7 + 6)::INTEGER)::DATE AS day,
           count(*)::DOUBLE AS users,
           max(n)::DOUBLE AS top_days
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
    columns = {
        "account_id": places.named(found["place"].to_numpy()),
        "day": found["day"].cast(pa.timestamp("us")),
        **{name: found[name] for name in ("users", "top_days")},
    }
    return pa.table(columns).cast(SCHEMA)
