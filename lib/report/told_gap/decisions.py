"""What the gap asks of leadership: invest, offer, or say no; and show what is there."""

import pandas as pd

from lib.locale import Message, msg, msgs
from lib.report.brief_gap import GapTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import gap as meaning
from lib.report.pen import Pen
from lib.report.sheets import called
from lib.report.text import clean

_HALF = 0.5


def invest(pen: Pen, told: GapTold, theme: str, *, first: bool) -> Message:
    """Say who wants a theme and has not got it, and why; ask for a decision on the first."""
    rows = told.cells[told.cells["theme"].eq(theme) & told.cells["state"].eq("unmet")]
    name, slug = clean(called(told.names, theme)), pen.slug(theme)
    n = pen.count(meaning.theme_count(slug, "unmet", name), rows["account_id"])
    arr = pen.arr(meaning.theme_arr(slug, "unmet", name), rows["account_id"])
    outside = bool(rows["why"].eq("outside").mean() > _HALF)
    claim = _claim(name, pen.customers(n, arr), n, outside=outside)
    if first:
        ids = pen.by_arr(rows["account_id"])
        act = _beyond(name, n, ids) if outside else _offer(name, n, ids)
        size = pen.total(ids).known
        pen.findings.append(Finding("gap_unmet", claim, size, 0.8, proposal=act))
    return claim


def _claim(name: str, customers: Message, n: Ref, *, outside: bool) -> Message:
    if outside:
        return msgs(
            "“{theme}” is wanted by {customers} and lies outside the product.",
            "“{theme}” is wanted by {customers} and lies outside the product.",
            n.n,
            theme=name,
            customers=customers,
        )
    return msgs(
        "“{theme}” is wanted by {customers} and is not in what it bought.",
        "“{theme}” is wanted by {customers} and is not in what they bought.",
        n.n,
        theme=name,
        customers=customers,
    )


def _beyond(name: str, n: Ref, ids: list[str]) -> Proposal:
    return Proposal(
        "gap_invest",
        msg("Tell each customer that wants “{theme}” what was decided, with the reason.",
            theme=name),
        tuple(ids),
        decision=msgs(
            "whether to invest in “{theme}” or to tell the {n} customer that wants it no",
            "whether to invest in “{theme}” or to tell the {n} customers that want it no",
            n.n,
            theme=name,
            n=n,
        ),
    )  # fmt: skip


def _offer(name: str, n: Ref, ids: list[str]) -> Proposal:
    return Proposal(
        "gap_offer",
        msg("Offer “{theme}” to the customers that want it and have not bought it.", theme=name),
        tuple(ids),
        decision=msgs(
            "on which terms “{theme}” is offered to the {n} customer that wants it and has not"
            " bought it",
            "on which terms “{theme}” is offered to the {n} customers that want it and have not"
            " bought it",
            n.n,
            theme=name,
            n=n,
        ),
    )


def show_them(pen: Pen, told: GapTold, claim: Message) -> None:
    """Propose to show customers what they have, and to ask why they do not use it."""
    rows: pd.DataFrame = told.cells[told.cells["state"].eq("unused")]
    ids = pen.by_arr(rows["account_id"])
    show = Proposal(
        "gap_unused",
        msg("Show these customers what they have already, and ask what keeps them from using it."),
        tuple(ids),
    )
    pen.findings.append(Finding("gap_unused", claim, pen.total(ids).known, 0.5, proposal=show))
