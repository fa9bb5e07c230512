"""Rows that belong to no customer: totals, subtotals, notes and comments under a table."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.ingest.tables.grid import Row, filled, is_comment
from lib.ingest.values.cells import Cells, folded
from lib.ingest.values.numbers import Decimal, is_number, parsed, scanned
from lib.locale import Message, msg

_LOOKED_AT = 40  # rows from the end
_SUMMED = 4  # columns whose sum is compared
_CLOSE = 0.005
_FIRST_COLUMNS = 4
_SENTENCE = 25
_LONGEST = 64
_PAIR = 2  # a note and what it says
_WIDE = 3  # columns of a table beside which a row of one cell stands out
_LABEL = re.compile(
    r"(?:(?:total )?(?:number of )?(?:records?|rows?|results?|entries)(?: count)?"
    r"|(?:report |exported |generated |created |printed )(?:date|on|at|by|time)"
    r"|(?:总)?(?:记录|条)数|(?:导出|制表|打印|生成|下载)(?:时间|人|日期|于)|制表|备注)\s*[:：]?",
    re.IGNORECASE,
)

_SURE = frozenset(
    {"合计", "总计", "小计", "总合计", "累计", "合計", "總計", "小計", "grand total",
     "grand totals", "subtotal", "sub total", "sub-total", "subtotals", "gesamtsumme"}
)  # fmt: skip
_MAYBE = frozenset(
    {"total", "totals", "sum", "total sum", "汇总", "总数", "總數", "average", "avg", "mean",
     "平均", "平均值", "均值", "summe", "gesamt"}
)  # fmt: skip
# What a report writes beside a total, as Salesforce does: `Subtotal | Sum | 15,000`.
_AGGREGATES = frozenset(
    {"sum", "count", "avg", "average", "record count", "求和", "计数", "平均值", "計數"}
)  # fmt: skip
_GROUP_ENDINGS = (" total", " subtotal", "小计", "合计", "汇总", "小計", "合計")
_COUNTED = re.compile(
    r"""^(?P<word>.*?)\s*[:：]?\s*(?:[(\[（]?\s*(?:共\s*)?[\d,]+\s*
    (?:records?|rows?|items?|customers?|accounts?|entries|条|家|个|行|户|笔|名|項|项)?\s*[)\]）]?)?$""",
    re.VERBOSE,
)
_NOTE = re.compile(
    r"""^(?:(?:this\ )?(?:report|export|file|data|list)?\s*(?:was\ )?
    (?:generated|exported|created|printed|produced|downloaded)\ (?:on|by|at|from|:)
    |(?:total\ )?(?:number\ of\ )?(?:records?|rows?)(?:\ count)?\s*[:=]
    |[\d,]+\ (?:records?|rows?|items?|results?)\b|end\ of\ (?:report|file|data|list)
    |page\ \d+|©|copyright\b|confidential\b|notes?\s*:|source\s*:|disclaimer\b
    |共\s*[\d,]+\s*[条家个行户笔名]|(?:导出|制表|打印|生成|下载|匯出|製表)(?:时间|人|日期|于|時間)?\s*[:：]
    |(?:备注|说明|注|注意|備註|說明)\s*[:：]|第\s*\d+\s*页)""",
    re.VERBOSE | re.IGNORECASE,
)


def outside(rows: Sequence[Row], gaps: frozenset[int], width: int) -> dict[int, Message]:
    """Return why some rows at the start and the end of a table's rows are none of its own.

    `gaps` are the rows that a blank row precedes, `width` is the number of columns.
    """
    start = _footer(rows, gaps, width)
    found = {n: msg("a note under the table") for n in range(start, len(rows))}
    for n in range(start - 1, max(start - 1 - _LOOKED_AT, -1), -1):
        reason = _reason(rows, n, after_gap=n in gaps, width=width)
        if reason is None:
            break
        found[n] = reason
    if rows and 0 not in found and _is_grand_total(rows[0]):
        found[0] = _total_reason(filled(rows[0]))
    return found


def _footer(rows: Sequence[Row], gaps: frozenset[int], width: int) -> int:
    """Return where the block of notes at the end begins; the number of rows when there is none.

    Reports close with lines of one cell after a blank row, such as `Confidential …`, who
    made it and for whom; not each of them says by itself that it is a note.
    """
    start = len(rows)
    while start and len(rows) - start < _LOOKED_AT and _is_single(rows[start - 1]):
        start -= 1
    if width < _WIDE:
        return len(rows)
    notes = [n for n in range(start, len(rows)) if _NOTE.search(filled(rows[n])[0])]
    begun = [n for n in range(start, len(rows)) if n in gaps and notes and n <= notes[-1]]
    return min([*begun, *notes[:1]], default=len(rows)) if start else len(rows)


def _is_single(row: Row) -> bool:
    return bool(row) and bool(row[0].strip()) and len(filled(row)) == 1


def _reason(rows: Sequence[Row], n: int, *, after_gap: bool, width: int) -> Message | None:
    row = rows[n]
    cells = filled(row)
    if is_comment(row):
        return msg("a comment")
    if len(cells) == 1 and width > 1 and _is_note(cells[0], after_gap=after_gap):
        return msg("a note under the table")
    if len(cells) == _PAIR and width > _PAIR and _LABEL.fullmatch(cells[0]):
        return msg("a note under the table")
    if _is_grand_total(row) or _is_aggregate(row) or _is_total(rows, n, after_gap=after_gap):
        return _total_reason(cells)
    return None


def _total_reason(cells: Sequence[str]) -> Message:
    word = next((c for c in cells if not is_number(folded(c))), "")
    return msg("a row of totals ({word})", word=word)


def _is_note(text: str, *, after_gap: bool) -> bool:
    if _NOTE.search(text):
        return True
    return after_gap and len(text) >= _SENTENCE and (" " in text or text.endswith(("。", ".")))


def _word(text: str) -> str:
    """Return a total's word without its count: `合计（12家）`, `Total: 12 rows`."""
    if len(text) > _LONGEST:
        return text
    bare = unicodedata.normalize("NFKC", text).casefold().strip(" *:-")
    match = _COUNTED.match(bare)
    word = (match["word"] if match else bare).strip(" *:-")
    return word if word.isascii() else "".join(word.split())


