"""Flags: yes and no in the spellings of exports."""

import numpy as np

from lib.ingest.values.cells import Cells, Meanings, reasons_of
from lib.locale import msg

YES = frozenset(
    ["true", "t", "yes", "y", "1", "1.0", "on", "✓", "✔", "√", "是", "对", "真", "有", "已", "启用"]
)
NO = frozenset(
    [
        "false",
        "f",
        "no",
        "n",
        "0",
        "0.0",
        "off",
        "✗",
        "✘",
        "×",
        "否",
        "不是",
        "不",
        "假",
        "无",
        "未",
        "没有",
        "停用",
    ]
)


def parsed(cells: Cells) -> Meanings:
    """Return True, False or None for each distinct text."""
    values = np.array([_flag(text.casefold()) for text in cells.folded], dtype=object)
    bad = np.array([value is None for value in values], dtype=bool) & ~cells.nothing
    why = {"not_a_flag": msg("This is neither yes nor no.")}
    return Meanings(values, reasons_of(bad, "not_a_flag"), why)


def _flag(word: str) -> bool | None:
    if word in YES:
        return True
    return False if word in NO else None
