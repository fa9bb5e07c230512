"""Sheets of a workbook that are plainly not data: hidden ones, instructions, lists of choices."""

import pandas as pd

from lib.ingest.names.headings import is_known, normalised
from lib.ingest.sheet import Sheet
from lib.locale import Message, msg

_WORDS = frozenset(
    {"instruction", "instructions", "readme", "guide", "help", "legend", "glossary", "lookup",
     "lookups", "picklist", "picklists", "choices", "options", "values", "dictionary", "cover",
     "index", "changelog", "about", "notes"}
)  # fmt: skip
_CHINESE_WORDS = (
    "说明", "须知", "指引", "字典", "选项", "枚举", "可选值", "取值", "目录", "封面", "說明",
    "選項",
)  # fmt: skip
_PROSE_CHARACTERS = 60
_FEW_COLUMNS = 2


def skip_reason(sheet: Sheet) -> Message | None:
    """Return why a sheet among others is left out; None when it may hold data.

    A sheet that stands alone in its file is never left out.
    """
    if sheet.n_sheets == 1:
        return None
    if sheet.hidden:
        return msg("The sheet is hidden in the workbook.")
    n_known = sum(map(is_known, sheet.header))
    if _is_named_so(sheet) and n_known * 2 < max(len(sheet.columns), _FEW_COLUMNS):
        return msg("The sheet is called '{name}' and holds no table.", name=sheet.sheet or "")
    if n_known == 0 and _is_prose(sheet.cells):
        return msg("The sheet holds text to read, not rows.")
    if _is_lists(sheet.cells) or (n_known == 0 and len(sheet.columns) == 1):
        return msg("The sheet holds lists of allowed values, not rows.")
    return None


def _is_named_so(sheet: Sheet) -> bool:
    name = normalised(sheet.sheet or "")
    return bool(_WORDS & set(name.split())) or any(word in name for word in _CHINESE_WORDS)


def _is_prose(cells: pd.DataFrame) -> bool:
    """Say whether there are a few columns only, one of them of sentences."""
    longest = max((cells[c].str.len().median() for c in cells.columns), default=0)
    return len(cells.columns) <= _FEW_COLUMNS and longest >= _PROSE_CHARACTERS


def _is_lists(cells: pd.DataFrame) -> bool:
    """Say whether each column is a list of its own: no gaps, no repeats, other lengths."""
    filled = cells != ""
    lengths = filled.sum()
    if len(set(lengths)) == 1:
        return False
    whole = all(filled[c].iloc[: lengths[c]].all() for c in cells.columns)
    return whole and all(cells.loc[filled[c], c].is_unique for c in cells.columns)
