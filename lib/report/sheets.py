"""Several figures on one sheet of evidence: each follows from the same rows by its own recipe."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from lib.locale import Message, msg
from lib.report.figures import Definition, Ref
from lib.report.pen import Pen

UNKNOWN_ARR = msg("no ARR on file")
_WHOLE = ("accounts", "rows", "count", "days")


def beside(pen: Pen, sheet: Ref, definition: Definition, reason: Message = UNKNOWN_ARR) -> Ref:
    """Register a figure that the rows of another one's sheet give by its recipe."""
    owner = pen.register[sheet.figure_id]
    value = definition.recipe.applied(owner.rows) if definition.recipe else None
    whole = round(value) if value is not None and definition.unit in _WHOLE else value
    figure = pen.figure(definition, whole, owner.rows.head(0), reason if value is None else None)
    shared = replace(figure, rows=owner.rows, batches=owner.batches, sheet=owner.sheet)
    return pen.register.add(shared)


def once(rows: pd.DataFrame, values: pd.Series, where: pd.Series) -> pd.Series:
    """Return each account's value on the first of its rows that hold, so that a sum is right."""
    holds = where.astype("bool")
    first = holds & ~rows["account_id"].where(holds).duplicated()
    return values.where(first & rows["account_id"].notna())


def arr_of(pen: Pen, ids: Iterable[str]) -> pd.Series:
    """Return the ARR of some accounts in their order, as the book of the report's day has it."""
    return pen.brief.book["arr"].reindex(list(ids)).reset_index(drop=True)


def total(pen: Pen, ids: Iterable[str]) -> float:
    """Return the known ARR of some accounts, each once."""
    return pen.total(sorted(set(ids))).known


def rule(pen: Pen, definition: Definition, values: Mapping[str, float], sheet: str) -> Ref:
    """Register a rule by its id, with all rules of its part as rows; once is enough."""
    if definition.id not in pen.register:
        rows = pd.DataFrame({"rule": list(values), "value": [float(v) for v in values.values()]})
        figure = pen.figure(definition, values[definition.id], rows)
        pen.register.add(replace(figure, sheet=sheet))
    return pen.register.ref(definition.id)


def called(names: Mapping[str, str], theme: object) -> str:
    """Return what a theme is called; one that is not in the list is its own name."""
    return names.get(str(theme), str(theme))


def shown_of(n: Ref, shown: int, caption: Message) -> Message:
    """Return a table's caption; where only its first rows are shown it says of how many."""
    if n.n <= shown:
        return caption
    return msg("{caption} (the first of {n}; all in the evidence)", caption=caption, n=n)
