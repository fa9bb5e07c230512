"""Tables: numbers to the right, units in the headings, unknown said, one row to be chosen.

A column is declared once (`text`, `number`, `day`, `chips` …); the same declaration gives
the grid's cells, the headings of the download and the words for values that have a name.
"""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from lib.errors import DefinitionError
from lib.locale import Message, Text, msg
from lib.model import KINDS
from lib.model.frames import tags_of
from lib.ui import downloads
from lib.ui.charts.chart import plain_label, text_px
from lib.ui.look import TEXT_SIZE, palette
from lib.ui.units import COUNT, UNKNOWN, Unit
from lib.ui.wording import day_format, md_escape, say, shown

MOST_COLUMNS = 8  # more are not compared, only scrolled past
ROW_PX = 34
TALL_ROW_PX = 66  # the grid breaks lines in rows above 4 rem only; holds three
MOST_LINES = 4
_LINE_PX = 19
_PADDING_PX = 16
_HEAD_PX = 36
_SHOWN_ROWS = 14

Form = Literal["text", "number", "day", "tags", "chips", "line", "bar", "note"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """How one column is shown. `names` says what its values are called; `help` explains it.

    `right`: words that are written numbers stand to the right, as numbers do. `private`:
    stays on the screen and is not taken along in the download.
    """

    title: Text
    form: Form = "text"
    unit: Unit = COUNT
    names: Mapping[str, Text] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    width: int | None = None
    wide: bool = False
    right: bool = False
    help: Text | None = None
    private: bool = False

    @property
    def heading(self) -> str:
        """The heading with its unit."""
        return shown(self.unit.titled(self.title) if self.form == "number" else self.title)


def text(title: Text, *, wide: bool = False, help: Text | None = None) -> Column:  # noqa: A002 - Streamlit's word
    """Return a column of words; a wide one breaks into two lines."""
    return Column(title=title, width=400 if wide else None, wide=wide, help=help)


def named(title: Text, names: Mapping[str, Text]) -> Column:
    """Return a column of values that have a name in the reader's language."""
    return Column(title=title, names=names)


def number(title: Text, unit: Unit = COUNT, *, help: Text | None = None) -> Column:  # noqa: A002
    """Return a column of numbers, to the right, with thousands separators."""
    return Column(title=title, form="number", unit=unit, help=help)


def bar(title: Text) -> Column:
    """Return a column of shares in [0, 1], shown as bars."""
    return Column(title=title, form="bar")


def day(title: Text) -> Column:
    """Return a column of days."""
    return Column(title=title, form="day")


def tags(title: Text) -> Column:
    """Return a column of tags ("a|b")."""
    return Column(title=title, form="tags")


def note() -> Column:
    """Return a column of context notes ("" for none); it is there as soon as a row has one."""
    return Column(title=msg("Context note"), form="note", width=220)


def grades(title: Text, names: Mapping[str, Text]) -> Column:
    """Return a column of grades (`alert`, `watch`, `none`, `unknown`) in the colours of risk."""
    return Column(title=title, form="chips", names=names, colours=palette().levels, width=88)


def line(title: Text) -> Column:
    """Return a column of small lines (lists of numbers)."""
    return Column(title=title, form="line", width=96)


def table(
    rows: pd.DataFrame,
    columns: Mapping[str, Column],
    key: str,
    *,
    choose: str | None = None,
    empty: Text | None = None,
) -> str | None:
    """Show `rows` with the named columns; return the `choose` value of the row that is chosen.

    `choose` is a column, usually an id; it need not be shown. None: no row can be chosen,
    or none is. `empty` is said instead of a table without rows. Below stands the download.
    """
    columns = {n: c for n, c in columns.items() if c.form != "note" or rows[n].ne("").any()}
    if sum(column.form != "note" for column in columns.values()) > MOST_COLUMNS:
        raise DefinitionError(f"{key}: a table has at most {MOST_COLUMNS} columns.")
    if rows.empty:
        st.caption(md_escape(shown(empty)) if empty is not None else say("No rows."))
        return None
    places = _grid(rows, columns, key, choose)
    downloads.button(_taken(rows, columns), key)
    return None if not places or choose is None else str(rows.iloc[places[0]][choose])


def picked(
    rows: pd.DataFrame, columns: Mapping[str, Column], key: str, choose: str
) -> tuple[str, ...]:
    """Show `rows` of which any number can be chosen; return the `choose` values of those."""
    places = _grid(rows, columns, key, choose, "multi-row")
    downloads.button(_taken(rows, columns), key)
    return tuple(str(rows.iloc[place][choose]) for place in places)


def _grid(
    rows: pd.DataFrame,
    columns: Mapping[str, Column],
    key: str,
    choose: str | None,
    mode: Literal["single-row", "multi-row"] = "single-row",
) -> Sequence[int]:
    """Draw the grid; return the positions of the chosen rows."""
    row_px = _row_px(rows, columns)
    selecting: dict[str, Any] = {"on_select": "ignore"}
    if choose is not None:
        # The grid keeps a selection by position: other rows must be another grid.
        key = f"{key}_{_fingerprint(rows[choose])}"
        selecting = {"on_select": "rerun", "selection_mode": mode}
    state = st.dataframe(
        pd.DataFrame({name: _cells(rows[name], c) for name, c in columns.items()}),
        hide_index=True,
        key=key,
        row_height=row_px,
        height=min(len(rows), _SHOWN_ROWS) * row_px + _HEAD_PX,
        placeholder=shown(UNKNOWN),
        column_config={
            name: _config(column, blank=bool(rows[name].isna().any()))
            for name, column in columns.items()
        },
        **selecting,
    )
    return () if choose is None else state["selection"]["rows"]


def _row_px(rows: pd.DataFrame, columns: Mapping[str, Column]) -> int:
    """Return a row height at which the longest text of the wide columns can be read."""
    wide = {name: column.width for name, column in columns.items() if column.wide and column.width}
    if not wide:
        return ROW_PX
    lines = max(
        math.ceil(text_px(text, TEXT_SIZE) / (width - _PADDING_PX))
        for name, width in wide.items()
        for text in rows[name].fillna("").astype("str")
    )
    return max(TALL_ROW_PX, min(lines, MOST_LINES) * _LINE_PX + _PADDING_PX)


def _fingerprint(ids: pd.Series) -> str:
    joined = "\x1f".join(map(str, ids))
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:12]


