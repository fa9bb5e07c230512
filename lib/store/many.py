"""Many rows written at once: column by column to plain values, then straight to the driver."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, DateTime, Table, insert

_ROWS_AT_ONCE = 10_000  # as plain values they take five times the memory of a frame
_T, _SPACE = ord("T"), ord(" ")


def inserted(connection: Connection, table: Table, rows: pd.DataFrame) -> None:
    """Insert rows, whose columns are all but the number of the row, in their order."""
    names = [column.name for column in table.columns if column.name in rows]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows.iloc[start : start + _ROWS_AT_ONCE]
        if connection.dialect.name == "sqlite":
            _to_sqlite(connection, table, some, names)
        else:
            columns = [_plain(some[name]) for name in names]
            records = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
            connection.execute(insert(table), list(records))


def _to_sqlite(
    connection: Connection, table: Table, rows: pd.DataFrame, names: Sequence[str]
) -> None:
    """Hand tuples to the driver, days written as SQLAlchemy writes and reads them.

    Columns without a value are not named: each costs as much as one that has some. Measured
    on 200,000 tickets: 2.0 s of CPU instead of 9.7 s by dictionaries.
    """
    names = [name for name in names if rows[name].notna().any()]
    columns = [
        _day_texts(rows[name]) if isinstance(table.c[name].type, DateTime) else _plain(rows[name])
        for name in names
    ]
    statement = insert(table).compile(dialect=connection.dialect, column_keys=names)
    connection.exec_driver_sql(str(statement), list(zip(*columns, strict=True)))


def _plain(column: pd.Series) -> list[Any]:
    """Return plain Python values, None where blank."""
    blank = column.isna().to_numpy()
    if pd.api.types.is_datetime64_dtype(column.dtype):
        values = column.astype(object).to_numpy()
        return [None if no else v.to_pydatetime() for v, no in zip(values, blank, strict=True)]
    values = column.to_numpy(dtype=object, copy=True)
    values[blank] = None
    return list(values.tolist())


def _day_texts(column: pd.Series) -> list[str | None]:
    """Return `2026-11-01 10:00:00.000000` for each moment; each different one is written once."""
    codes, distinct = pd.factorize(column.to_numpy(dtype="datetime64[us]"))
    texts = np.datetime_as_string(distinct, unit="us")
    signs = texts.view("uint32").reshape(len(texts), -1) if len(texts) else None
    if signs is not None:
        signs[signs == _T] = _SPACE
    written: list[str | None] = [*texts.tolist(), None]  # -1 is the code of a blank
    return [written[code] for code in codes.tolist()]
