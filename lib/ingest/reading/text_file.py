"""The answer of the reading process about a text: rows of fields, and what was assumed."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache

from lib.foreign.child import squeezed
from lib.foreign.wire import rows_of
from lib.ingest.answers import DELIMITER, DELIMITER_NAMES, ENCODING
from lib.ingest.names.headings import known_headings
from lib.ingest.progress import Progress, silent
from lib.ingest.reading.foreign import Record, Task, told


@dataclass
class Records:
    """Every row of the text in order, blank ones as []; row n of the file is `rows[n - 1]`."""

    encoding: str
    certain: bool
    delimiter: str
    rows: list[Sequence[str]] = field(default_factory=list)


@cache
def _known() -> tuple[str, ...]:
    return tuple(sorted({squeezed(heading) for heading in known_headings()} - {""}))


def records(file: str, content: bytes, said: Record, progress: Progress = silent) -> Records:
    """Return the rows of a delimited text; `said` may answer its encoding and delimiter.

    Raises DeskError when the bytes are no text, or one whose rows cannot be told apart.
    """
    sign = said.get(DELIMITER)
    options = {
        "known": _known(),
        "encoding": said.get(ENCODING),
        "delimiter": None if sign is None else DELIMITER_NAMES.get(sign, sign),
    }
    found = Records("", certain=False, delimiter="")
    separator_line = False
    with closing(told(Task(file, content, "text", options, progress))) as answer:
        for record, cells in answer:
            if "rows" in record:
                found.rows += rows_of(record, cells)
            elif "encoding" in record:
                found = Records(record["encoding"], record["certain"], record["delimiter"])
                separator_line = record["separator_line"]
    if separator_line and found.rows:
        found.rows[0] = []
    return found
