"""What new rows would change in the stored state: added, changed or the same."""

import pandas as pd

_ADDED, _CHANGED, _SAME = "added", "changed", "unchanged"


def compared(new: pd.DataFrame, stored: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Return `added`, `changed` or `unchanged` for each row of `new`, in its order.

    Rows meet by `row_key`; only `columns`, those that the file carries, are compared, and
    two blanks are equal.
    """
    old = stored.drop_duplicates("row_key", keep="last").set_index("row_key")
    result = pd.Series(_SAME, index=new.index, dtype="str")
    known = new["row_key"].isin(old.index)
    result[~known] = _ADDED
    here = new[known]
    there = old.reindex(here["row_key"])
    differs = pd.Series(data=False, index=here.index)
    for name in columns:
        left = here[name].reset_index(drop=True)
        right = there[name].reset_index(drop=True)
        same = (left == right).fillna(value=False) | (left.isna() & right.isna())
        differs |= ~same.to_numpy(dtype=bool)
    result[differs[differs].index] = _CHANGED
    return result
