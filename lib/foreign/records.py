"""Errors and hidden columns in binary workbooks (.xls, .xlsb), which the reader leaves out.

Both are runs of records, each with a number and a length; only those that matter are looked
into. What does not fit together ends the search: the reader judges the file.
"""

import struct
from collections.abc import Iterator

from lib.foreign.cells import address
from lib.foreign.scan import Signs

_ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
}  # fmt: skip
# Records of .xls
_FORMULA, _BOOL_OR_ERROR, _COLUMN, _SHEET = 0x0006, 0x0205, 0x007D, 0x0085
_BEGIN, _END = 0x0809, 0x000A
_NO_NUMBER = b"\xff\xff"
_IS_ERROR = 2
# Records of .xlsb
_ROW, _ERROR_CELL, _ERROR_FORMULA, _COLUMN_OF_B, _SHEET_OF_B = 0, 3, 11, 60, 156
_LAST_PLACE = 20_000


def signs_of_xls(stream: bytes) -> dict[int, Signs]:
    """Return the signs in each sheet of the stream of an old workbook, by its place."""
    stream += bytes(16)  # so that a record cut short can be looked into
    starts = [
        struct.unpack_from("<I", stream, at)[0]
        for number, at, size in _until_end(stream, 0)
        if number == _SHEET and size >= 4  # noqa: PLR2004 - the four bytes that are read
    ]
    return {place: _signs_of_sheet(stream, start) for place, start in enumerate(starts)}


def _until_end(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, place and size of the records up to the end of what begins at `at`."""
    depth = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += (number == _BEGIN) - (number == _END)
        if at + size > len(stream) or depth <= 0:
            return
        if depth == 1:  # charts lie within
            yield number, at, size
        at += size


def _signs_of_sheet(stream: bytes, start: int) -> Signs:
    signs = Signs()
    for number, at, size in _until_end(stream, start):
        look = _LOOKS.get(number)
        if look is not None and size >= _LEAST_BYTES:
            look(signs, stream, at)
    return signs


def _bool_or_error(signs: Signs, stream: bytes, at: int) -> None:
    if stream[at + 7]:
        _add_error(signs, struct.unpack_from("<HH", stream, at), stream[at + 6])


def _formula(signs: Signs, stream: bytes, at: int) -> None:
    if stream[at + 12 : at + 14] == _NO_NUMBER and stream[at + 6] == _IS_ERROR:
        _add_error(signs, struct.unpack_from("<HH", stream, at), stream[at + 8])


def _column(signs: Signs, stream: bytes, at: int) -> None:
    first, last = struct.unpack_from("<HH", stream, at)
    if stream[at + 8] & 1:
        signs.hidden_columns.append((first, min(last, _LAST_PLACE)))


_LOOKS = {_BOOL_OR_ERROR: _bool_or_error, _FORMULA: _formula, _COLUMN: _column}
_LEAST_BYTES = 8  # the shortest of the three


def _add_error(signs: Signs, place: tuple[int, ...], code: int) -> None:
    row, column = place
    signs.add("error_cell", f"{address(row, column)} {_ERRORS.get(code, '#?')}")


def relation_ids(book: bytes) -> list[str]:
    """Return the relation of each sheet that the main part of an .xlsb names, in order."""
    found = []
    for number, at, size in _short_records(book):
        if number == _SHEET_OF_B and size >= 12:  # noqa: PLR2004
            length = struct.unpack_from("<I", book, at + 8)[0]
            text = book[at + 12 : at + 12 + 2 * min(length, size)]
            found.append(text.decode("utf-16-le", "replace"))
    return found


def signs_of_xlsb(part: bytes) -> Signs:
    """Return the signs in one sheet of an .xlsb."""
    signs = Signs()
    row = 0
    for number, at, size in _short_records(part):
        if number == _ROW and size >= 4:  # noqa: PLR2004
            row = struct.unpack_from("<I", part, at)[0]
        elif number in {_ERROR_CELL, _ERROR_FORMULA} and size >= 9:  # noqa: PLR2004
            column = struct.unpack_from("<I", part, at)[0]
            _add_error(signs, (row, min(column, _LAST_PLACE)), part[at + 8])
        elif number == _COLUMN_OF_B and size >= 18:  # noqa: PLR2004
            first, last = struct.unpack_from("<II", part, at)
            if part[at + 16] & 1:
                signs.hidden_columns.append((first, min(last, _LAST_PLACE)))
    return signs


def _short_records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield number, place and size of the records of an .xlsb part."""
    at, end = 0, len(part)
    while at + 1 < end:
        number = part[at]
        at += 1
        if number & 0x80:
            number = number & 0x7F | part[at] << 7
            at += 1
        size = shift = 0
        while at < end:
            digit = part[at]
            at += 1
            size |= (digit & 0x7F) << shift
            shift += 7
            if not digit & 0x80 or shift > 21:  # noqa: PLR2004 - four digits at most
                break
        if at + size > end:
            return
        yield number, at, size
        at += size
