"""Values that cannot be: below zero, answered before asked, dated after they were written."""

from collections.abc import Iterator

import pandas as pd

from lib.locale import Count, msg, msgs
from lib.model import KINDS, Kind
from lib.model.kinds.demands import MOST_IMPORTANT
from lib.model.spec import Type
from lib.quality.finding import DataFinding, Material, counts

_NEVER_BELOW_ZERO = frozenset({Type.COUNT})
# Scales that may be counted from below zero: a net promoter score runs from -100.
_MAY_BE_NEGATIVE = frozenset({"nps"})


def counts_below_zero(material: Material) -> Iterator[DataFinding]:
    """Find counts (seats, employees, minutes) below zero, one finding a kind."""
    for kind in _stored_kinds():
        rows = material.snapshot.table(kind.name)
        names = [
            c.name
            for c in kind.columns
            if c.type in _NEVER_BELOW_ZERO and c.name not in _MAY_BE_NEGATIVE
        ]
        wrong = (rows[names] < 0).any(axis=1)
        if wrong.any():
            shown = rows.loc[wrong, ["account_id", *names, "batch_id", "source_row"]]
            message = msg(
                "{n} of {total} rows of {kind} ({share}) hold a count below zero.",
                kind=kind.title,
                **counts(len(shown), len(rows)),
            )
            yield DataFinding(
                f"negative_{kind.name}", "warning", message, shown.assign(kind=kind.name)
            )


def _stored_kinds() -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.name != "usage"]


def importance_off_scale(material: Material) -> DataFinding | None:
    """Find demands whose importance is not between 0 and 3: it counts as unknown."""
    rows = material.rows("demands", ("account_id", "statement", "importance", "raised_on"))
    shown = rows[(rows["importance"] < 0) | (rows["importance"] > MOST_IMPORTANT)]
    if shown.empty:
        return None
    message = msg(
        "The importance of {n} of {total} demands ({share}) is not between 0 and 3 and counts as"
        " unknown.",
        **counts(len(shown), int(rows["importance"].notna().sum())),
    )
    return DataFinding("importance_off_scale", "warning", message, shown)


def resolved_before_asked(material: Material) -> DataFinding | None:
    """Find tickets that were answered or resolved before they were asked."""
    rows = material.rows(
        "tickets", ("ticket_id", "account_id", "created_at", "first_response_at", "resolved_at")
    )
    ends = rows[["first_response_at", "resolved_at"]].min(axis=1)
    judged = rows["created_at"].notna() & ends.notna()
    wrong = rows[ends < rows["created_at"]]
    if wrong.empty:
        return None
    message = msg(
        "{n} of {total} tickets ({share}) were answered or resolved before they were asked.",
        **counts(len(wrong), int(judged.sum())),
    )
    return DataFinding("resolved_before_asked", "warning", message, wrong)


def dated_in_the_future(material: Material) -> DataFinding | None:
    """Find facts dated after the day on which their export was taken."""
    rows = material.future
    if rows.empty:
        return None
    message = msgs(
        "{n} row is dated after the day on which its file was taken ({day}); it counts only from "
        "that day on.",
        "{n} rows are dated after the day on which their file was taken (the latest: {day}); "
        "they count only from that day on.",
        len(rows),
        day=rows["day"].max().date(),
    )
    return DataFinding("dated_in_the_future", "warning", message, rows)


def same_mail_two_accounts(material: Material) -> DataFinding | None:
    """Find people of one mail address at several accounts."""
    rows = material.rows("contacts", ("contact_id", "account_id", "account_name", "email"))
    mails = rows["email"].str.casefold().str.strip()
    pairs = pd.DataFrame({"mail": mails, "account_id": rows["account_id"]}).dropna()
    n_accounts = pairs.drop_duplicates().groupby("mail").size()
    shared = mails.isin(n_accounts[n_accounts > 1].index)
    if not shared.any():
        return None
    message = msg(
        "{people} mail addresses stand at more than one account; whose contacts they are is "
        "unclear.",
        people=Count(int(mails[shared].nunique())),
    )
    return DataFinding("same_mail_two_accounts", "info", message, rows[shared])
