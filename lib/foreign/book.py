"""The sheets of a workbook, told as texts. calamine reads; whatever it does is survivable."""

import io
import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import python_calamine as calamine

from lib.foreign.cells import NOT_A_NUMBER, TEXTS, Numbers, address
from lib.foreign.limits import MAX_CELLS, MAX_COLUMNS, MAX_MERGED, MAX_SHEETS
from lib.foreign.refusal import Refused
from lib.foreign.wire import SEPARATOR, SHOWN_NUL, Teller, encoded

_BLOCK_ROWS = 2000
_FAR_BLANK_ROWS = 1000  # blank rows after which a row stands apart from the rest
_MOST_EXAMPLES = 20
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f]")
_CONTROL_SIGNS = bytes({*range(0x20)} - {*b"\t\n\r"})
_SHOWN = calamine.SheetVisibleEnum
Range = tuple[int, int, int, int]  # first row, first column, last row, last column


def tell_book(teller: Teller, content: bytes, wanted: Sequence[str] | None) -> None:
    """Tell every visible sheet, or those that are `wanted`; of the others only that they exist.

    `*` among the wanted stands for all.
    """
    book = opened(content)
    about = book.sheets_metadata
    places = [n for n, each in enumerate(about) if each.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(places) > MAX_SHEETS:
        raise Refused("too_many_sheets", n=str(len(places)))
    for place in places:
        _tell_sheet(teller, book, place, wanted)


def opened(content: bytes) -> calamine.CalamineWorkbook:
    """Return the workbook; Refused when it has a password."""
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise Refused("protected") from None


def is_wanted(name: str, visible: str, wanted: Sequence[str] | None) -> bool:
    """Say whether a sheet is to be read: it is named, or it is visible and none is."""
    if wanted is None:
        return visible == "visible"
    return name in wanted or "*" in wanted


def _tell_sheet(
    teller: Teller, book: calamine.CalamineWorkbook, place: int, wanted: Sequence[str] | None
) -> None:
    about = book.sheets_metadata[place]
    visible = visibility(about.visible)
    sheet = book.get_sheet_by_index(place)
    if not is_wanted(about.name, visible, wanted):
        filled = sheet.height > 0
        teller.say(sheet=about.name, place=place, visible=visible, read=False, filled=filled)
        return
    if sheet.width > MAX_COLUMNS or sheet.height * sheet.width > MAX_CELLS:
        words = {"rows": str(sheet.height), "columns": str(sheet.width), "sheet": about.name}
        raise Refused("too_many_cells", **words)
    top, left = sheet.start or (0, 0)
    teller.say(
        sheet=about.name, place=place, visible=visible, read=True, filled=sheet.height > 0,
        top=top, left=left, height=sheet.height, merged=merged(sheet),
    )  # fmt: skip
    if sheet.height and sheet.width:
        rows = Rows(teller, sheet)
        rows.tell()
        teller.say(done=True, **rows.found())


def visibility(shown: calamine.SheetVisibleEnum) -> str:
    """Return how a sheet is shown."""
    if shown == _SHOWN.VeryHidden:
        return "very_hidden"
    return "hidden" if shown == _SHOWN.Hidden else "visible"


def merged(sheet: calamine.CalamineSheet) -> list[Range]:
    """Return the ranges of cells that are shown as one."""
    ranges = (sheet.merged_cell_ranges or [])[:MAX_MERGED]
    return [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]


class Rows:
    """Tells rows block by block; runs of blank rows are only counted."""

    def __init__(self, teller: Teller, sheet: calamine.CalamineSheet) -> None:
        """Begin at the first row that is filled."""
        self._teller = teller
        self._sheet = sheet
        self._top, self._left = sheet.start or (0, 0)
        self._width = sheet.width
        self._block: list[list[Any]] = []
        self._numbers = Numbers()
        self._first = self._top  # row of the block's first
        self._blank = 0
        self._filled = 0
        self._odd: list[str] = []
        self._n_odd = self._n_control = 0
        self._far: list[int] = []

    def tell(self) -> None:
        """Tell all rows."""
        # The iterator begins at the sheet's first row, wherever its cells begin.
        for place, row in enumerate(islice(self._sheet.iter_rows(), self._top, None)):
            if row[0] != "" or row.count("") < len(row):
                self._add(place, row)
            else:
                self._blank += 1
        self._send()

    def found(self) -> dict[str, Any]:
        """Return what is worth knowing about the rows told."""
        return {
            "filled_rows": self._filled,
            "not_numbers": self._odd,
            "n_not_numbers": self._n_odd,
            "n_control": self._n_control,
            "far": self._far[:_MOST_EXAMPLES],
        }

    def _add(self, place: int, row: list[Any]) -> None:
        if self._blank:
            self._skip_blank(place)
        elif len(self._block) == _BLOCK_ROWS:
            self._send()
        if not self._block:
            self._first = self._top + place
        self._block.append(row)
        self._filled += 1

    def _skip_blank(self, place: int) -> None:
        self._send()
        if self._blank > _FAR_BLANK_ROWS and self._filled:
            self._far.append(self._top + place + 1)
        self._teller.say(blank=self._blank, width=self._width)
        self._blank = 0

    def _send(self) -> None:
        """Send the block column by column: most columns hold one type, so are done at once.

        `lib.ingest.even_rows` reads it.
        """
        if not self._block:
            return
        columns = [self._texts(column) for column in zip(*self._block, strict=True)]
        told = _joined(columns)
        n_control = len(told) - len(told.translate(None, _CONTROL_SIGNS))
        if n_control != len(self._block) * self._width - 1:  # more than those that part cells
            self._mend(columns)
            told = _joined(columns)
        self._teller.give(told, rows=len(self._block), width=self._width)
        self._block = []

    def _texts(self, column: tuple[Any, ...]) -> Sequence[str]:
        kinds = set(map(type, column))
        if kinds == {str}:
            return column
        if len(kinds) == 1:
            return list(map(self._told(kinds.pop()), column))
        texts = {kind: self._told(kind) for kind in kinds}
        return [value if type(value) is str else texts[type(value)](value) for value in column]

    def _told(self, kind: type) -> Callable[[Any], str]:
        return self._numbers.__getitem__ if kind is float else TEXTS[kind]

    def _mend(self, columns: list[Sequence[str]]) -> None:
        """Blank what is no number, and take control characters out of texts."""
        for c, column in enumerate(columns):
            mended = list(column)
            for r, text in enumerate(column):
                if text == NOT_A_NUMBER:
                    mended[r] = ""
                    self._n_odd += 1
                    self._odd.append(address(self._first + r, self._left + c))
                elif NOT_A_NUMBER in text or _CONTROL.search(text):
                    mended[r] = _CONTROL.sub("", text.replace(NOT_A_NUMBER, SHOWN_NUL))
                    self._n_control += 1
            columns[c] = mended
        del self._odd[_MOST_EXAMPLES:]


def _joined(columns: Sequence[Sequence[str]]) -> bytes:
    """Return all cells, column by column, in one text."""
    return encoded(SEPARATOR.join(map(SEPARATOR.join, columns)))
