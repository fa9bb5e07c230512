"""Which cell styles show a number as a day: needed for the few days that no calendar has."""

import html
import re

_DAY_IDS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def attribute(name: str, attributes: bytes) -> str | None:
    """Return one attribute of a start tag."""
    found = re.search(
        rb"(?:^|\s)" + name.encode() + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes
    )
    if found is None:
        return None
    return html.unescape(
        (found[1] if found[1] is not None else found[2]).decode("utf-8", "replace")
    )


def styles(part: bytes) -> tuple[int, frozenset[int]]:
    """Return how many cell styles there are, and the numbers of those that show a day."""
    days = set(_DAY_IDS)
    for found in _FORMAT.finditer(part):
        number = attribute("numFmtId", found[1]) or ""
        if number.isdecimal() and shows_day(attribute("formatCode", found[1]) or ""):
            days.add(int(number))
    cells = _CELL_STYLES.search(part)
    if cells is None:
        return 0, frozenset()
    formats = [attribute("numFmtId", found[1]) or "0" for found in _STYLE.finditer(cells[0])]
    shown = {n for n, number in enumerate(formats) if number.isdecimal() and int(number) in days}
    return len(formats), frozenset(shown)


def shows_day(code: str) -> bool:
    """Say whether a number format shows a year or a day.

    >>> [shows_day(code) for code in ("yyyy-mm-dd", "[h]:mm", '0.00 "days"', "mmm yy")]
    [True, False, False, True]
    """
    return bool(re.search("[yYdDeE]", re.sub(r"[Ee][+-]|General", "", _LITERAL.sub("", code))))
