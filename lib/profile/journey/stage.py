"""The stage of every account, from its signs: proven, possible, and what holds between.

Data that are missing never lower a stage: an unknown sign leaves the account where it was.
A stage is left downwards only when two ends of months speak against it, one after the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.model.once import once_a_snapshot
from lib.profile.journey import deeds, use
from lib.profile.journey.points import MET, NOT_MET, Marks, Seen, points
from lib.profile.journey.rules import NEEDS, SIGNS, STAGES, Need
from lib.profile.listing import listed, spread

Ranks = npt.NDArray[np.int64]  # account × day: place among STAGES, -1 unknown

STATUSES: Mapping[str, Message] = {
    "shown": msg("shown by the data"),
    "held": msg("held: not shown to be lost"),
    "stated": msg("stated in the source"),
    "unknown": msg("unknown"),
}
_STATUS_NAMES = tuple(STATUSES)


@dataclass(frozen=True, eq=False)
class Journey:
    """The journey of all accounts.

    `table`, by account id: `stage` (NaN unknown), `status` (see `STATUSES`), `stated` (by the
    source), `disagrees` (the stated one cannot be right by what the data say), `could_be` (the
    highest stage that nothing known speaks against), `met`, `not_met`, `unknown` (signs, "a|b"),
    `next` (the stage after it, NaN for the last), `before` (the stage one month end earlier).
    `ranks`: the same accounts × the days looked at (ends of months, then the day), each the
    place among `STAGES`, -1 unknown.
    """

    table: pd.DataFrame
    ranks: pd.DataFrame


@once_a_snapshot
def journey(snapshot: Snapshot) -> Journey:
    """Return the journey of every account on the snapshot's day."""
    seen = Seen(snapshot, points(snapshot.day))
    signs = _signs(seen)
    proven, possible = _bounds(signs, seen)
    stated = _stated(snapshot)
    ranks = held(proven, possible, stated)
    now = {name: marks[:, -1] for name, marks in signs.items()}
    index = snapshot.account_ids
    names = [*STAGES, None]
    top = len(STAGES) - 1
    upcoming = np.where((ranks[:, -1] >= 0) & (ranks[:, -1] < top), ranks[:, -1] + 1, -1)
    return Journey(
        pd.DataFrame(
            {
                "stage": spread(names, ranks[:, -1], index),
                "status": spread(_STATUS_NAMES, _status(ranks, proven, possible, stated), index),
                "stated": spread(names, stated, index),
                "disagrees": _disagrees(stated, proven, possible),
                "could_be": spread(names, possible[:, -1], index),
                "met": _listed(now, MET, index),
                "not_met": _listed(now, NOT_MET, index),
                "unknown": _listed(now, -1, index),
                "next": spread(names, upcoming, index),
                "before": spread(names, ranks[:, -2], index),
            }
        ),
        pd.DataFrame(ranks, index=index, columns=pd.DatetimeIndex(seen.days)),
    )


def _signs(seen: Seen) -> dict[str, Marks]:
    used = use.Use(seen)
    found: dict[str, Marks] = {}
    for name in SIGNS:
        found[name] = getattr(use, name)(used) if hasattr(use, name) else getattr(deeds, name)(seen)
    return found


def _bounds(signs: Mapping[str, Marks], seen: Seen) -> tuple[Ranks, Ranks]:
    """Return the highest stage whose needs are met, and the highest that none speaks against."""
    proven, possible = (np.zeros(seen.shape, dtype=np.int64) for _ in range(2))
    sure, open_still = (np.ones(seen.shape, dtype=bool) for _ in range(2))
    for place, needs in enumerate(NEEDS.values()):
        for need in needs:
            met, may = need_met(need, signs)
            sure, open_still = sure & met, open_still & may
        proven[sure], possible[open_still] = place, place
    return proven, possible


def need_met(
    need: Need, signs: Mapping[str, Marks]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Say for whom a need is met, and for whom it may be once all is known."""
    marks = np.stack([signs[name] for name in need.signs])
    return (marks == MET).sum(axis=0) >= need.least, (marks != NOT_MET).sum(axis=0) >= need.least


def held(proven: Ranks, possible: Ranks, stated: Ranks) -> Ranks:
    """Fold the months: up at once, down after two of them, otherwise as it was.

    What the source states holds as far as the data do not speak against it.
    """
    ranks = np.empty_like(proven)
    before, ceiling = stated, possible[:, 0]
    for column in range(proven.shape[1]):
        kept = np.minimum(np.maximum(before, stated), ceiling)
        kept = np.where(kept < 0, -1, np.maximum(kept, proven[:, column]))
        ranks[:, column] = _known(kept, proven[:, column], possible[:, column])
        if column + 1 < proven.shape[1]:
            ceiling = np.maximum(possible[:, column], possible[:, column + 1])
            before = ranks[:, column]
    return ranks


def _known(kept: Ranks, proven: Ranks, possible: Ranks) -> Ranks:
    """Return the stage: the one that is kept, else the one shown; -1 while none is."""
    shown = np.where((proven > 0) | (possible == 0), proven, -1)
    return np.where(kept >= 0, kept, shown)


def _status(ranks: Ranks, proven: Ranks, possible: Ranks, stated: Ranks) -> Ranks:
    now = ranks[:, -1]
    is_shown = (now == proven[:, -1]) & ((now > 0) | (possible[:, -1] == 0))
    return np.select([now < 0, is_shown, now <= stated], [3, 0, 2], 1)


def _disagrees(stated: Ranks, proven: Ranks, possible: Ranks) -> npt.NDArray[np.bool_]:
    """Say where the stated stage lies outside of what the data allow, two months running."""
    allowed = possible[:, -2:].max(axis=1)
    return (stated >= 0) & ((stated < proven[:, -1]) | (stated > allowed))


def _stated(snapshot: Snapshot) -> Ranks:
    found = pd.Index(STAGES).get_indexer(pd.Index(snapshot.accounts["journey_stage"]))
    return found.astype(np.int64)


def _listed(now: Mapping[str, npt.NDArray[np.int8]], mark: int, index: pd.Index) -> pd.Series:
    return listed(pd.DataFrame({name: marks == mark for name, marks in now.items()}, index=index))
