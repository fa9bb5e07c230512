"""What tells two rows of a kind apart, and what is done with rows that are alike.

A row of `usage` is the same as another, in this file or an earlier one, when
- both name the same row id of the source, or
- neither does, both count (a period, events or users), and they agree in `USAGE_PERIOD_KEY`
  and, where no period is named, in the moment: another count of it is a correction, or
- they are single events that agree in everything but custom columns.
Rows of one file that are the same in this sense all stay, numbered: things happen as often
as they are listed.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.ingest.bulk import held_column
from lib.model import Kind
from lib.model.frames import DTYPES
from lib.model.ids import id_keys
from lib.model.spec import Type

SEPARATOR = "\x1f"  # between the parts of a key; no text that people type has it
_ACCOUNT = ("account_id", "account_name")
# The account is its id or, where there is none, its name.
USAGE_PERIOD_KEY = (
    "account_id",
    "account_name",
    "contract_id",
    "user_id",
    "user_email",
    "event",
    "feature",
    "period",
    "unit",
)
_PERIOD = "period"
_COUNTS = (_PERIOD, "count", "users")  # a row that has one of them counts, it is no single event
_FULL_NAME = "full_name"


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
        return _as_text(rows, group[0])
    parts = [_as_text(rows, name) for name in group if name not in _ACCOUNT]
    both = set(_ACCOUNT) <= set(group)
    account = _account(rows) if both else _as_text(rows, group[0])
    filled = np.logical_or.reduce([part.notna().to_numpy() for part in parts])
    joined = account.fillna("")
    for part in parts:
        joined = joined.str.cat(part.fillna(""), sep=SEPARATOR)
    return joined.where(account.notna() & filled)


def _account(rows: pd.DataFrame) -> pd.Series:
    return id_keys(rows["account_id"]).fillna(rows["account_name"].str.casefold())


def _as_text(rows: pd.DataFrame, name: str) -> pd.Series:
    column = _whole_name(rows) if name == _FULL_NAME else rows[name]
    if column.dtype == DTYPES[Type.DAY]:
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S").astype("str")
    if name.endswith("_id"):
        return id_keys(column)
    return column.astype("str").str.casefold()


def _whole_name(rows: pd.DataFrame) -> pd.Series:
    """Return people's names, put together from their two parts where a file has only these."""
    first, last = (rows[name].fillna("") for name in ("first_name", "last_name"))
    parts = first.str.cat(last, sep=" ").str.strip()
    return rows[_FULL_NAME].fillna(parts.where(parts != ""))


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
    # Two spellings of one key, one with signs that nobody sees, say the same.
    content = content_hash(rows, [*(n for n in kind.names if (n,) != kind.keys[0]), "custom"])
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
    """Return a key for each event, by the rule at the top of this module.

    Custom columns do not count: an export with one more of them lists the same events.
    Equal rows are numbered by what they say, not by where they stand.
    """
    content = content_hash(rows, list(kind.names))
    own = row_keys(rows, kind)
    identity = np.where(own.isna(), content, _hashed(own))
    counts = (own.isna() & rows[list(_COUNTS)].notna().any(axis=1)).to_numpy()
    if counts.any():
        identity = np.where(counts, _counted(rows, kind), identity)
    keys = _hex(identity)
    named = own.notna()
    if named.any():
        keys = own.where(named, keys)
    return _numbered(keys, identity, content)


def _counted(rows: pd.DataFrame, kind: Kind) -> np.ndarray:
    """Return a number for what each row counts, whatever the count is."""
    when = str(kind.day)
    parts = [name for name in USAGE_PERIOD_KEY if name not in _ACCOUNT]
    of_moments = rows.assign(**{when: rows[when].where(rows[_PERIOD].isna())})
    return _mixed(_hashed(_account(rows))) + content_hash(of_moments, [*parts, when])


def _numbered(keys: pd.Series, identity: np.ndarray, content: np.ndarray) -> pd.Series:
    """Add a number to every key that an equal row, or one with less content hash, has too."""
    again = pd.Series(identity).duplicated(keep=False).to_numpy()
    if not again.any():
        return keys
    places = np.flatnonzero(again)
    order = places[np.lexsort((content[places], identity[places]))]
    turn = pd.Series(identity[order]).groupby(identity[order], sort=False).cumcount().to_numpy()
    later = order[turn > 0]
    numbers = pd.Series(turn[turn > 0].astype(str), index=keys.index[later], dtype="str")
    numbered = keys.copy()
    numbered.iloc[later] = keys.iloc[later].str.cat(numbers, sep=SEPARATOR)
    return numbered


def _hashed(texts: pd.Series) -> np.ndarray:
    return pd.util.hash_pandas_object(texts, index=False).to_numpy()


def _hex(numbers: np.ndarray) -> pd.Series:
    """Return each number as sixteen hexadecimal digits, a million of them in a moment."""
    digits = numbers.astype(">u8").tobytes().hex().encode()
    ends = np.arange(0, len(digits) + 1, 16, dtype="int64")
    buffers = pa.py_buffer(ends), pa.py_buffer(digits)
    return pd.Series(held_column(pa.LargeStringArray.from_buffers(len(numbers), *buffers)))