def _others(cells: Sequence[str], word: str) -> list[str]:
    return [
        c
        for c in cells
        if c != word and c not in {"-", "--", "—", "/"} and c.casefold() not in _AGGREGATES
    ]


def _is_aggregate(row: Row) -> bool:
    """Say whether a row holds figures and what they are, and begins blank: `| | | Count | 2`."""
    cells = filled(row)
    words = [c for c in cells if c.casefold() in _AGGREGATES]
    if not words or row[0].strip() or len(cells) == len(words):
        return False
    return all(is_number(folded(c)) for c in cells if c not in words)


def _is_grand_total(row: Row) -> bool:
    """Say whether a row holds a word that is nobody's name, and else nothing but numbers."""
    cells = filled(row)
    words = [c for c in cells if _word(c) in _SURE]
    if not words or len(words) > 1:
        return False
    first = cells[0] == words[0] or not row[0].strip()
    last = cells[-1] == words[0]
    return (first or last) and all(is_number(folded(c)) for c in _others(cells, words[0]))


def _is_total(rows: Sequence[Row], n: int, *, after_gap: bool) -> bool:
    """Say whether a row headed `Total` is one: without an id, its numbers those of the rows above.

    `Total` is also the name of a company.
    """
    cells = filled(rows[n])
    if not cells or _word(cells[0]) not in _MAYBE:
        return False
    others = _others(cells, cells[0])
    if not all(is_number(folded(c)) for c in others):
        return False
    if any(c.casefold() in _AGGREGATES for c in cells[1:]):
        return True
    return _sums(rows, n) if others else after_gap


