"""A second opinion on an exported report, from its text and its evidence workbook alone.

It knows nothing of `lib` and imports nothing of it: only pandas and openpyxl. A person with the
two files, a spreadsheet and patience would do the same.

    python -m tests.report.independent REPORT.md EVIDENCE.xlsx

1. Every number of a sentence, heading or caption is a value of the register, or part of a day
   or of a quoted name. A number in a table or chart may also be a value, a count or a sum of
   the rows of a table's sheet.
2. Every figure with a recipe, recomputed from the rows of its sheet, gives its value.
"""

import itertools
import math
import re
import sys
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd

Sheets = dict[str, pd.DataFrame]
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:%|[KMB](?![A-Za-z])|万|亿)?")
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_DAYS = re.compile(
    rf"\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}} (?:{_MONTHS}) \d{{4}}|(?:{_MONTHS}) \d{{4}}"
    r"|\d{1,2}[–-]\d{1,2} (?:"
    + _MONTHS
    + r") \d{4}|\d{4}-\d{2}(?:-\d{2})?(?: \d{2}:\d{2}(?: UTC)?)?"
)
_LEAST_NAME = 3  # letters; a shorter text of the data is no name that could hide a number
_MOST_GROUPS = 400
_DIGITS = 15  # what a cell of a workbook holds for sure


def register_of(sheets: Sheets) -> pd.DataFrame:
    """Return the register, which is the first sheet, under names of our own."""
    first = next(iter(sheets.values()))
    names = ["id", "name", "value", "shown", "unit", "currency", "meaning", "version", "period"]
    names += ["filter", "batches", "n", "sheet", "words"]
    renamed = dict(zip(first.columns[: len(names)], names, strict=True))
    return first.rename(columns=renamed)


def read(workbook: Any) -> Sheets:  # noqa: ANN401 - a path or an open file
    """Return every sheet; an empty cell is None, and nothing is taken for a number that is none."""
    found = pd.read_excel(
        workbook,
        sheet_name=None,
        engine="openpyxl",
        dtype=object,
        keep_default_na=False,
        na_values=[""],
    )
    return {name: rows.infer_objects() for name, rows in found.items()}


# Recipes


def _total(values: pd.Series) -> float:
    return math.fsum(float(value) for value in values.dropna())


def _part(rows: pd.DataFrame, column: str, flag: str) -> float | None:
    weights = rows[column].fillna(0.0) if column else pd.Series(1.0, index=rows.index)
    whole = _total(weights)
    return _total(weights[rows[flag].eq(other=True)]) / whole if whole else None


def _ratio(rows: pd.DataFrame, column: str, flag: str) -> float | None:
    whole = _total(rows[flag])
    return _total(rows[column]) / whole if whole else None


def _some(rows: pd.DataFrame, column: str, value: Callable[[pd.Series], float]) -> float | None:
    known = rows[column].dropna()
    return value(known) if len(known) else None


_WAYS: dict[str, Callable[[pd.DataFrame, str, str], float | None]] = {
    "rows": lambda rows, _column, _flag: float(len(rows)),
    "distinct": lambda rows, column, _flag: float(rows[column].nunique()),
    "sum": lambda rows, column, _flag: _some(rows, column, _total) if len(rows) else 0.0,
    "mean": lambda rows, column, _flag: _some(rows, column, lambda k: _total(k) / len(k)),
    "max": lambda rows, column, _flag: _some(rows, column, lambda k: float(k.max())),
    "ratio": _ratio,
    "part": _part,
}


def _same(value: object, found: float | None) -> bool:
    if found is None or pd.isna(value):  # type: ignore[call-overload]
        return found is None and bool(pd.isna(value))  # type: ignore[call-overload]
    given = float(value)  # type: ignore[arg-type]
    return f"{given:.{_DIGITS - 1}g}" == f"{found:.{_DIGITS - 1}g}" or math.isclose(
        given, found, rel_tol=1e-14, abs_tol=1e-9
    )


def figures_that_differ(sheets: Sheets) -> Iterator[str]:
    """Yield a line for each figure whose recipe gives something else, and for rows that lack."""
    for figure in register_of(sheets).to_dict("records"):
        rows = sheets.get(str(figure["sheet"]))
        if rows is None:
            yield f"{figure['id']}: no sheet {figure['sheet']!r}"
            continue
        if len(rows) != int(figure["n"]):
            yield f"{figure['id']}: {len(rows)} rows in the sheet, {figure['n']} in the register"
        if isinstance(figure["how"], str):
            column, flag = (
                x if isinstance(x, str) else "" for x in (figure["column"], figure["flag"])
            )
            found = _WAYS[figure["how"]](rows, column, flag)
            if not _same(figure["value"], found):
                yield f"{figure['id']}: {figure['value']} in the register, {found} from its rows"


def n_recomputed(sheets: Sheets) -> int:
    """Return how many figures have a recipe."""
    return int(register_of(sheets)["how"].notna().sum())


# Texts


def body(markdown: str) -> str:
    """Return the report without the register that is printed after it."""
    return markdown.rpartition("\n## ")[0].replace("\\", "")


def numbers_not_found(markdown: str, sheets: Sheets) -> Iterator[str]:
    """Yield a line for each number of the text that is nowhere in the evidence."""
    register = register_of(sheets)
    shown = {token for text in register["shown"].astype("str") for token in _tokens(text)}
    shown |= {_grouped(float(v)) for v in register["value"] if _is_number(v)}
    names = _names(sheets)
    lang_zh = "年" in markdown.partition("\n")[0]
    in_rows: set[str] | None = None
    for line in body(markdown).splitlines():
        if line.startswith("> “"):  # what a customer said, in the customer's own numbers
            continue
        rest = names(_DAYS.sub(" ", re.sub(r"^#+ \d+ ", "", line)))
        missing = [token for token in _tokens(rest) if token not in shown]
        if missing and (line.startswith("|") or re.match(r"\*[^*]", line)):  # a table, a chart
            in_rows = _of_rows(sheets, zh=lang_zh) if in_rows is None else in_rows
            missing = [token for token in missing if token not in in_rows]
        if missing:
            yield f"{', '.join(missing)} in: {line}"


