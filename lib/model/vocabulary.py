"""One vocabulary: spellings that people gave a value, applied to rows when they are read.

Stored rows keep what the file said, so a decision can be taken back at any time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from lib.model.frames import TAG_SEPARATOR
from lib.model.kinds import KINDS
from lib.model.spec import Column, Type
from lib.model.words import spelling

WORD_TYPES = frozenset({Type.CHOICE, Type.TAGS})


def word_fields() -> dict[str, Column]:
    """Return every field whose values are words of the vocabulary: by its name."""
    return {
        f"{kind.name}.{column.name}": column
        for kind in KINDS.values()
        for column in kind.columns
        if column.type in WORD_TYPES
    }


@dataclass(frozen=True)
class Vocabulary:
    """What people decided: field → folded spelling → value."""

    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, decided: Iterable[tuple[str, str, str]]) -> "Vocabulary":
        """Gather decisions (field, spelling, value); the newest of a spelling counts."""
        terms: dict[str, dict[str, str]] = {}
        for name, text, value in decided:
            terms.setdefault(name, {})[spelling(text)] = value
        return cls(terms)

    def value(self, name: str, text: str) -> str:
        """Return the value that a text stands for in a field; itself unless it was decided on.

        A value that was itself given another one leads on to that one.
        """
        return _value(self.terms.get(name, {}), text)

    def applied(self, kind: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows of a kind in the words of the vocabulary."""
        changed = {
            column.name: self.column(f"{kind}.{column.name}", rows[column.name], column.type)
            for column in KINDS[kind].columns
            if column.type in WORD_TYPES and self.terms.get(f"{kind}.{column.name}")
        }
        return rows.assign(**changed) if changed else rows

    def column(self, name: str, texts: pd.Series, kind: Type) -> pd.Series:
        """Return the texts of one field in the words of the vocabulary."""
        terms = self.terms.get(name)
        if not terms:
            return texts
        says = _tags if kind is Type.TAGS else _value
        meant = {text: says(terms, text) for text in texts.dropna().unique()}
        return texts.map(meant, na_action="ignore").astype("str")


def _value(terms: Mapping[str, str], text: str) -> str:
    seen = set()
    while (key := spelling(text)) in terms and key not in seen:
        seen.add(key)
        text = terms[key]
    return text


def _tags(terms: Mapping[str, str], text: str) -> str:
    return TAG_SEPARATOR.join(
        dict.fromkeys(_value(terms, tag) for tag in text.split(TAG_SEPARATOR))
    )
