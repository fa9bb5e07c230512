"""Demands of one account that may be one wish: proposed with a reason, never merged unasked."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

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
COLUMNS = ("row_key", "into_row_key", "reason", "likeness")


def proposals(rows: pd.DataFrame, apart: Collection[frozenset[str]] = ()) -> pd.DataFrame:
    """Return pairs of demands (rows of the register) that may be one, the likeliest first.

    `row_key, into_row_key, reason` (of `REASONS`), `likeness` (share of common n-grams).
    Both are of one account and do not pull in opposite directions; the later one would count
    for the earlier. `apart` are pairs that people said are two.
    """
    known = rows[rows["account_id"].notna()].sort_values(["raised_on", "row_key"], kind="stable")
    several = known[known["account_id"].duplicated(keep=False)]
    found = [
        (later["row_key"], earlier["row_key"], *said)
        for _, mine in several.groupby("account_id")
        for earlier, later, said in _pairs(mine)
        if frozenset((earlier["row_key"], later["row_key"])) not in apart
    ]
    pairs = pd.DataFrame(found, columns=list(COLUMNS))
    return pairs.sort_values(
        ["likeness", "row_key"], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)


def _pairs(
    mine: pd.DataFrame,
) -> Iterator[tuple[dict[str, str], dict[str, str], tuple[str, float]]]:
    named = mine[["row_key", "statement", "theme", "feature", "direction"]].astype("object")
    rows = named.where(named.notna(), "").to_dict("records")
    texts = [{str(name): str(value) for name, value in row.items()} for row in rows]
    grams = [_grams(row["statement"]) for row in texts]
    for one, other in _compared(texts):
        first, second = texts[one], texts[other]
        if {first["direction"], second["direction"]} == {"wants", "opposes"}:
            continue
        likeness = _likeness(grams[one], grams[other])
        if likeness >= NEAR:
            yield first, second, ("words", likeness)
        elif _same_matter(first, second):
            yield first, second, ("about", likeness)


def _compared(texts: list[dict[str, str]]) -> Iterator[tuple[int, int]]:
    if len(texts) <= _ALL_PAIRS:
        yield from combinations(range(len(texts)), 2)
        return
    order = sorted(range(len(texts)), key=lambda n: _plain(texts[n]["statement"]))
    for place, one in enumerate(order):
        for other in order[place + 1 : place + 1 + _NEIGHBOURS]:
            yield min(one, other), max(one, other)


def _same_matter(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    return all(first[name] and first[name] == second[name]
               for name in ("theme", "feature", "direction"))  # fmt: skip


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
