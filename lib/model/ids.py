"""Ids as they are compared: what nobody can see tells no two ids apart."""

import re
import unicodedata

import pandas as pd

# What people put before the digits of an id to keep a spreadsheet from rounding it.
_GUARDS = ("'", "`", "’", "‘", "\t")
_GUARDED = re.compile(rf"[{''.join(_GUARDS)}\s]+(?=\d+$)")


def id_key(text: str) -> str:
    """Return what an id is compared by; the id itself stays as it was written.

    >>> id_key("A1\u200b") == id_key("A1"), id_key("e\u0301") == id_key("\u00e9")
    (True, True)
    >>> id_key("'00123")
    '00123'
    """
    if not text.isascii():
        composed = unicodedata.normalize("NFC", text)
        text = "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")
    guard = _GUARDED.match(text)
    return text[guard.end() :] if guard else text


def id_keys(ids: pd.Series) -> pd.Series:
    """Return `id_key` of each id; NaN stays NaN."""
    texts = ids.astype("str")
    plain = texts.str.isascii().astype(bool) & ~texts.str.startswith(_GUARDS).astype(bool)
    is_odd = texts.notna() & ~plain
    if is_odd.any():
        texts = texts.mask(is_odd, texts[is_odd].map(id_key, na_action="ignore"))
    return texts
