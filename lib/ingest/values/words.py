"""Texts, ids, choices and tags: words that stay words."""

import re
from collections import Counter
from collections.abc import Mapping

import numpy as np

from lib.ingest.values.cells import EDGES, Cells, Meanings, trimmed
from lib.model.frames import TAG_SEPARATOR
from lib.model.spec import Column, Type
from lib.model.words import spelling

__all__ = ["id_text", "is_float_id", "parsed", "spelling", "spellings_of", "tags_text", "unknown"]

_NARROW = {
    n: n - 0xFEE0 for n in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE_HYPHEN = re.compile(r"(?<=[0-9A-Za-z])－")
_BETWEEN_TAGS = re.compile(r"[,;|、，；\n\r\t]+")
_LIST_MARKS = re.compile(r"^\[(.*)\]$", re.DOTALL)


def parsed(cells: Cells, column: Column) -> Meanings:
    """Return a text for each distinct text, None where blank. No text is ever bad.

    Texts stay as written, ids but for their width. Choices and tags become the value that one
    of our own spellings stands for; every other is kept as written, since what a workspace
    decides on its words is applied when rows are read, and can be taken back.
    """
    match column.type:
        case Type.ID:
            is_bare = "".join(cells.texts).isascii() and not cells.ends(".0")
            texts = cells.texts.copy() if is_bare else cells.mapped(id_text)
        case Type.CHOICE:
            spellings = spellings_of(column.choices)
            texts = cells.mapped(lambda text: spellings.get(spelling(text), trimmed(text)))
        case Type.TAGS:
            spellings = spellings_of(column.choices)
            texts = cells.mapped(lambda text: tags_text(text, spellings))
        case _:
            texts = cells.texts.copy()
    texts[texts == ""] = None
    return Meanings(texts, np.full(len(texts), "", dtype=object), {})


def unknown(
    cells: Cells, column: Column, decided: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Return each value that no spelling of ours and none `decided` on covers, with its rows.

    `decided` maps spellings (`spelling`) to values. A column without declared choices has no
    unknown values: any word may stand in it.
    """
    if not column.choices or column.type not in {Type.CHOICE, Type.TAGS}:
        return {}
    known = spellings_of(column.choices) | dict(decided or {})
    found: Counter[str] = Counter()
    for text, n in zip(cells.texts, cells.counts.tolist(), strict=True):
        for value in tags_in(text) if column.type is Type.TAGS else [trimmed(text)]:
            if value and n and spelling(value) not in known:
                found[value] += n
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def id_text(text: str) -> str:
    """Return an id as written, but for letters and digits of full width.

    Signs that nobody can see stay; `lib.model.ids.id_key` leaves them out for comparing.
    The `.0` goes that programs add which take ids for numbers.

    >>> id_text("Ａ－００１２"), id_text("00123"), id_text("＝１"), id_text("12345.0")
    ('A-0012', '00123', '＝1', '12345')
    """
    if is_float_id(text):
        return text.removesuffix(".0")
    return text if text.isascii() else _WIDE_HYPHEN.sub("-", text.translate(_NARROW))


def is_float_id(text: str) -> bool:
    """Say whether a program took an id for a number and wrote it as `12345.0`."""
    return text.endswith(".0") and text[:-2].isdecimal()


def spellings_of(choices: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return every known spelling with the value that it stands for."""
    return {spelling(text): value for value, texts in choices.items() for text in (value, *texts)}


def tags_text(text: str, spellings: Mapping[str, str]) -> str:
    """Return the tags of a cell in order, each once, joined by the tag separator."""
    known = dict.fromkeys(spellings.get(spelling(part), part) for part in tags_in(text))
    return TAG_SEPARATOR.join(known)


def tags_in(text: str) -> list[str]:
    """Return the tags of a cell as written, in order.

    >>> tags_in('["key", "重点"]'), tags_in("a；b|c")
    (['key', '重点'], ['a', 'b', 'c'])
    """
    inner = _LIST_MARKS.sub(r"\1", text.strip(EDGES))
    parts = (part.strip(" \"'#\u3000") for part in _BETWEEN_TAGS.split(inner))
    return [part for part in parts if part]
