"""The answer of the reading process about a workbook: grids of texts, and what to say of them."""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from lib.ingest.even_rows import EvenRows, Row, blank_columns, columns_of
from lib.ingest.progress import Progress, silent
from lib.ingest.reading.foreign import Record, Task, told
from lib.ingest.reading.shown import shown_name
from lib.locale import msg

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SHARE_BEFORE_ROWS = 0.7  # of the time is gone when the first row comes
_A = ord("A") - 1


@dataclass
class RawSheet:
    """One worksheet as it stands: `rows` of texts, all equally wide, the first at `top`, `left`.

    Places count from 0. `visible` is `visible`, `hidden` or `very_hidden`; a sheet that was
    not asked for has no rows, only `filled` says whether there are any. `signs` are counts
    and examples of what could not be read as it stands, by code.
    """

    name: str
    place: int
    visible: str
    is_read: bool
    filled: bool
    top: int = 0
    left: int = 0
    height: int = 0
    rows: Sequence[Row] = ()
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: frozenset[int] = frozenset()
    signs: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    blocks: list[list[pa.Array]] = field(default_factory=list, repr=False)  # until all are there
    n_told: int = 0


def raw_sheets(
    file: str,
    content: bytes,
    wanted: Sequence[str] | None = None,
    progress: Progress = silent,
) -> tuple[RawSheet, ...]:
    """Return every worksheet in order; DeskError when the workbook cannot be read.

    Only visible ones are read, or those whose names are `wanted`; `*` stands for all.
    """
    found: list[RawSheet] = []
    task = Task(file, content, "workbook", {"sheets": wanted}, progress)
    with closing(told(task)) as answer:
        for record, cells in answer:
            if "sheet" in record:
                found.append(_begun(record))
            elif "signs" in record:
                _put_right(next((s for s in found if s.place == record["signs"]), None), record)
            elif found:
                _continued(found[-1], record, cells)
                _tell_progress(task, found[-1])
    return tuple(found)


def _tell_progress(task: Task, sheet: RawSheet) -> None:
    share = min(sheet.n_told / max(sheet.height, 1), 1.0)
    said = msg("Reading {file}", file=shown_name(task.file))
    task.progress(said, _SHARE_BEFORE_ROWS + (1 - _SHARE_BEFORE_ROWS) * share)


def _begun(record: Record) -> RawSheet:
    return RawSheet(
        record["sheet"],
        record["place"],
        record["visible"],
        record["read"],
        record["filled"],
        record.get("top", 0),
        record.get("left", 0),
        record.get("height", 0),
        merged=[tuple(each) for each in record.get("merged", ())],
    )


def _continued(sheet: RawSheet, record: Record, cells: bytes) -> None:
    if "rows" in record:
        sheet.blocks.append(columns_of(record, cells))
        sheet.n_told += record["rows"]
    elif "blank" in record:
        sheet.blocks.append(blank_columns(record["blank"], record["width"]))
        sheet.n_told += record["blank"]
    elif "done" in record:
        sheet.rows = EvenRows.of_blocks(sheet.blocks) if sheet.blocks else ()
        sheet.blocks = []
        _add(sheet, "not_a_number", record["n_not_numbers"], record["not_numbers"])
        _add(sheet, "control_character", record["n_control"], [])
        _add(sheet, "far_row", len(record["far"]), [str(row) for row in record["far"]])


def _add(sheet: RawSheet, code: str, n: int, examples: list[str]) -> None:
    if n:
        sheet.signs[code] = (n, examples)


def _put_right(sheet: RawSheet | None, signs: Mapping[str, Any]) -> None:
    """Take over what was found in a sheet's XML; of a sheet that was not read nothing."""
    if sheet is None or not sheet.is_read:
        return
    for code, n in signs["counts"].items():
        _add(sheet, code, n, signs["cells"][code])
    sheet.merged += filter(None, map(_range, signs["merged"]))
    _add(sheet, "empty_rows", max(signs["n_rows"] - len(sheet.rows), 0), [])
    width = len(sheet.rows[0]) if sheet.rows else 0
    ranges = [range(first, min(last, 20_000) + 1) for first, last in signs["hidden_columns"]]
    hidden = {place - sheet.left for each in ranges for place in each}
    sheet.hidden_columns = frozenset(place for place in hidden if 0 <= place < width)
    places = ((_place(cell), text) for cell, text in signs["texts"].items())
    texts = {(row - sheet.top, column - sheet.left): text for (row, column), text in places}
    texts = {
        (row, column): text
        for (row, column), text in texts.items()
        if 0 <= row < len(sheet.rows) and 0 <= column < width
    }
    if texts and isinstance(sheet.rows, EvenRows):
        sheet.rows = sheet.rows.with_texts(texts)


def _range(name: str) -> tuple[int, int, int, int] | None:
    """Return the places of a range such as `A1:C1`; None for what is none."""
    first, _, last = name.partition(":")
    top, left = _place(first)
    bottom, right = _place(last or first)
    return None if min(top, bottom) < 0 else (top, left, bottom, right)


def _place(cell: str) -> tuple[int, int]:
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        return -1, -1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - _A
    return int(found[2]) - 1, column - 1
