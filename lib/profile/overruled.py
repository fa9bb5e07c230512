"""Levels that a person put in place of the one worked out: with a reason, for a time."""

from datetime import timedelta

import pandas as pd

from lib.model import Snapshot
from lib.profile.answers import LEVEL, OVERRULED_DAYS
from lib.profile.rubric import Rubric

COLUMNS = ("level", "reason", "by", "on", "until")


def overruled(rubric: Rubric, snapshot: Snapshot) -> pd.DataFrame:
    """Return by account id the overruling that stands on the snapshot's day.

    Columns `level, reason, by, on, until`. It is a row of assessments whose criterion is the
    level itself and whose points are the place of the level. The newest counts; one without
    points ends those before it. Without a last day of its own it stands for 90 days.
    """
    rows = snapshot.table("assessments")
    rows = rows[rows["criterion"].eq(LEVEL) & rows["scheme"].eq(rubric.scheme)]
    rows = rows[rows["account_id"].notna() & rows["assessed_on"].notna()]
    ordered = rows.sort_values(["assessed_on", "batch_id", "source_row"], kind="stable")
    newest = ordered.drop_duplicates("account_id", keep="last").set_index("account_id")
    until = newest["expires_on"].fillna(newest["assessed_on"] + timedelta(days=OVERRULED_DAYS))
    names = dict(enumerate(rubric.names))
    found = pd.DataFrame(
        {
            "level": newest["points"].map(names).astype("str"),
            "reason": newest["evidence"],
            "by": newest["assessed_by"],
            "on": newest["assessed_on"],
            "until": until,
        },
        index=newest.index,
    )
    standing = found["level"].notna() & (found["until"] >= pd.Timestamp(snapshot.day))
    return found[standing]
