"""The commonest forms of numbers and time stamps, read for a whole column at once.

A log of a million rows has a million different time stamps: taken apart one by one they
cost half a minute, all together less than a second. Whatever is not in these forms is left
to the readings that know every form; both say the same of what both know.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_PLAIN_NUMBER = r"^[0-9]{1,15}(\.[0-9]{1,2})?$"
_STAMP = 19  # 2026-10-15 10:00:00
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)
_ZERO = ord("0")
_DATE_SIGNS, _BETWEEN = (ord("-"), ord("/")), (ord(" "), ord("T"))
_LAST_OF_CLOCK = (23, 59, 59)
# What century, year, month, day, hour, minute and second add to year, month, day and seconds.
_OF_PAIRS = np.array(
    [(100, 0, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0),
     (0, 0, 0, 3600), (0, 0, 0, 60), (0, 0, 0, 1)]
)  # fmt: skip


def plain_numbers(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return which texts are bare digits with at most two decimals, which have such, the values.

    What is not in this form has the value NaN.
    """
    column = pa.array(texts, type=pa.large_string())
    is_plain = pc.match_substring_regex(column, _PLAIN_NUMBER)
    has_point = pc.match_substring(column, ".")
    values = pc.cast(pc.if_else(is_plain, column, None), pa.float64())
    return (
        np.asarray(is_plain.to_numpy(zero_copy_only=False), dtype=bool),
        np.asarray(has_point.to_numpy(zero_copy_only=False), dtype=bool),
        np.asarray(values.to_numpy(zero_copy_only=False), dtype="float64"),
    )


def iso_stamps(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return which texts are ISO time stamps to the second, and for those one row each.

    The columns are year, month, day and seconds since midnight; whether the calendar has
    such a day is not judged here.
    """
    lengths = np.fromiter(map(len, texts), dtype="int64", count=len(texts))
    places = np.flatnonzero(lengths == _STAMP)
    signs = "".join([texts[n] for n in places.tolist()]).encode("ascii", "replace")
    table = np.frombuffer(signs, dtype="uint8").reshape(len(places), _STAMP)
    digits = table[:, _DIGITS] - _ZERO  # signs before 0 come out above 9
    fits = (digits <= 9).all(axis=1)  # noqa: PLR2004 - a digit
    fits &= np.isin(table[:, 4], _DATE_SIGNS) & (table[:, 4] == table[:, 7])
    fits &= np.isin(table[:, 10], _BETWEEN) & (table[:, [13, 16]] == ord(":")).all(axis=1)
    pairs = digits[:, 0::2] * 10 + digits[:, 1::2]
    fits &= (pairs[:, 4:] <= _LAST_OF_CLOCK).all(axis=1)
    is_stamp = np.zeros(len(texts), dtype=bool)
    is_stamp[places[fits]] = True
    return is_stamp, pairs[fits].astype("int64") @ _OF_PAIRS
