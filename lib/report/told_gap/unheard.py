"""Who was not heard at all: accounts and ARR."""

import pandas as pd

from lib.demand.unheard import KINDS
from lib.locale import Message, Text, joined, msg, msgs
from lib.report.blocks import Block, Paragraph
from lib.report.brief_gap import GapTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import gap as meaning
from lib.report.pen import NAMES_IN_A_SENTENCE, Pen
from lib.report.sheets import beside
from lib.report.told_gap.rules import gap_rule


def blocks(pen: Pen, told: GapTold) -> tuple[Block, ...]:
    """Return who was not heard, or that it is unknown who was silent."""
    heading = Paragraph((msg("Who was not heard"),), role="heading")
    rows = pen.account_rows(told.heard["account_id"], "arr", "renewal_on")
    mine = told.heard.set_index("account_id").reindex(pd.Index(rows["account_id"]))
    quiet = mine["state"].ne("heard").to_numpy()
    rows = rows.assign(
        state=mine["state"].to_numpy(),
        last_on=mine["last_on"].to_numpy(),
        quiet=quiet,
        quiet_arr=rows["arr"].where(quiet),
    )
    sheet = pen.put(meaning.HEARD, len(rows), rows)
    ids = pen.by_arr(rows.loc[quiet, "account_id"])
    return (heading, Paragraph((_told(pen, told, sheet, ids), *_absent(told))))


def _told(pen: Pen, told: GapTold, sheet: Ref, ids: list[str]) -> Text:
    n, days = beside(pen, sheet, meaning.QUIET), gap_rule(pen, told, meaning.HEARD_DAYS)
    if not n.n:
        return msg("Something was heard of every customer within {days} days.", days=days)
    customers = pen.customers(n, beside(pen, sheet, meaning.QUIET_ARR))
    if told.uncovered:
        return msg(
            "Of {customers} no word is on file for {days} days; whether they were silent is"
            " unknown, since the exports of {kinds} do not cover these days. Load them.",
            customers=customers,
            days=days,
            kinds=joined([KINDS[kind] for kind in told.uncovered]),
        )
    claim = msg(
        "Nothing was heard of {customers} for {days} days, looking through {kinds}.",
        customers=customers,
        days=days,
        kinds=joined([title for kind, title in KINDS.items() if kind not in told.absent]),
    )
    ask = Proposal(
        "unheard",
        msg("Take the customers not heard into the next interviews, the largest ARR first."),
        tuple(ids),
    )
    known = pen.total(ids).known
    pen.findings.append(Finding("gap_unheard", claim, known, gap=True, proposal=ask))
    return msg("{claim} {who}", claim=claim, who=_who(pen, ids))


def _who(pen: Pen, ids: list[str]) -> Message:
    if len(ids) > NAMES_IN_A_SENTENCE:
        return msg("The largest are {names}.", names=pen.names(ids))
    return msgs("It is {names}.", "They are {names}.", len(ids), names=pen.names(ids))


def _absent(told: GapTold) -> list[Text]:
    if not told.absent:
        return []
    kinds = joined([KINDS[kind] for kind in told.absent])
    return [msg("Not on file, and so not looked through: {kinds}.", kinds=kinds)]
