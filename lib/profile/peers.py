"""The usual score among customers alike, shown beside a level and never used to fill a gap."""

from dataclasses import dataclass

import pandas as pd

LEAST = 20  # fewer rated customers are no measure (scoring.md 4.5)


@dataclass(frozen=True, slots=True)
class Peers:
    """The median score of `n` other rated customers, of the same segment or of all."""

    median: float
    n: int
    same_segment: bool


def peers(
    levels: pd.DataFrame, segments: pd.Series, customers: pd.Index, account_id: str
) -> Peers | None:
    """Return the peers of an account; None where too few others are rated.

    `levels` is the frame of `lib.profile.levels`, `segments` the source's segment by account.
    Nobody is his own peer.
    """
    rated = levels["score"].where(levels["status"].eq("rated")).reindex(customers).dropna()
    others = rated.drop(index=account_id, errors="ignore")
    named = segments.dropna()
    mine = named[named == named.get(account_id, "")].index
    alike = others[others.index.isin(mine)]
    if len(alike) >= LEAST:
        return Peers(float(alike.median()), len(alike), same_segment=True)
    if len(others) >= LEAST:
        return Peers(float(others.median()), len(others), same_segment=False)
    return None
