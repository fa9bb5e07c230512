"""Wanted against bought and used: what is unmet, what is met but unused."""

from typing import Any

import pandas as pd

from lib.demand.gap import STATES, matrix
from lib.locale import Count, Message, Money, Text, msg, msgs
from lib.report.blocks import Bar, Block, Cell, Chart, Column, Paragraph, Table, Tone
from lib.report.brief_gap import GapTold
from lib.report.figures import Ref
from lib.report.meanings import gap as meaning
from lib.report.pen import Pen
from lib.report.sheets import beside, called, once
from lib.report.text import clean
from lib.report.told_gap.decisions import invest, show_them
from lib.report.told_gap.rules import gap_rule
from lib.themes.board import LEAST_NEW

_ROWS_SHOWN = 10
_DRAWN = 8
_TONES: dict[str, Tone] = {
    "unmet": "alert",
    "unused": "watch",
    "unknown": "unknown",
    "met": "level",
}
_COLUMNS = (
    "account_id", "account_name", "theme", "n_demands", "last_asked_on", "features", "bought",
    "used", "state", "why", "arr",
)  # fmt: skip


def blocks(pen: Pen, told: GapTold) -> tuple[Block, ...]:
    """Return what is wanted against what was bought and is used."""
    rows = _evidence(told.cells)
    sheet = pen.put(meaning.TABLE, len(rows), rows)
    table = matrix(told.cells, pen.brief.book["arr"])
    text = (*_opening(pen, sheet), *_first(pen, told, table), *_unused(pen, told,
            sheet, table))  # fmt: skip
    return (Paragraph(text), _chart(pen, told, table), _table(pen, told, table))


def _evidence(cells: pd.DataFrame) -> pd.DataFrame:
    """Return each cell with what is counted of it: each customer once a state."""
    columns = {}
    for state in STATES:
        holds = cells["state"].eq(state)
        columns[f"{state}_account"] = cells["account_id"].where(holds)
        columns[f"{state}_arr"] = once(cells, cells["arr"], holds)
    return cells[list(_COLUMNS)].assign(**columns).reset_index(drop=True)


def _opening(pen: Pen, sheet: Ref) -> list[Text]:
    wanting, unmet = (beside(pen, sheet, m) for m in (meaning.WANTING, meaning.UNMET))
    if not unmet.n:
        return [
            msgs(
                "Of {n} customer with wishes in the last twelve months none is known to want what"
                " it has not got.",
                "Of {n} customers with wishes in the last twelve months none is known to want what"
                " it has not got.",
                wanting.n,
                n=wanting,
            )
        ]
    arr = beside(pen, sheet, meaning.UNMET_ARR)
    return [
        msgs(
            "Of {n} customer with wishes in the last twelve months {unmet} (ARR {arr}) wants what"
            " it has not got.",
            "Of {n} customers with wishes in the last twelve months {unmet} (ARR {arr}) want what"
            " they have not got.",
            wanting.n,
            n=wanting,
            unmet=unmet,
            arr=arr,
        )
    ]


def _first(pen: Pen, told: GapTold, table: pd.DataFrame) -> list[Text]:
    """Name the themes with most unmet ARR that three customers want, and ask what to do."""
    unmet = table[table["n_unmet"] >= LEAST_NEW]
    if unmet.empty:
        return []
    return [
        invest(pen, told, str(theme), first=place == 0)
        for place, theme in enumerate(unmet["theme"].head(2))
    ]


def _unused(pen: Pen, told: GapTold, sheet: Ref, table: pd.DataFrame) -> list[Text]:
    n = beside(pen, sheet, meaning.UNUSED)
    days = gap_rule(pen, told, meaning.USE_DAYS)
    if not told.use_known:
        return [
            msg(
                "What is used is unknown: usage exports do not cover the last {days} days. Load"
                " usage by feature.",
                days=days,
            )
        ]
    if not n.n:
        return []
    customers = pen.customers(n, beside(pen, sheet, meaning.UNUSED_ARR))
    claim = msgs(
        "{customers} has what it wanted and did not use it in the last {days} days{most}.",
        "{customers} have what they wanted and did not use it in the last {days} days{most}.",
        n.n,
        customers=customers,
        days=days,
        most=_most_unused(told, table),
    )
    show_them(pen, told, claim)
    return [claim]


def _most_unused(told: GapTold, table: pd.DataFrame) -> Text:
    order = table.sort_values(["n_unused", "arr_unused", "theme"], ascending=[False, False, True])
    if order.iloc[0]["n_unused"] < LEAST_NEW:
        return ""
    return msg(", most of all “{theme}”", theme=clean(called(told.names, order.iloc[0]["theme"])))


def _chart(pen: Pen, told: GapTold, table: pd.DataFrame) -> Chart:
    currency = pen.brief.currency
    groups: list[tuple[Text, tuple[Bar, ...]]] = []
    for row in table.head(_DRAWN).to_dict("records"):
        base, bars = 0.0, []
        for state, tone in _TONES.items():
            worth = float(row[f"arr_{state}"])
            if worth > 0:
                bars.append(Bar(worth, tone, Money(worth, currency), base))
                base += worth
        groups.append((clean(called(told.names, row["theme"])), tuple(bars)))
    return Chart(
        figure_id=meaning.TABLE.id,
        form="bars",
        title=_headline(pen, told, table),
        subtitle=msg(
            "ARR of the customers that want a theme, last twelve months, by what became of it;"
            " n = {n} customers",
            n=pen.ref(meaning.WANTING.id),
        ),
        groups=tuple(groups),
        legend=tuple((tone, STATES[state]) for state, tone in _TONES.items()),
    )


def _headline(pen: Pen, told: GapTold, table: pd.DataFrame) -> Message:
    wide = table[table["n_unmet"] >= LEAST_NEW]
    if len(wide):
        theme = str(wide.iloc[0]["theme"])
        name = clean(called(told.names, theme))
        return msg(
            "The widest gap is “{theme}”: {n} customers want it and have not got it",
            theme=name,
            n=pen.ref(meaning.theme_count(pen.slug(theme), "unmet", name).id),
        )
    if not table["n_unmet"].sum():
        return msg("No wish is known to be unmet")
    return msg("No theme is known to be unmet at three customers or more")


def _table(pen: Pen, told: GapTold, table: pd.DataFrame) -> Table:
    shown = table.head(_ROWS_SHOWN)
    cells = tuple(_cells(pen, told, row) for row in shown.to_dict("records"))
    return Table(
        figure_id=meaning.TABLE.id,
        caption=msg("Customers by theme: wanted, bought, used; the most unmet ARR first"),
        columns=(
            Column(msg("Theme")),
            Column(msg("Want it"), "number"),
            Column(msg("Bought it"), "number"),
            Column(msg("Use it"), "number"),
            Column(msg("Unmet"), "number"),
            Column(msg("ARR unmet"), "number"),
            Column(msg("Unused"), "number"),
            Column(msg("Not known"), "number"),
        ),
        cells=cells,
    )


def _cells(pen: Pen, told: GapTold, row: dict[Any, Any]) -> tuple[Cell, ...]:
    counts = [Count(int(row[f"n_{name}"])) for name in ("wanted", "bought", "used", "unmet")]
    worth = pen.money(float(row["arr_unmet"]))
    more = [Count(int(row[f"n_{name}"])) for name in ("unused", "unknown")]
    return (clean(called(told.names, row["theme"])), *counts, worth, *more)
