"""Next needs: what customers like this one, one maturity level further, went on to need.

Counts only, k of n, with their interval; no suggestion from a small group, none that the
customer has raised itself. That others needed something is a reason to ask, no proof.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.metrics.intervals import wilson_ends

LEVELS = ("immature", "low", "medium", "high")
LEAST_PEERS, LEAST_WITH = 10, 3  # scoring.md 5.2; and no theme that one or two companies give away
MOST_EACH = 3
ALIKE: Mapping[str, Message] = {
    "industry": msg("the same industry"),
    "size": msg("the same size"),
    "plan": msg("the same plan"),
}
SIZES: Mapping[str, Message] = {
    "1": msg("fewer than 50 employees"),
    "2": msg("50 to 249 employees"),
    "3": msg("250 to 999 employees"),
    "4": msg("1,000 employees or more"),
}
_CUTS = (50, 250, 1000)
GROUP_COLUMNS = ("like", "level", "theme", "k", "n", "share", "low", "high", "k_same", "n_same")
COLUMNS = ("account_id", *GROUP_COLUMNS)


def size_band(employees: pd.Series) -> pd.Series:
    """Return the size of each account, one of `SIZES`; NaN where it is unknown."""
    place = np.searchsorted(_CUTS, employees.fillna(-1).to_numpy(), side="right") + 1
    bands = pd.Series(place.astype("str"), index=employees.index, dtype="str")
    return bands.where(employees.notna() & (employees > 0))


def peers_needs(accounts: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return per group of alike accounts what those one level further need (`GROUP_COLUMNS`).

    `accounts`: index account_id, `like` and `level` (maturity); an account without either is
    in no group. `wanted`: one row an account and theme it ever asked for. `level` is that of
    the accounts the need is suggested to; `k_same` of `n_same` of these raised it themselves.
    """
    known = accounts[accounts["like"].notna() & accounts["level"].isin(LEVELS)]
    rank = known["level"].map({level: place for place, level in enumerate(LEVELS)})
    known = known.assign(rank=rank.astype("int64"))
    sizes = known.groupby(["like", "rank"]).size()
    raised = wanted[["account_id", "theme"]].drop_duplicates().join(
        known[["like", "rank"]], on="account_id", how="inner"
    )  # fmt: skip
    counts = raised.groupby(["like", "rank", "theme"]).size().rename("k").reset_index()
    counts["n"] = _sizes(sizes, counts["like"], counts["rank"])
    counts = counts[(counts["n"] >= LEAST_PEERS) & (counts["k"] >= LEAST_WITH)]
    counts = counts[counts["rank"] > 0].assign(rank=lambda frame: frame["rank"] - 1)
    same = raised.groupby(["like", "rank", "theme"]).size().rename("k_same")
    table = counts.join(same, on=["like", "rank", "theme"])
    k, n = table["k"].to_numpy(dtype=np.float64), table["n"].to_numpy(dtype=np.float64)
    low, high = wilson_ends(k, n)
    table = table.assign(
        level=[LEVELS[place] for place in table["rank"]],
        share=k / np.maximum(n, 1.0),
        low=low,
        high=high,
        k_same=table["k_same"].fillna(0).astype("int64"),
        n_same=_sizes(sizes, table["like"], table["rank"]),
    )
    order = table.sort_values(["like", "rank", "low", "theme"], ascending=[True, True, False, True])
    return order[list(GROUP_COLUMNS)].reset_index(drop=True)


def _sizes(sizes: pd.Series, like: pd.Series, rank: pd.Series) -> pd.Series:
    """Return how many accounts are alike and at a level, for each row."""
    keys = pd.MultiIndex.from_arrays([like, rank])
    found = sizes.reindex(keys).fillna(0).to_numpy(dtype=np.int64)
    return pd.Series(found, index=like.index)


def next_needs(accounts: pd.DataFrame, wanted: pd.DataFrame, members: pd.Index) -> pd.DataFrame:
    """Return suggestions for members, the three surest each (`COLUMNS`), by account.

    Surest is by the lower end of the interval. A theme that the account ever raised is none.
    """
    groups = peers_needs(accounts, wanted)
    mine = accounts.loc[accounts.index.isin(members), ["like", "level"]]
    pairs = mine.rename_axis("account_id").reset_index().merge(groups, on=["like", "level"])
    own = pd.Index(wanted["account_id"] + "\x1f" + wanted["theme"])
    fresh = pairs[~(pairs["account_id"] + "\x1f" + pairs["theme"]).isin(own)]
    order = fresh.sort_values(
        ["account_id", "low", "k", "theme"], ascending=[True, False, False, True], kind="stable"
    )
    return order.groupby("account_id").head(MOST_EACH)[list(COLUMNS)].reset_index(drop=True)
