"""As much of a table as a slide holds, with a line that says what was left out."""

from dataclasses import dataclass

from lib.locale import Message, msgs, render
from lib.report.blocks import Report, Table
from lib.report.text import letters
from lib.report.writers.cut import cut
from lib.report.writers.widths import widths

_CELL_LINES = 2
_LETTERS_A_CENTIMETRE = 5.2  # as `widths` reckons


@dataclass(frozen=True, slots=True)
class Grid:
    """The texts of the headings and rows shown, how wide columns are, and how many lines it is."""

    rows: list[list[str]]
    shares: tuple[float, ...]
    lines: int
    left_out: int

    def more(self) -> Message:
        """Say how many rows are not on the slide."""
        return msgs(
            "{n} more row stands in the report and in the evidence workbook",
            "{n} more rows stand in the report and in the evidence workbook",
            self.left_out,
        )


def cut_table(block: Table, report: Report, room: float, lines: int) -> Grid:
    """Return the rows that fit in `lines`, each text cut to its column of `room` letters."""
    rendered = block.rendered(report.register, report.lang)
    rows = [[render(column.heading, report.lang) for column in block.columns], *rendered]
    total = room / _LETTERS_A_CENTIMETRE
    shares = tuple(part / total for part in widths(rows, total))
    wide = [share * room - 1 for share in shares]
    kept: list[list[str]] = []
    used = 0
    for row in rows:
        cells = [cut(t, max(int(w * _CELL_LINES) - 3, 3)) for t, w in zip(row, wide, strict=True)]
        high = any(letters(t) > w for t, w in zip(cells, wide, strict=True))
        needed = _CELL_LINES if high else 1
        if used + needed > lines:
            break
        kept.append(cells)
        used += needed
    return Grid(kept, shares, used, len(rows) - len(kept))
