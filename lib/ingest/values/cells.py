"""A column of texts by its distinct values: each is understood once, then spread over the rows."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue
from lib.locale import Message

EXCEL_ERRORS = frozenset(
    {
        "#n/a",
        "#null!",
        "#div/0!",
        "#value!",
        "#ref!",
        "#name?",
        "#num!",
        "#n/a n/a",
        "#getting_data",
    }
)
# What databases and programs write for "nothing". People write "n/a" or "-", which are
# answers and may be slips: those are rejected, with the row, for somebody to judge.
NULL_WORDS = frozenset({"null", "(null)", "\\n", "nan", "nat", "none", "nil"})
EDGES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"


def trimmed(text: str) -> str:
    """Return the text without blanks, no-break and zero-width spaces at its ends; errors blank."""
    bare = text.strip(EDGES)
    return "" if bare.startswith("#") and bare.casefold() in EXCEL_ERRORS else bare


def folded(text: str) -> str:
    """Return the text with full-width signs as ASCII, for reading numbers, days and flags."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def visible(text: str) -> str:
    """Return the text without signs that cannot be seen: zero-width and direction marks."""
    if text.isascii():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


@dataclass(frozen=True)
class Cells:
    """The distinct texts of a column, trimmed, and which of them each row has.

    `counts` says how many rows have each; it may be 0. Blank cells are the text "".
    """

    texts: np.ndarray
    codes: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, column: pd.Series) -> "Cells":
        """Split a column into distinct texts and rows."""
        codes, distinct = pd.factorize(column.str.strip(EDGES))
        texts = distinct.to_numpy(dtype=object)
        errors = [n for n, text in enumerate(texts) if text.startswith("#") and not trimmed(text)]
        if errors:
            blank = np.flatnonzero(texts == "")
            target = int(blank[0]) if len(blank) else errors[0]
            texts[errors] = ""
            codes = np.where(np.isin(codes, errors), target, codes)
        return cls(texts, codes, np.bincount(codes, minlength=len(texts)))

    @cached_property
    def folded(self) -> list[str]:
        """The distinct texts with full-width signs as ASCII."""
        return [folded(text) for text in self.texts]

    @cached_property
    def blank(self) -> np.ndarray:
        """Which distinct texts are blank."""
        return self.texts == ""

    @cached_property
    def nothing(self) -> np.ndarray:
        """Which distinct texts are blank or a program's word for nothing."""
        return np.array([t == "" or t.casefold() in NULL_WORDS for t in self.texts], dtype=bool)

    @property
    def n_filled(self) -> int:
        """How many rows are not blank."""
        return int(self.counts[~self.blank].sum())

    def mapped(self, function: Callable[[str], str]) -> np.ndarray:
        """Return `function` of every distinct text."""
        return np.array([function(text) for text in self.texts], dtype=object)


@dataclass(frozen=True)
class Meanings:
    """What the distinct texts of a column mean, in their order.

    `meant` is NaN, NaT or None where a text is blank or bad. `reasons` gives the code of what is
    wrong with a bad text, "" otherwise; `why` words each code.
    """

    meant: np.ndarray
    reasons: np.ndarray
    why: dict[str, Message]
    notes: tuple[Issue, ...] = ()

    @property
    def bad(self) -> np.ndarray:
        """Which distinct texts could not be understood."""
        return self.reasons != ""


def reasons_of(bad: np.ndarray, code: str) -> np.ndarray:
    """Return the code where `bad`, "" elsewhere."""
    return np.where(bad, code, "").astype(object)
