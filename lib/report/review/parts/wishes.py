"""What the customer asked for, what became of it, and what was promised."""

import pandas as pd

from lib.locale import Message, Text, msg, msgs
from lib.model import KINDS
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.review import meanings as meaning
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen
from lib.report.text import clean

_SETTLED = ("delivered", "declined")
_SHOWN = 10
_LONGEST = 120
_STATES: dict[str, Message] = {
    "new": msg("new"),
    "accepted": msg("accepted"),
    "planned": msg("planned"),
    "in_progress": msg("in progress"),
}


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    rows = pen.facts.tables["demands"]
    if "demands" not in pen.brief.loaded:
        return (Paragraph((msg("What it wants is unknown: no demands are loaded."),)),)
    unsettled = rows[~rows["state"].isin(_SETTLED)]
    return (Paragraph((*_moved(pen), *_waiting(pen, unsettled))), *_table(pen, unsettled))


def _moved(pen: ReviewPen) -> list[Text]:
    raised = pen.facts.within("demands", "raised_on")
    answered = pen.facts.within("demands", "answered_on")
    done = answered[answered["state"] == "delivered"]
    n = pen.put(meaning.RAISED, len(raised), pen.evidence(raised, "raised_on"))
    delivered = pen.put(meaning.DELIVERED, len(done), pen.evidence(done, "answered_on"))
    return [
        msgs(
            "{n} demand was raised in the period, and {delivered} delivered.",
            "{n} demands were raised in the period, and {delivered} delivered.",
            n.n,
            n=n,
            delivered=delivered,
        )
    ]


def _waiting(pen: ReviewPen, unsettled: pd.DataFrame) -> list[Text]:
    silent = unsettled[unsettled["answered_on"].isna()]
    late = unsettled[unsettled["due_on"] < pd.Timestamp(pen.brief.as_of)]
    n = pen.put(meaning.WAITING, len(silent), pen.evidence(silent, "raised_on", "due_on"))
    overdue = pen.put(meaning.OVERDUE, len(late), pen.evidence(late, "raised_on", "due_on"))
    sentences: list[Text] = []
    if n.n:
        sentences.append(
            msgs("{n} demand has no answer yet.", "{n} demands have no answer yet.", n.n, n=n)
        )
        pen.steps.append(msg("Answer each demand that has none, also with a no."))
    if overdue.n:
        sentences.append(
            msgs(
                "{n} was promised for a day that has passed.",
                "{n} were promised for days that have passed.",
                overdue.n,
                n=overdue,
            )
        )
        pen.steps.append(msg("Name a new day for each promise that is overdue, and the reason."))
    return sentences


def _table(pen: ReviewPen, unsettled: pd.DataFrame) -> tuple[Block, ...]:
    if unsettled.empty:
        return ()
    order = unsettled.sort_values(["due_on", "raised_on"], kind="stable", na_position="last")
    n = pen.put(meaning.DEMANDS, len(order), pen.evidence(order, "raised_on", "due_on"))
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _short(row["statement"]),
            _STATES.get(str(row["state"])),
            pen.day(row["raised_on"]),
            pen.day(row["due_on"]),
        )
        for row in order.head(_SHOWN).to_dict("records")
    )
    table = Table(
        figure_id="table_demands",
        caption=pen.first_of(n, _SHOWN, msg("Demands that are not settled, by due day")),
        columns=(
            Column(KINDS["demands"].title),
            Column(msg("State")),
            Column(msg("Raised")),
            Column(msg("Due")),
        ),
        cells=cells,
    )
    return (table,)


def _short(statement: object) -> str | None:
    if not isinstance(statement, str):
        return None
    text = clean(statement)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


PART = Part(key="wishes", title=msg("Demands and promises"), write=write)
