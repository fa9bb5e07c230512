"""Why the reader gave a workbook up: the first cell that cannot be, found when it is too late."""

import re

from lib.foreign.parts import Parts
from lib.foreign.refusal import Refused
from lib.foreign.styles import attribute
from lib.foreign.zipped import Zip

_CELL = re.compile(rb"<(?:[\w.-]+:)?c\b([^>]*)>(?:\s*<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)</)?")
_STRING = re.compile(rb"<(?:[\w.-]+:)?si\b")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, "XFD"


def diagnosis(book: Zip, parts: Parts) -> Refused:
    """Return why a workbook could not be read, naming a cell where one is to blame."""
    n_strings = len(_STRING.findall(book.read(parts.strings)))
    for name in parts.sheets:
        for found in _CELL.finditer(book.read(name)):
            cell = attribute("r", found[1])
            if cell is not None and not _is_in_grid(cell):
                return Refused("outside_grid", cell=cell[:20], part=name)
            if attribute("t", found[1]) == "s" and not _is_string(found[2], n_strings):
                return Refused("no_such_text", cell=cell or "?", part=name)
    return Refused("damaged")


def _is_in_grid(cell: str) -> bool:
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        return False
    letters = found[1].upper()
    return int(found[2]) <= _LAST_ROW and (len(letters), letters) <= (
        len(_LAST_COLUMN),
        _LAST_COLUMN,
    )


def _is_string(text: bytes | None, n_strings: int) -> bool:
    if text is None or not text.strip():
        return True
    return text.strip().isdigit() and int(text) < n_strings
