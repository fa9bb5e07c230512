"""What is on file of interviews: one row an answer, one row a conversation."""

from datetime import date

import pandas as pd

from lib.interviews.asked import ROLES
from lib.interviews.guide import Guide, key_of
from lib.model.frames import TAG_SEPARATOR, tags_of

UNKNOWN = "unknown"
_KEPT = (
    "row_key", "batch_id", "source_row", "interview_id", "account_id", "contact_id",
    "buying_role", "held_on", "interviewer", "method", "question", "answer", "quote", "consent",
)  # fmt: skip


def answers(interviews: pd.DataFrame, persons: pd.DataFrame, guide: Guide) -> pd.DataFrame:
    """Return one row an answer, the newest conversation first.

    Those of the kind, `conversation` (rows of one talk have it in common) and `role`: their
    own word, else the person's on file, `unknown` without. Rows at no account are left out.
    """
    rows = interviews.loc[interviews["account_id"].notna(), list(_KEPT)]
    keys = {text: key_of(text, guide) for text in rows["question"].dropna().unique()}
    rows = rows.assign(
        question=rows["question"].map(keys).astype("str"),
        conversation=_conversations(rows),
        role=_roles(rows, persons),
        consent=rows["consent"].fillna(value=False).astype("bool"),
    )
    ordered = rows.sort_values(
        ["held_on", "conversation", "row_key"], ascending=[False, True, True], kind="stable"
    )
    return ordered.reset_index(drop=True)


def held_by(rows: pd.DataFrame, until: date | None) -> pd.DataFrame:
    """Return the answers of conversations held up to a day, or of no known day; None: all."""
    if until is None:
        return rows
    late = rows["held_on"] >= pd.Timestamp(until) + pd.Timedelta(days=1)
    return rows[~late].reset_index(drop=True)


def _conversations(rows: pd.DataFrame) -> pd.Series:
    """Return the source's id of the talk, else account, person and day; with the account."""
    day = rows["held_on"].dt.strftime("%Y-%m-%d").fillna("")
    made = rows["contact_id"].fillna("") + "\x1f" + day
    return rows["account_id"] + "\x1f" + rows["interview_id"].fillna(made)


def _roles(rows: pd.DataFrame, persons: pd.DataFrame) -> pd.Series:
    known = persons.drop_duplicates("contact_id").set_index("contact_id")["buying_roles"]
    on_file = tags_of(known.reindex(rows["contact_id"]).set_axis(rows.index))
    first = on_file.map(lambda tags: next((role for role in ROLES if role in tags), None))
    found = rows["buying_role"].fillna(first.astype("str"))
    return found.fillna(UNKNOWN).astype("str")


def conversations(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a conversation of `answers`, the newest first.

    `conversation, interview_id, account_id, contact_id, role, held_on, interviewer, method,
    batch_id, n_answers, n_quotes, consent, questions` ("a|b").
    """
    grouped = rows.groupby("conversation", sort=False)
    first = ["interview_id", "account_id", "contact_id", "held_on", "interviewer", "method",
             "batch_id"]  # fmt: skip
    found = (
        grouped[first]
        .first()
        .assign(
            role=grouped["role"].first(),
            n_answers=grouped["answer"].count(),
            n_quotes=grouped["quote"].count(),
            consent=grouped["consent"].any(),
            questions=grouped["question"].agg(TAG_SEPARATOR.join)
            if len(rows)
            else pd.Series(dtype="str"),
        )
    )
    return found.reset_index()


def last_interviewed(rows: pd.DataFrame, ids: pd.Index) -> pd.Series:
    """Return the last day on which each account was interviewed; NaT when it never was."""
    last = rows.groupby("account_id")["held_on"].max()
    return last.reindex(ids).astype("datetime64[us]")
