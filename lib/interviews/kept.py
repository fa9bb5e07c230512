"""A plan as it is kept: what was chosen and found on its day, so that it never changes."""

import json
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from lib.interviews.draw import Draw, Settings
from lib.interviews.strata import DIMENSIONS, dimension_names
from lib.locale import Message, Share, Text, msg, msgs
from lib.model.frames import plain, records

_PICK = ("account_id", "stratum", *DIMENSIONS, "heard", "arr")


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """What stands in a saved plan beside its picks.

    `cells` as in `Draw`; `reserves` have `account_id` and the columns of picks; `left_out`:
    `account_id, reason`. `n` and `arr` are those of the segment on the day of the plan.
    """

    settings: Settings
    edges: tuple[float, ...]
    cells: pd.DataFrame
    reserves: pd.DataFrame
    left_out: pd.DataFrame

    @property
    def n(self) -> int:
        """Accounts of the segment."""
        return int(self.cells["n"].sum())

    @property
    def arr(self) -> float:
        """Known ARR of the segment."""
        return float(self.cells["arr"].sum())

    @property
    def n_bands(self) -> int:
        """How many ARR bands there are."""
        return len(self.edges) + 1


def content(draw: Draw) -> str:
    """Return all of a draw but its picks as text for the store."""
    held = {
        "settings": asdict(draw.settings),
        "edges": list(draw.edges),
        "cells": _plain(draw.cells),
        "reserves": _plain(draw.reserves.reset_index(names="account_id")[list(_PICK)]),
        "left_out": _plain(draw.left_out.reset_index(names="account_id")),
    }
    return json.dumps(held, ensure_ascii=False)


def from_content(text: str) -> Kept:
    """Return what a stored text holds."""
    held: dict[str, Any] = json.loads(text)
    chosen = {**held["settings"], "dimensions": tuple(held["settings"]["dimensions"])}
    cells = pd.DataFrame(held["cells"], columns=[*DIMENSIONS, "n", "arr", "n_open"])
    return Kept(
        settings=Settings(**chosen),
        edges=tuple(held["edges"]),
        cells=cells.astype({"n": "int64", "arr": "float64", "n_open": "int64"}),
        reserves=pd.DataFrame(held["reserves"], columns=list(_PICK)).astype({"arr": "float64"}),
        left_out=pd.DataFrame(held["left_out"], columns=["account_id", "reason"]),
    )


def pick_rows(picks: pd.DataFrame) -> list[dict[str, Any]]:
    """Return picks (by account id, with role, person and way) as values for the store."""
    columns = [*_PICK, "role", "person_key", "way"]
    return _plain(picks.reset_index(names="account_id")[columns])


def rule_words(settings: Settings, whole: int, n_picked: int) -> Message:
    """Say how a sample was drawn."""
    how: Text = msg("drawn from the whole segment without strata")
    if settings.dimensions:
        how = msg(
            "parted in proportion among strata by {dimensions}, at least one each as far as the"
            " number goes",
            dimensions=dimension_names(settings.dimensions),
        )
    return msgs(
        "{picked} of {n} account, {how}; at least {share} of them not heard in 90 days, as far as"
        " there are any; without those interviewed within {days} days; seed {seed}.",
        "{picked} of {n} accounts, {how}; at least {share} of them not heard in 90 days, as far as"
        " there are any; without those interviewed within {days} days; seed {seed}.",
        whole,
        picked=str(n_picked),
        how=how,
        share=Share(settings.unheard_share),
        days=str(settings.rest_days),
        seed=str(settings.seed),
    )


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): plain(v) for k, v in row.items()} for row in records(rows)]
