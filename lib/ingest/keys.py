"""What tells two rows of a kind apart, and what is done with rows that are alike."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.model import Kind
from lib.model.frames import DTYPES
from lib.model.spec import Type

SEPARATOR = "\x1f"  # between the parts of a key; no text that people type has it
_ACCOUNT = ("account_id", "account_name")


def row_keys(rows: pd.DataFrame, kind: Kind) -> pd.Series:
    """Return a key for each row: the first of the kind's identities that is filled; NaN if none.

    Of an account's id and name the id alone counts where there is one, so that a renamed
    customer stays the same. A key of several columns needs the account and one more part.
    """
    keys = pd.Series(np.nan, index=rows.index, dtype="str")
    for group in kind.keys:
        missing = keys.isna()
        if not missing.any():
            break
        keys = keys.mask(missing, _key(rows, group))
    return keys


def _key(rows: pd.DataFrame, group: tuple[str, ...]) -> pd.Series:
    if len(group) == 1:
        texts = rows[group[0]].astype("str")
        return texts if group[0].endswith("_id") else texts.str.casefold()
    parts = [_as_text(rows, name) for name in group if name not in _ACCOUNT]
    if set(_ACCOUNT) <= set(group):
        account = rows["account_id"].fillna(rows["account_name"].str.casefold())
    else:
        account = _as_text(rows, group[0])
    filled = np.logical_or.reduce([part.notna().to_numpy() for part in parts])
    joined = account.fillna("")
    for part in parts:
        joined = joined.str.cat(part.fillna(""), sep=SEPARATOR)
    return joined.where(account.notna() & filled)


def _as_text(rows: pd.DataFrame, name: str) -> pd.Series:
    column = rows[name]
    if column.dtype == DTYPES[Type.DAY]:
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S").astype("str")
    return column.astype("str").str.casefold()


@dataclass(frozen=True)
class Repeats:
    """Rows under the same key: `same` adds nothing, `contradicts` says something else.

    `first` is the position of the row that came first, for each row.
    """

    same: np.ndarray
    contradicts: np.ndarray
    first: np.ndarray


def repeats(rows: pd.DataFrame, keys: pd.Series, kind: Kind) -> Repeats:
    """Find rows whose key an earlier row of the file already has. Rows without a key are left."""
    codes, _ = pd.factorize(keys)
    position = np.arange(len(rows))
    first = position.copy()
    keyed = codes >= 0
    starts = pd.Series(position[keyed]).groupby(codes[keyed]).transform("min")
    first[keyed] = starts.to_numpy()
    later = keyed & (first != position)
    if not later.any():
        return Repeats(later, later, first)
    content = content_hash(rows, [*kind.names, "custom"])
    same = later & (content == content[first])
    return Repeats(same, later & ~same, first)


def content_hash(rows: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Return a number for what each row says in `columns`; equal rows have equal numbers."""
    filled = [name for name in columns if name in rows and rows[name].notna().any()]
    if not filled:
        return np.zeros(len(rows), dtype="uint64")
    total = np.zeros(len(rows), dtype="uint64")
    for name in filled:
        salt = pd.util.hash_array(np.array([name], dtype=object))[0]
        values = pd.util.hash_pandas_object(rows[name], index=False).to_numpy()
        # Each column is mixed with its own name: a file may order its columns as it likes.
        total += np.where(rows[name].isna(), np.uint64(0), _mixed(values ^ salt))
    return total


def _mixed(values: np.ndarray) -> np.ndarray:
    """Spread 64 bits (the finalizer of SplitMix64), so that sums of columns do not cancel."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def event_keys(rows: pd.DataFrame, kind: Kind) -> pd.Series:
    """Return a key for each event: its id if any, what it says, and which repeat of that it is.

    An event happened as often as it is listed, so equal rows stay, numbered. Custom columns
    do not count: an export with one more of them lists the same events.
    """
    own = row_keys(rows, kind).fillna("")
    content = content_hash(rows, list(kind.names))
    hashed = pd.Series([f"{number:016x}" for number in content], index=rows.index, dtype="str")
    keys = own.str.cat(hashed, sep=SEPARATOR).where(own != "", hashed)
    ordinal = keys.groupby(keys).cumcount()
    numbered = keys.str.cat(ordinal.astype("str"), sep=SEPARATOR)
    return keys.where(ordinal == 0, numbered)
