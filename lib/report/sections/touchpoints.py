"""Touchpoints: who meets customers where, what is blank, double or told differently, who moved."""

import pandas as pd

from lib.locale import Text, joined, msg
from lib.report.blocks import Block, Paragraph
from lib.report.brief_touchpoints import Touchpoints
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.told_touchpoints.blank import blank_points
from lib.report.told_touchpoints.double import apart, twice
from lib.report.told_touchpoints.moves import moves
from lib.report.told_touchpoints.names import team_name
from lib.report.told_touchpoints.points import grid, met_by_nobody, stages
from lib.report.told_touchpoints.walks import walks
from lib.touchpoints.matrix import ANY
from lib.touchpoints.rules import UNKNOWN


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    found = pen.brief.touchpoints
    if found is None or pen.members.empty:
        return ()
    notes = tuple(Paragraph((note,), role="note") for note in pen.notes_on("touchpoints"))
    return (*_met(pen, found), *_walks(pen, found), *moves(pen, found), *notes)


def _met(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Write what the records of touches tell; what to load where there are none."""
    if found.met.empty:
        none = msg(
            "Where our teams meet these customers is unknown: neither activities nor tickets that"
            " reached them are loaded. Load them with their team, and each stage shows who met how"
            " many customers, and where nobody did."
        )
        return (Paragraph((none,)),)
    return (
        Paragraph(tuple(met_by_nobody(pen, found))),
        grid(pen, found),
        *_unknown(found),
        *stages(pen, found),
        *blank_points(pen, found),
        *twice(pen, found),
        *apart(pen, found),
    )


def _walks(pen: Pen, found: Touchpoints) -> tuple[Block, ...]:
    """Write what walk-throughs tell; without touches their absence would be said twice."""
    return () if found.met.empty and found.walked.empty else walks(pen, found)


def _unknown(found: Touchpoints) -> tuple[Block, ...]:
    """Name the teams of which the files hold nothing, and say that touches lack a team."""
    cells = found.matrix
    own = cells[~cells["function"].isin([ANY, UNKNOWN])]
    sums = own.groupby("function", sort=False)["n_touches"].sum()
    untold = own.groupby("function", sort=False)["n_missed"].apply(lambda n: n.isna().all())
    silent = [str(name) for name in sums.index[(sums.eq(0) & untold).to_numpy()]]
    told: list[Text] = []
    if silent:
        told.append(
            msg(
                "Of these teams the files hold no touch, so whether they meet customers is unknown:"
                " {teams}.",
                teams=joined([team_name(name) for name in silent]),
            )
        )
    if _lacking(cells):
        told.append(
            msg(
                "Some touches name no team: a column with the team in the exports of activities"
                " tells whose they are."
            )
        )
    return (Paragraph(tuple(told)),) if told else ()


def _lacking(cells: pd.DataFrame) -> bool:
    return bool(cells.loc[cells["function"].eq(UNKNOWN), "n_touches"].sum())


SECTION = SectionRule(key="touchpoints", title=msg("Touchpoints"), place=9, turn=4, write=write)
