"""Run as its own process: a workbook on standard input, its sheets as JSON on standard output.

Foreign workbooks can make the parser ask for terabytes, loop or abort the process. Here
that ends only this process, whose memory and time are limited before the first foreign
byte is read. It imports nothing but the parser, so that it starts in hundredths of a second.

One line a sheet (name, hidden, first row, number of columns), then one line a column: a
JSON list of texts. A last line says that all is done, or what stopped it.
"""

import datetime as dt
import gc
import io
import json
import resource
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import python_calamine as calamine

_MILLISECOND = 1000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def limit(memory: int, cpu_seconds: int) -> None:
    """Bound what this process may use; files cannot be written at all."""
    if sys.platform != "darwin":  # macOS refuses a limit on the address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def number_text(value: float) -> str:
    """Return a number with all its digits: no `.0`, no exponent."""
    text = repr(value)
    text = text.removesuffix(".0")
    if "e" in text:
        text = format(Decimal(text), "f")
    return "0" if text == "-0" else text


def time_text(value: dt.datetime) -> str:
    """Return a time stamp in ISO form, as a bare day at midnight."""
    rest = value.microsecond % _MILLISECOND  # noise of the day fraction that Excel stores
    up = rest * 2 >= _MILLISECOND
    value += dt.timedelta(microseconds=_MILLISECOND - rest if up else -rest)
    return value.isoformat(sep=" ").removesuffix(" 00:00:00")


TEXTS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: number_text,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.datetime: time_text,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: str,
}


def say(**message: object) -> None:
    """Write one line for the parent."""
    sys.stdout.write(json.dumps(message) + "\n")


def tell_sheet(
    book: calamine.CalamineWorkbook, place: int, max_columns: int, max_cells: int
) -> bool:
    """Write one sheet; False when it is larger than any real one."""
    about = book.sheets_metadata[place]
    sheet = book.get_sheet_by_index(place)
    rows, width = sheet.height, sheet.width
    if width > max_columns or rows * width > max_cells:
        say(stopped="too_large", sheet=about.name, rows=rows, columns=width)
        return False
    table = sheet.to_python()
    first = sheet.start[0] + 1 if sheet.start else 1
    hidden = about.visible != calamine.SheetVisibleEnum.Visible
    say(sheet=about.name, hidden=hidden, first_row=first, columns=width if table else 0)
    for n in range(width if table else 0):
        cells = [v if type(v := row[n]) is str else TEXTS[type(v)](v) for row in table]
        sys.stdout.write(json.dumps(cells) + "\n")
    return True


def is_protected(content: bytes) -> bool:
    """Say whether an OLE container is encrypted; calamine alone cannot tell from bytes."""
    if not content.startswith(OLE):
        return False
    import msoffcrypto  # noqa: PLC0415 - slow to load, and few files are OLE containers

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except Exception:  # noqa: BLE001 - whatever it stumbles over, calamine judges next
        return False


def main(max_columns: int, max_cells: int, max_sheets: int) -> None:
    """Read standard input and tell everything that is in it."""
    content = sys.stdin.buffer.read()
    if is_protected(content):
        say(stopped="protected")
        return
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        kinds = [about.typ for about in book.sheets_metadata]
        places = [n for n, typ in enumerate(kinds) if typ == calamine.SheetTypeEnum.WorkSheet]
        if len(places) > max_sheets:
            say(stopped="too_many_sheets", sheets=len(places))
            return
        if all(tell_sheet(book, place, max_columns, max_cells) for place in places):
            say(stopped=None)
    except calamine.PasswordError:
        say(stopped="protected")
    except MemoryError:
        say(stopped="memory")


if __name__ == "__main__":
    memory, cpu_seconds, *table_limits = map(int, sys.argv[1:])
    gc.disable()  # the process ends before there is anything to collect
    limit(memory, cpu_seconds)
    main(*table_limits)
