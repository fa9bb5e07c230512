"""Ids that differ and look the same: case, width, accents apart, other alphabets, hidden signs."""

import unicodedata
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.ingest.issues import Issue, note
from lib.ingest.rows.column_remarks import shown
from lib.locale import msg, msgs
from lib.model import Kind
from lib.model.words import visible

_REFERENCE = "account_id"
_MOST_TOLD = 20
# Cyrillic and Greek letters that are drawn like Latin ones; lower case suffices.
_TWINS = str.maketrans(
    dict(zip("авеікмнорстухѕјһԁԛԝ", "abeikmhopctyxsjhdqw", strict=True))
    | dict(zip("αβεικνορτυχ", "abeikvoptux", strict=True))
)


def look(text: str) -> str:
    r"""Return what an id looks like to somebody who reads it in a hurry.

    >>> look("\u0430\u200b1") == look("A1")
    True
    """
    if text.isascii():
        return text.casefold()
    return visible(unicodedata.normalize("NFKC", text).casefold()).translate(_TWINS)


def look_alikes(rows: pd.DataFrame, kind: Kind) -> list[Issue]:
    """Warn of each pair of ids of rows or accounts that look alike, with both rows."""
    own = kind.keys[0][0]
    names = dict.fromkeys(n for n in (own, _REFERENCE) if n.endswith("_id") and n in rows)
    return [issue for name in names for issue in _of_column(rows, name)]


def _of_column(rows: pd.DataFrame, name: str) -> list[Issue]:
    if _is_in_capitals(rows[name]):
        return []
    first = rows[[name, "source_row"]].dropna(subset=[name]).drop_duplicates(name)
    is_odd = ~first[name].str.isascii().astype(bool)
    looks = first[name].str.casefold()
    if is_odd.any():
        looks = looks.mask(is_odd, first.loc[is_odd, name].map(look))
    ids, again = first[name].to_numpy(dtype=object), looks.duplicated(keep=False).to_numpy()
    if not again.any():
        return []
    pairs = _pairs(looks[again].tolist(), ids[again], first["source_row"].to_numpy()[again])
    found = list(pairs)
    return [_remark(name, *pair) for pair in found[:_MOST_TOLD]] + _rest(name, len(found))


def _is_in_capitals(ids: pd.Series) -> bool:
    """Say whether no id has a small letter or a sign beyond ASCII: then none looks like another."""
    texts = pa.array(ids, pa.large_string(), from_pandas=True)
    same = pc.and_(pc.string_is_ascii(texts), pc.equal(pc.ascii_upper(texts), texts))
    return bool(pc.all(same, min_count=0).as_py())


def _pairs(
    looks: Iterable[str], ids: np.ndarray, source_rows: np.ndarray
) -> Iterable[tuple[tuple[int, str], tuple[int, str]]]:
    """Yield each later id with the first that looks like it."""
    seen: dict[str, tuple[int, str]] = {}
    for look_, text, row in zip(looks, ids, source_rows, strict=True):
        here = (int(row), str(text))
        if look_ in seen:
            yield seen[look_], here
        else:
            seen[look_] = here


def _remark(name: str, one: tuple[int, str], other: tuple[int, str]) -> Issue:
    message = msg(
        "The ids in rows {first} and {second} look alike but differ: {one} and {other}.",
        first=str(one[0]),
        second=str(other[0]),
        one=_told(one[1], other[1]),
        other=_told(other[1], one[1]),
    )
    return Issue("look_alike_ids", "warning", other[0], name, shown(other[1]), message)


def _told(text: str, other: str) -> str:
    """Return an id with the signs spelt out by which it differs from its twin."""
    if text.isascii():
        return text
    marked = (s if s.isascii() or s in other else f"{s}[U+{ord(s):04X}]" for s in shown(text))
    return "".join(marked)


def _rest(name: str, n: int) -> list[Issue]:
    if n <= _MOST_TOLD:
        return []
    message = msgs(
        "{n} more pair of ids looks alike.",
        "{n} more pairs of ids look alike.",
        n - _MOST_TOLD,
    )
    return [note("look_alike_ids", "warning", message, name)]
