"""Usage with the periods down and one column a customer, made long: a row for each of both."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.ingest.answers import ACROSS, COUNTS, CUSTOMERS
from lib.ingest.issues import Question, note
from lib.ingest.names.headings import known_headings, normalised
from lib.ingest.shapes.periods import DAY, Spelled, days_of, spelled, step_of, text_of, year_of
from lib.ingest.shapes.wide import PERIOD_NAMES, TOTALS, hold_numbers, speaks_of_money
from lib.ingest.sheet import Sheet
from lib.ingest.values.days import DAY_FIRST
from lib.locale import msg
from lib.model.company_names import has_legal_form

_LEAST = 2  # of periods, and of customers
_MOST = 0.5  # of the headings have to look like customers, where nothing else says that they are
_ACCOUNT = frozenset({"account_id", "account_name"})
_ID = re.compile(r"(?P<start>[^\W\d_]{0,8}[-_ #]?)\d{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = re.compile(r"\s*[/\\|×]\s*")
_USAGE = re.compile(
    r"usage|log-?ins?\b|events?\b|sessions?\b|active|visits|使用|用量|登[录錄]|活[跃躍]|次[数數]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Table:
    """Which column holds the periods, which stand for customers, and which rows are periods."""

    sheet: Sheet
    corner: str
    customers: tuple[str, ...]
    rows: np.ndarray
    periods: tuple[Spelled, ...]


def usage_across(sheet: Sheet, answers: Mapping[str, str]) -> Sheet | None:
    """Return the sheet with a row for each period and customer; None when it is another table.

    Headings that may as well be what is counted are asked about.
    """
    table = _table(sheet)
    said = answers.get(ACROSS)
    if table is None or said == COUNTS or set(sheet.columns) & set(answers):
        return None
    length = _length(table.periods)
    if length is None or not hold_numbers(sheet.cells.iloc[table.rows], table.customers):
        return None
    if said == CUSTOMERS or _are_customers(table):
        return _long(table, length)
    return _asked(_long(table, length), table) if _is_about_usage(table) else None


def _table(sheet: Sheet) -> _Table | None:
    if len(sheet.columns) <= _LEAST or speaks_of_money(sheet):
        return None
    corner, *rest = sheet.columns
    customers = tuple(name for name in rest if normalised(name) not in TOTALS)
    if len(customers) < _LEAST or any(map(_is_something_else, customers)):
        return None
    texts = sheet.cells[corner].str.strip()
    rows = np.flatnonzero(~texts.map(normalised).isin(TOTALS).to_numpy())
    year = year_of((sheet.sheet or "", *sheet.titles, sheet.file))
    found = [spelled(text, year) for text in texts.iloc[rows]]
    periods = tuple(period for period in found if period is not None)
    if len(periods) < max(len(rows), _LEAST) or len(set(periods)) < len(periods):
        return None
    return _Table(sheet, corner, customers, rows, periods)


def _is_something_else(heading: str) -> bool:
    """Say whether a heading is one that some kind knows, a year or a period."""
    known = normalised(heading) in known_headings()
    return known or _YEAR.fullmatch(heading) is not None or spelled(heading) is not None


def _length(periods: Sequence[Spelled]) -> str | None:
    """Return how long the periods are; a day whose order is open is settled by its column."""
    lengths = {period.length for period in periods}
    if len(lengths) > 1:
        return None
    length = lengths.pop()
    is_open = any(period.month_first for period in periods)
    return length if length != DAY or is_open else step_of(days_of(periods, DAY_FIRST))


def _are_customers(table: _Table) -> bool:
    """Say whether the corner or the headings themselves say that each column is a customer."""
    parts = [known for part in _PARTS.split(table.corner)
             for known in known_headings().get(normalised(part), ())]  # fmt: skip
    if any(known.column.name in _ACCOUNT for known in parts):
        return True
    named = sum(map(has_legal_form, table.customers))
    return _are_ids(table.customers) or named > _MOST * len(table.customers)


def _are_ids(headings: Sequence[str]) -> bool:
    """Say whether all headings are numbers alike: `A-0001`, `A-0002`."""
    found = [_ID.fullmatch(heading.strip()) for heading in headings]
    return all(found) and len({match["start"] for match in found if match}) == 1


def _is_about_usage(table: _Table) -> bool:
    sheet = table.sheet
    return any(
        _USAGE.search(text) for text in (sheet.file, sheet.sheet or "", table.corner, *sheet.titles)
    )


def _asked(sheet: Sheet, table: _Table) -> Sheet:
    message = msg(
        "In {title} each row is a period. Are the columns ({first}, {second}, …) customers, or "
        "what was counted?",
        title=sheet.title,
        first=table.customers[0],
        second=table.customers[1],
    )
    remedy = msg("Answer across with customers or counts.")
    question = Question(ACROSS, message, (CUSTOMERS, COUNTS), None, remedy, ACROSS)
    return replace(sheet, questions=(*sheet.questions, question), _distinct={})


def _long(table: _Table, length: str) -> Sheet:
    sheet, customers = table.sheet, list(table.customers)
    counts = sheet.cells[customers].iloc[table.rows]
    values = np.column_stack([counts[name].str.strip().to_numpy(object) for name in customers])
    rows, places = np.nonzero(values != "")
    days = np.array(_texts(table, length), dtype=object)
    account = "account_id" if _are_ids(customers) else "account_name"
    found = {
        account: np.array(customers, dtype=object)[places],
        PERIOD_NAMES[length]: days[rows],
        "count": values[rows, places],
    }
    cells = pd.DataFrame(
        {name: pd.array(list(cells), dtype="str") for name, cells in found.items()}
    )
    message = msg(
        "{n} columns, from {first} to {last}, are one customer each; their counts were read as "
        "one row for each customer and period. Blank cells make no row.",
        n=str(len(customers)),
        first=customers[0],
        last=customers[-1],
    )
    return replace(
        sheet,
        cells=cells,
        row_numbers=sheet.row_numbers[table.rows][rows],
        issues=(*sheet.issues, note("customers_across", "info", message)),
        questions=tuple(q for q in sheet.questions if not q.column),
        _distinct={},
    )


def _texts(table: _Table, length: str) -> list[str]:
    """Return the periods as texts; days whose order is open as they stand, to be asked about."""
    if any(period.month_first for period in table.periods):
        own = table.sheet.cells[table.corner].str.strip().to_numpy(object)
        return [str(text) for text in own[table.rows]]
    return [text_of(period.first, length) for period in table.periods]
