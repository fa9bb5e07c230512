"""Drawing a sample of a segment: stratified, in proportion, the unheard on purpose, by seed.

Each account has a number of its own, made of the seed and its id, and the accounts of a
stratum come in the order of these numbers. So the same seed gives the same plan whatever
the order of rows, and an account outside of the segment changes nothing.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.interviews import strata
from lib.interviews.allocation import allocated, one_each
from lib.interviews.candidates import REST_DAYS, excluded, heard

UNHEARD_SHARE = 0.3
SIZE = 20
RESERVES = 5  # of a stratum, beside as many as it has picks
_UNHEARD = ("never", "silent")
_RANK = {"never": 0, "silent": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the officer chose. `unheard_share`: at least so much of the sample was not heard."""

    size: int = SIZE
    seed: int = 1
    dimensions: tuple[str, ...] = tuple(strata.DIMENSIONS)
    unheard_share: float = UNHEARD_SHARE
    rest_days: int = REST_DAYS


@dataclass(frozen=True, eq=False, slots=True)
class Draw:
    """A sample. All frames are by account id, but `cells` and `by_stratum`.

    `picks`: `stratum, maturity_level, arr_band, journey_stage, arr, heard`, in the order of
    strata; `reserves` the same, in the order in which they step in. `left_out`: `reason`.
    `cells`: `maturity_level, arr_band, journey_stage, n, arr, n_open` of the whole segment.
    `by_stratum`: index stratum, `n, n_open, n_picked, n_unheard`.
    """

    settings: Settings
    edges: tuple[float, ...]
    picks: pd.DataFrame
    reserves: pd.DataFrame
    left_out: pd.DataFrame
    cells: pd.DataFrame
    by_stratum: pd.DataFrame

    @property
    def n_bands(self) -> int:
        """How many ARR bands there are."""
        return len(self.edges) + 1


def drawn(
    members: pd.DataFrame, days: tuple[date, date], settings: Settings, *, logged: bool = True
) -> Draw:
    """Draw a sample of the members of a segment.

    `members`: by account id, `arr, maturity_level, journey_stage, status, tags,
    last_heard_on, interviewed_on, keep_away_on, waits_in`. `days`: the day that the data
    stand for, and today.
    """
    rows = members.sort_index()
    ends = strata.edges(rows["arr"])
    places = strata.placed(rows, ends)
    reason = excluded(rows, days[1], settings.rest_days)
    frame = places.assign(
        stratum=strata.keyed(places, settings.dimensions),
        arr=rows["arr"],
        heard=heard(rows, days[0], logged=logged),
        number=numbers(rows.index, settings.seed),
        is_open=reason.eq(""),
    )
    open_ = frame[frame["is_open"]]
    shares = _shares(open_, settings)
    picks, reserves = _taken(open_, shares)
    return Draw(
        settings=settings,
        edges=ends,
        picks=picks,
        reserves=reserves,
        left_out=pd.DataFrame({"reason": reason[reason.ne("")]}),
        cells=_cells(frame),
        by_stratum=_by_stratum(frame, shares),
    )


def numbers(ids: pd.Index, seed: int) -> list[int]:
    """Return the number of each account by which it comes earlier or later in its stratum."""
    return [
        int.from_bytes(hashlib.sha256(f"{seed}\x1f{key}".encode()).digest()[:7], "big")
        for key in ids
    ]


def _shares(open_: pd.DataFrame, settings: Settings) -> dict[str, tuple[int, int]]:
    """Return for each stratum how many are picked, and how many of those were not heard."""
    sizes = _counts(open_["stratum"])
    unheard = _counts(open_.loc[open_["heard"].isin(_UNHEARD), "stratum"])
    total = one_each(min(settings.size, len(open_)), sizes)
    n_unheard = sum(unheard.values())
    wanted = max(
        math.ceil(settings.unheard_share * sum(total.values()) - 1e-9),
        round(sum(total.values()) * n_unheard / max(len(open_), 1)),
    )
    unheard = {name: unheard.get(name, 0) for name in sizes}
    least = {name: max(total[name] - (sizes[name] - unheard[name]), 0) for name in sizes}
    most = {name: min(total[name], unheard[name]) for name in sizes}
    special = allocated(wanted, unheard, least, most)
    return {name: (total[name], special[name]) for name in sizes}


def _counts(keys: pd.Series) -> dict[str, int]:
    return {str(name): int(n) for name, n in keys.value_counts().sort_index().items()}


def _taken(
    open_: pd.DataFrame, shares: Mapping[str, tuple[int, int]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the picks and the reserves of every stratum, those never heard first."""
    is_unheard = open_["heard"].isin(_UNHEARD)
    ordered = open_.assign(is_unheard=is_unheard, rank=open_["heard"].map(_RANK).fillna(2))
    ordered = ordered.sort_values(["stratum", "rank", "number"], kind="stable")
    place = ordered.groupby(["stratum", "is_unheard"]).cumcount()
    total = ordered["stratum"].map({name: n for name, (n, _) in shares.items()}).astype("int64")
    special = ordered["stratum"].map({name: n for name, (_, n) in shares.items()}).astype("int64")
    quota = np.where(ordered["is_unheard"], special, total - special)
    taken = place < quota
    picks = ordered[taken]
    spare = ordered[~taken].sort_values(["stratum", "number"], kind="stable")
    kept = spare.groupby("stratum").cumcount() < RESERVES + total[~taken].reindex(spare.index)
    extra = ["number", "is_open", "is_unheard", "rank"]
    return picks.drop(columns=extra), spare[kept].drop(columns=extra)


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    grouped = frame.groupby(list(strata.DIMENSIONS), sort=True)
    return grouped.agg(
        n=("stratum", "size"), arr=("arr", "sum"), n_open=("is_open", "sum")
    ).reset_index()


def _by_stratum(frame: pd.DataFrame, shares: Mapping[str, tuple[int, int]]) -> pd.DataFrame:
    rows = frame.groupby("stratum", sort=True).agg(n=("arr", "size"), n_open=("is_open", "sum"))
    picked = {name: n for name, (n, _) in shares.items()}
    unheard = {name: n for name, (_, n) in shares.items()}
    return rows.assign(
        n_picked=[picked.get(str(name), 0) for name in rows.index],
        n_unheard=[unheard.get(str(name), 0) for name in rows.index],
    )
