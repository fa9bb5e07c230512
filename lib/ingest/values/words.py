"""Texts, ids, choices and tags: words that stay words."""

import re
import unicodedata
from collections.abc import Mapping

import numpy as np

from lib.ingest.values.cells import Cells, Meanings, visible
from lib.model.frames import TAG_SEPARATOR
from lib.model.spec import Column, Type

_DAMAGED_ID = re.compile(r"\d(?:\.\d+)?E\+\d{1,2}")
_BETWEEN_TAGS = re.compile(r"[,;|、，；\n\r\t]+")
_LIST_MARKS = re.compile(r"^\[(.*)\]$", re.DOTALL)
_WORD_BREAKS = re.compile(r"[\s_\-/]+")


def parsed(cells: Cells, column: Column) -> Meanings:
    """Return a text for each distinct text, None where blank. No text is ever bad."""
    match column.type:
        case Type.ID:
            texts = cells.mapped(id_text)
        case Type.CHOICE:
            spellings = spellings_of(column.choices)
            texts = cells.mapped(lambda text: spellings.get(spelling(text), text))
        case Type.TAGS:
            spellings = spellings_of(column.choices)
            texts = cells.mapped(lambda text: tags_text(text, spellings))
        case _:
            texts = cells.texts.copy()
    texts[texts == ""] = None
    return Meanings(texts, np.full(len(texts), "", dtype=object), {})


def id_text(text: str) -> str:
    """Return an id exactly as written, but for width and signs that nobody can see.

    >>> id_text("Ａ－００１２"), id_text("00123")
    ('A-0012', '00123')
    """
    return text if text.isascii() else visible(unicodedata.normalize("NFKC", text)).strip()


def is_damaged_id(text: str) -> bool:
    """Say whether a spreadsheet has rounded an id to `1.23457E+11`."""
    return bool(_DAMAGED_ID.fullmatch(text))


def spelling(text: str) -> str:
    """Return what two spellings of one choice have in common.

    >>> spelling("Decision-Maker") == spelling("decision_maker")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD_BREAKS.sub(" ", visible(folded)).strip()


def spellings_of(choices: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return every known spelling with the value that it stands for."""
    return {spelling(text): value for value, texts in choices.items() for text in (value, *texts)}


def tags_text(text: str, spellings: Mapping[str, str]) -> str:
    """Return the tags of a cell in order, each once, joined by the tag separator."""
    inner = _LIST_MARKS.sub(r"\1", text)
    parts = (part.strip(" \"'#\u3000") for part in _BETWEEN_TAGS.split(inner))
    known = dict.fromkeys(spellings.get(spelling(part), part) for part in parts if part)
    return TAG_SEPARATOR.join(known)
