"""Motivation × capability: which customers are ideal (domain.md idea 3).

Who wants it and can make it work is *ideal*; who wants it and is not yet able is *promising*;
who could and does not want it is *tolerated*; the rest is *non-ideal*. An immature customer is
non-ideal however much it wants: it costs consulting without end. Unknown is its own answer.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.locale import Message, msg

FITS: Mapping[str, Message] = {
    "ideal": msg("ideal customer"),
    "promising": msg("promising customer"),
    "tolerated": msg("tolerated customer"),
    "non_ideal": msg("non-ideal customer"),
}
PLAYS: Mapping[str, Message] = {
    "ideal": msg("Grow with them: best practice, more advanced features, references."),
    "promising": msg("Make them able first: training, an owner, one use case that works."),
    "tolerated": msg("Serve at low cost, and find out which need would move them."),
    "non_ideal": msg("Do not sell more; say openly what it would take."),
}
ABLE = ("medium", "high")
WILLING = ("warm", "hot")


def fit(maturity_level: pd.Series, bant_level: pd.Series) -> pd.Series:
    """Return the field of the grid by account; NaN where a level that decides is unknown.

    >>> fit(pd.Series(["high", "low", "medium", "immature", "high"]),
    ...     pd.Series(["hot", "warm", "cold", None, None])).tolist()
    ['ideal', 'promising', 'tolerated', 'non_ideal', nan]
    """
    able, willing = maturity_level.isin(ABLE), bant_level.isin(WILLING)
    immature = maturity_level.eq("immature").fillna(value=False).astype("bool")
    known = maturity_level.notna() & bant_level.notna()
    found = np.select(
        [immature, known & able & willing, known & willing, known & able, known],
        ["non_ideal", "ideal", "promising", "tolerated", "non_ideal"],
        "",
    )
    named = pd.Series(found, index=maturity_level.index, dtype="str")
    return named.mask(named.eq(""))
