"""Themes of a segment against the rest of the book: of what more of its customers speak."""

import numpy as np
import pandas as pd

from lib.metrics.differences import chance_of_rates, stands_out
from lib.themes.board import LEAST_CUSTOMERS

LEAST_HEARD = 30  # on either side, for a comparison of two rates (scoring.md 5.2)
COLUMNS = ("theme", "k", "n", "share", "k_rest", "n_rest", "share_rest", "stands")


def against(mine: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    """Return one row a theme that any text has (`COLUMNS`), by theme.

    `mine` and `rest` are texts with theme and account; customers are counted, never texts.
    `stands` is `more` or `less` where the difference remains after comparing all themes that
    enough customers speak of, else `alike`; `too_few` where either side is too small.
    """
    themes = pd.Index(sorted({*mine["theme"].dropna(), *rest["theme"].dropna()}), dtype="str")
    n, n_rest = mine["account_id"].nunique(), rest["account_id"].nunique()
    k, k_rest = (_customers(texts, themes) for texts in (mine, rest))
    told = np.full(len(themes), min(n, n_rest) >= LEAST_HEARD)
    compared = told & (np.maximum(k, k_rest) >= LEAST_CUSTOMERS)
    chances = np.full(len(themes), np.nan)
    sides = ((k[compared], k[compared] * 0 + n), (k_rest[compared], k_rest[compared] * 0 + n_rest))
    chances[compared] = chance_of_rates(*sides)
    clear = stands_out(chances)
    share, share_rest = k / max(n, 1), k_rest / max(n_rest, 1)
    more = clear & (share > share_rest) & (k >= LEAST_CUSTOMERS)
    less = clear & (share < share_rest)
    stands = np.select([~told, more, less], ["too_few", "more", "less"], "alike")
    return pd.DataFrame(
        {
            "theme": themes,
            "k": k.astype("int64"),
            "n": n,
            "share": share,
            "k_rest": k_rest.astype("int64"),
            "n_rest": n_rest,
            "share_rest": share_rest,
            "stands": pd.Series(stands, dtype="str"),
        }
    )


def _customers(texts: pd.DataFrame, themes: pd.Index) -> np.ndarray:
    counted = texts.dropna(subset="theme").groupby("theme")["account_id"].nunique()
    return counted.reindex(themes).fillna(0).to_numpy(dtype="float64")
