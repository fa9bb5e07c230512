"""Rows of fields to a `Sheet`: the header is found, rows that do not fit it are set aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.errors import DeskError
from lib.ingest.header import header_index, unique_names
from lib.ingest.issues import Issue, note
from lib.ingest.limits import HEADER_ROWS, MAX_CELL_CHARACTERS, MAX_COLUMNS
from lib.ingest.sheet import Reject, Sheet, rejects_frame
from lib.locale import msg, msgs

_LOOKED_AT = 3 * HEADER_ROWS  # rows that tell how wide the table is
_SHOWN_CHARACTERS = 60
_FAR_TOO_WIDE = 4 * MAX_COLUMNS

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from, and what was assumed on the way. `first_row` counts from 1."""

    file: str
    sheet: str | None = None
    first_row: int = 1
    encoding: str | None = None
    delimiter: str | None = None
    certain: bool = True
    hidden: bool = False
    n_sheets: int = 1
    issues: tuple[Issue, ...] = ()

    @property
    def title(self) -> str:
        """The file, and the sheet where the file has several."""
        return self.file if self.sheet is None else f"{self.file} / {self.sheet}"


def is_blank(row: Row) -> bool:
    """Say whether no cell of the row holds anything but blanks."""
    return not "".join(row).strip()


def table(origin: Origin, rows: Sequence[Row]) -> Sheet | None:
    """Return the sheet that the rows make up; None when nothing stands under a header.

    Raises DeskError when there are more columns than any real table has, or when more
    rows have another number of fields than the header than have the same.
    """
    widest = max(map(len, rows[:_LOOKED_AT]), default=0)
    if widest > _FAR_TOO_WIDE:  # not worth looking for a header in
        raise _too_wide(origin, widest)
    index = header_index(rows[:_LOOKED_AT])
    header = [cell.strip() for cell in rows[index]] if rows else []
    body = [(index + n, row) for n, row in enumerate(rows[index + 1 :], 1) if not is_blank(row)]
    if is_blank(header) or not body:
        return None
    if len(header) > MAX_COLUMNS:
        raise _too_wide(origin, len(header))
    fitting, misfits = _parted(body, header)
    if len(misfits) > len(fitting):
        raise _does_not_fit(origin, len(header), misfits)
    return _sheet(origin, index, header, fitting, misfits)


Placed = list[tuple[int, Row]]


def _parted(body: Placed, header: list[str]) -> tuple[Placed, Placed]:
    """Part rows that have a field for each heading from those with fewer or more.

    Fields that a header leaves blank at its end may be missing from a row, and a row may
    go on in blanks.
    """
    most = len(header)
    least = max(n for n, heading in enumerate(header, 1) if heading)
    if all(len(row) == most for _, row in body):
        return body, []
    fitting: Placed = []
    misfits: Placed = []
    for place, row in body:
        if len(row) < least or not is_blank(row[most:]):
            misfits.append((place, row))
        else:
            fitting.append((place, [*row[:most], *[""] * (most - len(row))]))
    return fitting, misfits


def _sheet(
    origin: Origin, index: int, header: list[str], fitting: Placed, misfits: Placed
) -> Sheet:
    names = unique_names(header)
    columns = list(zip(*(row for _, row in fitting), strict=False))[: len(header)]
    kept = [n for n, cells in enumerate(columns) if header[n] or not is_blank(cells)]
    cells = pd.DataFrame({names[n]: pd.array(list(columns[n]), dtype="str") for n in kept})
    reasons = [_misfit(origin, place, row, len(header)) for place, row in misfits]
    return Sheet(
        file=origin.file,
        sheet=origin.sheet,
        header=tuple(header),
        header_row=origin.first_row + index,
        cells=cells,
        row_numbers=np.array([origin.first_row + place for place, _ in fitting], dtype="int64"),
        encoding=origin.encoding,
        delimiter=origin.delimiter,
        certain=origin.certain,
        hidden=origin.hidden,
        n_sheets=origin.n_sheets,
        issues=(*origin.issues, *map(_misfit_issue, reasons), *_remarks(header, cells)),
        rejects=rejects_frame(reasons),
    )


def _misfit(origin: Origin, place: int, row: Row, width: int) -> Reject:
    reason = msgs(
        "The row has {n} field, the header has {width}.",
        "The row has {n} fields, the header has {width}.",
        len(row),
        width=str(width),
    )
    return origin.first_row + place, None, " | ".join(row)[:_SHOWN_CHARACTERS], reason


def _misfit_issue(reject: Reject) -> Issue:
    row, _, value, reason = reject
    return Issue("field_count", "error", row, None, value, reason)


def _remarks(header: Sequence[str], cells: pd.DataFrame) -> list[Issue]:
    remarks = []
    repeated = [name for name, n in Counter(header).items() if name and n > 1]
    if repeated:
        remarks.append(
            note(
                "repeated_heading",
                "warning",
                msg(
                    "Several columns are headed {names}; the first keeps the name, the others "
                    "are numbered.",
                    names=", ".join(repeated),
                ),
            )
        )
    longest = max((int(cells[name].str.len().max()) for name in cells.columns), default=0)
    if longest > MAX_CELL_CHARACTERS:
        remarks.append(
            note(
                "long_cell",
                "warning",
                msg("A cell holds more characters than Excel allows; it was kept whole."),
            )
        )
    return remarks


def _too_wide(origin: Origin, width: int) -> DeskError:
    return DeskError(
        "too_large",
        msg(
            "{title} has {n} columns; no more than {most} can be taken in.",
            title=origin.title,
            n=str(width),
            most=str(MAX_COLUMNS),
        ),
        msg("Export only the columns that are needed."),
    )


def _does_not_fit(origin: Origin, width: int, misfits: Placed) -> DeskError:
    place, row = misfits[0]
    return DeskError(
        "damaged",
        msg(
            "{title}: most rows do not fit the header of {width} columns; row {row} has {n}.",
            title=origin.title,
            width=str(width),
            row=str(origin.first_row + place),
            n=str(len(row)),
        ),
        msg("Give every row as many fields as the header, then load the file again."),
    )