def _sums(rows: Sequence[Row], n: int) -> bool:
    """Say whether a number of row `n` is the sum or the mean of those above it."""
    row = rows[n]
    places = [c for c, cell in enumerate(row) if is_number(folded(cell.strip()))]
    above = [r for r in rows[:n] if not _is_grand_total(r)] if n <= _LOOKED_AT else rows[:n]
    return any(
        _is_sum(row[c], [r[c] if c < len(r) else "" for r in above]) for c in places[:_SUMMED]
    )


def _is_sum(total: str, cells: Sequence[str]) -> bool:
    numbers = _numbers([*cells, total])
    return _is_one_of(numbers[-1], numbers[:-1])


def _is_one_of(wanted: float, figures: np.ndarray) -> bool:
    """Say whether a figure is the sum, the mean or the number of others."""
    found = figures[~np.isnan(figures)]
    if not len(found) or np.isnan(wanted):
        return False
    return any(_is_close(wanted, figure) for figure in (found.sum(), found.mean(), len(found)))


def _is_close(one: float, other: float) -> bool:
    return bool(abs(one - other) <= _CLOSE * max(abs(one), abs(other)) and one != 0)


def _numbers(cells: Sequence[str]) -> np.ndarray:
    scan = scanned(Cells.of(pd.Series(list(cells), dtype="str")))
    return parsed(scan, Decimal(0, 0)).meant.astype("float64")[scan.cells.codes]


def subtotals(cells: pd.DataFrame) -> dict[int, Message]:
    """Return the rows amid a table that sum up others: `小计`, or `East Total` below East."""
    found: dict[int, Message] = {}
    for name in cells.columns[:_FIRST_COLUMNS]:
        column = cells[name].str.strip()
        lower = column.str.lower()
        likely = np.flatnonzero(lower.str.endswith(_GROUP_ENDINGS) | lower.isin(_SURE))
        if not len(likely) or len(likely) * 2 > len(cells):  # a column of such words is data
            continue
        groups = _Groups(cells, column)
        for n in map(int, likely):
            row = tuple(cells.iloc[n])
            if n not in found and (_is_grand_total(row) or groups.is_total(n, row)):
                found[n] = _total_reason(filled(row))
    for n in sorted(found):
        _add_counts_under(cells, n, found)
    return found


def _add_counts_under(cells: pd.DataFrame, n: int, found: dict[int, Message]) -> None:
    """Add the rows right under a subtotal that go on with it: `| | | Count | 2`."""
    while (n := n + 1) < len(cells) and n not in found:
        row = tuple(cells.iloc[n])
        if not _is_aggregate(row):
            return
        found[n] = _total_reason(filled(row))


class _Groups:
    """The rows that have the same text in one column, and the figures of all columns."""

    def __init__(self, cells: pd.DataFrame, column: pd.Series) -> None:
        """Take the table and the column that names the groups."""
        self._cells = cells
        self._column = column.to_numpy(object)
        self._rows = column.groupby(self._column).indices
        self._figures: dict[int, np.ndarray] = {}

    def is_total(self, n: int, row: Row) -> bool:
        """Say whether a row sums up those above it that have its name without `Total`."""
        text = str(self._column[n])
        ending = next((e for e in _GROUP_ENDINGS if text.lower().endswith(e)), "")
        group = text[: len(text) - len(ending)].strip()
        if not ending or not all(is_number(folded(c)) for c in _others(filled(row), text)):
            return False
        members = np.asarray(self._rows.get(group, ()), dtype="int64")
        members = members[members < n]
        places = [c for c, cell in enumerate(row) if is_number(folded(cell.strip()))]
        return len(members) > 0 and any(self._sums(c, members, n) for c in places[:_SUMMED])

    def _sums(self, place: int, members: np.ndarray, n: int) -> bool:
        if place not in self._figures:
            self._figures[place] = _numbers(self._cells.iloc[:, place].tolist())
        return _is_one_of(self._figures[place][n], self._figures[place][members])
