"""The groups in which a sample is drawn: maturity, ARR band, journey stage, each crossed."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lib.locale import Message, Text, joined, msg
from lib.locale.message import Joined
from lib.profile import maturity
from lib.profile.journey import SHORT

DIMENSIONS: Mapping[str, Message] = {
    "maturity_level": msg("Maturity"),
    "arr_band": msg("ARR band"),
    "journey_stage": msg("Journey stage"),
}
_IN_SENTENCES: Mapping[str, Message] = {
    "maturity_level": msg("maturity"),
    "arr_band": msg("ARR band"),
    "journey_stage": msg("journey stage"),
}
UNKNOWN = "unknown"
SEPARATOR = "|"
_QUARTERS = (0.25, 0.5, 0.75)


def edges(arr: pd.Series) -> tuple[float, ...]:
    """Return the amounts at which ARR bands end: the quarters of the known amounts.

    Equal amounts are never parted, so there may be fewer bands than four.

    >>> edges(pd.Series([10.0, 20.0, 30.0, 40.0, float("nan")]))
    (10.0, 20.0, 30.0)
    """
    known = arr.dropna().to_numpy()
    if not len(known):
        return ()
    ends = np.unique(np.quantile(known, _QUARTERS, method="inverted_cdf"))
    return tuple(float(end) for end in ends if end < known.max())


def banded(arr: pd.Series, ends: Sequence[float]) -> pd.Series:
    """Return each amount's band, "1" the smallest; `unknown` where it is not known."""
    bands = pd.Series(np.searchsorted(list(ends), arr.to_numpy(), side="left") + 1, arr.index)
    return bands.astype("str").mask(arr.isna(), UNKNOWN).astype("str")


def placed(rows: pd.DataFrame, ends: Sequence[float]) -> pd.DataFrame:
    """Return the value of every dimension of each row, `unknown` where there is none."""
    return pd.DataFrame(
        {
            "maturity_level": rows["maturity_level"].fillna(UNKNOWN).astype("str"),
            "arr_band": banded(rows["arr"], ends),
            "journey_stage": rows["journey_stage"].fillna(UNKNOWN).astype("str"),
        },
        index=rows.index,
    )


def keyed(places: pd.DataFrame, dimensions: Sequence[str]) -> pd.Series:
    """Return the key of each row's stratum: the values of the dimensions, "a|b"."""
    keys = pd.Series("", index=places.index, dtype="str")
    for number, name in enumerate(dimensions):
        keys = places[name] if not number else keys + SEPARATOR + places[name]
    return keys


def fitting(places: pd.DataFrame, size: int) -> tuple[str, ...]:
    """Return as many dimensions, in their order, as leave no more strata than conversations."""
    chosen: tuple[str, ...] = ()
    for name in DIMENSIONS:
        wider = (*chosen, name)
        if keyed(places, wider).nunique() > size:
            break
        chosen = wider
    return chosen


def value_name(dimension: str, value: str, n_bands: int) -> Text:
    """Return what a value of a dimension is called in a sentence."""
    if dimension == "arr_band":
        if value == UNKNOWN:
            return msg("ARR unknown")
        return msg("ARR band {band} of {n}", band=value, n=str(n_bands))
    if dimension == "maturity_level":
        if value == UNKNOWN:
            return msg("maturity unknown")
        return maturity.LEVELS.get(value, value)
    if value == UNKNOWN:
        return msg("journey stage unknown")
    return SHORT.get(value, value)


def in_order(dimension: str, values: Sequence[str]) -> list[str]:
    """Return values of a dimension in their natural order, what is unknown last."""
    natural = {"maturity_level": [*maturity.LEVELS], "journey_stage": [*SHORT]}.get(dimension, [])
    known = [value for value in natural if value in values]
    others = sorted(value for value in values if value not in {*known, UNKNOWN})
    return [*known, *others, *(value for value in values if value == UNKNOWN)]


def in_a_row(names: Sequence[Text]) -> Text:
    """Return texts in a row: `a; b; c`."""
    text = names[0]
    for name in names[1:]:
        text = msg("{first}; {second}", first=text, second=name)
    return text


def dimension_names(dimensions: Sequence[str]) -> Joined:
    """Return the names of the dimensions for a sentence."""
    return joined([_IN_SENTENCES[name] for name in dimensions])
