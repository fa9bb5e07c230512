"""Fields by which a book is broken down, and what their values are called."""

from collections.abc import Mapping

import pandas as pd

from lib.locale import Message, Share, Text, msg
from lib.profile import bant, maturity
from lib.ui import tables
from lib.ui.tables import Column
from lib.ui.units import money

BY: Mapping[str, Message] = {
    "maturity_level": msg("Maturity"),
    "tag": msg("Tag"),
    "bant_level": msg("Motivation"),
    "industry": msg("Industry"),
    "region": msg("Region"),
    "plan": msg("Plan"),
}
NAMES: Mapping[str, Mapping[str, Text]] = {
    "maturity_level": maturity.LEVELS,
    "bant_level": bant.LEVELS,
}
GRADES: Mapping[str, Text] = {
    "alert": msg("Alert"),
    "watch": msg("Watch"),
    "none": msg("No sign"),
    "unknown": msg("Unknown"),
}


def names(field: str) -> Mapping[str, Text]:
    """Return what the values of a field are called; empty where they are data."""
    return NAMES.get(field, {})


def parts_columns(field: str, currency: str | None) -> dict[str, Column]:
    """Return the columns of a table of parts of a book."""
    return {
        "value": tables.named(BY[field], names(field)),
        "n_accounts": tables.number(msg("Accounts")),
        "arr": tables.number(msg("ARR"), money(currency)),
        "share_of_book": tables.bar(msg("Share of book")),
        "n_alerts": tables.number(msg("On alert")),
    }


def account_columns(currency: str | None) -> dict[str, Column]:
    """Return the columns of a list of accounts."""
    return {
        "account_name": tables.text(msg("Account")),
        "arr": tables.number(msg("ARR"), money(currency)),
        "maturity_level": tables.named(msg("Maturity"), maturity.LEVELS),
        "bant_level": tables.named(msg("Motivation"), bant.LEVELS),
        "worst": tables.grades(msg("Signals"), GRADES),
        "renewal_on": tables.day(msg("Renewal")),
        "completeness": tables.bar(msg("File complete")),
        "tags": tables.tags(msg("Tags")),
    }


def largest(rows: pd.DataFrame) -> pd.Series | None:
    """Return the known part with the most ARR; None when there is none."""
    known = rows[rows["value"].notna() & (rows["arr"] > 0)]
    return None if known.empty else known.sort_values("arr", ascending=False).iloc[0]


def called(field: str, value: object) -> Text:
    """Return what a value of a field is called."""
    return names(field).get(str(value), str(value))


def makeup_finding(rows: pd.DataFrame, field: str) -> Message:
    """Say which known part has the most ARR, and how much is unknown."""
    part = largest(rows)
    if part is None:
        return msg("{field} is unknown for every account", field=BY[field])
    unknown = float(rows.loc[rows["value"].isna(), "share_of_book"].sum())
    known = msg(
        "Most ARR whose {field} is known lies with {part}: {share} of the book",
        field=BY[field],
        part=called(field, part["value"]),
        share=Share(float(part["share_of_book"])),
    )
    if not unknown:
        return known
    return msg("{known}; {share} is unknown", known=known, share=Share(unknown))
