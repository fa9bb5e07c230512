"""Picks and those left out as tables show them."""

from collections.abc import Sequence

import pandas as pd

from lib.desk.voice.interview_plans import StoredPlan
from lib.interviews.asked import reason, replaced_reason
from lib.interviews.candidates import EXCLUDED
from lib.locale import msg
from lib.model.frames import records
from lib.ui import tables
from lib.ui.wording import shown


def picks_shown(stored: StoredPlan, picks: pd.DataFrame) -> pd.DataFrame:
    """Return picks with the reason in words, and what came of them."""
    names = stored.picks.set_index("account_id")["account_name"]
    said_ = [
        reason(row, stored.kept.n_bands)
        if pd.isna(row["instead_of"])
        else replaced_reason(row, stored.kept.n_bands, str(names.get(row["instead_of"], "")))
        for row in records(picks)
    ]
    return picks.assign(why=[shown(text) for text in said_], id=picks["pick_id"].astype("str"))


def left_out_table(rows: pd.DataFrame, names: Sequence[str]) -> None:
    """Draw who is left out of a draw, and why."""
    tables.table(
        rows.assign(account_name=list(names)),
        {
            "account_name": tables.text(msg("Account")),
            "reason": tables.named(msg("Reason"), EXCLUDED),
        },
        "interview_left_out",
    )
