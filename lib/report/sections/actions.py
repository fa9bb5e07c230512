"""Conclusions and actions: findings by weight, what to do, and what was to be done last time."""

import pandas as pd

from lib.locale import Text, msg, msgs
from lib.report.blocks import Block, Bullets, Cell, Column, Paragraph, Table
from lib.report.findings import Finding, ranked
from lib.report.meanings import actions as meaning
from lib.report.pen import NAMES_IN_A_SENTENCE, Pen
from lib.report.section import SectionRule
from lib.report.words import ended

CONCLUSIONS = 5  # more than a reader keeps in mind
_ACTIONS = 6


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    found = ranked(pen.findings)
    if not found:
        none = msg("Nothing in the data of this period asks for a decision or an action.")
        return (Paragraph((none,)), *_last_time(pen))
    claims = Bullets(tuple((finding.claim,) for finding in found[:CONCLUSIONS]))
    proposed = [finding for finding in found if finding.proposal is not None][:_ACTIONS]
    blocks: list[Block] = [
        Paragraph(
            (
                msg(
                    "The findings, by the ARR that they concern and how certain they are; what is"
                    " merely not known comes last:"
                ),
            ),
        ),
        claims,
    ]
    if proposed:
        blocks.append(_table(pen, proposed))
    return (*blocks, *_last_time(pen))


def _table(pen: Pen, proposed: list[Finding]) -> Table:
    rows = pd.concat([_rows(pen, finding) for finding in proposed], ignore_index=True)
    pen.put(meaning.TABLE, len(rows), rows)
    return Table(
        figure_id="table_actions",
        caption=msg("Proposed actions; owner and day are set when they are agreed"),
        columns=(
            Column(msg("Action")),
            Column(msg("Customers")),
            Column(msg("ARR concerned"), "number"),
            Column(msg("Owner")),
            Column(msg("Due")),
        ),
        cells=tuple(_cells(pen, finding) for finding in proposed),
    )


def _rows(pen: Pen, finding: Finding) -> pd.DataFrame:
    ids = finding.proposal.ids if finding.proposal else ()
    rows = pen.account_rows(ids, "arr")
    if finding.amounts is not None:
        rows = rows.assign(arr=rows["account_id"].map(finding.amounts))
    rows.insert(0, "action", finding.key)
    return rows


def _cells(pen: Pen, finding: Finding) -> tuple[Cell, ...]:
    proposal = finding.proposal
    if proposal is None:
        return ()
    rest = len(proposal.ids) - NAMES_IN_A_SENTENCE
    who: Cell = pen.names(proposal.ids)
    if rest > 0 and set(proposal.ids) == set(pen.members.index):
        who = msg("all customers of the segment")
    elif rest > 0:
        who = msgs(
            "{names} and {n} more", "{names} and {n} more", rest, names=pen.some(proposal.ids)
        )
    due: Cell = proposal.due or msg("to be agreed")
    arr = pen.money(finding.arr) if finding.arr else None
    return (proposal.action, who, arr, msg("to be named"), due)


def _last_time(pen: Pen) -> tuple[Block, ...]:
    actions = pen.brief.context.last_actions
    if not actions:
        return ()
    items: tuple[tuple[Text, ...], ...] = tuple((ended(text),) for text in actions)
    opening = msg("Actions of the report before; whether they were carried out is to be said here:")
    return (Paragraph((opening,)), Bullets(items))


SECTION = SectionRule(
    key="actions", title=msg("Conclusions and actions"), place=11, turn=6, write=write
)
