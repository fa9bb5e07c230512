"""Attributes of accounts as numbers or categories, whatever the source wrote them as."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.risk.bands import Floats, Ints

# So few different numbers are names of groups (0 and 1, a rating), not amounts.
FEW_VALUES = 6
_NEARLY_ALL = 0.95
_MISSING = -1


@dataclass(frozen=True, eq=False, kw_only=True)
class Attribute:
    """One column: `numbers` (NaN: blank) when it is an amount, else `codes` of `categories`.

    Code -1 is a blank cell; categories are ordered by how many accounts have them.
    """

    name: str
    codes: Ints
    categories: tuple[str, ...]
    numbers: Floats | None = None
    days: pd.Series | None = None

    @property
    def blank(self) -> "np.typing.NDArray[np.bool_]":
        """Which accounts have nothing in it."""
        return self.codes == _MISSING

    @property
    def n_values(self) -> int:
        """How many different values there are."""
        return len(self.categories)

    def share_of_largest(self, n: int) -> float:
        """Return the share of the filled cells that hold one of the n commonest values."""
        filled = self.codes[~self.blank]
        return float((filled < n).mean()) if filled.size else 0.0


def attribute(values: pd.Series) -> Attribute:
    """Read a column: blanks, then numbers, then days, else categories."""
    texts = values.astype("str").str.strip()
    texts = texts.where(values.notna() & texts.ne(""))
    counts = texts.value_counts()
    counts = counts[counts > 0]
    order = sorted(counts.index, key=lambda text: (-counts[text], text))
    codes = pd.Categorical(texts, categories=order).codes.astype(np.int64)
    numbers = _numbers(texts)
    return Attribute(
        name=str(values.name),
        codes=codes,
        categories=tuple(order),
        numbers=numbers if len(order) > FEW_VALUES else None,
        days=_days(texts) if numbers is None else None,
    )


def _numbers(texts: pd.Series) -> Floats | None:
    """Return a column as numbers (1,234.5 and 12 % too), unless more than a few are none."""
    grouped = texts.str.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?").fillna(value=False)
    plain = texts.mask(grouped.astype("bool"), texts.str.replace(",", "", regex=False))
    numbers = pd.to_numeric(plain.str.removesuffix("%").str.strip(), errors="coerce")
    numbers = numbers.where(np.isfinite(numbers))
    return _mostly(numbers, texts)


def _days(texts: pd.Series) -> pd.Series | None:
    like_days = texts.str.match(r"\d{4}-\d{2}-\d{2}").fillna(value=False).astype("bool")
    filled = texts.notna()
    if not filled.any() or like_days[filled].mean() < _NEARLY_ALL:
        return None
    return pd.to_datetime(texts.where(like_days).str[:10], errors="coerce", format="%Y-%m-%d")


def _mostly(numbers: pd.Series, texts: pd.Series) -> Floats | None:
    filled = texts.notna()
    if not filled.any() or numbers[filled].notna().mean() < _NEARLY_ALL:
        return None
    return numbers.to_numpy(dtype=np.float64, na_value=np.nan)
