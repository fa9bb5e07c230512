"""Numbers: which sign is the decimal mark is decided by the column, then by the whole file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lib.ingest.values.cells import Cells, Meanings, reasons_of
from lib.locale import msg

_CURRENCY = (
    r"(?:us\$|hk\$|nt\$|a\$|c\$|rmb|cny|usd|eur|gbp|jpy|hkd|twd|sgd|aud|cad|chf|inr|krw|[$€£¥￥₩₹])"
)
_UNITS = {
    "": 1.0,
    "%": 0.01,
    "‰": 0.001,
    "k": 1e3,
    "m": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "億": 1e8,
}
_NUMBER = re.compile(
    rf"""(?P<open>\()?\s*
    (?P<sign>[-+−])?\s*(?:{_CURRENCY}\s*)?(?P<sign2>[-+−])?\s*
    (?P<core>\d[\d.,' ]*|[.,]\d+)(?P<exponent>e[-+]?\d{{1,3}})?\s*
    (?P<unit>百万|千万|[%‰千万萬亿億]|bn|[kmb](?![a-z]))?\s*
    (?:{_CURRENCY}|元整|元|人民币|美元|欧元)?\s*(?P<after>-)?\s*(?P<close>\))?""",
    re.VERBOSE | re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?=\D|$)")
_LONGEST = 64  # characters; patterns with many blanks must not meet a page of them
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_SEPARATOR = re.compile(r"[.,]")
_LAKHS = re.compile(r"\d{1,3}(?:,\d{2})*,\d{2},\d{3}")  # 12,34,567 as India writes it
_THREES = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


class Decimal(NamedTuple):
    """How many rows can only be read with a comma, and with a point, as decimal mark."""

    comma: int
    point: int

    def __bool__(self) -> bool:
        """Say whether anything is known."""
        return self.comma != self.point

    @property
    def mark(self) -> str:
        """The decimal mark that the evidence speaks for; a point when it is silent."""
        return "," if self.comma > self.point else "."


class _Reading(NamedTuple):
    """A text as a number: with a point and with a comma as decimal mark, NaN where impossible.

    `mark` is -1 when only the comma is possible, 1 when only the point is, 0 when the text
    has no such sign, and 2 when both are.
    """

    point: float
    comma: float
    mark: int
    is_share: bool


_NO_NUMBER = _Reading(np.nan, np.nan, 0, is_share=False)
_COMMA, _NEITHER, _POINT, _BOTH = -1, 0, 1, 2


@dataclass(frozen=True)
class Numbers:
    """A column of texts read as numbers, and what they tell of the decimal mark.

    `has_open_marks`: some text reads as two different numbers, as `1.234` does. `shares`:
    which distinct texts carry a percent sign.
    """

    cells: Cells
    point: np.ndarray
    comma: np.ndarray
    shares: np.ndarray
    decimal: Decimal
    has_open_marks: bool


def scanned(cells: Cells) -> Numbers:
    """Read the distinct texts and count what they tell of the decimal mark."""
    readings = [_reading(text) or _NO_NUMBER for text in cells.folded]
    table = np.array(readings, dtype="float64").reshape(-1, len(_NO_NUMBER))
    point, comma, marks, shares = table.T
    n_comma = int(cells.counts[marks == _COMMA].sum())
    n_point = int(cells.counts[marks == _POINT].sum())
    is_open = bool((marks == _BOTH).any())
    return Numbers(cells, point, comma, shares == 1, Decimal(n_comma, n_point), is_open)


def together(evidence: Iterable[Decimal]) -> Decimal:
    """Add up what several columns tell."""
    found = list(evidence)
    return Decimal(sum(e.comma for e in found), sum(e.point for e in found))


def _reading(text: str) -> _Reading | None:
    if len(text) <= _LONGEST and _PLAIN.fullmatch(text):
        return _read(text, factor=1.0, is_share=False)
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    core = _GROUPED.sub(lambda m: re.sub("[ ']", "", m[0]), match["core"].strip())
    if not re.fullmatch(r"[\d.,]+", core):
        return None
    signs = (match["sign"] or "") + (match["sign2"] or "") + (match["after"] or "")
    negative = bool(match["open"]) != (len(re.findall("[-−]", signs)) % 2 == 1)
    unit = (match["unit"] or "").lower()
    power = float(f"1{match['exponent']}") if match["exponent"] else 1.0
    factor = _UNITS[unit] * power * (-1 if negative else 1)
    return _read(core, factor=factor, is_share=bool(unit) and unit in "%‰")


def _read(core: str, *, factor: float, is_share: bool) -> _Reading | None:
    separators = _SEPARATOR.findall(core)
    if not separators:
        value = _value(core, factor)
        return _Reading(value, value, _NEITHER, is_share)
    mark = _mark_of(core, separators)
    point = _value(core.replace(",", ""), factor) if mark != _COMMA else np.nan
    comma = np.nan
    if mark != _POINT:
        comma = _value(core.replace(".", "").replace(",", "."), factor)
    if np.isnan(point) and np.isnan(comma):
        return None
    return _Reading(point, comma, mark, is_share)


def _mark_of(core: str, separators: list[str]) -> int:
    """Return which decimal mark these digits can have."""
    if _THREES.fullmatch(core) and len(set(separators)) == 1:
        if len(separators) == 1:
            return _BOTH
        return _COMMA if separators[0] == "." else _POINT  # 1.234.567: that parts thousands
    if _LAKHS.fullmatch(core):
        return _POINT
    return _COMMA if separators[-1] == "," else _POINT


def _value(digits: str, factor: float) -> float:
    if digits.count(".") > 1:
        return np.nan
    value = float(digits) * factor
    # 12.3% and 1.1万 must be the number that a person would write, not its binary neighbour.
    return float(f"{value:.15g}") if factor not in {1.0, -1.0} else value


def parsed(numbers: Numbers, file: Decimal, scale: float = 1.0) -> Meanings:
    """Return the numbers, times `scale`; `file` decides where the column leaves it open."""
    first, second = numbers.point, numbers.comma
    if (numbers.decimal or file).mark == ",":
        first, second = second, first
    values = np.where(np.isnan(first), second, first) * scale + 0.0  # no negative zero
    bad = ~np.isfinite(values) & ~numbers.cells.nothing
    why = {"not_a_number": msg("This is not a number.")}
    return Meanings(np.where(bad, np.nan, values), reasons_of(bad, "not_a_number"), why)


def is_number(text: str) -> bool:
    """Say whether a folded text is a number in some spelling."""
    return _reading(text) is not None
