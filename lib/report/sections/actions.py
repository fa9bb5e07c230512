"""Conclusions and actions: findings by weight, what to do, and what became of it last time."""

from collections.abc import Sequence

import pandas as pd

from lib.locale import msg, msgs
from lib.report.actions_proposed import with_proposals
from lib.report.actions_told import became, last_time
from lib.report.blocks import Block, Bullets, Cell, Column, Paragraph, Table
from lib.report.brief_actions import Action
from lib.report.findings import Finding, ranked
from lib.report.meanings import actions as meaning
from lib.report.pen import NAMES_IN_A_SENTENCE, Pen
from lib.report.section import SectionRule
from lib.report.text import clean

CONCLUSIONS = 5  # more than a reader keeps in mind


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    found = ranked(pen.findings)
    last = pen.brief.agreed.last
    told, mine = last_time(pen), (*_conclusions(found), *_table(pen, found))
    # What became of earlier actions comes first; that there were none is worth no opening.
    return (*told, *mine) if last is not None and last.actions else (*mine, *told)


def _conclusions(found: Sequence[Finding]) -> tuple[Block, ...]:
    if not found:
        none = msg("Nothing in the data of this period asks for a decision or an action.")
        return (Paragraph((none,)),)
    lead = msg(
        "The findings, by the ARR that they concern and how certain they are; what is merely not"
        " known comes last:"
    )
    claims = Bullets(tuple((finding.claim,) for finding in found[:CONCLUSIONS]))
    return (Paragraph((lead,)), claims)


def _table(pen: Pen, found: Sequence[Finding]) -> tuple[Block, ...]:
    """Return the actions agreed, with owner and day, and below them those only proposed."""
    agreed = pen.brief.agreed.actions
    taken = {one.finding for one in agreed}
    proposed = [one for one in with_proposals(tuple(found)) if one.key not in taken]
    rows = [_agreed_rows(pen, one) for one in agreed] + [_rows(pen, one) for one in proposed]
    if not rows:
        return ()
    whole = pd.concat(rows, ignore_index=True)
    pen.put(meaning.TABLE, len(whole), whole)
    caption = msg("Actions agreed, with owner and day; of the others both are to be agreed")
    if not agreed:
        caption = msg("Proposed actions; owner and day are set when they are agreed")
    columns = (
        Column(msg("Action")),
        Column(msg("Customers")),
        Column(msg("ARR concerned"), "number"),
        Column(msg("Owner")),
        Column(msg("Due")),
    )
    cells = (
        *(_agreed_cells(pen, one) for one in agreed),
        *(_cells(pen, one) for one in proposed),
    )
    return (Table(figure_id="table_actions", caption=caption, columns=columns, cells=cells),)


def _agreed_rows(pen: Pen, one: Action) -> pd.DataFrame:
    rows = pen.account_rows(one.ids, "arr") if one.ids else _nobody(pen)
    rows.insert(0, "action", one.finding or f"agreed_{one.action_id}")
    return rows.assign(owner=clean(one.owner), due=one.due_on.isoformat(), state=one.state)


def _nobody(pen: Pen) -> pd.DataFrame:
    """Return one row without a customer, for an action that is about none."""
    return pen.account_rows((), "arr").reindex([0])


def _rows(pen: Pen, finding: Finding) -> pd.DataFrame:
    ids = finding.proposal.ids if finding.proposal else ()
    rows = pen.account_rows(ids, "arr")
    if finding.amounts is not None:
        rows = rows.assign(arr=rows["account_id"].map(finding.amounts))
    rows.insert(0, "action", finding.key)
    return rows.assign(state="proposed")


def _agreed_cells(pen: Pen, one: Action) -> tuple[Cell, ...]:
    due: Cell = one.due_on
    if one.state != "open":
        due = became(one, 0)
    return (clean(one.what), _who(pen, one.ids), pen.money(one.arr), clean(one.owner), due)


def _cells(pen: Pen, finding: Finding) -> tuple[Cell, ...]:
    proposal = finding.proposal
    if proposal is None:
        return ()
    due: Cell = proposal.due or msg("to be agreed")
    arr = pen.money(finding.arr) if finding.arr else None
    return (proposal.action, _who(pen, proposal.ids), arr, msg("to be agreed"), due)


def _who(pen: Pen, ids: Sequence[str]) -> Cell:
    """Return the customers of an action, so that a cell can hold them."""
    rest = len(ids) - NAMES_IN_A_SENTENCE
    if not ids:
        return None
    if rest <= 0:
        return pen.names(ids)
    if set(ids) == set(pen.members.index):
        return msg("all customers of the segment")
    return msgs("{names} and {n} more", "{names} and {n} more", rest, names=pen.some(ids))


SECTION = SectionRule(
    key="actions", title=msg("Conclusions and actions"), place=11, turn=6, write=write
)
