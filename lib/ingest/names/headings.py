"""Headings as exports write them, brought to one form and looked up among the known ones."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from lib.model import KINDS, Column, Kind
from lib.model.spec import Type

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CJK = "\u2e80-\u9fff\uf900-\ufaff"
_SPACE_AT_CJK = re.compile(f"(?<=[{_CJK}]) | (?=[{_CJK}])")
_PUNCTUATION = re.compile(r"[^\w$%]+|_+")
_REQUIRED = re.compile(
    r"[(\[【（]\s*(?:required|mandatory|必填|必填项|必須)\s*[)\]】）]|\*", re.IGNORECASE
)
_CUSTOM_FIELD = re.compile(r"__c$", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"(?<=[A-Za-z ])[#№]|[#№](?= ?[A-Za-z])")
_WAREHOUSE = re.compile(
    r"^(?:property hs |properties |property |hs |do not modify |our |custom fields? |custom |cf |"
    r"fields |attributes |traits |自定义)"
)
_MONEY = re.compile(
    r" ?\b(?:usd|cny|rmb|eur|gbp|jpy|hkd|converted|元|人民币)$|(?<=[\u4e00-\u9fff])(?:元|人民币)$"
)

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
SECONDS = {
    **dict.fromkeys(("second", "seconds", "secs", "sec", "秒"), 1),
    **dict.fromkeys(("minute", "minutes", "mins", "min", "分钟", "分鐘"), _MINUTE),
    **dict.fromkeys(("hour", "hours", "hrs", "小时", "小時"), _HOUR),
    **dict.fromkeys(("day", "days", "天"), _DAY),
}
SIZES = {
    **dict.fromkeys(("k", "thousand", "千", "千元"), 1e3),
    **dict.fromkeys(("万", "万元", "萬", "萬元"), 1e4),
    **dict.fromkeys(("million", "mn", "百万", "百万元"), 1e6),
    **dict.fromkeys(("亿", "亿元"), 1e8),
}


@lru_cache(maxsize=8192)
def normalised(heading: str) -> str:
    """Return the heading in lower case words: case, width, camel case and marks are levelled.

    >>> [normalised(h) for h in ("NumberOfEmployees", " *客户 ID(必填)", "(Do Not Modify) Lead")]
    ['number of employees', '客户id', 'do not modify lead']
    """
    text = unicodedata.normalize("NFKC", heading)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    text = _CUSTOM_FIELD.sub("", _REQUIRED.sub(" ", text))
    text = _NUMBER_SIGN.sub(" number ", text)
    words = _PUNCTUATION.sub(" ", _CAMEL.sub(" ", text)).casefold()
    return _SPACE_AT_CJK.sub("", " ".join(words.split()))


@dataclass(frozen=True, slots=True)
class Known:
    """A heading that some export uses for a column of a kind. `rank` 0 is the column's name."""

    kind: Kind
    column: Column
    heading: str
    rank: int

    @property
    def field(self) -> str:
        """The column as mappings name it."""
        return f"{self.kind.name}.{self.column.name}"


def _all_known() -> Iterator[Known]:
    for kind in KINDS.values():
        for column in kind.columns:
            names = dict.fromkeys(normalised(name) for name in (column.name, *column.headings))
            yield from (Known(kind, column, name, rank) for rank, name in enumerate(names))


@cache
def known_headings() -> dict[str, tuple[Known, ...]]:
    """Return every known heading, normalised, and the columns it may stand for."""
    found: dict[str, list[Known]] = {}
    for known in _all_known():
        found.setdefault(known.heading, []).append(known)
    return {heading: tuple(columns) for heading, columns in found.items()}


@cache
def squeezed_headings() -> dict[str, tuple[Known, ...]]:
    """Return the known headings of several English words written as one: `dealname`."""
    found: dict[str, list[Known]] = {}
    for heading, columns in known_headings().items():
        if " " in heading and heading.isascii():
            found.setdefault(heading.replace(" ", ""), []).extend(columns)
    return {heading: tuple(columns) for heading, columns in found.items()}


def is_known(word: str) -> bool:
    """Say whether a cell's text is a heading that some kind knows."""
    return normalised(word) in known_headings()


def weight(heading: str) -> float:
    """Return how much a known heading says about the kind: 1 when only one kind has it."""
    kinds = {known.kind.name for known in known_headings().get(heading, ())}
    return 1 / len(kinds) if kinds else 0.0


def reductions(heading: str, kind: Kind) -> Iterator[str]:
    """Yield what is left of a normalised heading without parts that carry no meaning.

    `property hs createdate`, `ticket subject` in a file of tickets, `amount usd`.
    """
    bare = _WAREHOUSE.sub("", heading)
    for text in dict.fromkeys((bare, _MONEY.sub("", bare))):
        if text != heading:
            yield text
        for word in kind.file_words:
            # `accounting` does not begin with the word account; Chinese has no blanks.
            rest = text.removeprefix(f"{word} " if word.isascii() else word).strip()
            if rest not in {text, "", "id"}:  # `pipeline id` is not the row's own
                yield rest


def split_unit(heading: str, units: dict[str, int] | dict[str, float]) -> tuple[str, str | None]:
    """Return a normalised heading without its unit, and the unit's word.

    >>> split_unit("resolution time hours", SECONDS), split_unit("时长分钟", SECONDS)
    (('resolution time', 'hours'), ('时长', '分钟'))
    """
    for unit in sorted(units, key=len, reverse=True):
        if heading.endswith(f" {unit}") or (not unit.isascii() and heading.endswith(unit)):
            rest = heading.removesuffix(unit).strip().removesuffix(" in").strip()
            if rest:
                return rest, unit
    return heading, None


def unit_seconds(column: Column) -> int | None:
    """Return the length of the unit in which we keep the column; None when it is no duration."""
    if column.type is not Type.COUNT:
        return None
    for ending, seconds in (("_minutes", _MINUTE), ("_seconds", 1)):
        if column.name.endswith(ending):
            return seconds
    return None
