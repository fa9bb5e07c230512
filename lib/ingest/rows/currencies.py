"""Signs of currencies beside amounts: they fill the row's currency, or are warned of."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lib.ingest.issues import Issue, note
from lib.ingest.rows.columns import Understood
from lib.locale import msg, msgs
from lib.model import Kind

CURRENCY = "currency"


def with_currency(
    rows: pd.DataFrame, kind: Kind, found: Sequence[Understood]
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the rows with the currency that a sign beside an amount names, where none is said.

    A kind without a currency keeps bare numbers; more than one sign in a column of it is
    warned of, and so is a sign that contradicts the row's own currency.
    """
    signs = {
        each.target.mapped.column: each.currencies[each.target.cells.codes]
        for each in found
        if each.currencies is not None and (each.currencies != "").any()
    }
    if not signs:
        return rows, []
    if CURRENCY not in kind.names:
        return rows, [_mixed(column, codes) for column, codes in signs.items() if _n(codes) > 1]
    return _filled(rows, signs)


def _n(codes: np.ndarray) -> int:
    return len(set(codes) - {""})


def _filled(
    rows: pd.DataFrame, signs: Mapping[str, np.ndarray]
) -> tuple[pd.DataFrame, list[Issue]]:
    said, several = _one_a_row(list(signs.values()))
    own = rows[CURRENCY]
    other = (said != "") & own.notna().to_numpy() & (own.to_numpy() != said)
    fills = (said != "") & own.isna().to_numpy() & ~several
    issues = []
    column = next(iter(signs))
    if fills.any():
        names = ", ".join(sorted(set(said[fills])))
        message = msgs(
            "The currency of {n} row was taken from the sign beside its amount ({names}).",
            "The currency of {n} rows was taken from the sign beside their amounts ({names}).",
            int(fills.sum()),
            names=names,
        )
        issues.append(note("currency_sign", "info", message, column))
    wrong = other | several
    if wrong.any():
        message = msgs(
            "{n} row carries a currency sign that contradicts its currency.",
            "{n} rows carry a currency sign that contradicts their currency.",
            int(wrong.sum()),
        )
        issues.append(note("currency_conflict", "warning", message, column))
    filled = own.mask(fills, pd.Series(said, index=rows.index, dtype="str"))
    return rows.assign(**{CURRENCY: filled.astype("str")}), issues


def _one_a_row(signs: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the first sign of each row, and which rows carry different ones."""
    said = np.full(len(signs[0]), "", dtype=object)
    several = np.zeros(len(said), dtype=bool)
    for codes in signs:
        several |= (codes != "") & (said != "") & (codes != said)
        said = np.where(said == "", codes, said)
    return said, several


def _mixed(column: str, codes: np.ndarray) -> Issue:
    names = ", ".join(sorted(set(codes) - {""}))
    message = msg(
        "The amounts of '{column}' carry different currencies ({names}); they were read as bare "
        "numbers.",
        column=column,
        names=names,
    )
    return note("mixed_currencies", "warning", message, column)
