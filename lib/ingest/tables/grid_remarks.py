"""What is worth knowing about a grid of cells, in the names that a spreadsheet gives them."""

from collections.abc import Callable, Mapping

from lib.ingest.issues import Issue, Severity, note
from lib.ingest.reading.shown import shown_name
from lib.ingest.reading.workbook import RawSheet
from lib.locale import Message, msg, msgs

_MANY_EMPTY = 20
_SHOWN_CELLS = 5

_Say = Callable[[int, str], Message]
_REMARKS: Mapping[str, _Say] = {
    "no_value": lambda n, cells: msgs(
        "{n} formula has no stored value and was read as blank: {cells}.",
        "{n} formulas have no stored value and were read as blank: {cells}.",
        n,
        cells=cells,
    ),
    "error_cell": lambda n, cells: msgs(
        "{n} cell holds an error and was read as blank: {cells}.",
        "{n} cells hold errors and were read as blank: {cells}.",
        n,
        cells=cells,
    ),
    "not_a_number": lambda n, cells: msgs(
        "{n} cell is not a number though it says so, and was read as blank: {cells}.",
        "{n} cells are not numbers though they say so, and were read as blank: {cells}.",
        n,
        cells=cells,
    ),
    "no_such_day": lambda n, cells: msgs(
        "{n} cell shows a day that no calendar has; its number was kept: {cells}.",
        "{n} cells show days that no calendar has; their numbers were kept: {cells}.",
        n,
        cells=cells,
    ),
    "unknown_style": lambda n, cells: msgs(
        "{n} cell has a style that the workbook lacks; its value was kept: {cells}.",
        "{n} cells have styles that the workbook lacks; their values were kept: {cells}.",
        n,
        cells=cells,
    ),
    "control_character": lambda n, _: msgs(
        "{n} cell held control characters; they were removed.",
        "{n} cells held control characters; they were removed.",
        n,
    ),
    "far_row": lambda _, cells: msg(
        "Row {rows} stands far below the rest; check that it belongs to the table.", rows=cells
    ),
    "hidden_row": lambda n, rows: msgs(
        "{n} hidden row was read as well: {rows}.",
        "{n} hidden rows were read as well: {rows}.",
        n,
        rows=rows,
    ),
    "empty_rows": lambda n, _: msgs(
        "{n} empty formatted row was ignored.", "{n} empty formatted rows were ignored.", n
    ),
}


def grid_remarks(sheet: RawSheet) -> tuple[Issue, ...]:
    """Return what was found while a worksheet was read."""
    issues = []
    for code, say in _REMARKS.items():
        n, examples = sheet.signs.get(code, (0, []))
        if n:
            shown = [shown_name(cell) for cell in examples[:_SHOWN_CELLS]]
            cells = ", ".join(shown) + (" …" if n > len(shown) and shown else "")
            minor = code == "hidden_row" or (code == "empty_rows" and n < _MANY_EMPTY)
            severity: Severity = "info" if minor else "warning"
            issues.append(note(code, severity, say(n, cells), value=cells or None))
    return tuple(issues)
