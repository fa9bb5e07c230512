"""Texts that a program wrote as formulas, `="00123"`, so that a spreadsheet keeps their zeros."""

import re
from collections.abc import Mapping

import pandas as pd

from lib.ingest.issues import Issue, note
from lib.locale import msgs

_BEGIN = '="'
_WRAPPED = re.compile(r'\A="((?:[^"]|"")*)"\s*\Z')


def unwrapped(column: pd.Series) -> pd.Series:
    r"""Return a column of a delimited file with such texts bare.

    >>> unwrapped(pd.Series(['="001"', "2", '="a""b"', "=1+1"], dtype="str")).tolist()
    ['001', '2', 'a"b', '=1+1']
    """
    if not column.str.startswith(_BEGIN).any():
        return column
    return column.map(_bare).astype("str")


def all_unwrapped(cells: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Issue, ...]]:
    """Return the cells of a delimited file with such texts bare, and say how many there were."""
    bare = {name: unwrapped(cells[name]) for name in cells.columns}
    changed: Mapping[str, pd.Series] = {n: c for n, c in bare.items() if c is not cells[n]}
    n_changed = sum(int((column != cells[name]).sum()) for name, column in changed.items())
    if not n_changed:
        return cells, ()
    message = msgs(
        "{n} text was written as a formula that only keeps it as it is; the text was read.",
        "{n} texts were written as formulas that only keep them as they are; the texts were read.",
        n_changed,
    )
    return cells.assign(**changed), (note("formula_texts", "info", message),)


def _bare(text: str) -> str:
    found = _WRAPPED.match(text)
    return found[1].replace('""', '"') if found else text
