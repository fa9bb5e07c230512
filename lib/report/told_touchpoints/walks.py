"""What the process-experience officer found on walks along a customer's way."""

import pandas as pd

from lib.locale import Count, Message, Text, joined, msg, msgs
from lib.model.frames import records
from lib.report.blocks import Block, Column, Paragraph, Table
from lib.report.brief_touchpoints import Touchpoints
from lib.report.meanings import touchpoints as meaning
from lib.report.pen import Pen
from lib.report.text import clean
from lib.report.told_touchpoints.blank import walk_rows
from lib.report.told_touchpoints.names import stage_name, team_name
from lib.touchpoints.rules import FINDINGS
from lib.touchpoints.walks import by_cell

_NAMED = 4
_SHOWN = 8


def walks(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Say what walk-throughs found, in the period and so far; that none is on record."""
    heading = Paragraph((msg("Walk-throughs"),), role="heading")
    rows = found.walked
    if rows.empty:
        none = msg(
            "No walk-through is on record: how our way feels to a customer is unknown. Let the"
            " process-experience officer walk it once, from the first call to the next renewal."
        )
        return (heading, Paragraph((none,)))
    table = _table(pen, rows)
    return (heading, Paragraph((_so_far(pen, rows), *_in_period(pen, rows))), *table)


def _so_far(pen: Pen, rows: pd.DataFrame) -> Message:
    wrong = rows[_not_fine(rows)]
    evidence = walk_rows(rows)
    n = pen.put(meaning.WALKS, rows["walk"].nunique(), evidence)
    met = pen.put_beside(n, meaning.WALKED, len(rows))
    bad = pen.put(meaning.WALKED_WRONG, len(wrong), walk_rows(wrong))
    if not bad.n:
        return msgs(
            "{n} walk-through met {met} touchpoints, all of them fine.",
            "{n} walk-throughs met {met} touchpoints, all of them fine.",
            n.n,
            n=n,
            met=met,
        )
    return msgs(
        "{n} walk-through, made for all customers alike, met {met} touchpoints up to {day}; not as"
        " they should be: {bad}.",
        "{n} walk-throughs, made for all customers alike, met {met} touchpoints up to {day}; not"
        " as they should be: {bad}.",
        n.n,
        n=n,
        met=met,
        day=pen.brief.as_of,
        bad=bad,
    )


def _not_fine(rows: pd.DataFrame) -> pd.Series:
    return rows["finding"].isin([name for name in FINDINGS if name != "fine"])


def _in_period(pen: Pen, rows: pd.DataFrame) -> list[Text]:
    period = pen.brief.period
    end = pd.Timestamp(period.last) + pd.Timedelta(days=1)
    now = rows[(rows["walked_on"] >= pd.Timestamp(period.first)) & (rows["walked_on"] < end)]
    wrong = now[_not_fine(now)]
    met = pen.put(meaning.WALKED_NOW, len(now), walk_rows(now))
    bad = pen.put(meaning.WRONG_NOW, len(wrong), walk_rows(wrong))
    if not met.n:
        return [msg("None was made in {period}.", period=pen.period())]
    if not bad.n:
        return [msg("Those met in {period} were all fine.", period=pen.period())]
    named = [
        msg("“{touchpoint}” ({finding})", touchpoint=clean(row["touchpoint"]),
            finding=FINDINGS[str(row["finding"])])
        for row in records(wrong.drop_duplicates(["touchpoint", "finding"]).head(_NAMED))
    ]  # fmt: skip
    return [
        msgs(
            "Of {met} touchpoints met in {period}, {n} was not as it should be: {named}.",
            "Of {met} touchpoints met in {period}, {n} were not as they should be: {named}.",
            bad.n,
            n=bad,
            met=met,
            period=pen.period(),
            named=joined(named),
        )
    ]


def _table(pen: Pen, rows: pd.DataFrame) -> tuple[Block, ...]:
    found = by_cell(rows)
    if found.empty:
        return ()
    top = found.sort_values("n", ascending=False, kind="stable").head(_SHOWN)
    evidence = walk_rows(rows)
    pen.put(meaning.WALK_TABLE, len(evidence), evidence)
    return (
        Table(
            figure_id="table_walks",
            caption=msg("What walk-throughs found most often, up to {day}", day=pen.brief.as_of),
            columns=(
                Column(msg("Journey stage")),
                Column(msg("Team")),
                Column(msg("What the walk found")),
                Column(msg("Times"), "number"),
                Column(msg("Of touchpoints"), "number"),
            ),
            cells=tuple(
                (
                    stage_name(row["stage"]),
                    team_name(str(row["function"])),
                    FINDINGS[str(row["finding"])],
                    Count(int(row["n"])),
                    Count(int(row["n_walked"])),
                )
                for row in records(top)
            ),
        ),
    )
