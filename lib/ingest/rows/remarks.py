"""What is worth knowing about the rows that go in."""

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, note
from lib.locale import msgs
from lib.model import Kind

_REFERENCE = "account_id"


def shared_ids(rows: pd.DataFrame, kind: Kind, kept: np.ndarray) -> list[Issue]:
    """Warn of event ids that several rows share; all of these rows stay."""
    name = kind.keys[0][0]
    ids = rows.loc[kept, name].dropna()
    n = int((ids.value_counts() > 1).sum())
    if n == 0:
        return []
    example = min(ids[ids.duplicated()])
    message = msgs(
        "{n} id stands in more than one row ({example}); events are kept as often as listed.",
        "{n} ids stand in more than one row, such as {example}; events are kept as often as "
        "listed.",
        n,
        example=example,
    )
    return [note("repeated_event_id", "warning", message, name, example)]


def said_twice(n_same: int) -> list[Issue]:
    """Tell how many rows add nothing to an earlier one."""
    if n_same == 0:
        return []
    message = msgs(
        "{n} row repeats an earlier one exactly and counts once.",
        "{n} rows repeat earlier ones exactly and count once.",
        n_same,
    )
    return [note("repeated_rows", "info", message)]


def nobody(rows: pd.DataFrame, kind: Kind) -> list[Issue]:
    """Warn of rows in which every column that could name the customer is blank.

    Rows of a kind that need not be about a customer (walk-throughs) are not warned of.
    """
    names = {name for group in kind.needs if _REFERENCE in group for name in group}
    n = int(rows[sorted(names)].isna().all(axis=1).sum()) if names else 0
    if n == 0:
        return []
    message = msgs(
        "{n} row names no customer; it was taken in, but counts for nobody.",
        "{n} rows name no customer; they were taken in, but count for nobody.",
        n,
    )
    return [note("no_customer", "warning", message)]
