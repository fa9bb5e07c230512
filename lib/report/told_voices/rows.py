"""Rows of conversations as the evidence workbook shows them: no person is in them."""

from collections.abc import Iterable

import pandas as pd

from lib.report.brief_voices import Voices
from lib.report.pen import Pen

_EVIDENCE = ["account_id", "account_name", "question", "held_on", "role", "method"]
_SOURCE = ["batch_id", "source_row"]


def answer_rows(pen: Pen, rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return answers with the name of their account and where they come from."""
    names = pen.brief.book["account_name"].reindex(rows["account_id"]).to_numpy()
    told = rows.assign(account_name=names)
    ordered = told.sort_values(["account_id", "conversation", "question"], kind="stable")
    return ordered[[*_EVIDENCE, *columns, *_SOURCE]].reset_index(drop=True)


def talk_rows(pen: Pen, rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a conversation of answers: its first answer on file."""
    ordered = rows.sort_values(["conversation", "row_key"], kind="stable")
    first = answer_rows(pen, ordered.drop_duplicates("conversation"))
    return first.drop(columns="question")


def member_rows(pen: Pen, voices: Voices, ids: Iterable[str]) -> pd.DataFrame:
    """Return members with the day they were last interviewed, and how they were heard."""
    rows = pen.account_rows(ids, "maturity_level", "arr")
    known = voices.members.reindex(pd.Index(rows["account_id"]))
    heard = {name: known[name].to_numpy() for name in ("interviewed_on", "last_heard_on", "heard")}
    place = list(rows.columns).index("arr") + 1
    for offset, (name, values) in enumerate(heard.items()):
        rows.insert(place + offset, name, values)
    return rows
