"""Near-identical texts: a form letter sent a hundred times is one text, not a theme."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

SAME = 0.9  # share of 3-grams in common from which two texts are one
_FEATURES = 1 << 18
_BANDS, _ROWS = 8, 2  # texts of Jaccard 0.9 meet in some band with 0.9999
_SEED = 11
_DIGITS = str.maketrans("0123456789", "0000000000")


def representatives(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return for each text the place of the first one that is near-identical (or itself).

    The order matters only in which of several alike texts stands for them: sort before.
    """
    grams = _grams(texts)
    first = np.arange(len(texts))
    for keys in _signatures(grams):
        order = np.lexsort((np.arange(len(keys)), keys))
        starts = np.flatnonzero(np.r_[True, keys[order][1:] != keys[order][:-1]])
        for group in np.split(order, starts[1:]):
            _join(group, grams, first)
    return first


def _grams(texts: Sequence[str]) -> sparse.csr_matrix:
    maker = HashingVectorizer(
        analyzer="char",
        ngram_range=(3, 3),
        n_features=_FEATURES,
        binary=True,
        norm=None,
        alternate_sign=False,
        dtype=np.float32,
    )
    found = maker.transform([f" {text.casefold().translate(_DIGITS)} " for text in texts])
    found.sort_indices()
    return found


def _signatures(grams: sparse.csr_matrix) -> list[npt.NDArray[np.uint64]]:
    """Return for each band a number a text; alike texts share it in some band."""
    rng = np.random.default_rng(_SEED)
    filled = np.diff(grams.indptr) > 0
    found = []
    for _ in range(_BANDS):
        key = np.zeros(len(filled), dtype=np.uint64)
        for _ in range(_ROWS):
            order = rng.permutation(_FEATURES).astype(np.uint64)
            least = np.zeros(len(filled), dtype=np.uint64)
            starts = grams.indptr[:-1][filled]
            least[filled] = np.minimum.reduceat(order[grams.indices], starts)
            key = key * np.uint64(_FEATURES) + least
        found.append(key)
    return found


def _join(
    group: npt.NDArray[np.int64], grams: sparse.csr_matrix, first: npt.NDArray[np.int64]
) -> None:
    """Let each text of a group that is alike its first one stand for that."""
    if len(group) == 1:
        return
    head, rest = group[0], group[1:]
    common = np.asarray((grams[rest] @ grams[head].T).todense()).ravel()
    sizes = np.diff(grams.indptr)
    jaccard = common / np.maximum(sizes[rest] + sizes[head] - common, 1)
    alike = rest[(jaccard >= SAME) & (first[rest] == rest)]
    first[alike] = first[head]
