"""Demands that people put together: the same wish of the same company counts once."""

from collections.abc import Mapping

import pandas as pd

from lib.model.frames import TAG_SEPARATOR

# What a row that counts for others takes from them where it is blank itself.
_FILLED = (
    "demand_id", "contact_id", "kind", "benefit", "direction", "theme", "theme_how", "feature",
    "within_boundary", "owner", "due_on", "source_kind", "source_id",
)  # fmt: skip


def ends(merged: Mapping[str, str], accounts: Mapping[str, object]) -> dict[str, str]:
    """Return for each merged row the row that counts for it: the last one present of its chain.

    `accounts` gives the account of each row present. A row never counts for one of another
    account, a chain passes over rows that are not there (any more), and what would close a
    circle is left out.

    >>> ends({"a": "b", "b": "c", "x": "gone"}, {"a": 1, "b": 1, "c": 1, "x": 1})
    {'a': 'c', 'b': 'c'}
    """
    steps: dict[str, str] = {}
    for key, into in merged.items():
        if key not in _chain(into, steps):
            steps[key] = into
    found = {}
    for key in steps:
        present = [
            k for k in _chain(key, steps) if k in accounts and accounts[k] == accounts.get(key)
        ]
        if key in accounts and present[-1] != key:
            found[key] = present[-1]
    return found


def _chain(key: str, steps: Mapping[str, str]) -> list[str]:
    chain = [key]
    while (step := steps.get(chain[-1])) is not None:
        chain.append(step)
    return chain


def put_together(rows: pd.DataFrame, merged: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a demand, ordered by row key, with `n_merged`.

    The row that counts keeps its own state, owner and answer, and what it leaves blank is
    filled from the others; the earliest day of raising, the highest importance and the roles
    of all of them are its own.
    """
    ordered = rows.sort_values("row_key", kind="stable").reset_index(drop=True)
    named = dict(zip(ordered["row_key"], ordered["account_id"], strict=True))
    into = ends(merged, {key: account for key, account in named.items() if account == account})  # noqa: PLR0124
    counts = pd.Series(into, dtype="str").value_counts()
    n_merged = ordered["row_key"].map(counts).fillna(0).astype("int64")
    ordered = ordered.assign(n_merged=n_merged)
    if not into:
        return ordered
    target = ordered["row_key"].map(into).fillna(ordered["row_key"])
    touched = target.isin(list(into.values()))
    ones = [_one(str(key), members) for key, members in ordered[touched].groupby(target[touched])]
    whole = pd.concat([ordered[~touched], *ones]).astype(ordered.dtypes)
    return whole.sort_values("row_key", kind="stable").reset_index(drop=True)


def _one(key: str, members: pd.DataFrame) -> pd.DataFrame:
    """Return the row that counts for all members."""
    mine = members["row_key"] == key
    kept, others = members[mine], members[~mine]
    blanks = {
        name: known.iloc[0]
        for name in _FILLED
        if kept[name].isna().all() and not (known := others[name].dropna()).empty
    }
    tags = {tag for text in members["roles"].dropna() for tag in text.split(TAG_SEPARATOR)}
    return kept.assign(
        **blanks,
        raised_on=members["raised_on"].min(),
        importance=members["importance"].max(),
        roles=TAG_SEPARATOR.join(sorted(tags)) or None,
    )
