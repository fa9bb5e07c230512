"""Every text on file that may say what a customer wants: tickets, notes, answers, demands."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from lib.model import KINDS, Snapshot
from lib.themes.clean import language, pieces

# The columns of a kind whose words count, in the order in which they are read.
SOURCES = {
    "tickets": ("subject", "description"),
    "activities": ("body", "subject"),
    "interviews": ("answer", "quote"),
    "demands": ("statement",),
}
PIECES = {"code": "int64", "part": "int64", "text": "str", "lang": "str"}
_EACH = 2_000  # texts between two words of progress

Told = Callable[[int, int], None]


def raw_texts(snapshot: Snapshot) -> pd.DataFrame:
    """Return one row a text: `kind, row_key, account_id, contact_id, day, raw, code, stated`.

    `code` tells texts apart by what stands in them. Texts at no account are left out: what
    counts is customers. Ordered by kind and row key.
    """
    found = [_of_kind(snapshot, kind) for kind in SOURCES]
    rows = pd.concat(found, ignore_index=True)
    rows = rows[rows["raw"].str.strip().ne("") & rows["account_id"].notna()]
    rows = rows.sort_values(["kind", "row_key"], kind="stable").reset_index(drop=True)
    return rows.assign(code=codes(rows["raw"]))


def codes(raw: pd.Series) -> pd.Series:
    """Return a number for each text, the same for the same words on every machine."""
    hashed = pd.util.hash_array(raw.to_numpy(dtype="object"), categorize=True)
    return pd.Series(hashed.view(np.int64), index=raw.index, dtype="int64")


def _of_kind(snapshot: Snapshot, kind: str) -> pd.DataFrame:
    rows = snapshot.table(kind)
    raw = rows[SOURCES[kind][0]].fillna("").astype("str")
    for column in SOURCES[kind][1:]:
        more = rows[column].fillna("").astype("str")
        # A body that begins with the subject, or is the same, is not read twice.
        both = raw.str.cat(more, sep="\n")
        raw = both.mask(more.eq(raw), raw)
    if kind == "activities":
        # Our own heading of a call says what we wanted; it counts where nothing else is noted.
        body = rows["body"].fillna("").astype("str")
        raw = body.mask(body.str.strip().eq(""), rows["subject"].fillna("").astype("str"))
    stated = rows["theme"] if kind == "demands" else None
    return pd.DataFrame(
        {
            "kind": kind,
            "row_key": rows["row_key"],
            "account_id": rows["account_id"],
            "contact_id": rows["contact_id"],
            "day": pd.to_datetime(rows[str(KINDS[kind].day)]),
            "raw": raw,
            "stated": pd.Series(stated, index=rows.index, dtype="str"),
        }
    ).astype({"kind": "str", "contact_id": "str"})


def cut(raw: pd.Series, told: Told) -> pd.DataFrame:
    """Return `code, part, text, lang`: the pieces of each different text, ordered by code."""
    different = pd.Series(raw.drop_duplicates().to_numpy(), dtype="object")
    rows: list[tuple[int, int, str, str]] = []
    numbers = codes(different)
    for place, (code, text) in enumerate(zip(numbers, different, strict=True)):
        if place % _EACH == 0:
            told(place, len(different))
        rows.extend((code, n, piece, language(piece)) for n, piece in enumerate(pieces(text)))
    found = pd.DataFrame(rows, columns=list(PIECES)).astype(PIECES)
    return found.sort_values(["code", "part"], kind="stable").reset_index(drop=True)


def until(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the rows dated up to a day."""
    return rows[rows["day"] < pd.Timestamp(day) + pd.Timedelta(days=1)]
