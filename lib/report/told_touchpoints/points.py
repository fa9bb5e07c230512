"""Where customers were met by whom, and where nobody was: the grid and its blank points."""

from typing import Any

import pandas as pd

from lib.locale import Count, Message, Text, msg, msgs
from lib.locale.message import Value
from lib.model.frames import records
from lib.profile.journey import EXPECTS
from lib.report.blocks import Block, Cell, Column, Table
from lib.report.brief_touchpoints import Touchpoints
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import touchpoints as meaning
from lib.report.pen import Pen
from lib.report.told_rules import listed, rule
from lib.report.told_touchpoints.names import heading, stage_name
from lib.touchpoints.rules import BLANK_DAYS, UNKNOWN
from lib.touchpoints.stages import NAMES


def grid(pen: Pen, found: Touchpoints) -> Table:
    """Return the table of stages and teams: how many customers each team met."""
    rows = _with_names(pen, found.met)
    pen.put(meaning.GRID, len(rows), rows)
    cells = found.matrix
    functions = [name for name in cells["function"].unique() if _seen(cells, name)]
    stages = [name for name in (*NAMES, UNKNOWN) if was_there(found, name)]
    at = {(row["stage"], row["function"]): row for row in records(cells)}
    return Table(
        figure_id="table_touch_grid",
        caption=msg(
            "Customers met by stage and team, {first} to {last}",
            first=found.first,
            last=pen.brief.as_of,
        ),
        columns=(
            Column(msg("Journey stage")),
            *(Column(heading(name), "number") for name in functions),
        ),
        cells=tuple(
            (stage_name(stage), *(_cell(at[stage, name]) for name in functions)) for stage in stages
        ),
    )


def _with_names(pen: Pen, rows: pd.DataFrame) -> pd.DataFrame:
    names = pen.brief.book["account_name"].reindex(rows["account_id"]).to_numpy()
    told = rows.copy()
    told.insert(1, "account_name", names)
    return told.reset_index(drop=True)


def _seen(cells: pd.DataFrame, function: str) -> bool:
    mine = cells[cells["function"].eq(function)]
    return bool(mine["n_touches"].sum() or mine["state"].eq("blank").any())


def was_there(found: Touchpoints, stage: str) -> bool:
    """Say whether any member was met in a stage, or was there long enough to be judged."""
    met = found.matrix.loc[found.matrix["stage"].eq(stage), "n_touches"].sum()
    return bool(met) or bool(found.judged["stage"].eq(stage).any())


def _cell(row: dict[str, Any]) -> Cell:
    if row["n_touches"]:
        return Count(int(row["n_accounts"]))
    if row["state"] == "blank":
        return msg("nobody")
    return None if pd.isna(row["n_missed"]) else Count(0)


def met_by_nobody(pen: Pen, found: Touchpoints) -> list[Text]:
    """Say which customers no team met for long."""
    days = rule(pen, meaning.BLANK_DAYS, BLANK_DAYS)
    if not found.known:
        return [
            msg(
                "Whether anybody was left alone is unknown: the activities on file cover fewer than"
                " {days} days up to {day}.",
                days=days,
                day=pen.brief.as_of,
            )
        ]
    ids = pen.by_arr(found.blanks["account_id"])
    n, arr = pen.count(meaning.ALONE, ids), pen.arr(meaning.ALONE_ARR, ids)
    if not n.n:
        return [
            msg(
                "Between {first} and {last} no customer went {days} days without being met.",
                first=found.first,
                last=pen.brief.as_of,
                days=days,
            )
        ]
    told: dict[str, Value] = {
        "customers": pen.customers(n, arr),
        "days": days,
        "first": found.first,
        "last": pen.brief.as_of,
        "names": pen.names(ids),
    }
    claim = listed(
        n.n,
        msg(
            "{customers} was met by nobody for {days} days or more between {first} and {last}:"
            " {names}.",
            **told,
        ),
        msg(
            "{customers} were met by nobody for {days} days or more between {first} and {last}, the"
            " largest first: {names}.",
            **told,
        ),
    )
    return [claim, *_still(pen, found, claim)]


def _still(pen: Pen, found: Touchpoints, claim: Message) -> list[Text]:
    """Say of how many that goes on, and whether they were tried; ask to meet them."""
    ids = pen.by_arr(found.blanks.loc[found.blanks["goes_on"], "account_id"])
    still = pen.count(meaning.ALONE_STILL, ids)
    tried = found.blanks.loc[found.blanks["n_tried"] > 0, "account_id"]
    vain, whole = pen.count(meaning.ALONE_TRIED, tried), pen.ref("touch_alone")
    told: list[Text] = []
    if still.n:
        told.append(_goes_on(pen, still, whole))
        meet = Proposal(
            "meet", msg("Agree who meets the customers that nobody has met lately."), tuple(ids)
        )
        pen.findings.append(Finding("touch_alone", claim, pen.total(ids).known, 0.9, proposal=meet))
    if vain.n:
        told.append(_in_vain(vain, whole))
    return told


def _goes_on(pen: Pen, still: Ref, whole: Ref) -> Message:
    if still.n == whole.n:
        return msgs(
            "It had still not been met on {day}.",
            "None of them had been met again by {day}.",
            still.n,
            day=pen.brief.as_of,
        )
    return msgs(
        "{n} of them had still not been met on {day}.",
        "{n} of them had still not been met on {day}.",
        still.n,
        n=still,
        day=pen.brief.as_of,
    )


def _in_vain(vain: Ref, whole: Ref) -> Message:
    if whole.n == 1:
        return msg("It was called or written to meanwhile without being reached.")
    return msgs(
        "{n} of them was called or written to meanwhile without being reached.",
        "{n} of them were called or written to meanwhile without being reached.",
        vain.n,
        n=vain,
    )


def stages(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Return the table of stages with who was met by nobody, and what customers expect there."""
    if not found.known or found.judged.empty:
        return ()
    rows = _with_names(pen, found.judged)
    pen.put(meaning.STAGES, len(rows), rows)
    return (
        Table(
            figure_id="table_touch_stages",
            caption=msg("Customers by stage, those met by nobody, and what customers expect"),
            columns=(
                Column(msg("Journey stage")),
                Column(msg("Customers"), "number"),
                Column(msg("Met by nobody"), "number"),
                Column(msg("Their ARR"), "number"),
                Column(msg("What customers expect there")),
            ),
            cells=tuple(
                (
                    stage_name(row["stage"]),
                    Count(int(row["n_judged"])),
                    Count(int(row["n_blank"])),
                    pen.money(row["arr_blank"]),
                    EXPECTS[str(row["stage"])],
                )
                for row in records(found.stages[found.stages["n_judged"] > 0])
            ),
        ),
    )
