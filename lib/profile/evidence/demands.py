"""What the register of demands says: a need is stated, and how many themes by how many people."""

from datetime import timedelta

import numpy as np
import pandas as pd

from lib.locale import Message, msgs
from lib.model import Snapshot
from lib.profile.evidence.seen import Facts, Ints, Seen, Told, count, of_crm
from lib.profile.places import places

_DAYS = 180
_LEAST = 2


def of_bant(snapshot: Snapshot) -> dict[str, Seen]:
    """Return the stated need and the themes of 180 days; nothing without any demand then."""
    rows = snapshot.table("demands")
    first = snapshot.day - timedelta(days=_DAYS - 1)
    recent = rows["raised_on"] >= pd.Timestamp(first)
    rows = rows[recent & rows["direction"].ne("opposes") & rows["within_boundary"].ne("outside")]
    at = places(snapshot, rows["account_id"])
    rows, at = rows[at >= 0], at[at >= 0]
    if rows.empty:
        return {}
    n = len(snapshot.account_ids)
    n_rows, themes = count(at, n), _different(at, rows["theme"], n)
    people = _different(at, rows["contact_id"], n)
    several = (themes >= _LEAST) & (people >= _LEAST)
    score = np.select([several, themes >= _LEAST, n_rows > 0], [100.0, 75.0, 50.0], 0.0)
    told = Told(_said, {"n": n_rows.astype(np.float64)})
    # A register that names nobody of this customer may only be kept badly: unknown.
    known = np.where(n_rows > 0, 1.0, np.nan)
    return {
        "demand_themes": of_crm(snapshot, _DAYS, score * known, n_rows, told),
        "stated_need": of_crm(snapshot, _DAYS, 50.0 * known, n_rows, told),
    }


def _different(at: Ints, values: pd.Series, n: int) -> Ints:
    codes, names = pd.factorize(values)
    pairs = pd.unique((at * (len(names) + 1) + codes)[codes >= 0])
    return count(pairs // (len(names) + 1), n)


def _said(facts: Facts) -> Message:
    return msgs(
        "{n} demand was recorded within 180 days.",
        "{n} demands were recorded within 180 days.",
        round(facts["n"]),
    )
