"""Texts of a large file understood by the very code that understands small files.

The different texts of the columns are put into a sheet of their own, one under the other,
and each is given the number of rows that have it. So whatever is decided for a column by
the whole of it, is decided here as it would be for a small file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, Question
from lib.ingest.names.mapping import Mapped
from lib.ingest.parse import Parsed, parsed
from lib.ingest.recognise import Recognition
from lib.ingest.sheet import Sheet, rejects_frame
from lib.ingest.tables.wrapped import unwrapped
from lib.ingest.values.cells import EDGES, Cells
from lib.locale import Message
from lib.model import KINDS, Span
from lib.model.frames import empty_frame

# What is said of rows is not true of texts that were put together; the caller says it.
_OF_ROWS = frozenset({"repeated_event_id", "repeated_rows", "no_customer", "look_alike_ids"})

Texts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Bad:
    """A text that cannot be understood, and why."""

    column: str
    text: str
    reason: Message
    code: str


@dataclass(frozen=True)
class Meanings:
    """What texts mean. `known` has, for each column, its texts with the fields they fill."""

    kind: str
    mapping: tuple[Mapped, ...]
    carried: frozenset[str]
    known: Mapping[str, pd.DataFrame]
    bad: tuple[Bad, ...]
    questions: tuple[Question, ...]
    issues: tuple[Issue, ...]
    spans: tuple[Span, ...]


def meanings(
    head: Sheet,
    recognition: Recognition,
    answers: Mapping[str, str],
    texts: Texts,
    filler: Mapping[str, str],
) -> Meanings:
    """Understand `texts`: column → text → how many rows have it.

    `filler` is what stands in the other columns of a row, good in any case.
    """
    mapped = [m for m in recognition.mapping if m.names(KINDS[recognition.kind or ""])]
    columns = [m.column for m in mapped]
    sheet, block = _stacked(head, columns, texts, filler)
    result = parsed(sheet, replace(recognition, mapping=tuple(mapped)), answers)
    said = {m.column: m for m in result.mapping}
    mapping = tuple(said.get(m.column, m) for m in recognition.mapping)
    customs = {"custom"} if any(m.is_custom for m in mapping) else set()
    return Meanings(
        kind=result.kind,
        mapping=mapping,
        carried=result.carried | customs,
        known=_values(result, block),
        bad=_bad(result, block),
        questions=result.questions,
        issues=tuple(i for i in result.issues if i.severity != "error" and i.code not in _OF_ROWS),
        spans=result.spans,
    )


def _stacked(
    head: Sheet, columns: list[str], texts: Texts, filler: Mapping[str, str]
) -> tuple[Sheet, pd.DataFrame]:
    """Return a sheet with one row a text, and which column and text each row is about."""
    block = pd.DataFrame(
        [(column, text, n) for column in columns for text, n in texts.get(column, {}).items()],
        columns=["column", "text", "n"],
    ).astype({"column": "str", "text": "str", "n": "int64"})
    cells, distinct = {}, {}
    for column in columns:
        own = (block["column"] == column).to_numpy()
        cells[column] = block["text"].where(own, filler.get(column, "")).astype("str")
        distinct[column] = _weighted(cells[column], np.where(own, block["n"].to_numpy(), 0))
    sheet = replace(
        head,
        cells=pd.DataFrame(cells),
        row_numbers=np.arange(len(block), dtype="int64"),
        rejects=rejects_frame(),
        issues=(),
        _distinct=distinct,
    )
    return sheet, block


def _weighted(column: pd.Series, n: np.ndarray) -> Cells:
    cells = Cells.of(unwrapped(column))
    counts = np.bincount(cells.codes, weights=n, minlength=len(cells.texts)).astype("int64")
    names = column.str.strip(EDGES).str.upper()
    errors = {name: int(n[(names == name).to_numpy()].sum()) for name in cells.errors}
    return replace(cells, counts=counts, errors=errors)


def _values(result: Parsed, block: pd.DataFrame) -> dict[str, pd.DataFrame]:
    kind = KINDS[result.kind]
    rows = result.rows if len(result.rows) else empty_frame(kind)
    about = block.iloc[rows["source_row"].to_numpy()].reset_index(drop=True)
    values = {}
    for mapped in result.mapping:
        own = (about["column"] == mapped.column).to_numpy()
        names = list(mapped.names(kind))
        frame = rows.loc[own, names].reset_index(drop=True)
        values[mapped.column] = frame.assign(text=about.loc[own, "text"].to_numpy())
    return values


def _bad(result: Parsed, block: pd.DataFrame) -> tuple[Bad, ...]:
    codes = {(i.row, i.column): i.code for i in result.issues if i.severity == "error"}
    found = []
    for row, reason in zip(result.rejects["source_row"], result.rejects["reason"], strict=True):
        about = block.iloc[row]
        code = codes.get((row, about["column"]), "bad_value")
        found.append(Bad(about["column"], about["text"], reason, code))
    return tuple(found)
