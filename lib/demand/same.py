"""Demands of one account that may be one wish: proposed with a reason, never merged unasked."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any

import pandas as pd

from lib.locale import Message, msg

REASONS: Mapping[str, Message] = {
    "words": msg("nearly the same words"),
    "about": msg("same theme, same feature, same direction"),
}
NEAR = 0.6  # share of character n-grams that two statements must have in common
_NOT_WORDS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ALL_PAIRS = 200  # of more demands of one account each is compared with its neighbours only
_NEIGHBOURS = 20
_OPPOSITE = {"wants", "opposes"}
COLUMNS = ("row_key", "into_row_key", "reason", "likeness")


def proposals(rows: pd.DataFrame, apart: Collection[frozenset[str]] = ()) -> pd.DataFrame:
    """Return pairs of demands (rows of the register) that may be one, the likeliest first.

    `row_key, into_row_key, reason` (of `REASONS`), `likeness` (share of common n-grams).
    Both are of one account and do not pull in opposite directions; the later one would count
    for the earlier. `apart` are pairs that people said are two.
    """
    known = rows[rows["account_id"].notna()]
    several = known[known["account_id"].duplicated(keep=False)]
    ordered = several.sort_values(["account_id", "raised_on", "row_key"], kind="stable")
    wishes = [_Wish(*row) for row in zip(*_texts(ordered), strict=True)]
    found = [
        (later.row_key, earlier.row_key, reason, alike)
        for _, mine in groupby(wishes, key=lambda wish: wish.account_id)
        for earlier, later, reason, alike in _pairs(list(mine))
        if frozenset((earlier.row_key, later.row_key)) not in apart
    ]
    pairs = pd.DataFrame(found, columns=list(COLUMNS))
    return pairs.sort_values(
        ["likeness", "row_key"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class _Wish:
    """One demand as far as likeness goes; "" where something is unknown."""

    account_id: str
    row_key: str
    statement: str
    theme: str
    feature: str
    direction: str
    grams: frozenset[str]


def _texts(rows: pd.DataFrame) -> list[list[Any]]:
    names = ["account_id", "row_key", "statement", "theme", "feature", "direction"]
    texts: list[list[Any]] = [rows[name].fillna("").tolist() for name in names]
    return [*texts, [_grams(text) for text in texts[names.index("statement")]]]


def _pairs(mine: Sequence[_Wish]) -> Iterator[tuple[_Wish, _Wish, str, float]]:
    """Yield the earlier and the later of each pair that may be one, why, and how alike."""
    for one, other in _compared(mine):
        first, second = mine[one], mine[other]
        if {first.direction, second.direction} == _OPPOSITE:
            continue
        alike = _likeness(first.grams, second.grams)
        if alike >= NEAR:
            yield first, second, "words", alike
        elif _same_matter(first, second):
            yield first, second, "about", alike


def _compared(mine: Sequence[_Wish]) -> Iterator[tuple[int, int]]:
    if len(mine) <= _ALL_PAIRS:
        yield from combinations(range(len(mine)), 2)
        return
    order = sorted(range(len(mine)), key=lambda n: _plain(mine[n].statement))
    for place, one in enumerate(order):
        for other in order[place + 1 : place + 1 + _NEIGHBOURS]:
            yield min(one, other), max(one, other)


def _same_matter(first: _Wish, second: _Wish) -> bool:
    return (
        bool(first.theme and first.feature and first.direction)
        and (first.theme, first.feature) == (second.theme, second.feature)
        and first.direction == second.direction
    )


def likeness(one: str, other: str) -> float:
    """Return the share of character n-grams that two statements have in common.

    >>> likeness("Export to Excel!", "export to  excel"), likeness("导出太慢", "权限管理")
    (1.0, 0.0)
    """
    return _likeness(_grams(one), _grams(other))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    both = one | other
    return len(one & other) / len(both) if both else 0.0


def _plain(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _grams(text: str) -> frozenset[str]:
    """Return the n-grams of a text: of two signs where it has Chinese ones, else of three."""
    plain = _plain(text)
    size = 2 if _HAN.search(plain) else 3
    if len(plain) <= size:
        return frozenset({plain} - {""})
    return frozenset(plain[n : n + size] for n in range(len(plain) - size + 1))
