"""What a buying group comes to, in sentences: what is missing first, and what hangs on it."""

import pandas as pd

from lib.group.persons import LATELY_DAYS
from lib.locale import Count, Message, Money, Number, Share, Text, msg, msgs
from lib.model.frames import TAG_SEPARATOR, row_of


def account_findings(facts: pd.Series, due: pd.DataFrame) -> tuple[Message, ...]:
    """Return what stands out in one account's group, the weightiest first.

    `facts` is its row of the book, `due` its open deals and renewals.
    """
    if pd.isna(facts["n_contacts"]):
        return (msg("Who decides is unknown: no contacts are loaded."),)
    if not facts["n_contacts"]:
        return (msg("Nobody is on file{when}.", when=_when(facts)),)
    said = (_deciding(facts, due), _threads(facts), _known(facts))
    return tuple(text for text in said if text is not None)


def _deciding(facts: pd.Series, due: pd.DataFrame) -> Message:
    when, days = _when(facts), facts["decision_maker_heard_days"]
    if not facts["n_decision_makers"]:
        if due["findings"].str.contains("unconfirmed", regex=False).any():
            return msg(
                "No decision maker is confirmed, though a title suggests one{when}.", when=when
            )
        return msg("No decision maker is known{when}.", when=when)
    if pd.isna(days):
        return msg(
            "The decision maker is known, but no word from them is on file{when}.", when=when
        )
    said = msgs(
        "The decision maker was last heard {n} day ago",
        "The decision maker was last heard {n} days ago",
        int(days),
    )
    late = days > LATELY_DAYS
    return msg("{said}{when}.", said=said, when=when if late else "")


def _when(facts: pd.Series) -> Message | str:
    days = facts["renewal_days"]
    if pd.isna(days) or days < 0:
        return ""
    return msgs("; the renewal is in {n} day", "; the renewal is in {n} days", int(days))


def _threads(facts: pd.Series) -> Message | None:
    if "single_threaded" not in facts["group_findings"].split(TAG_SEPARATOR):
        return None
    return msg(
        "Contact hangs on too few people: in effect {n} speak with us.",
        n=Number(float(facts["people_in_effect"]), 1),
    )


def _known(facts: pd.Series) -> Message:
    return msgs(
        "{n} person is known, in {departments}; {heard} heard within 180 days.",
        "{n} people are known, in {departments}; {heard} heard within 180 days.",
        int(facts["n_contacts"]),
        departments=msgs("{n} department", "{n} departments", int(facts["n_departments"])),
        heard=Count(int(facts["n_people_heard"])),
    )


def segment_finding(
    shares: pd.DataFrame, due: pd.DataFrame, arr: pd.Series, currency: str | None
) -> Message:
    """Say at how many customers somebody who decides is known and heard, and what hangs on it."""
    by_key = shares.set_index("key")
    known = row_of(by_key, "decision_maker_known")
    heard = row_of(by_key, "decision_maker_heard_90")
    if not known["n"]:
        return msg("Who decides at these customers is unknown: no contacts are loaded.")
    return msg(
        "A decision maker is known at {known} of {n} customers{range}, and was heard within 90"
        " days at {heard}{deals}.",
        known=Count(int(known["k"])),
        n=Count(int(known["n"])),
        range=_range(known),
        heard=Count(int(heard["k"])),
        deals=_wrong(due, arr, currency),
    )


def _range(row: pd.Series) -> Text:
    if pd.isna(row["share"]):
        return ""
    return msg(
        " ({share}; 95% range {low}–{high})",
        share=Share(float(row["share"])),
        low=Share(float(row["low"])),
        high=Share(float(row["high"])),
    )


def _wrong(due: pd.DataFrame, arr: pd.Series, currency: str | None) -> Text:
    """Say how many deals and renewals hang on the wrong person; an account's ARR counts once."""
    wrong = due[due["findings"].str.contains("wrong_person", regex=False)]
    if wrong.empty:
        return ""
    return msgs(
        "; {n} deal or renewal of the next 180 days, of customers with ARR {arr}, hangs on the"
        " wrong person",
        "; {n} deals and renewals of the next 180 days, of customers with ARR {arr}, hang on the"
        " wrong person",
        len(wrong),
        arr=Money(float(arr.reindex(wrong["account_id"].unique()).sum()), currency),
    )
