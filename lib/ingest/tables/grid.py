"""A grid of texts as it stands in a file, and where it comes from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lib.ingest.even_rows import Row
from lib.ingest.issues import Issue
from lib.ingest.names.headings import is_known

Rows = Sequence[Row]
Range = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0

__all__ = ["Origin", "Row", "Rows", "filled", "is_blank", "is_comment"]

_COMMENT = re.compile(r"#+[\s\-=*]|//")
_REMARK = re.compile(r"#[^\W\d].*\s")  # `#exported by us`, but neither `#1` nor `#N/A`
_MOST_MERGED = 50_000  # a workbook may claim any number of ranges


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from, and what was assumed on the way. `first_row` counts from 1.

    `header_row` is the answer to where the header stands, as a spreadsheet counts; 0 says
    that there is none. `merged` are ranges and `hidden_columns` places in the grid of
    rows, both from 0. `ragged` is the answer to what becomes of rows with another number
    of fields than the header.
    """

    file: str
    sheet: str | None = None
    first_row: int = 1
    encoding: str | None = None
    delimiter: str | None = None
    certain: bool = True
    hidden: bool = False
    n_sheets: int = 1
    issues: tuple[Issue, ...] = ()
    header_row: int | None = None
    merged: tuple[Range, ...] = ()
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    ragged: str | None = None

    @property
    def title(self) -> str:
        """The file, and the sheet where the file has several."""
        return self.file if self.sheet is None else f"{self.file} / {self.sheet}"

    def cut(self, top: int, left: int = 0, height: int | None = None) -> "Origin":
        """Return the origin of a piece of the grid that begins at row `top`, column `left`."""
        last = None if height is None else top + height - 1
        merged = tuple(
            (r1 - top, c1 - left, r2 - top, c2 - left)
            for r1, c1, r2, c2 in self.merged[:_MOST_MERGED]
            if r2 >= top and c2 >= left and (last is None or r1 <= last)
        )
        hidden = frozenset(c - left for c in self.hidden_columns if c >= left)
        return replace(self, first_row=self.first_row + top, merged=merged, hidden_columns=hidden)


def is_blank(row: Row) -> bool:
    """Say whether no cell of the row holds anything but blanks."""
    return not any(map(str.strip, row))


def filled(row: Row) -> list[str]:
    """Return the cells of a row that are not blank, trimmed."""
    return [bare for cell in row if (bare := cell.strip())]


def is_comment(row: Row) -> bool:
    """Say whether a row is a comment line: `# Exported by …`, `// …`.

    A comment may have fallen apart at its commas; a heading may be called `# of seats`.
    """
    cells = filled(row)
    if not cells or not row[0].strip().startswith(("#", "//")):
        return False
    if len(cells) == 1:
        return bool(_COMMENT.match(cells[0]) or _REMARK.match(cells[0]))
    return bool(_COMMENT.match(cells[0])) and sum(map(is_known, cells)) < 2  # noqa: PLR2004
