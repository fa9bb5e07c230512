"""Every context note of a report in one table, so that the workbook holds them too."""

import pandas as pd

from lib.locale import Message, Text, msg, render
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.brief import Note
from lib.report.meanings import appendix as meaning
from lib.report.pen import Pen
from lib.report.text import clean

_METRICS: dict[str, Message] = {
    "customers": msg("Customers"),
    "arr": msg("ARR"),
    "nrr": msg("NRR"),
    "grr": msg("GRR"),
    "logo_churn": msg("Logo churn"),
    "on_alert": msg("ARR on alert"),
    "due": msg("ARR due for renewal"),
}


_FIGURES = {"customers": "members", "arr": "arr_end", "due": "renewals_near"}


def figure_of(target: str) -> str:
    """Return the figure that a note's target stands for: notes name metrics and figures."""
    return _FIGURES.get(target, target)


def beside_figure(pen: Pen, target: str) -> tuple[Block, ...]:
    """Return the notes on a figure as they stand at the end of its section."""
    name = pen.register[figure_of(target)].name
    return tuple(
        Paragraph((msg("{account}: {note}", account=name, note=note),), role="note")
        for note in pen.notes_on(target)
    )


def context_notes(pen: Pen) -> tuple[Block, ...]:
    """Return the table of notes on the segment and whatever is in it; nothing without any."""
    found = [(about, note) for note in pen.brief.context.notes if (about := _about(pen, note))]
    if not found:
        return ()
    rows = pd.DataFrame(
        [
            {"about": render(about, pen.lang) if isinstance(about, Message) else about,
             "period": clean(note.period), "note": clean(note.text)}
            for about, note in found
        ]
    )  # fmt: skip
    pen.put(meaning.NOTES, len(rows), rows)
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (about, clean(note.period) or msg("always"), clean(note.text)) for about, note in found
    )
    table = Table(
        figure_id="table_notes",
        caption=msg("Context notes"),
        columns=(Column(msg("About")), Column(msg("Period")), Column(msg("Note"))),
        cells=cells,
    )
    return (Paragraph((msg("Context notes"),), role="heading"), table)


def _about(pen: Pen, note: Note) -> Text | None:
    """Return what a note is about; None when it is not in this report's segment."""
    target = note.target.removeprefix("account:")
    signals = {signal.key: signal.title for signal in pen.brief.signals}
    if target in pen.brief.members:
        return pen.name(target)
    if target in pen.register:
        return pen.register[target].name
    named = {"segment": msg("The segment"), **_METRICS, **signals}
    return named.get(target)
