"""Walk-throughs that the process-experience officer enters in the app."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.entered import Entry, entered_together
from lib.errors import DeskError
from lib.locale import msg
from lib.profile.journey import STAGES
from lib.touchpoints.rules import FINDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One touchpoint of a walk: which step, whose, in which stage, and what was found."""

    touchpoint: str
    team: str
    stage: str
    finding: str
    minutes: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """One walk-through: its touchpoints in order; `account_id` if it was a real account's way."""

    walked_on: date
    steps: tuple[Step, ...]
    author: str
    account_id: str | None = None


def stored(data: Data, clock: Clock, walk: Walk) -> int:
    """Store a walk; return its batch id. DeskError when it cannot be one."""
    _check(data, clock, walk)
    walk_id = _walk_id(data, walk)
    entries = [
        Entry(
            kind="walkthroughs",
            row_key="\x1f".join((walk_id, str(place), step.touchpoint.strip())),
            fields=_fields(walk, walk_id, step),
            author=walk.author,
            day=walk.walked_on,
        )
        for place, step in enumerate(walk.steps, start=1)
    ]
    return entered_together(data, clock, entries)


def _fields(walk: Walk, walk_id: str, step: Step) -> dict[str, Any]:
    return {
        "walkthrough_id": walk_id,
        "account_id": walk.account_id,
        "walked_on": pd.Timestamp(walk.walked_on),
        "journey_stage": step.stage,
        "team": step.team.strip(),
        "touchpoint": step.touchpoint.strip(),
        "finding": step.finding,
        "minutes": step.minutes,
        "note": step.note.strip() or None,
    }


def _walk_id(data: Data, walk: Walk) -> str:
    """Return an id that no walk has: its day and a number."""
    known = set(data.dataset().versions["walkthroughs"]["walkthrough_id"].dropna())
    number = 1
    while (found := f"W-{walk.walked_on:%Y%m%d}-{number}") in known:
        number += 1
    return found


def _check(data: Data, clock: Clock, walk: Walk) -> None:
    if not walk.steps:
        raise DeskError("empty_walk", msg("A walk-through needs at least one touchpoint."))
    if walk.walked_on > clock().date():
        raise DeskError("walk_in_future", msg("The day of the walk-through has not come yet."))
    for number, step in enumerate(walk.steps, start=1):
        _check_step(number, step)
    ids = set(data.dataset().versions["accounts"]["account_id"])
    if walk.account_id is not None and walk.account_id not in ids:
        raise DeskError(
            "unknown_account",
            msg("There is no account with the id '{id}'.", id=walk.account_id),
        )


def _check_step(number: int, step: Step) -> None:
    if not step.touchpoint.strip() or not step.team.strip():
        raise DeskError(
            "walk_step_incomplete",
            msg("Touchpoint {n} needs its name and a team.", n=str(number)),
        )
    if step.finding not in FINDINGS or step.stage not in STAGES:
        raise DeskError(
            "walk_step_incomplete",
            msg("Touchpoint {n} needs a stage and a finding.", n=str(number)),
        )
    if step.minutes is not None and step.minutes < 0:
        raise DeskError(
            "walk_minutes", msg("Minutes cannot be negative (touchpoint {n}).", n=str(number))
        )
