"""A table of texts as it stood in a file, before anything is understood."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, Question
from lib.ingest.values.cells import Cells
from lib.locale import Message

Reject = tuple[int, str | None, str | None, Message]  # row, column, value, reason
REJECT_COLUMNS = ("source_row", "column", "value", "reason")


def rejects_frame(rows: Iterable[Reject] = ()) -> pd.DataFrame:
    """Return one line for each row that stays out: where, what was found, why (a `Message`)."""
    frame = pd.DataFrame(list(rows), columns=list(REJECT_COLUMNS), dtype="object")
    return frame.astype({"source_row": "int64", "column": "str", "value": "str"})


@dataclass(frozen=True)
class Sheet:
    """One table of a file.

    `cells` holds every value as text, blank as "", under `columns`: the headings made
    unique, in file order. `row_numbers` are the rows of the file as a spreadsheet counts
    them. `rejects` are rows that do not fit the header and so are not in `cells`.
    `certain` is False when the encoding is a guess. `n_sheets` counts the file's sheets.
    `questions` must be answered before anything of the sheet is taken in. `titles` are the
    texts above the header; `left_out` are rows under it that are none of the table's own,
    such as totals.
    """

    file: str
    sheet: str | None
    header: tuple[str, ...]
    header_row: int
    cells: pd.DataFrame
    row_numbers: np.ndarray
    encoding: str | None = None
    delimiter: str | None = None
    certain: bool = True
    hidden: bool = False
    n_sheets: int = 1
    issues: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    titles: tuple[str, ...] = ()
    left_out: tuple[int, ...] = ()
    rejects: pd.DataFrame = field(default_factory=rejects_frame)
    _distinct: dict[str, Cells] = field(default_factory=dict, repr=False, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings made unique: what a mapping names."""
        return tuple(self.cells.columns)

    def distinct(self, column: str) -> Cells:
        """Return a column by its distinct texts; worked out once."""
        if column not in self._distinct:
            self._distinct[column] = Cells.of(self.cells[column])
        return self._distinct[column]

    @property
    def n_rows(self) -> int:
        """How many rows that are not blank stand under the header, fitting or not."""
        return len(self.cells) + len(self.rejects)

    @property
    def title(self) -> str:
        """The file, and the sheet where the file has several."""
        return self.file if self.sheet is None else f"{self.file} / {self.sheet}"
