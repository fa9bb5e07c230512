"""Texts as numbers: at which account each row stands, and which text it carries."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Snapshot

Ints = npt.NDArray[np.int64]


def places(snapshot: Snapshot, account_ids: pd.Series) -> Ints:
    """Return each row's position in `snapshot.account_ids`; -1 for none of them."""
    if isinstance(account_ids.dtype, pd.CategoricalDtype):
        lookup = snapshot.places_of(account_ids.dtype.categories)
        found: Ints = lookup[account_ids.cat.codes.to_numpy()]
        return found
    codes, names = coded(account_ids)
    found = snapshot.account_ids.get_indexer(names)
    return np.append(found, -1)[codes]


def coded(texts: pd.Series) -> tuple[Ints, pd.Index]:
    """Return texts as numbers and the texts they stand for; categories cost nothing."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        codes: Ints = texts.cat.codes.to_numpy().astype(np.int64)
        return codes, pd.Index(texts.cat.categories, dtype="str")
    numbers, names = pd.factorize(texts)
    return numbers.astype(np.int64), pd.Index(names, dtype="str")
