"""How the columns of a kind are held in a frame."""

from datetime import date, datetime
from typing import Any, cast

import pandas as pd

from lib.model.spec import Kind, Type

DTYPES = {
    Type.ID: "str",
    Type.TEXT: "str",
    Type.CHOICE: "str",
    Type.TAGS: "str",
    Type.DAY: "datetime64[us]",
    Type.TIME: "datetime64[us]",
    Type.AMOUNT: "float64",
    Type.COUNT: "float64",
    Type.SHARE: "float64",
    Type.FLAG: "boolean",
}
TAG_SEPARATOR = "|"
_PROVENANCE = {
    "custom": "str",
    "row_key": "str",
    "batch_id": "int64",
    "source_row": "int64",
    "known_on": "datetime64[us]",
}


def typed(rows: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Return `rows` with every column of the kind, in order and of its type; absent ones blank."""
    columns = {column.name: DTYPES[column.type] for column in kind.columns} | _PROVENANCE
    return rows.reindex(columns=list(columns)).astype(columns)


def empty_frame(kind: Kind) -> pd.DataFrame:
    """Return a frame of the kind without rows."""
    frame = typed(pd.DataFrame(columns=[*kind.names, *_PROVENANCE]), kind)
    return frame.assign(as_loaded=pd.Series(dtype="bool"))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dictionaries by column name."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def row_of(frame: pd.DataFrame, key: object) -> pd.Series:
    """Return the one row with that index value; KeyError when there is none."""
    return cast("pd.Series", frame.loc[key])  # type: ignore[call-overload]


def tags_of(values: pd.Series) -> pd.Series:
    """Return each cell's tags as a list, in order; an empty list when blank."""
    return values.fillna("").map(lambda text: [t for t in text.split(TAG_SEPARATOR) if t])


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a JSON value: unknown is None, days are ISO dates, numbers plain."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124
        return None  # NaN is unequal to itself
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
