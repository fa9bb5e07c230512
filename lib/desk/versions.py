"""Versions of something that people change as a whole: kept for good, the newest counts."""

from collections.abc import Callable

import pandas as pd


def listed(rows: pd.DataFrame, count: Callable[[str], int]) -> pd.DataFrame:
    """Return every version, newest first, of stored ones (`<id>, content, undone_at, …`).

    Columns: those stored without `content`, `n` (`count` of the content) and `state`
    (`stands`, `replaced`, `undone`).
    """
    standing = rows.index[rows["undone_at"].isna()]
    state = pd.Series("replaced", rows.index, dtype="str")
    state = state.mask(rows["undone_at"].notna(), "undone")
    state.loc[standing[-1:]] = "stands"
    found = rows.assign(state=state, n=[count(str(text)) for text in rows["content"]])
    return found.drop(columns="content").iloc[::-1].reset_index(drop=True)
