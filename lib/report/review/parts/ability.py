"""How mature the customer is, by what evidence, and what the next level takes."""

import pandas as pd

from lib.locale import Number, Share, Text, joined, msg
from lib.profile import maturity
from lib.profile.rubric import STATUSES
from lib.report.blocks import Block, Cell, Column, Paragraph, Table
from lib.report.review import meanings as meaning
from lib.report.review.part import Part
from lib.report.review.pen import ReviewPen

_QUESTIONS = 3


def write(pen: ReviewPen) -> tuple[Block, ...]:
    """Write the section."""
    row = pen.facts.maturity
    return (Paragraph((*_level(pen, row), *_missing(pen, row))), *_table(pen, row))


def _level(pen: ReviewPen, row: pd.Series) -> list[Text]:
    if pd.isna(row["level"]):
        return [msg("Too little is known for a maturity level.")]
    level = str(row["level"])
    rows = pd.DataFrame(
        {"account_id": [pen.facts.account_id], "level": [level], "coverage": [row["coverage"]]}
    )
    coverage = pen.put(meaning.COVERAGE, row["coverage"], rows)
    sentences: list[Text] = [
        msg(
            "The maturity is: {level} ({status}; {coverage} of the rubric is known).",
            level=maturity.LEVELS[level],
            status=STATUSES[str(row["status"])],
            coverage=coverage,
        ),
    ]
    if row["waiting"] and not pd.isna(row["day_level"]):
        alone = msg(
            "By this month alone it would be: {level}; a level moves when two months say so.",
            level=maturity.LEVELS[str(row["day_level"])],
        )
        sentences.append(alone)
    if pen.internal:
        sentences.append(maturity.PLAYS[level])
    held = [name for name in str(row["capped_by"] or "").split("|") if name in maturity.CRITERIA]
    if held:
        sentences.append(
            msg(
                "A higher level is held back by: {names}.",
                names=joined([maturity.CRITERIA[name].title for name in held]),
            )
        )
    return sentences


def _missing(pen: ReviewPen, row: pd.Series) -> list[Text]:
    names = [name for name in str(row["missing"] or "").split("|") if name in maturity.CRITERIA]
    if not names or not pen.internal:
        return []
    pen.steps.extend(maturity.CRITERIA[name].question for name in names[:_QUESTIONS])
    return [
        msg(
            "Not known well enough: {names}.",
            names=joined([maturity.CRITERIA[name].title for name in names]),
        )
    ]


def _table(pen: ReviewPen, row: pd.Series) -> tuple[Block, ...]:
    scores = {name: row[f"{name}_score"] for name in maturity.CRITERIA}
    if all(pd.isna(score) for score in scores.values()):
        return ()
    rows = pd.DataFrame(
        {
            "account_id": pen.facts.account_id,
            "dimension": list(scores),
            "score": list(scores.values()),
            "coverage": [row[f"{name}_coverage"] for name in scores],
        }
    )
    pen.put(meaning.DIMENSIONS, len(rows), rows)
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            maturity.CRITERIA[name].title,
            None if pd.isna(score) else Number(float(score)),
            Share(float(row[f"{name}_coverage"])),
        )
        for name, score in scores.items()
    )
    table = Table(
        figure_id="table_maturity",
        caption=msg("Maturity by dimension, of a hundred points"),
        columns=(
            Column(msg("Dimension")),
            Column(msg("Score"), "number"),
            Column(msg("Coverage"), "number"),
        ),
        cells=cells,
    )
    return (table,)


PART = Part(key="ability", title=msg("Maturity"), write=write)
