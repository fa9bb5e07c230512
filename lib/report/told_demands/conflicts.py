"""Conflicts inside customers: how many, about what, with how much ARR, and when they renew."""

from datetime import date
from typing import Any

import pandas as pd

from lib.locale import Message, Text, joined, msg, msgs
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_demands import DemandsTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import conflicts as meaning
from lib.report.pen import Pen
from lib.report.settings import RENEWAL_DAYS
from lib.report.sheets import beside, called, once, shown_of, total
from lib.report.text import clean
from lib.report.told_demands.rules import conflict_days
from lib.report.told_demands.words import in_words_of_roles

_ROWS_SHOWN = 8
_THEMES_NAMED = 3
_COLUMNS = (
    "account_id", "account_name", "theme", "kind", "roles_for", "roles_against", "decider",
    "severity", "n_voices", "first_on", "last_on", "arr", "renewal_on", "renewal_days",
)  # fmt: skip
KIND_NAMES: dict[str, Text] = {
    "direction": msg("opposite wishes"),
    "priority": msg("different weight"),
    "timing": msg("before paying, or never"),
}


def blocks(pen: Pen, told: DemandsTold) -> tuple[Block, ...]:
    """Return the conflicts of the last days."""
    heading = Paragraph((msg("Conflicts inside customers"),), role="heading")
    days = conflict_days(pen, told)
    if told.conflicts.empty:
        none = msg("No theme divides the people of a customer in the last {days} days.", days=days)
        return (heading, Paragraph((none, *_possible(pen, told))))
    rows = _ordered(told.conflicts)
    sheet = pen.put(meaning.CONFLICTS, len(rows), _evidence(rows))
    n = beside(pen, sheet, meaning.CONFLICT_ACCOUNTS)
    arr = beside(pen, sheet, meaning.CONFLICT_ARR)
    opening = msg(
        "At {customers} the people disagree about a theme (demands of the last {days} days).",
        customers=pen.customers(n, arr),
        days=days,
    )
    sentences = [
        opening,
        *_about(told, rows),
        *_deciders(pen, sheet, n),
        *_renewals(pen, sheet, n, rows),
    ]
    _add_finding(pen, rows, opening)
    text = Paragraph((*sentences, *_possible(pen, told)))
    return (heading, text, _table(pen, told, sheet, rows))


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return conflicts, near renewals first, then as severe as the signal has them."""
    near = rows["renewal_days"].between(0, RENEWAL_DAYS)
    keys = rows.assign(near_now=near, soon=rows["renewal_days"].where(near))
    order = keys.sort_values(
        ["near_now", "soon", "severity", "arr", "conflict_id"],
        ascending=[False, True, False, False, True],
        kind="stable",
    )
    return order.drop(columns="soon").reset_index(drop=True)


def _evidence(rows: pd.DataFrame) -> pd.DataFrame:
    every = pd.Series(data=True, index=rows.index)
    near = rows["near_now"]
    return rows[list(_COLUMNS)].assign(
        arr_once=once(rows, rows["arr"], every),
        decider_account=rows["account_id"].where(rows["decider"].astype("bool")),
        near_account=rows["account_id"].where(near),
        near_arr=once(rows, rows["arr"], near),
    )


def _about(told: DemandsTold, rows: pd.DataFrame) -> list[Text]:
    counts = rows.groupby("theme")["account_id"].nunique().rename("n").reset_index()
    order = counts.sort_values(["n", "theme"], ascending=[False, True], kind="stable")
    named = order["theme"].head(_THEMES_NAMED)
    names: list[Text] = [
        msg("“{theme}”", theme=clean(called(told.names, theme))) for theme in named
    ]
    if len(order) <= _THEMES_NAMED:
        return [msg("It is about {themes}.", themes=joined(names))]
    return [msg("It is mostly about {themes}.", themes=joined(names))]


def _deciders(pen: Pen, sheet: Ref, n: Ref) -> list[Text]:
    deciders = beside(pen, sheet, meaning.CONFLICT_DECIDERS)
    if not deciders.n:
        return []
    if n.n == 1:
        return [msg("The decision maker stands on one side.")]
    if n.n == deciders.n:
        return [msg("Each time the decision maker stands on one side.")]
    return [msg("At {n} of them the decision maker stands on one side.", n=deciders)]


def _renewals(pen: Pen, sheet: Ref, n: Ref, rows: pd.DataFrame) -> list[Text]:
    near = beside(pen, sheet, meaning.CONFLICT_NEAR)
    days = pen.setting("renewal_days")
    if not near.n:
        return [msg("No renewal there is known to come within {days} days.", days=days)]
    first = rows[rows["near_now"]].iloc[0]
    day = _day(first["renewal_on"])
    if n.n == 1:
        return [msg("The term ends on {day}, within {days} days.", day=day, days=days)]
    return [
        msgs(
            "One of them renews within {days} days: {name}, on {day} ({arr}).",
            "{n} of them ({arr}) renew within {days} days, {name} first, on {day}.",
            near.n,
            n=near,
            arr=beside(pen, sheet, meaning.CONFLICT_NEAR_ARR),
            days=days,
            name=pen.name(str(first["account_id"])),
            day=day,
        )
    ]


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()


def _possible(pen: Pen, told: DemandsTold) -> list[Text]:
    if told.possible.empty:
        return []
    rows = told.possible[list(_COLUMNS)].reset_index(drop=True)
    n = pen.put(meaning.POSSIBLE, len(rows), rows)
    return [
        msgs(
            "{n} more is possible: the theme of its demands was not stated by people.",
            "{n} more are possible: the themes of their demands were not stated by people.",
            n.n,
            n=n,
        )
    ]


def _add_finding(pen: Pen, rows: pd.DataFrame, claim: Message) -> None:
    near = rows[rows["near_now"]]
    ids = list(dict.fromkeys(str(account) for account in rows["account_id"]))
    soon = list(dict.fromkeys(str(account) for account in near["account_id"]))
    due = _day(near.iloc[0]["renewal_on"]) if soon else None
    settle = Proposal(
        "conflicts",
        msg(
            "Bring both sides of the customer to one table: what does each side lose, and what"
            " would both accept?"
        ),
        tuple(ids),
        due,
    )
    urgency = 1.5 if soon else 1.0
    pen.findings.append(Finding("conflicts", claim, total(pen, ids), 0.7, urgency, proposal=settle))


def _table(pen: Pen, told: DemandsTold, sheet: Ref, rows: pd.DataFrame) -> Table:
    pen.put_beside(sheet, meaning.TABLE_CONFLICTS, sheet.n)
    return Table(
        figure_id=meaning.TABLE_CONFLICTS.id,
        caption=shown_of(
            sheet, _ROWS_SHOWN, msg("Conflicts inside customers, near renewals first")
        ),
        columns=(
            Column(msg("Customer")),
            Column(msg("Theme")),
            Column(msg("What divides them")),
            Column(msg("Between")),
            Column(msg("ARR"), "number"),
            Column(msg("Renewal")),
        ),
        cells=tuple(_cells(pen, told, row) for row in rows.head(_ROWS_SHOWN).to_dict("records")),
    )


def _cells(pen: Pen, told: DemandsTold, row: dict[Any, Any]) -> tuple[Cell, ...]:
    return (
        pen.name(str(row["account_id"])),
        clean(called(told.names, row["theme"])),
        KIND_NAMES[str(row["kind"])],
        msg(
            "{one} / {other}",
            one=in_words_of_roles(row["roles_for"]),
            other=in_words_of_roles(row["roles_against"]),
        ),
        pen.money(float(row["arr"])),
        pen.day(row["renewal_on"]),
    )
