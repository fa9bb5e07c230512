"""Names that hold for each row, as "a|b" text, without walking the rows."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model.frames import TAG_SEPARATOR


def listed(holds: pd.DataFrame) -> pd.Series:
    """Return the names of the true columns of each row, in column order; "" when none is.

    >>> listed(pd.DataFrame({"a": [True, False], "b": [True, False]})).tolist()
    ['a|b', '']
    """
    names = list(holds.columns)
    bits = holds.to_numpy(dtype=np.int64) @ (1 << np.arange(len(names), dtype=np.int64))
    patterns, which = np.unique(bits, return_inverse=True)
    texts = [TAG_SEPARATOR.join(n for k, n in enumerate(names) if p >> k & 1) for p in patterns]
    return spread(texts, which, holds.index)


def listed_in_order(
    places: npt.NDArray[np.int64], names: Sequence[str], index: pd.Index
) -> pd.Series:
    """Return the names at the places of each row, in their order; -1 names nothing."""
    base = len(names) + 1
    codes = (places + 1) @ (base ** np.arange(places.shape[1], dtype=np.int64))
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    texts = [TAG_SEPARATOR.join(names[p] for p in places[row] if p >= 0) for row in first]
    return spread(texts, which, index)


def spread(texts: Sequence[str | None], which: npt.NDArray[np.intp], index: pd.Index) -> pd.Series:
    """Return for each row the text at its place, None being blank."""
    return pd.Series(pd.array(list(texts), dtype="str").take(which), index=index)
