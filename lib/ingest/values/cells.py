"""A column of texts by its distinct values: each is understood once, then spread over the rows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.ingest.issues import Issue
from lib.locale import Message
from lib.model.words import visible

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
NULL_WORDS = frozenset({"null", "(null)", "\\n", "na", "nan", "nat", "none", "nil"})
EDGES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_SPACES = " \u00a0\u3000"  # before a text they say nothing; a tab there may belong to it
_TAIL = _SPACES + "\t\r\n"  # payment systems end ids with a tab, so that Excel keeps them
_CONTROL_SIGNS = "".join(map(chr, (*range(9), 11, 12, *range(14, 32))))  # no XML holds them
_CONTROL = re.compile(f"[{_CONTROL_SIGNS}]")
_IS_CONTROL = np.isin(np.arange(256), [ord(sign) for sign in _CONTROL_SIGNS])
_MAY_BE_BLANK = pa.array(("", "#", *EDGES), pa.large_string())  # first signs
_ASCII_EDGES = "".join(filter(str.isascii, EDGES))
_AT_EDGES = ("\t", "\r", " \n", "\n ")  # of texts that line breaks part
_WORDS = "|".join(map(re.escape, sorted(NULL_WORDS)))
_NOTHING = f"^[{EDGES}]*(?i:{_WORDS})[{EDGES}]*$"


def trimmed(text: str) -> str:
    """Return the text without blanks, no-break and zero-width spaces at its ends; errors blank."""
    bare = text.strip(EDGES)
    return "" if bare.startswith("#") and bare.casefold() in EXCEL_ERRORS else bare


def folded(text: str) -> str:
    """Return the text with full-width signs as ASCII, for reading numbers, days and flags."""
    bare = text.strip(EDGES)
    return bare if bare.isascii() else unicodedata.normalize("NFKC", visible(bare)).strip()


@dataclass(frozen=True)
class Cells:
    """The distinct texts of a column as written, and which of them each row has.

    Blanks at the end of a text and spaces before it are gone. `counts` says how many rows
    have each text; it may be 0. Blank cells are the text "", and so are cells that hold the
    name of a spreadsheet error: `errors` counts them by that name.
    """

    texts: np.ndarray
    codes: np.ndarray
    counts: np.ndarray
    errors: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, column: pd.Series) -> "Cells":
        """Split a column into distinct texts and rows."""
        codes, distinct = pd.factorize(column)
        bare = distinct.str.lstrip(_SPACES).str.rstrip(_TAIL)
        if _has_control(bare):  # nearly always there are none
            bare = bare.str.replace(_CONTROL, "", regex=True)
        if not bare.equals(distinct):
            again, distinct = pd.factorize(bare)
            codes = again[codes]
        texts = distinct.to_numpy(dtype=object)
        first = pc.utf8_slice_codeunits(_held(distinct), 0, 1)
        likely = np.flatnonzero(pc.is_in(first, value_set=_MAY_BE_BLANK))
        empty = [n for n in likely.tolist() if not trimmed(texts[n])]
        counts = np.bincount(codes, minlength=len(texts))
        errors: Counter[str] = Counter()
        for n in empty:
            if name := texts[n].strip(EDGES):
                errors[name.upper()] += int(counts[n])
        if len(empty) > 1 or errors:
            texts[empty] = ""
            codes = np.where(np.isin(codes, empty), empty[0], codes)
            counts = np.bincount(codes, minlength=len(texts))
        return cls(texts, codes, counts, dict(errors))

    @cached_property
    def folded(self) -> list[str]:
        """The distinct texts with full-width signs as ASCII."""
        written = "\n".join(("", *self.texts, ""))
        if not written.isascii():
            return [folded(text) for text in self.texts]
        has_edges = any(edge in written for edge in _AT_EDGES)
        if has_edges or written.count("\n") > len(self.texts) + 1:
            return [text.strip(_ASCII_EDGES) for text in self.texts]
        return list(self.texts)

    @cached_property
    def blank(self) -> np.ndarray:
        """Which distinct texts are blank."""
        return self.texts == ""

    @cached_property
    def nothing(self) -> np.ndarray:
        """Which distinct texts are blank or a program's word for nothing."""
        texts = pa.array(self.texts, pa.large_string())
        return self.blank | np.asarray(pc.match_substring_regex(texts, _NOTHING), dtype=bool)

    @cached_property
    def n_filled(self) -> int:
        """How many rows are not blank."""
        return int(self.counts[~self.blank].sum())

    def ends(self, ending: str) -> bool:
        """Say whether some text ends so: one search in all of them beats one in each."""
        return f"{ending}\n" in "\n".join((*self.texts, ""))

    def holds(self, signs: str) -> bool:
        """Say whether some text holds one of the signs; asked of all at once, too."""
        written = "".join(self.texts)
        return any(sign in written for sign in signs)

    def mapped(self, function: Callable[[str], str]) -> np.ndarray:
        """Return `function` of every distinct text."""
        return np.array([function(text) for text in self.texts], dtype=object)


def _held(texts: pd.Index) -> pa.Array:
    held = pa.array(texts, pa.large_string())
    return held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held


def _has_control(texts: pd.Index) -> bool:
    """Say whether a control sign stands in some text; their bytes stand in no other sign."""
    signs = _held(texts).buffers()[2]
    return signs is not None and bool(_IS_CONTROL[np.frombuffer(signs, dtype="uint8")].any())


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