def _tokens(text: str) -> list[str]:
    return [match[0].rstrip(",") for match in _NUMBER.finditer(text)]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not pd.isna(value)


def _names(sheets: Sheets) -> Callable[[str], str]:
    """Return what takes every text of the evidence that holds a digit out of a line."""
    found: set[str] = set()
    for rows in list(sheets.values())[1:]:
        for column in rows.columns:
            texts = rows[column].dropna()
            texts = texts[texts.map(lambda value: isinstance(value, str))]
            found |= {text for text in texts.unique() if re.search(r"\d", text)}
    first = register_of(sheets)
    found |= {text for text in first["filter"].dropna().astype("str") if re.search(r"\d", text)}
    long = sorted((f for f in found if len(f) >= _LEAST_NAME), key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(text) for text in long) or r"(?!)")
    return lambda line: pattern.sub(" ", line)


def _grouped(value: float) -> str:
    return _rounded(Decimal(repr(abs(float(value)))), 0) if math.isfinite(value) else ""


def _of_rows(sheets: Sheets, *, zh: bool) -> set[str]:
    """Return every value, and every count and sum of a group or of two, of the sheets of tables."""
    register = register_of(sheets)
    named = register.loc[register["id"].str.startswith("table_"), "sheet"].unique()
    tables = [sheets[str(name)] for name in named if len(sheets[str(name)])]
    values = {value for rows in tables for value in _values_of(rows)}
    return {way for value in values for way in _ways(value, zh=zh)}


def _values_of(rows: pd.DataFrame) -> Iterator[float]:
    numbers = [c for c in rows.columns if pd.api.types.is_numeric_dtype(rows[c])]
    yield from (0.0, float(len(rows)))
    for column in numbers:
        yield from _values_in(rows, column, numbers)
    for by in _groupings(rows):
        yield from _values_by(rows, by, numbers)
    for column in rows.columns:
        yield from _listed(rows[column])


def _values_in(rows: pd.DataFrame, column: str, numbers: list[str]) -> Iterator[float]:
    """Yield a column's values and sum, and what holds of the rows in which it is above zero."""
    values = rows[column].astype("float64")
    some = rows[values > 0]  # a count beside each row says of which rows a line speaks
    yield from (float(values.sum()), float(len(some)), len(some) / len(rows))
    yield from values.dropna().unique()
    yield from (float(some[other].sum()) for other in numbers)


def _values_by(rows: pd.DataFrame, by: list[str], numbers: list[str]) -> Iterator[float]:
    """Yield counts, shares and sums of groups; several rows of a customer may count once."""
    groups = rows.groupby(by, dropna=False)
    yield from (n * part for n in groups.size().tolist() for part in (1.0, 1 / len(rows)))
    ways = [groups]
    if "account_id" in rows and "account_id" not in by:
        ways.append(rows.drop_duplicates(["account_id", *by]).groupby(by, dropna=False))
        yield from (float(n) for n in ways[1].size())
    for way in ways:
        for column in numbers:
            yield from way[column].sum().astype("float64").tolist()


def _groupings(rows: pd.DataFrame) -> Iterator[list[str]]:
    named = [c for c in rows.columns if 0 < rows[c].nunique(dropna=False) <= _MOST_GROUPS
             and not pd.api.types.is_float_dtype(rows[c])]  # fmt: skip
    named = [c for c in named if c not in ("account_id", "account_name", "source_row")]
    for column in named:
        yield [column]
    yield from (list(pair) for pair in itertools.combinations(named, 2))


def _listed(column: pd.Series) -> Iterator[float]:
    """Yield how many rows name each of the things that a cell lists ("a|b")."""
    texts = column.dropna()
    if len(texts) and texts.map(lambda value: isinstance(value, str)).all():
        for n in texts.str.split("|").explode().value_counts().tolist():
            yield from (float(n), n / len(column))


def _ways(value: float, *, zh: bool) -> set[str]:
    """Return a value in each way in which a report may write it."""
    size = Decimal(repr(abs(float(value)))) if math.isfinite(value) else Decimal(0)
    units = (("万", 4), ("亿", 8)) if zh else (("K", 3), ("M", 6), ("B", 9))
    ways = {_rounded(size, digits) for digits in (0, 1, 2)}
    ways |= {f"{_rounded(size.scaleb(2), digits)}%" for digits in (0, 1, 2)}
    for unit, places in units:
        ways |= {f"{_rounded(size.scaleb(-places), digits)}{unit}" for digits in (0, 1, 2)}
    return ways | {f"{int(size.scaleb(-2).quantize(Decimal(1), ROUND_HALF_UP)) * 100:,}"}


def _rounded(size: Decimal, digits: int) -> str:
    """Return a number as people round it: a half goes up."""
    return f"{size.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,f}"


def problems(markdown: str, workbook: Any) -> list[str]:  # noqa: ANN401
    """Return every number not found and every figure that differs."""
    sheets = read(workbook)
    return [*numbers_not_found(markdown, sheets), *figures_that_differ(sheets)]


if __name__ == "__main__":
    lines = problems(Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2])
    sys.stdout.write("\n".join(lines) + "\n" if lines else "Every number was found and agrees.\n")
    sys.exit(2 if lines else 0)
