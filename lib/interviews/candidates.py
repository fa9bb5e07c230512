"""Who of a segment may be asked now, who not and why, and who was heard how long ago."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.locale import Message, msg
from lib.model.frames import tags_of
from lib.model.words import spelling

SILENT_DAYS = 90
REST_DAYS = 180
KEEP_AWAY_TAGS = frozenset(
    spelling(word)
    for word in (
        "do not disturb", "do not contact", "do not call", "dnd", "opted out", "免打扰", "勿扰",
        "请勿打扰", "免打擾", "请勿联系", "拒绝回访",
    )
)  # fmt: skip
HEARD: Mapping[str, Message] = {
    "never": msg("never heard"),
    "silent": msg("not heard for 90 days or more"),
    "heard": msg("heard within 90 days"),
    "unknown": msg("unknown, no contact log is loaded"),
}
EXCLUDED: Mapping[str, Message] = {
    "invalid": msg("invalid customer"),
    "do_not_disturb": msg("tagged: do not disturb"),
    "keep_away": msg("asked not to be contacted again"),
    "interviewed": msg("interviewed lately"),
    "waits": msg("waits in another plan"),
}


def heard(rows: pd.DataFrame, day: date, *, logged: bool) -> pd.Series:
    """Return how long ago each account was heard, one of `HEARD`.

    By two-way contacts and interviews; `logged`: contacts or activities are loaded at all.
    """
    last = rows[["last_heard_on", "interviewed_on"]].max(axis="columns")
    late = last <= pd.Timestamp(day - timedelta(days=SILENT_DAYS))
    without = "never" if logged else "unknown"
    told = np.select([last.isna(), late], [without, "silent"], "heard")
    return pd.Series(told, index=rows.index, dtype="str")


def excluded(rows: pd.DataFrame, today: date, rest_days: int = REST_DAYS) -> pd.Series:
    """Return why each account may not be asked now, one of `EXCLUDED`; "" where it may.

    `rows`: `status, tags, interviewed_on, keep_away_on, waits_in`.
    """
    since = pd.Timestamp(today - timedelta(days=rest_days))
    holds = [
        rows["status"].eq("invalid"),
        _kept_away(rows["tags"]),
        rows["keep_away_on"].notna(),
        rows["interviewed_on"] > since,
        rows["waits_in"].notna(),
    ]
    told = np.select([flag.to_numpy(dtype=bool) for flag in holds], list(EXCLUDED), "")
    return pd.Series(told, index=rows.index, dtype="str")


def _kept_away(tags: pd.Series) -> pd.Series:
    codes, texts = pd.factorize(tags)
    holds = [
        any(spelling(tag) in KEEP_AWAY_TAGS for tag in cell) for cell in tags_of(pd.Series(texts))
    ]
    return pd.Series(np.array([*holds, False], dtype=bool)[codes], index=tags.index)
