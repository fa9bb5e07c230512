"""Blank points: stages in which customers met nobody, or too rarely somebody, of a team."""

from typing import Any

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.model.frames import records
from lib.report.blocks import Block, Bullets, Paragraph
from lib.report.brief_touchpoints import Touchpoints
from lib.report.findings import Finding, Proposal
from lib.report.meanings import touchpoints as meaning
from lib.report.pen import Pen
from lib.report.told_touchpoints.names import stage_name, team_name
from lib.report.told_touchpoints.points import was_there
from lib.touchpoints.matrix import ANY
from lib.touchpoints.rules import UNKNOWN

_ENOUGH = 5  # of fewer, a team that comes when it is called may simply not have been called
_CERTAIN = {"blank": 0.6, "thin": 0.4}  # a team may meet customers in ways that no file holds


def blank_points(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Say of each stage and team where nobody, or few, were met; propose who should."""
    cells = found.matrix[found.matrix["function"].ne(ANY) & found.matrix["stage"].ne(UNKNOWN)]
    there = [stage for stage in cells["stage"].unique() if was_there(found, str(stage))]
    wanted = records(cells[cells["state"].isin(["blank", "thin"]) & cells["stage"].isin(there)])
    items = [item for row in wanted if (item := tuple(_point(pen, found, row)))]
    if not items:
        return ()
    title = Paragraph((msg("Blank points"),), role="heading")
    return (title, Bullets(tuple(items)))


def _point(pen: Pen, found: Touchpoints, row: dict[str, Any]) -> list[Text]:
    stage, team = stage_name(row["stage"]), team_name(str(row["function"]))
    place = f"{row['stage']}.{pen.slug(str(row['function']))}"
    mine = found.missed[
        found.missed["stage"].eq(row["stage"]) & found.missed["function"].eq(row["function"])
    ]
    told: list[Text] = []
    enough = row["expected"] or len(mine) >= _ENOUGH
    if len(mine) and enough:
        told.append(_missed(pen, row, (place, stage, team), pen.by_arr(mine["account_id"])))
    elif not row["n_touches"] and told_of(row) and (row["expected"] or row["n_walked_blank"]):
        told.append(msg("Nobody from {team} met a customer at “{stage}”.", team=team, stage=stage))
    walked = found.walked[
        found.walked["stage"].eq(row["stage"])
        & found.walked["function"].eq(row["function"])
        & found.walked["finding"].eq("blank")
    ]
    if len(walked):
        n = pen.put(meaning.nobody_there(place, stage, team), len(walked), walk_rows(walked))
        told.append(
            msgs(
                "{n} walk-through found nobody from {team} at “{stage}”.",
                "{n} walk-throughs found nobody from {team} at “{stage}”.",
                n.n,
                n=n,
                team=team,
                stage=stage,
            )
        )
    return told


def told_of(row: dict[str, Any]) -> bool:
    """Say whether the files hold any touch of a team, so that its absence says something."""
    return not pd.isna(row["n_missed"])


def walk_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return touchpoints of walk-throughs as evidence."""
    shown = ["walk", "walked_on", "stage", "team", "touchpoint", "finding", "minutes", "batch_id",
             "source_row"]  # fmt: skip
    return rows[shown].reset_index(drop=True)


def _missed(pen: Pen, row: dict[str, Any], at: tuple[str, Text, Text], ids: list[str]) -> Message:
    place, stage, team = at
    n = pen.count(meaning.missed(place, stage, team), ids)
    arr = pen.arr(meaning.missed_arr(place, stage, team), ids)
    claim = msgs(
        "At “{stage}”, {customers} spent {days} days or more without meeting anybody from {team}.",
        "At “{stage}”, {customers} spent {days} days or more without meeting anybody from {team}.",
        n.n,
        stage=stage,
        customers=pen.customers(n, arr),
        days=pen.ref("touch_blank_days"),
        team=team,
    )
    if row["expected"]:
        action = msg(
            "Agree who from {team} meets customers at “{stage}”, and how often.",
            team=team,
            stage=stage,
        )
        pen.findings.append(
            Finding(
                f"touch_missed.{place}",
                claim,
                pen.total(ids).known,
                _CERTAIN[row["state"]],
                proposal=Proposal(f"cover.{place}", action, tuple(ids)),
            )
        )
    return claim
