"""Millions of small objects: built without the collector counting them, and held as columns."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

_TEXTS = pd.StringDtype(na_value=np.nan)  # what pandas calls "str"


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause Python's cyclic collector: rows of texts hold no cycles, and it takes 4/5 of the time.

    Measured on 595,398 rows of 6 columns: 1.8 s of CPU instead of 7.8 s.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def text_column(texts: Sequence[str | None] | np.ndarray) -> ExtensionArray:
    """Return texts as a column; None is blank.

    Straight to Arrow, which takes a third of the time of pandas' own way there.
    """
    pool = pa.system_memory_pool()  # gives back what it no longer needs, and grows in half the time
    return held_column(pa.array(texts, type=pa.large_string(), from_pandas=True, memory_pool=pool))


def blank_column(n: int) -> ExtensionArray:
    """Return a column of texts in which every row is blank."""
    return held_column(pa.nulls(n, pa.large_string()))


def held_column(texts: pa.Array) -> ExtensionArray:
    """Return texts of Arrow as a column."""
    return pd.arrays.ArrowStringArray(texts, dtype=_TEXTS)  # type: ignore[call-arg] # not in stubs
