"""Numbers: which sign is the decimal mark is decided by the column, then by the whole file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lib.ingest.values.cells import Cells, Meanings, reasons_of
from lib.ingest.values.fast import plain_numbers
from lib.locale import msg

_SIGNS = {
    "$": "USD", "us$": "USD", "usd": "USD", "美元": "USD", "美金": "USD",
    "¥": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "元整": "CNY", "人民币": "CNY",
    "€": "EUR", "eur": "EUR", "欧元": "EUR",
    "£": "GBP", "gbp": "GBP", "英镑": "GBP",
    "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD",
    "nt$": "TWD", "twd": "TWD", "a$": "AUD", "aud": "AUD", "c$": "CAD", "cad": "CAD",
    "s$": "SGD", "sgd": "SGD", "r$": "BRL", "brl": "BRL", "jpy": "JPY", "日元": "JPY",
    "chf": "CHF", "₹": "INR", "inr": "INR", "rs": "INR", "₩": "KRW", "krw": "KRW",
}  # fmt: skip
CURRENCIES = ("", *dict.fromkeys(_SIGNS.values()))
_CURRENCY = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
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
    (?P<sign>[-+−])?\s*(?:(?P<before>{_CURRENCY})\.?\s*)?(?P<sign2>[-+−])?\s*
    (?P<core>\d[\d.,' ]*|[.,]\d+)(?P<exponent>e[-+]?\d{{1,3}})?\s*
    (?P<unit>百万|千万|[%‰千万萬亿億]|bn|[kmb](?![a-z]))?\s*
    (?P<after>{_CURRENCY})?\s*(?P<minus>-)?\s*(?P<close>\))?""",
    re.VERBOSE | re.IGNORECASE,
)
_QUOTES = str.maketrans({"’": "'", "`": "'", "´": "'", "٬": "'", "٫": "."})
_NO_CENTS = re.compile(r"(?<=\d)[.,](?:--?|–|—)(?=\s*[^\d\s]*$)")  # 1'200.- and 50,-
_GROUPED = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?=\D|$)")
_OWN_SIZE = re.compile(r"\d\s*(?:百万|千万|[千万萬亿億]|bn|[kmb](?![a-z]))", re.IGNORECASE)
_LONGEST = 64  # characters; patterns with many blanks must not meet a page of them
# Digits in groups of three; of two, as India writes lakhs; of four, as Chinese counts.
_WITH_POINT = re.compile(
    r"(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})*,\d{3}|[1-9]\d{0,3}(?:,\d{4}){2,})?"
    r"(?:\.\d*)?"
)
_WITH_COMMA = re.compile(r"(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?(?:,\d*)?")


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
    has no such sign, and 2 when both are. `currency` is a place in `CURRENCIES`.
    """

    point: float
    comma: float
    mark: int
    is_share: bool
    currency: int = 0


_NO_NUMBER = _Reading(np.nan, np.nan, 0, is_share=False)
_COMMA, _NEITHER, _POINT, _BOTH = -1, 0, 1, 2


@dataclass(frozen=True)
class Numbers:
    """A column of texts read as numbers, and what they tell of the decimal mark.

    `is_open` says which distinct texts read as two different numbers, as `1.234` does, and
    `shares` which carry a percent sign. `currencies` are the codes of the signs beside them,
    "" where there is none.
    """

    cells: Cells
    point: np.ndarray
    comma: np.ndarray
    shares: np.ndarray
    decimal: Decimal
    is_open: np.ndarray
    currencies: np.ndarray

    @property
    def has_open_marks(self) -> bool:
        """Whether some text reads as two different numbers."""
        return bool(self.is_open.any())

    @property
    def has_open_points(self) -> bool:
        """Whether some text has a point that may part thousands or decimals."""
        return any("." in text for text in self.cells.texts[self.is_open])

    @property
    def example(self) -> str:
        """A text that reads as two different numbers; "" when there is none."""
        return str(min(self.cells.texts[self.is_open], default=""))

    @property
    def contradicts(self) -> bool:
        """Whether as many rows can only be read with a comma as only with a point."""
        return not self.decimal and self.decimal.comma > 0


def scanned(cells: Cells) -> Numbers:
    """Read the distinct texts and count what they tell of the decimal mark."""
    point, comma, marks, shares, currencies = _readings(cells.folded).T
    n_comma = int(cells.counts[marks == _COMMA].sum())
    n_point = int(cells.counts[marks == _POINT].sum())
    return Numbers(
        cells,
        point,
        comma,
        shares == 1,
        Decimal(n_comma, n_point),
        (marks == _BOTH) & (cells.counts > 0),
        np.array(CURRENCIES, dtype=object)[currencies.astype("int64")],
    )


def _readings(texts: Sequence[str]) -> np.ndarray:
    """Return one row of `_Reading` for each text."""
    table = np.tile(np.array(_NO_NUMBER, dtype="float64"), (len(texts), 1))
    is_plain, has_point, values = plain_numbers(texts)
    table[is_plain, 0] = values[is_plain]
    table[is_plain, 1] = np.where(has_point, np.nan, values)[is_plain]
    table[is_plain, 2] = np.where(has_point, _POINT, _NEITHER)[is_plain]
    for place in np.flatnonzero(~is_plain).tolist():
        table[place] = reading_of(texts[place]) or _NO_NUMBER
    return table


def together(evidence: Iterable[Decimal]) -> Decimal:
    """Add up what several columns tell."""
    found = list(evidence)
    return Decimal(sum(e.comma for e in found), sum(e.point for e in found))


def reading_of(text: str) -> _Reading | None:
    """Read one folded text; None when it is no number in any form we know."""
    if len(text) > _LONGEST:
        return None
    text = _NO_CENTS.sub("", text if text.isascii() else text.translate(_QUOTES))
    match = _NUMBER.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    core = _GROUPED.sub(lambda m: re.sub("[ ']", "", m[0]), match["core"].strip())
    unit = (match["unit"] or "").lower()
    found = _read(core, match["exponent"] or "", _UNITS[unit] * _sign(match))
    if found is None:
        return None
    sign = (match["before"] or match["after"] or "").lower()
    currency = CURRENCIES.index(_SIGNS[sign]) if sign else 0
    return found._replace(is_share=bool(unit) and unit in "%‰", currency=currency)


def _sign(match: re.Match[str]) -> int:
    signs = (match["sign"] or "") + (match["sign2"] or "") + (match["minus"] or "")
    minus = len(re.findall("[-−]", signs)) % 2 == 1
    return -1 if minus != bool(match["open"]) else 1


def _read(core: str, exponent: str, factor: float) -> _Reading | None:
    """Read bare digits with either mark; None when they are grouped as nobody groups them."""
    if core.isdecimal():
        value = _value(core + exponent, factor)
        return _Reading(value, value, _NEITHER, is_share=False)
    with_point, with_comma = _WITH_POINT.fullmatch(core), _WITH_COMMA.fullmatch(core)
    if not with_point and not with_comma:
        return None
    point = _value(core.replace(",", "") + exponent, factor) if with_point else np.nan
    comma = np.nan
    if with_comma:
        comma = _value(core.replace(".", "").replace(",", ".") + exponent, factor)
    mark = _BOTH if with_point and with_comma else _POINT if with_point else _COMMA
    return _Reading(point, comma, mark, is_share=False)


def _value(digits: str, factor: float) -> float:
    value = float(digits) * factor
    # 12.3% and 1.1万 must be the number that a person would write, not its binary neighbour.
    return float(f"{value:.15g}") if factor not in {1.0, -1.0} else value


def parsed(numbers: Numbers, file: Decimal, scale: float = 1.0) -> Meanings:
    """Return the numbers, times `scale`; `file` decides where the column leaves it open.

    Whatever is no finite number is bad, unless it is a program's word for nothing.
    """
    first, second = numbers.point, numbers.comma
    if (numbers.decimal or file).mark == ",":
        first, second = second, first
    values = np.where(np.isnan(first), second, first) + 0.0  # no negative zero
    if scale != 1.0:
        texts = numbers.cells.texts
        values = np.array([_short(v) for v in values * _factors(texts, scale)], dtype="float64")
    bad = ~np.isfinite(values) & ~numbers.cells.nothing
    why = {"not_a_number": msg("This is not a number.")}
    return Meanings(np.where(bad, np.nan, values), reasons_of(bad, "not_a_number"), why)


def _factors(texts: Iterable[str], scale: float) -> np.ndarray:
    """Return what each text is multiplied by: `12万` under `ARR (万元)` counts its 万 once."""
    if scale <= 1.0:
        return np.array([scale])
    return np.array([1.0 if _OWN_SIZE.search(text) else scale for text in texts])


def _short(value: float) -> float:
    """Return the number that a person would write, not its binary neighbour."""
    return float(f"{value:.15g}")


def clear_texts(numbers: Numbers, found: Meanings, scale: float = 1.0) -> dict[str, str]:
    """Return the numbers that could be read in two ways, each in a form with one reading."""
    texts = numbers.cells.texts[numbers.is_open].tolist()
    values = (found.meant[numbers.is_open] / _factors(texts, scale)).tolist()
    return {text: _clear(value) for text, value in zip(texts, values, strict=True)}


def _clear(value: float) -> str:
    """Write a number with a point, and never with three decimals, which could be thousands."""
    text = f"{value:.15g}"
    return f"{text}0" if re.fullmatch(r"-?\d+\.\d{3}", text) else text


def is_number(text: str) -> bool:
    """Say whether a folded text is a number in some spelling."""
    return reading_of(text) is not None
