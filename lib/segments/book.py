"""The book: one row an account with every field that a rule may ask for."""

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.group.fields import group_fields
from lib.model import Snapshot
from lib.profile.completeness import TEMPLATE, Entry, filled, share_filled
from lib.profile.customer_file import customer_file
from lib.profile.listing import listed

FIRED = ("alert", "watch")
UNKNOWN = "unknown"
_GRADES = (UNKNOWN, *FIRED)
CUSTOM = "custom."
# Columns that need the readings of the day: of the signals, and of the group (see its fields).
OF_SIGNALS = frozenset(
    {
        *("n_alerts", "n_watch", "n_unknown", "worst", "signals", "signals_unknown"),
        *("decision_maker_heard_days", "n_people_heard", "n_roles_heard"),
        *("people_in_effect", "group_findings"),
    }
)


def book(
    snapshot: Snapshot, readings: pd.DataFrame, template: Mapping[str, Entry] = TEMPLATE
) -> pd.DataFrame:
    """Return the book of a day; index `account_id`, ordered by it.

    All columns of accounts; `arr`, `is_customer`, `maturity_level` (assessed, else stated),
    `maturity_status|score|coverage`, `bant_level|status|score|coverage`, people known,
    `last_heard_on`, those of `group_fields`, `renewal_on`, `renewal_days`, `completeness`; of
    the signals `n_alerts`, `n_watch`, `n_unknown`, `worst` (the worst grade known), `signals` and
    `signals_unknown` ("a|b" of keys, "" for none); and `custom.<name>` for each column of
    the source that fitted no field.
    """
    return with_signals(book_of_files(snapshot, template), snapshot, readings)


def book_of_files(snapshot: Snapshot, template: Mapping[str, Entry] = TEMPLATE) -> pd.DataFrame:
    """Return the book without what signals say: enough for rules that ask for none."""
    files = customer_file(snapshot)
    whole = share_filled(filled(files, template), template).rename("completeness")
    return pd.concat([files, whole, _custom(files["custom"])], axis="columns")


def with_signals(files: pd.DataFrame, snapshot: Snapshot, readings: pd.DataFrame) -> pd.DataFrame:
    """Return a book of files with what the readings of the day come to."""
    group, signals = group_fields(snapshot, readings), _signals(readings, files.index)
    return pd.concat([files, group, signals], axis="columns")


def _signals(readings: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
    """Return what the readings of each account come to."""
    place = ids.get_indexer(pd.Index(readings["account_id"]))
    column, keys = pd.factorize(readings["signal"], sort=True)
    known = readings["grade"].fillna(UNKNOWN)
    codes = pd.Index(_GRADES).get_indexer(pd.Index(known))  # -1: anything else, as "none"
    grades = np.zeros((len(ids), len(keys)), dtype=np.int8)  # without a reading: unknown
    grades[place[place >= 0], column[place >= 0]] = codes[place >= 0]
    counts = {grade: (grades == code).sum(axis=1) for code, grade in enumerate(_GRADES)}
    judged = counts[UNKNOWN] < len(keys)
    worst = np.select(
        [counts["alert"] > 0, counts["watch"] > 0, judged], ["alert", "watch", "none"], UNKNOWN
    )
    fired = pd.DataFrame(grades > 0, index=ids, columns=keys)
    unknown = pd.DataFrame(grades == 0, index=ids, columns=keys)
    return pd.DataFrame(
        {
            "n_alerts": counts["alert"],
            "n_watch": counts["watch"],
            "n_unknown": counts[UNKNOWN],
            "worst": pd.Series(worst, index=ids, dtype="str"),
            "signals": listed(fired),
            "signals_unknown": listed(unknown),
        },
        index=ids,
    )


def _custom(texts: pd.Series) -> pd.DataFrame:
    """Return a text column for each unmapped column of the source, named `custom.<name>`."""
    filled = texts[texts.notna() & texts.ne("")]
    rows = json.loads(f"[{','.join(filled)}]")
    columns = pd.DataFrame.from_records(rows, index=filled.index).add_prefix(CUSTOM)
    return columns.reindex(texts.index).astype("str")
