"""Every touch between one of our teams and an account, one row each."""

import re

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.touchpoints.rules import SUPPORT
from lib.touchpoints.teams import functions, same_teams

# "Re:", "回复：" and the like; a mail that is handed on inside of a thread as well.
REPLY = re.compile(
    r"^\s*(?:(?:re|aw|sv|fw|fwd|wg|reply|follow-?up)(?:\[\d+\])?\s*[:：]"
    r"|(?:回复|答复|转发|回覆|答覆|跟进)(?:\[\d+\])?\s*[:：])\s*",
    re.IGNORECASE,
)
_FAILED = ("no_answer", "cancelled", "bounced")
_NEVER_HAPPENED = ("cancelled", "bounced")
_WRITTEN = ("mail", "message")
COLUMNS = (
    "touch", "kind", "account_id", "at", "day", "type", "team", "same", "function", "team_how",
    "own_stage", "met", "sent", "theirs", "reply", "internal", "owner", "contact_id", "subject",
    "body",
)  # fmt: skip


def touches(snapshot: Snapshot) -> pd.DataFrame:
    """Return every touch that is known, by account and time, then by name of its row.

    `touch` (kind and row key), `kind`, `account_id`, `at`, `day`, `type`, `team` (as written,
    else that of the owner; NaN unknown), `same` (what makes it one team in either language),
    `function` (see `TEAMS`), `team_how` (stated, owner, kind), `own_stage` (on the row itself),
    `met` (the customer was reached), `sent` (something of ours went out to them), `theirs` (they
    began it or answered), `reply` (by its subject), `internal`, `owner`, `contact_id`,
    `subject`, `body`.
    """
    rows = pd.concat([_activities(snapshot), _tickets(snapshot)], ignore_index=True)
    rows = rows[rows["account_id"].isin(snapshot.account_ids) & rows["at"].notna()]
    found = rows.assign(
        day=rows["at"].dt.normalize(),
        same=same_teams(rows["team"]),
        function=functions(rows["team"]),
    )
    ordered = found.sort_values(["account_id", "at", "touch"], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def thread(subjects: pd.Series) -> pd.Series:
    """Return subjects without "Re:" and the like, in one case; "" where there is none."""
    named = subjects.fillna("")
    return named.map({text: _bare(text) for text in named.unique()}).astype("str")


def _bare(subject: str) -> str:
    text, before = subject, None
    while text != before:
        text, before = REPLY.sub("", text), text
    return " ".join(text.casefold().split())


def _activities(snapshot: Snapshot) -> pd.DataFrame:
    rows = snapshot.table("activities")
    team, how = _teams(rows, snapshot.accounts)
    outcome, kind = rows["outcome"], rows["type"]
    internal = kind.eq("internal_note")
    theirs = rows["direction"].eq("theirs")
    reached = ~outcome.isin(_FAILED) & ~internal
    arrived = kind.isin(_WRITTEN) & ~outcome.isin(_NEVER_HAPPENED)
    return pd.DataFrame(
        {
            "touch": "activities/" + rows["row_key"].astype("str"),
            "kind": "activities",
            "account_id": rows["account_id"],
            "at": rows["occurred_at"],
            "type": kind,
            "team": team,
            "team_how": how,
            "own_stage": rows["journey_stage"],
            "met": reached,
            "sent": (reached | arrived) & ~theirs & ~internal,
            "theirs": theirs,
            "reply": _is_reply(rows["subject"]),
            "internal": internal,
            "owner": rows["owner"],
            "contact_id": rows["contact_id"],
            "subject": rows["subject"],
            "body": rows["body"],
        }
    )


def _tickets(snapshot: Snapshot) -> pd.DataFrame:
    """Return tickets as touches of support: there a customer meets us, whoever works on it."""
    rows = snapshot.table("tickets")
    return pd.DataFrame(
        {
            "touch": "tickets/" + rows["row_key"].astype("str"),
            "kind": "tickets",
            "account_id": rows["account_id"],
            "at": rows["created_at"],
            "type": pd.Series("ticket", index=rows.index, dtype="str"),
            "team": pd.Series(SUPPORT, index=rows.index, dtype="str"),
            "team_how": pd.Series("kind", index=rows.index, dtype="str"),
            "own_stage": pd.Series(np.nan, index=rows.index, dtype="str"),
            "met": True,
            "sent": False,
            "theirs": True,
            "reply": False,
            "internal": False,
            "owner": rows["assignee"],
            "contact_id": rows["contact_id"],
            "subject": rows["subject"],
            "body": rows["description"],
        }
    )


def _teams(rows: pd.DataFrame, accounts: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return each activity's team, stated or that of its owner, and which of the two."""
    owned = accounts[["owner", "owner_team"]].rename(columns={"owner_team": "team"})
    known = pd.concat([owned, rows[["owner", "team"]]]).dropna()
    counts = known.value_counts().rename("n").reset_index()
    counts = counts.sort_values(["n", "team"], ascending=[False, True], kind="stable")
    commonest = counts.drop_duplicates("owner").set_index("owner")["team"]
    by_owner = rows["owner"].map(commonest).astype("str")
    how = pd.Series(
        np.select([rows["team"].notna(), by_owner.notna()], ["stated", "owner"], ""),
        index=rows.index,
        dtype="str",
    )
    return rows["team"].fillna(by_owner).astype("str"), how.mask(how.eq(""))


def _is_reply(subjects: pd.Series) -> pd.Series:
    replies = [text for text in subjects.dropna().unique() if REPLY.match(text)]
    return subjects.isin(replies)
