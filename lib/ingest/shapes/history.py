"""Property-history files: a row for each change of one property, made a row for each object."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.ingest.answers import DATES
from lib.ingest.issues import note
from lib.ingest.names.headings import normalised
from lib.ingest.reading.limits import MAX_COLUMNS
from lib.ingest.sheet import Sheet
from lib.ingest.values import days
from lib.ingest.values.cells import Cells
from lib.locale import msg

_PROPERTIES = frozenset(
    {"name", "property", "property name", "field", "field name", "attribute", "属性",
     "属性名", "字段", "字段名"}
)  # fmt: skip
_SURELY_PROPERTIES = _PROPERTIES - {"name"}
_VALUES = frozenset({"value", "new value", "property value", "newvalue", "属性值", "值", "新值"})
_TIMES = frozenset(
    {"timestamp", "changed at", "change date", "created date", "edit date", "updated at", "time",
     "date", "modified date", "变更时间", "修改时间", "更新时间"}
)  # fmt: skip
_OBJECTS = (
    "company id", "contact id", "deal id", "ticket id", "account id", "opportunity id", "object id",
    "case id", "record id", "contract id", "客户编号", "联系人编号", "合同编号", "工单编号", "id",
)  # fmt: skip
_UNDERSTOOD = 0.9
_LEAST_ROWS = 2


@dataclass(frozen=True)
class _Places:
    """Which columns of a history hold what."""

    key: str
    prop: str
    value: str
    time: str


def newest(sheet: Sheet, answers: Mapping[str, str]) -> Sheet | None:
    """Return a row an object with the newest value of each property; None for other sheets."""
    places = _places(sheet)
    if places is None:
        return None
    when = _times(sheet, places, answers)
    n_properties = sheet.cells[places.prop].str.strip().nunique()
    if when is None or n_properties > MAX_COLUMNS or len(sheet.cells) < _LEAST_ROWS:
        return None
    return _pivoted(sheet, places, when)


def _places(sheet: Sheet) -> _Places | None:
    names = {normalised(column): column for column in sheet.columns}
    prop = [names[n] for n in names if n in _PROPERTIES]
    value = [names[n] for n in names if n in _VALUES]
    time = [names[n] for n in names if n in _TIMES]
    key = [names[n] for n in _OBJECTS if n in names]
    sure = any(n in _SURELY_PROPERTIES for n in names) or "history" in normalised(sheet.title)
    if len(prop) != 1 or len(value) != 1 or not time or not key or not sure:
        return None
    return _Places(key[0], prop[0], value[0], time[0])


def _times(sheet: Sheet, places: _Places, answers: Mapping[str, str]) -> np.ndarray | None:
    """Return when each row's change was made; None when too many times are not understood."""
    cells = Cells.of(sheet.cells[places.time])
    scan = days.scanned(cells)
    order = scan.order.said or answers.get(DATES)
    found = days.parsed(scan, order, with_time=True).meant[cells.codes]
    return found if np.mean(~np.isnat(found)) >= _UNDERSTOOD else None


def _of_objects(sheet: Sheet, places: _Places, keys: pd.Index) -> dict[str, np.ndarray]:
    """Return the columns that name the object of each change: they say one thing an object."""
    ids = sheet.cells[places.key].str.strip()
    found = {}
    for column in sheet.columns:
        words = normalised(column).split()
        if column in {places.prop, places.value, places.time, places.key} or "name" not in words:
            continue
        texts = sheet.cells[column].str.strip()
        if (texts == texts.groupby(ids).transform("first")).all():
            found[column] = texts.groupby(ids).first().reindex(keys).to_numpy(object)
    return found


def _pivoted(sheet: Sheet, places: _Places, when: np.ndarray) -> Sheet:
    table = pd.DataFrame(
        {
            "key": sheet.cells[places.key].str.strip(),
            "prop": sheet.cells[places.prop].str.strip(),
            "value": sheet.cells[places.value],
            "when": when,
            "row": sheet.row_numbers,
        }
    )
    table = table[(table["key"] != "") & (table["prop"] != "")]
    table = table.sort_values("when", kind="stable", na_position="first")
    last = table.drop_duplicates(["key", "prop"], keep="last")
    wide = last.pivot_table(index="key", columns="prop", values="value", aggfunc="last", sort=False)
    rows = table.groupby("key", sort=False)["row"].last().loc[wide.index].sort_values()
    wide = wide.loc[rows.index]
    columns = {places.key: wide.index.to_numpy(object)}
    columns |= _of_objects(sheet, places, wide.index)
    columns |= {str(n): wide[n].to_numpy(object) for n in wide.columns if n != places.key}
    cells = pd.DataFrame(
        {
            name: pd.array(["" if pd.isna(text) else text for text in texts], dtype="str")
            for name, texts in columns.items()
        }
    )
    message = msg(
        "{n} changes of properties were read as {objects} rows, each with its newest values.",
        n=str(len(sheet.cells)),
        objects=str(len(cells)),
    )
    return replace(
        sheet,
        cells=cells,
        row_numbers=rows.to_numpy("int64"),
        issues=(*sheet.issues, note("property_history", "info", message)),
        _distinct={},
    )
