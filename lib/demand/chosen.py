"""By what the register is filtered: what each demand is under each filter, and the choice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.model.frames import TAG_SEPARATOR

UNKNOWN = "unknown"
SOON_DAYS = 30
DUE: Mapping[str, Message] = {
    "overdue": msg("Overdue"),
    "soon": msg("Due within 30 days"),
    "later": msg("Due later"),
    "undated": msg("No due date"),
}
WHOSE: Mapping[str, Message] = {
    "members": msg("Present customers"),
    "outside": msg("Prospects and former customers"),
}
FILTERS = ("due", "state", "phase", "kind", "role", "theme", "whose")


def labels(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return what each demand is under each filter of `FILTERS`; roles are tags ("a|b").

    `due` is blank once a demand is answered or has ended: nothing is due any more.
    """
    return pd.DataFrame(
        {
            "due": _due(rows, day),
            "state": rows["state"].fillna(UNKNOWN),
            "phase": rows["phase"].fillna(UNKNOWN),
            "kind": rows["kind"].fillna(UNKNOWN),
            "role": rows["roles"].fillna(UNKNOWN),
            "theme": rows["theme"].fillna(UNKNOWN),
            "whose": pd.Series(
                np.where(rows["outside"], "outside", "members"), rows.index, dtype="str"
            ),
        },
        index=rows.index,
    )


def _due(rows: pd.DataFrame, day: date) -> pd.Series:
    soon = pd.Timestamp(day + timedelta(days=SOON_DAYS))
    waiting = rows["is_open"] & rows["answered_on"].isna()
    steps = [~waiting, rows["overdue"], rows["due_on"].isna(), rows["due_on"] <= soon]
    found = np.select(steps, ["", "overdue", "undated", "soon"], "later")
    return pd.Series(found, rows.index, dtype="str")


def counts(found: pd.DataFrame, name: str) -> dict[str, int]:
    """Return how many demands there are of each value of a filter, the commonest first."""
    sizes: Counter[str] = Counter()
    for text, n in found[name].value_counts().items():
        sizes.update({value: int(n) for value in str(text).split(TAG_SEPARATOR) if value})
    return dict(sizes.most_common())


def chosen(found: pd.DataFrame, choices: Mapping[str, Sequence[str]]) -> pd.Series:
    """Say of each demand whether it is in the choice; a filter without choice lets all pass."""
    kept = pd.Series(data=True, index=found.index)
    for name, wanted in choices.items():
        if wanted:
            kept &= _is_any(found[name], frozenset(wanted))
    return kept


def _is_any(values: pd.Series, wanted: frozenset[str]) -> pd.Series:
    fits = {text: bool(wanted & set(text.split(TAG_SEPARATOR))) for text in values.unique()}
    return values.map(fits).astype("bool")
