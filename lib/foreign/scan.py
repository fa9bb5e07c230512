"""What the workbook reader hides, found in the XML of a sheet as it unpacks.

The reader gives a blank for a formula without a value and for an error, a wrong day for
day 0, a rounded number for a long id, and says nothing of styles that do not exist. Plain
searches in bytes find these in a tenth of the time that parsing the XML would take.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from lib.foreign.limits import MAX_MERGED, MAX_SIGNALLED
from lib.foreign.refusal import Refused
from lib.foreign.styles import attribute
from lib.foreign.zipped import refuse_declarations

_ROOT = re.compile(rb"<(?:([\w.-]{1,40}):)?worksheet\b")
_LAST_SERIAL = 2_958_465  # 9999-12-31
_NO_SUCH_DAY = 60  # Excel has a 29 February 1900
_MOST_KEPT_BYTES = 4 << 20
_MOST_EXAMPLES = 20
_ILL_CHARACTER = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones


@dataclass
class Signs:
    """What was found in one sheet. Cells are named as Excel names them; `texts` puts right.

    `merged` are ranges such as `A1:C1`, of sheets whose reader does not tell them.
    """

    n_rows: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)

    def add(self, code: str, cell: str) -> None:
        """Count a cell under a code, keeping the first few."""
        self.counts[code] = self.counts.get(code, 0) + 1
        kept = self.cells.setdefault(code, [])
        if len(kept) < _MOST_EXAMPLES:
            kept.append(cell)

    def put_right(self, cell: str, text: str) -> None:
        """Give a cell another text than the reader does."""
        if cell and len(self.texts) < MAX_SIGNALLED:
            self.texts[cell] = text


@dataclass(frozen=True)
class Scan:
    """How to look at the sheets of one workbook."""

    n_styles: int
    day_styles: frozenset[int]
    is_1904: bool

    def of(self, chunks: Iterator[bytes]) -> Signs:
        """Return the signs in one sheet; Refused when its XML is none."""
        signs = Signs()
        kept = b""
        look = None
        for chunk in chunks:
            kept += chunk
            refuse_declarations(kept)
            if look is None:
                look = _Look(self, kept, signs)
            end = look.whole(kept)
            look.at(kept[:end])
            kept = kept[end:]
            if len(kept) > _MOST_KEPT_BYTES:
                kept = kept[-1000:]
        if look is not None:
            look.at(kept)
        return signs


class _Look:
    """The searches, made for the prefix that a sheet's elements have."""

    def __init__(self, scan: Scan, begin: bytes, signs: Signs) -> None:
        root = _ROOT.search(begin)
        prefix = root[1] + b":" if root and root[1] else b""
        self.signs = signs
        self._scan = scan
        self._row = b"<" + prefix + b"row"
        self._end = b"</" + prefix + b"c>"
        self._merge = b"<" + prefix + b"mergeCell "
        self._merged = re.compile(rb"<%smergeCell\s([^>]*)>" % prefix)
        self._row_tag = re.compile(rb"<%srow\b[^>]*>" % prefix)
        self._column = re.compile(rb"<%scol\s([^>]*)>" % prefix)
        self._formula = b"<" + prefix + b"f"
        self._of_cell = partial(_cell_pattern, prefix)
        cell = rb"<%sc\b([^>]*)>\s*" % prefix
        formula = rb"(?:<%sf\b(?:[^>]*/>|[^>]*>[^<]*</%sf>)\s*)" % (prefix, prefix)
        value = rb"<%sv(?:\s[^>]*)?>([^<]*)</%sv>" % (prefix, prefix)
        no_value = rb"(?:<%sv\s*/>|<%sv\s*></%sv>)?\s*" % (prefix, prefix, prefix)
        self._valueless = re.compile(cell + formula + no_value + rb"</%sc>" % prefix)
        self._error = re.compile(cell + formula + b"?" + value)
        self._long = re.compile(
            rb"<%sc\b([^>]*)>\s*<%sv>(-?\d{16,40})</%sv>" % (prefix, prefix, prefix)
        )
        self._hidden_row = re.compile(
            rb'<%srow\s([^>]*\bhidden="(?:1|true)"(?:[^>]*[^/>])?)>' % prefix
        )
        self._odd_number = re.compile(rb'"s"><%sv>[^\d<]' % prefix)
        self._long_mark = re.compile(rb"<%sv>-?\d{16}" % prefix)
        digits = len(str(max(scan.n_styles - 1, 0)))
        self._styles = _both_quotes(rb"(\d{%d,})" % digits)
        self._styled = self._style_patterns(prefix)

    def _style_patterns(self, prefix: bytes) -> tuple[re.Pattern[bytes], ...]:
        """Return what finds numbers that are shown as days, but are no days' numbers."""
        if not self._scan.day_styles:
            return ()
        numbers = b"|".join(b"%d" % n for n in sorted(self._scan.day_styles))
        odd = rb"-[^<]*|0?\.\d[^<]*|0(?:\.\d*)?|60(?:\.\d*)?|\d{7,}[^<]*|[\d.]+[eE][^<]*"
        formula = rb"(?:<%sf\b(?:[^>]*/>|[^>]*>[^<]*</%sf>))?" % (prefix, prefix)
        value = rb"[^>]*>\s*" + formula + rb"<%sv>(%s)</%sv>" % (prefix, odd, prefix)
        return _both_quotes(rb"(?:%s)" % numbers, value)

    def whole(self, text: bytes) -> int:
        """Return where the last whole cell ends, or the last range of merged cells."""
        end = text.rfind(self._end)
        end = max(end + len(self._end) if end >= 0 else 0, text.rfind(self._row), 0)
        return max(end, text.rfind(self._merge, end))

    def at(self, text: bytes) -> None:
        """Note everything in a piece of whole cells."""
        if b"&" in text and b"&#" in text and _ILL_CHARACTER.search(text):
            raise Refused("ill_formed")
        if self._odd_number.search(text):  # the reader would take the first text instead
            raise Refused("odd_text_number")
        self._rows(text)
        self._merged_cells(text)
        if self._formula in text:
            self._valueless_formulas(text)
        if b'"e"' in text or (b"'" in text and b"'e'" in text):
            self._errors(text)
        if self._long_mark.search(text):
            self._longs(text)
        self._styled_cells(text)

    def _styled_cells(self, text: bytes) -> None:
        n = 2 if b"'" in text else 1  # nobody writes attributes in single quotes; some could
        for pattern in self._styled[:n]:
            self._days(pattern, text)
        for pattern in self._styles[:n]:
            self._unknown_styles(set(pattern.findall(text)), text)

    def _rows(self, text: bytes) -> None:
        rows = self._row_tag.findall(text)
        self.signs.n_rows += len(rows)
        self._hidden_columns(text[: text.find(rows[0])] if rows else text)
        tags = b"".join(rows)
        if b"hidden=" in tags:
            for found in self._hidden_row.finditer(tags):
                self.signs.add("hidden_row", attribute("r", found[1]) or "?")

    def _merged_cells(self, text: bytes) -> None:
        """Note the ranges of merged cells, which stand behind the last cell."""
        found = self._merged.finditer(text, max(text.rfind(self._end), 0))
        room = MAX_MERGED - len(self.signs.merged)
        self.signs.merged += [attribute("ref", each[1]) or "" for each in islice(found, room)]

    def _valueless_formulas(self, text: bytes) -> None:
        for found in self._valueless.finditer(text):
            if attribute("t", found[1]) != "str":  # a text that is empty has a value
                self.signs.add("no_value", _address(found[1]))

    def _hidden_columns(self, text: bytes) -> None:
        """Note the hidden columns, which stand before the first row."""
        for found in self._column.finditer(text) if b"hidden=" in text else ():
            first, last = (attribute(name, found[1]) or "" for name in ("min", "max"))
            hidden = attribute("hidden", found[1]) in {"1", "true"}
            if hidden and first.isdecimal() and last.isdecimal():
                self.signs.hidden_columns.append((int(first) - 1, int(last) - 1))

    def _errors(self, text: bytes) -> None:
        for found in self._error.finditer(text):
            if attribute("t", found[1]) == "e":
                name = found[2].decode("utf-8", "replace").strip()[:20]
                self.signs.add("error_cell", f"{_address(found[1])} {name}".strip())

    def _longs(self, text: bytes) -> None:
        for found in self._long.finditer(text):
            if attribute("t", found[1]) in {None, "n"}:
                self.signs.put_right(_address(found[1]), found[2].decode())

    def _days(self, pattern: re.Pattern[bytes], text: bytes) -> None:
        for found in pattern.finditer(text):
            begin = text.rfind(b"<", 0, found.start() + 1)
            attributes = text[begin : text.find(b">", begin)]
            if attribute("t", attributes) in {None, "n"}:
                self._day(_address(attributes), found[1].decode())

    def _day(self, cell: str, text: str) -> None:
        try:
            serial = float(text)
        except ValueError:
            return
        if self._scan.is_1904:
            if 0 <= serial < 1:
                self.signs.put_right(cell, _day_of_1904(serial))
            elif serial < 0 or serial > _LAST_SERIAL:
                self._no_day(cell, text)
        elif serial < 1 or int(serial) == _NO_SUCH_DAY or serial >= _LAST_SERIAL + 1:
            self._no_day(cell, text)

    def _no_day(self, cell: str, text: str) -> None:
        self.signs.add("no_such_day", f"{cell} {text}".strip()[:60])
        self.signs.put_right(cell, text)

    def _unknown_styles(self, found: set[bytes], text: bytes) -> None:
        for number in sorted(found):
            if int(number) >= max(self._scan.n_styles, 1):
                for cell in self._of_cell(number).finditer(text):
                    self.signs.add("unknown_style", _address(cell[1]))


def _both_quotes(before: bytes, after: bytes = b"") -> tuple[re.Pattern[bytes], ...]:
    """Return a pattern for the style attribute in each way of quoting it.

    Each begins with plain characters: searches for those take a quarter of the time.
    """
    return tuple(re.compile(b" s=" + q + before + q + after) for q in (b'"', b"'"))


def _cell_pattern(prefix: bytes, style: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<%sc\b([^>]*\ss=[\"']%s[\"'][^>]*)>" % (prefix, style))


def _address(attributes: bytes) -> str:
    return (attribute("r", attributes) or "")[:10]


def _day_of_1904(serial: float) -> str:
    at = _EPOCH_1904 + timedelta(seconds=round(serial * 86_400))
    return at.isoformat(sep=" ").removesuffix(" 00:00:00")
