"""What happens next: what is agreed, and what the review suggests."""

import pandas as pd

from lib.locale import msg, render
from lib.report.blocks import Block, Bullets, Cell, Column, Paragraph, Table
from lib.report.review import meanings as meaning
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen
from lib.report.text import clean

_SUGGESTED = 6


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section; what the parts before it found is in `pen.steps`."""
    todo = pen.facts.todo
    agreed = _table(pen, todo[todo["state"] != "done"])
    steps = list({render(step, pen.lang): step for step in pen.steps}.values())[:_SUGGESTED]
    if not steps and not agreed:
        return (Paragraph((msg("Nothing in the data asks for a step."),)),)
    if not steps:
        return agreed
    opening = Paragraph((msg("This review suggests:"),))
    return (*agreed, opening, Bullets(tuple((step,) for step in steps)))


def _table(pen: ReviewPen, todo: pd.DataFrame) -> tuple[Block, ...]:
    if todo.empty:
        return ()
    rows = todo[["account_id", "due_on", "state"]].reset_index(drop=True)
    pen.put(meaning.TODO, len(rows), rows)
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (clean(row["what"]), pen.day(row["due_on"])) for row in todo.to_dict("records")
    )
    table = Table(
        figure_id="table_steps",
        caption=msg("Agreed and not yet done"),
        columns=(Column(msg("Step")), Column(msg("Due"))),
        cells=cells,
    )
    return (table,)


PART = Part(key="next_steps", title=msg("Next steps"), write=write)
