"""Usage with one column a period, made long: one row for each customer, measure and period."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.ingest.answers import DATES
from lib.ingest.issues import Question, note
from lib.ingest.names.headings import known_headings, normalised
from lib.ingest.shapes.periods import (
    DAY,
    MONTH,
    QUARTER,
    WEEK,
    Spelled,
    days_of,
    order_of,
    spelled,
    step_of,
    text_of,
    year_of,
)
from lib.ingest.sheet import Sheet
from lib.ingest.values.cells import folded
from lib.ingest.values.days import DAY_FIRST, MONTH_FIRST
from lib.ingest.values.numbers import is_number
from lib.locale import msg

_LEAST_PERIODS = 2
_MOST_OTHERS = 8
_SAMPLE = 2000
_NUMBERS = 0.9
_REFERENCES = frozenset({"account_id", "account_name", "contract_id", "user_email"})
_MONEY = re.compile(
    r"\b(?:m?arr|mrr|revenue|amount|billing|invoiced?|sales|price|cost|fee|bookings?)\b"
    r"|收入|金额|销售额|费用|营收|回款|开票",
    re.IGNORECASE,
)
TOTALS = frozenset(
    {"total", "totals", "grand total", "sum", "average", "avg", "mean", "合计", "总计", "小计",
     "平均", "合計", "總計", "trend", "ytd"}
)  # fmt: skip
_MEASURES = frozenset(
    {"metric", "measure", "indicator", "item", "kpi", "usage type", "指标", "指標", "项目", "度量",
     "统计项", "類型", "类型"}
)  # fmt: skip
_EMPTY_WORDS = frozenset(
    {"usage", "count", "events", "total", "n", "使用次数", "次数", "用量", "使用量", "数量"}
)  # fmt: skip
PERIOD_NAMES = {QUARTER: "period", MONTH: "month", WEEK: "week", DAY: "date"}


@dataclass(frozen=True)
class _Column:
    """A column that counts something (`measure`, may be blank) in one period."""

    name: str
    measure: str
    period: Spelled


def long_usage(sheet: Sheet, answers: Mapping[str, str]) -> Sheet | None:
    """Return the sheet with a row a period; None when its columns are no periods of usage."""
    columns = _period_columns(sheet)
    names = {column.name for column in columns}
    others = [name for name in sheet.columns if name not in names]
    if len(columns) < _LEAST_PERIODS or names & set(answers) or not _is_usage(sheet, others):
        return None
    if len({column.measure for column in columns}) > 1 and any(map(_says_what, others)):
        return None  # what is counted is said twice, in another way
    if not hold_numbers(sheet.cells, [column.name for column in columns]):
        return None
    order = order_of(_periods(columns), answers.get(DATES))
    if order is None:  # read in one way for the time being, so that it can be asked about
        return _long(_asked(sheet, columns), (columns, others), DAY_FIRST, DAY)
    length = _length(columns, order)
    return None if length is None else _long(sheet, (columns, others), order, length)


def _period_columns(sheet: Sheet) -> list[_Column]:
    year = year_of((sheet.sheet or "", *sheet.titles, sheet.file))
    found = [(name, _split(name, year)) for name in sheet.columns]
    return [_Column(name, *split) for name, split in found if split is not None]


def _split(heading: str, year: int | None) -> tuple[str, Spelled] | None:
    """Part a heading into a measure and a period: `Logins 2026-01`, `2026年1月 登录`."""
    whole = spelled(heading, year)
    if whole is not None:
        return "", whole
    words = [word.strip("-–—:：()（）[]|·_") for word in heading.split()]
    words = [word for word in words if word]
    for n in range(len(words) - 1, 0, -1):
        for period, rest in ((words[:n], words[n:]), (words[-n:], words[:-n])):
            found = spelled(" ".join(period), year)
            if found is not None:
                return " ".join(rest), found
    return None


def _periods(columns: Sequence[_Column]) -> list[Spelled]:
    """Return each period once, in the order of the columns."""
    return list(dict.fromkeys(column.period for column in columns))


def _is_usage(sheet: Sheet, others: Sequence[str]) -> bool:
    """Say whether the other columns name the customer, and nothing speaks of money or much else."""
    if len(others) > _MOST_OTHERS or speaks_of_money(sheet):
        return False
    known = [k for name in others for k in known_headings().get(normalised(name), ())]
    return any(k.kind.name == "usage" and k.column.name in _REFERENCES for k in known)


def speaks_of_money(sheet: Sheet) -> bool:
    """Say whether a name, title or heading of the sheet is about money."""
    texts = (sheet.sheet or "", sheet.file, *sheet.titles, *sheet.columns)
    return any(_MONEY.search(re.sub("_", " ", text)) for text in texts)


def _says_what(name: str) -> bool:
    known = known_headings().get(normalised(name), ())
    return _own_name(name) == "event" or any(k.field == "usage.event" for k in known)


def hold_numbers(cells: pd.DataFrame, names: Sequence[str]) -> bool:
    """Say whether nearly all of the first filled cells of these columns are numbers."""
    head = cells[list(names)].head(max(_SAMPLE // len(names), 1))
    filled = [bare for name in names for cell in head[name] if (bare := cell.strip())]
    numbers = sum(is_number(folded(text)) for text in filled)
    return bool(filled) and numbers >= _NUMBERS * len(filled)


def _length(columns: Sequence[_Column], order: str) -> str | None:
    lengths = {column.period.length for column in columns}
    if len(lengths) > 1:
        return None
    length = lengths.pop()
    return step_of(days_of(_periods(columns), order)) if length == DAY else length


def _asked(sheet: Sheet, columns: Sequence[_Column]) -> Sheet:
    message = msg(
        "In {title} the days in the headings ({example}) fit both day first and month first.",
        title=sheet.title,
        example=columns[0].name,
    )
    remedy = msg("Answer dates with day_first or month_first.")
    question = Question(DATES, message, (DAY_FIRST, MONTH_FIRST), None, remedy, DATES)
    return replace(sheet, questions=(*sheet.questions, question), _distinct={})


def _long(sheet: Sheet, parts: tuple[list[_Column], list[str]], order: str, length: str) -> Sheet:
    columns, others = parts
    totals = [name for name in others if normalised(name) in TOTALS]
    kept = [name for name in others if name not in totals]
    values = np.column_stack([sheet.cells[c.name].str.strip().to_numpy(object) for c in columns])
    rows, places = np.nonzero(values != "")
    table = {_own_name(name): sheet.cells[name].to_numpy(object)[rows] for name in kept}
    table |= _measured(columns, places, table)
    days = [text_of(day, length) for day in days_of([c.period for c in columns], order)]
    table[PERIOD_NAMES[length]] = np.array(days, dtype=object)[places]
    table["count"] = values[rows, places]
    cells = pd.DataFrame(
        {name: pd.array(list(cells), dtype="str") for name, cells in table.items()}
    )
    message = msg(
        "{n} columns, from {first} to {last}, hold counts of one period each; they were read as "
        "one row each. Blank cells make no row.",
        n=str(len(columns)),
        first=columns[0].name,
        last=columns[-1].name,
    )
    return replace(
        sheet,
        cells=cells,
        row_numbers=sheet.row_numbers[rows],
        issues=(*sheet.issues, note("wide_periods", "info", message)),
        questions=tuple(q for q in sheet.questions if q.column in cells.columns or not q.column),
        _distinct={},
    )


def _own_name(name: str) -> str:
    """Return the name of a column that stays; one that says what is counted becomes the event."""
    return "event" if normalised(name) in _MEASURES else name


def _measured(
    columns: Sequence[_Column], places: np.ndarray, table: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Return the column of events, where the headings name what they count."""
    measures = [c.measure if normalised(c.measure) not in _EMPTY_WORDS else "" for c in columns]
    if not any(measures) or "event" in table:
        return {}
    return {"event": np.array(measures, dtype=object)[places]}