def _cells(values: pd.Series, column: Column) -> pd.Series:
    """Return the values as the grid needs them."""
    match column.form:
        case "number":
            return values.astype("float64") * column.unit.cell_scale
        case "bar":
            return values.astype("float64") * 100  # the grid writes whole percent of 100
        case "day":
            return pd.to_datetime(values)
        case "tags":
            return tags_of(values)
        case "chips":
            labels = _labels(column)
            return _labelled(values, labels).map(lambda label: [label])
        case _:
            return _labelled(values, _labels(column))


def _labels(column: Column) -> dict[str, str]:
    """Return what each value with a name is called, and under "" the word for unknown."""
    if not column.names:
        return {}
    called = {value: shown(name) for value, name in column.names.items()}
    return {**called, "": shown(UNKNOWN)}


def _labelled(values: pd.Series, labels: Mapping[str, str]) -> pd.Series:
    """Return values by their names; a value without one stays, a missing one is unknown."""
    if not labels:
        return values
    known = {value: labels.get(str(value), str(value)) for value in values.dropna().unique()}
    return values.map(known).where(values.notna(), labels[""])


def _number_px(column: Column) -> int:
    """Return a width at which the heading and the word for unknown can be read."""
    longest = max(text_px(text, TEXT_SIZE) for text in (column.heading, shown(UNKNOWN)))
    return math.ceil(longest) + 2 * _PADDING_PX


def _config(column: Column, *, blank: bool = False) -> ColumnConfig:
    """Return the grid's settings of a column; `blank`: some of its cells say unknown."""
    make: dict[Form, Callable[..., ColumnConfig]] = {
        "text": st.column_config.TextColumn,
        "note": st.column_config.TextColumn,
        "number": st.column_config.NumberColumn,
        "day": st.column_config.DateColumn,
        "tags": st.column_config.ListColumn,
        "chips": st.column_config.MultiselectColumn,
        "line": st.column_config.LineChartColumn,
        "bar": st.column_config.ProgressColumn,
    }
    fits = _number_px(column) if blank and column.form == "number" else None
    settings: dict[str, Any] = {"width": column.width or fits}
    if column.help is not None:
        settings["help"] = md_escape(shown(column.help))
    return make[column.form](column.heading, **settings, **_special(column))


def _special(column: Column) -> dict[str, Any]:
    match column.form:
        case "number":
            return {"format": column.unit.cell_format}
        case "bar":
            return {"format": "%.0f%%", "min_value": 0, "max_value": 100}
        case "day":
            return {"format": day_format()}
        case "line":
            return {"color": palette().accent, "y_min": 0}
        case "chips":
            known = list(column.names)
            return {
                "options": [plain_label(value, column.names) for value in known],
                "color": [column.colours.get(v, palette().unknown) for v in known],
            }
        case _:
            return {"alignment": "right"} if column.right else {}


def _taken(rows: pd.DataFrame, columns: Mapping[str, Column]) -> Callable[[], pd.DataFrame]:
    """Return what makes the download: the shown columns under their headings, unrounded.

    It runs when the download is asked for, outside of the session: so the words of the
    session's language are looked up now.
    """
    taken = {
        n: (c.heading, _labels(c)) for n, c in columns.items() if not c.private and c.form != "line"
    }

    def made() -> pd.DataFrame:
        return pd.DataFrame(
            {heading: _labelled(rows[name], labels) for name, (heading, labels) in taken.items()}
        )

    return made


def plain(rows: pd.DataFrame, key: str, right: Sequence[str] = ()) -> None:
    """Show stored rows as they are, any number of columns, with the download; for evidence.

    `right` names columns of written numbers. Headings are the field names that rules and
    exports use; what they mean is their help.
    """
    if rows.empty:
        st.caption(say("No rows."))
        return
    columns = {
        str(name): replace(_as_stored(str(name), rows[name]), right=name in right)
        for name in rows.columns
    }
    _grid(rows, columns, key, None)
    downloads.button(rows, key)


def _as_stored(name: str, values: pd.Series) -> Column:
    day = pd.api.types.is_datetime64_any_dtype(values.dtype)
    return Column(title=name, form="day" if day else "text", help=_meanings().get(name))


@cache
def _meanings() -> dict[str, Message]:
    """Return what the fields of the model mean, by name."""
    fields = (column for kind in reversed(list(KINDS.values())) for column in kind.columns)
    return {column.name: column.meaning for column in fields}
