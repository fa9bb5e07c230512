"""Blank points: long runs of days on which nobody of ours met an account."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.touchpoints.rules import BLANK_DAYS
from lib.touchpoints.stages import NAMES, Stages

Ints = npt.NDArray[np.int64]
COLUMNS = ("account_id", "stage", "first", "last", "days", "goes_on", "n_tried", "tried_by")


def blanks(
    touches: pd.DataFrame, members: pd.Series, stages: Stages, covered: Ints
) -> pd.DataFrame:
    """Return every run of at least `BLANK_DAYS` days without a touch, the longest first.

    `members`: each account's own first day (days since 1970), by account id. `covered`: first
    and last day of each covered stretch. One row a run: `account_id`, `stage` (on its last
    day; NaN unknown), `first`, `last`, `days`, `goes_on` (up to the end of what is known),
    `n_tried` (touches that did not reach anybody) and `tried_by` (functions, "a|b").
    """
    met = touches[touches["met"] & touches["account_id"].isin(members.index)]
    runs = [_runs(met, members, int(low), int(high)) for low, high in covered]
    found = pd.concat(runs, ignore_index=True) if runs else _nothing()
    found["goes_on"] = found["last"].eq(int(covered[-1][1]) if len(covered) else -1)
    rank = stages.on(found["account_id"], found["last"].to_numpy())
    found["stage"] = pd.Series([*NAMES, None], dtype="str").take(rank).to_numpy()
    found = _tried(found, touches)
    for name in ("first", "last"):
        found[name] = pd.to_datetime(found[name], unit="D").astype("datetime64[us]")
    ordered = found.sort_values(["days", "account_id"], ascending=[False, True], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def _runs(met: pd.DataFrame, members: pd.Series, low: int, high: int) -> pd.DataFrame:
    """Return the long runs between touches inside of one covered stretch."""
    begins = np.maximum(members.to_numpy(), low) - 1  # as if met on the day before
    inside = met["number"].between(low, high).to_numpy()
    place = members.index.get_indexer(pd.Index(met["account_id"]))[inside]
    day = met["number"].to_numpy()[inside]
    later = day > begins[place]
    where = np.concatenate([np.arange(len(members)), place[later]])
    when = np.concatenate([begins, day[later]])
    order = np.lexsort((when, where))
    where, when = where[order], when[order]
    follows = np.append(where[1:] == where[:-1], values=False)
    until = np.where(follows, np.append(when[1:], 0), high + 1)
    length = until - when - 1
    long = length >= BLANK_DAYS
    return pd.DataFrame(
        {
            "account_id": members.index[where[long]].to_numpy(),
            "first": when[long] + 1,
            "last": until[long] - 1,
            "days": length[long],
        }
    )


def _tried(runs: pd.DataFrame, touches: pd.DataFrame) -> pd.DataFrame:
    """Add how often somebody tried in vain within each run, and which functions did."""
    tries = touches[~touches["met"] & ~touches["internal"]]
    tries = tries[tries["account_id"].isin(runs["account_id"])]
    both = runs.reset_index(names="run")[["run", "account_id", "first", "last"]].merge(
        tries[["account_id", "number", "function"]], on="account_id"
    )
    both = both[both["number"].between(both["first"], both["last"])]
    by_run = both.groupby("run")["function"]
    n = by_run.size().reindex(runs.index, fill_value=0)
    names = by_run.agg(lambda values: "|".join(sorted(set(values)))).reindex(runs.index)
    return runs.assign(n_tried=n.astype("int64"), tried_by=names.fillna("").astype("str"))


def _nothing() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": pd.Series(dtype="str"),
            **{name: pd.Series(dtype="int64") for name in ("first", "last", "days")},
        }
    )
