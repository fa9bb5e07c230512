"""Tables that end with their header: a month without tickets is exported so."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.ingest.names.headings import is_known
from lib.ingest.sheet import Sheet
from lib.ingest.tables.grid import Origin, Row, is_blank
from lib.ingest.tables.header import unique_names

_LEAST_KNOWN = 2
_KNOWN_SHARE = 0.5


def without_rows(origin: Origin, rows: Sequence[Row]) -> tuple[Sheet, ...]:
    """Return the sheet whose last row is a header of ours; nothing when it may be anything."""
    filled = [n for n, row in enumerate(rows) if not is_blank(row)]
    if not filled:
        return ()
    header = tuple(cell.strip() for cell in rows[filled[-1]])
    named = [cell for cell in header if cell]
    n_known = sum(map(is_known, named))
    if n_known < max(_LEAST_KNOWN, _KNOWN_SHARE * len(named)):
        return ()
    return (
        Sheet(
            file=origin.file,
            sheet=origin.sheet,
            header=header,
            header_row=origin.first_row + filled[-1],
            cells=pd.DataFrame({name: pd.Series(dtype="str") for name in unique_names(header)}),
            row_numbers=np.array([], dtype="int64"),
            encoding=origin.encoding,
            delimiter=origin.delimiter,
            certain=origin.certain,
            n_sheets=origin.n_sheets,
            issues=origin.issues,
        ),
    )
