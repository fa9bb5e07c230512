"""Promises against the product's boundary: late ones, and those beyond what the product does."""

from typing import Any

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief_demands import DemandsTold
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import conflicts as meaning
from lib.report.pen import NAMES_IN_A_SENTENCE, Pen
from lib.report.sheets import beside, called, once, shown_of, total
from lib.report.text import clean

_ROWS_SHOWN = 8
_LATE = ("overdue", "unproven")
_KEPT = ("kept", "late")
STATE_NAMES: dict[str, Message] = {
    "unknown": msg("no day named"),
    "kept": msg("kept"),
    "late": msg("kept late"),
    "open": msg("not due yet"),
    "unproven": msg("day passed, no word"),
    "overdue": msg("overdue"),
}
_COLUMNS = (
    "account_id", "account_name", "source", "theme", "feature", "boundary", "promised_on",
    "due_on", "state", "arr", "batch_id", "source_row",
)  # fmt: skip


def blocks(pen: Pen, told: DemandsTold) -> tuple[Block, ...]:
    """Return what was promised, what is late, and what lies beyond the boundary."""
    heading = Paragraph((msg("Promises and the product's boundary"),), role="heading")
    waiting = told.promises[told.promises["to_confirm"].astype("bool")]
    sure = told.promises[~told.promises["to_confirm"].astype("bool")]
    if sure.empty:
        none = msg(
            "No promise to a customer is on file: neither in contracts, nor as an accepted demand."
        )
        return (heading, Paragraph((none, *_to_confirm(pen, waiting))))
    sheet = pen.put(meaning.PROMISES, len(sure), _evidence(sure))
    opening = msgs(
        "{n} promise to these customers is on file.",
        "{n} promises to these customers are on file.",
        sheet.n,
        n=sheet,
    )
    text = [opening, _late(pen, sheet), *_beyond(pen, sheet, sure), *_unplaced(pen, sheet)]
    return (
        heading,
        Paragraph((*text, *_to_confirm(pen, waiting))),
        *_table(pen, told, _open_beyond(sure)),
    )


def _evidence(sure: pd.DataFrame) -> pd.DataFrame:
    beyond = sure["boundary"].eq("outside")
    unkept = beyond & ~sure["state"].isin(_KEPT)
    return sure[list(_COLUMNS)].assign(
        is_late=sure["state"].isin(_LATE),
        is_beyond=beyond,
        is_unplaced=~sure["boundary"].isin(["inside", "outside"]),
        unkept_account=sure["account_id"].where(unkept),
        unkept_arr=once(sure, sure["arr"], unkept),
    ).reset_index(drop=True)  # fmt: skip


def _open_beyond(sure: pd.DataFrame) -> pd.DataFrame:
    """Return the promises beyond the boundary that are not kept, what is overdue first."""
    rows = sure[sure["boundary"].eq("outside") & ~sure["state"].isin(_KEPT)]
    rank = rows["state"].map({state: place for place, state in enumerate(("overdue", "unproven"))})
    return rows.assign(rank=rank).sort_values(
        ["rank", "due_on", "arr", "promise_id"], ascending=[True, True, False, True], kind="stable"
    ).reset_index(drop=True)  # fmt: skip


def _late(pen: Pen, sheet: Ref) -> Text:
    n = beside(pen, sheet, meaning.LATE)
    if not n.n:
        return msg("None is past its day without word of being kept.")
    return msgs(
        "{n} is past its day without word of being kept.",
        "{n} are past their day without word of being kept.",
        n.n,
        n=n,
    )


def _beyond(pen: Pen, sheet: Ref, sure: pd.DataFrame) -> list[Text]:
    """Say what lies beyond the boundary, to whom it still stands, and ask for a decision."""
    beyond = beside(pen, sheet, meaning.BEYOND)
    n = beside(pen, sheet, meaning.UNKEPT_ACCOUNTS)
    if not beyond.n:
        return [msg("None is known to lie beyond what the product does.")]
    opening = msgs(
        "{n} lies beyond what the product does.",
        "{n} lie beyond what the product does.",
        beyond.n,
        n=beyond,
    )
    if not n.n:
        return [opening, msg("What was promised there is kept.")]
    return [opening, _unkept(pen, sheet, n, _open_beyond(sure))]


def _unkept(pen: Pen, sheet: Ref, n: Ref, rows: pd.DataFrame) -> Text:
    arr = beside(pen, sheet, meaning.UNKEPT_ARR)
    claim = msgs(
        "To {customers} a promise beyond the product's boundary still stands.",
        "To {customers} promises beyond the product's boundary still stand.",
        n.n,
        customers=pen.customers(n, arr),
    )
    ids = list(dict.fromkeys(str(account) for account in rows["account_id"]))
    who: Message = msg("{names}", names=pen.names(ids))
    if len(ids) > NAMES_IN_A_SENTENCE:
        who = msgs("{n} customer", "{n} customers", n.n, n=n)
    decide = Proposal(
        "promises",
        msg("Tell each of these customers what will come and what will not, with a day."),
        tuple(pen.by_arr(ids)),
        decision=msg(
            "whether the product will do what was promised to {customers} beyond its boundary, or"
            " who tells them that it will not",
            customers=who,
        ),
    )
    pen.findings.append(Finding("promises", claim, total(pen, ids), 0.8, 1.2, proposal=decide))
    return claim


def _unplaced(pen: Pen, sheet: Ref) -> list[Text]:
    n = beside(pen, sheet, meaning.UNPLACED)
    if not n.n:
        return []
    return [
        msgs(
            "For {n} it is unknown whether it lies within the product: its feature is not in the"
            " map of the product.",
            "For {n} it is unknown whether they lie within the product: their features are not in"
            " the map of the product.",
            n.n,
            n=n,
        )
    ]


def _to_confirm(pen: Pen, waiting: pd.DataFrame) -> list[Text]:
    if waiting.empty:
        return []
    n = pen.put(meaning.TO_CONFIRM, len(waiting), waiting[list(_COLUMNS)].reset_index(drop=True))
    return [
        msgs(
            "{n} sentence in the notes reads like a promise and waits for a person to say so.",
            "{n} sentences in the notes read like a promise and wait for a person to say so.",
            n.n,
            n=n,
        )
    ]


def _table(pen: Pen, told: DemandsTold, rows: pd.DataFrame) -> tuple[Block, ...]:
    if rows.empty:
        return ()
    n = pen.put(meaning.TABLE_PROMISES, len(rows), rows[list(_COLUMNS)])
    return (
        Table(
            figure_id=meaning.TABLE_PROMISES.id,
            caption=shown_of(
                n, _ROWS_SHOWN, msg("Promises beyond the product's boundary that are not kept")
            ),
            columns=(
                Column(msg("Customer")),
                Column(msg("About")),
                Column(msg("Due")),
                Column(msg("What became of it")),
                Column(msg("ARR"), "number"),
            ),
            cells=tuple(
                _cells(pen, told, row) for row in rows.head(_ROWS_SHOWN).to_dict("records")
            ),
        ),
    )


def _cells(pen: Pen, told: DemandsTold, row: dict[Any, Any]) -> tuple[Cell, ...]:
    known = [row[name] for name in ("theme", "feature") if isinstance(row[name], str)]
    return (
        pen.name(str(row["account_id"])),
        clean(called(told.names, known[0])) if known else None,
        pen.day(row["due_on"]),
        STATE_NAMES[str(row["state"])],
        pen.money(float(row["arr"])),
    )
