"""What the workbook reader hides, found in the XML of a sheet as it unpacks.

The reader gives a blank for a formula without a value and for an error, a wrong day for
day 0, a rounded number for a long id, and says nothing of styles that do not exist. Plain
searches in bytes find these in a tenth of the time that parsing the XML would take.
"""

import re
from collections.abc import Collection, Iterator
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
_NINE = 9
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
        self._formula = re.compile(b"<" + prefix + b"f")
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
        self._long_or_odd = re.compile(
            rb'<%sv>(?:[^\d<](?<="s"><%sv>[^\d<])|(-?\d{16}))' % (prefix, prefix)
        )
        days, unknown = _odd_days(scan.day_styles, prefix), _perhaps_unknown(scan.n_styles)
        # Each begins with plain characters: searches for those take a quarter of the time.
        self._styled = tuple(
            re.compile(b" s=%b(?:%b|(%b)%b)" % (q, days % q, unknown, q)) for q in (b'"', b"'")
        )

    def whole(self, text: bytes) -> int:
        """Return where the last whole cell ends, or the last range of merged cells."""
        end = text.rfind(self._end)
        end = max(end + len(self._end) if end >= 0 else 0, text.rfind(self._row), 0)
        return max(end, text.rfind(self._merge, end))

    def at(self, text: bytes) -> None:
        """Note everything in a piece of whole cells."""
        if b"&" in text and b"&#" in text and _ILL_CHARACTER.search(text):
            raise Refused("ill_formed")
        found = [each[1] for each in self._long_or_odd.finditer(text)]
        if None in found:  # the reader would take the first text instead
            raise Refused("odd_text_number")
        if found:
            self._longs(text)
        self._rows(text)
        self._merged_cells(text)
        if self._formula.search(text):
            self._valueless_formulas(text)
        # The reader takes no error but those that begin with `#`, and one sign is found at once.
        if b"#" in text and (b'"e"' in text or (b"'" in text and b"'e'" in text)):
            self._errors(text)
        self._styled_cells(text)

    def _styled_cells(self, text: bytes) -> None:
        unknown = set()
        # Nobody writes attributes in single quotes; some could.
        for pattern in self._styled[: 2 if b"'" in text else 1]:
            for found in pattern.finditer(text):
                if found[1] is None:
                    unknown.add(found[2])
                else:
                    self._odd_day(found, text)
        if unknown:
            self._unknown_styles(unknown, text)

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

    def _odd_day(self, found: re.Match[bytes], text: bytes) -> None:
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


def _odd_days(day_styles: Collection[int], prefix: bytes) -> bytes:
    """Return what finds numbers that are shown as days but are no days', `%b` for the quote."""
    numbers = b"|".join(b"%d" % n for n in sorted(day_styles)) or rb"(?!)"
    odd = rb"-[^<]*|0?\.\d[^<]*|0(?:\.\d*)?|60(?:\.\d*)?|\d{7,}[^<]*|[\d.]+[eE][^<]*"
    formula = rb"(?:<%sf\b(?:[^>]*/>|[^>]*>[^<]*</%sf>))?" % (prefix, prefix)
    value = formula + rb"<%sv>(%s)</%sv>" % (prefix, odd, prefix)
    return rb"(?:%s)%%b[^>]*>\s*" % numbers + value


def _perhaps_unknown(n_styles: int) -> bytes:
    """Return what finds every number that no style has, and few of those that some have."""
    last = str(max(n_styles - 1, 0))
    least = int(last[0]) + (len(last) == 1)
    alike = rb"[%d-9]\d{%d}|" % (least, len(last) - 1) if least <= _NINE else b""
    return rb"%b\d{%d,}" % (alike, len(last) + 1)


def _cell_pattern(prefix: bytes, style: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<%sc\b([^>]*\ss=[\"']%s[\"'][^>]*)>" % (prefix, style))


def _address(attributes: bytes) -> str:
    return (attribute("r", attributes) or "")[:10]


def _day_of_1904(serial: float) -> str:
    at = _EPOCH_1904 + timedelta(seconds=round(serial * 86_400))
    return at.isoformat(sep=" ").removesuffix(" 00:00:00")
