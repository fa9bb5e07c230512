"""How much two texts have in common, by short runs of characters, whatever their language.

A text is the set of its runs: pairs of Chinese characters, triples of other letters. Two
texts share what both have (Dice). No other text plays a part, so what is said of one
account never depends on another.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix

from lib.model.words import plain_letters, spelling

Ints = npt.NDArray[np.int64]
_PAIRS_AT_ONCE = 20_000
_BREAK = ord("\n")
_CJK = (0x2E80, 0x9FFF)


class Grams:
    """The runs of many texts; equal texts are looked at once."""

    def __init__(self, texts: pd.Series) -> None:
        self._which, unique = pd.factorize(texts.fillna(""))
        self._rows = _rows([_plain(text) for text in unique])
        self.sizes: Ints = np.asarray(self._rows.sum(axis=1)).ravel().astype(np.int64)

    def size(self, places: Ints) -> Ints:
        """Return how many different runs the texts at these places have."""
        return self.sizes[self._which[places]]

    def shares(self, one: Ints, other: Ints) -> npt.NDArray[np.float64]:
        """Return for each pair of places the share of runs that both texts have."""
        found = np.zeros(len(one))
        for begin in range(0, len(one), _PAIRS_AT_ONCE):
            part = slice(begin, begin + _PAIRS_AT_ONCE)
            a, b = self._which[one[part]], self._which[other[part]]
            common = np.asarray(self._rows[a].multiply(self._rows[b]).sum(axis=1)).ravel()
            found[part] = 2 * common / np.maximum(self.sizes[a] + self.sizes[b], 1)
        return found


def _plain(text: str) -> str:
    """Return letters and digits only, in one case, words apart by one blank."""
    plain = plain_letters(spelling(text))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _rows(texts: list[str]) -> csr_matrix:
    """Return texts × runs, 1 where a text has a run."""
    joined = "\n".join([*texts, ""])
    signs = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype="<u4").astype(np.int64)
    place = np.concatenate([[0], np.cumsum(signs == _BREAK)[:-1]])
    wide = (signs >= _CJK[0]) & (signs <= _CJK[1])
    pairs = _runs(signs, place, wide, 2)
    triples = _runs(signs, place, ~wide, 3)
    both = np.unique(np.concatenate([pairs, triples]), axis=0)
    _, column = np.unique(both[:, 1], return_inverse=True)
    ones = np.ones(len(both), dtype=np.int32)
    return csr_matrix((ones, (both[:, 0], column)), shape=(len(texts), column.max(initial=0) + 1))


def _runs(
    signs: Ints, place: Ints, fits: npt.NDArray[np.bool_], length: int
) -> npt.NDArray[np.int64]:
    """Return text and number of every run of so many fitting signs inside of one text."""
    n = max(len(signs) - length + 1, 0)
    inside = np.ones(n, dtype=bool)
    code = np.zeros(n, dtype=np.int64)
    for offset in range(length):
        part = slice(offset, offset + n)
        inside &= fits[part] & (signs[part] != _BREAK)
        code = code * (1 << 21) + signs[part]
    return np.column_stack([place[:n][inside], code[inside]])
