"""What looks odd in single customer files: per account and field, with the row that shows it."""

from collections.abc import Mapping

import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot
from lib.model.terms import begins_on, running

_RECENT_DAYS = 182
_COLUMNS = ["account_id", "field", "what", "value", "other", "kind", "batch_id", "source_row"]
# Boxes of providers say nothing about the company.
_ANYBODY = (
    "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "qq.com", "163.com",
    "126.com", "foxmail.com", "sina.com",
)  # fmt: skip

ANOMALIES: Mapping[str, Message] = {
    "person_left": msg("A person on file does not work there any more"),
    "mail_differs": msg("A mail address is not of the customer's domain"),
    "seats_fell": msg("Fewer seats were bought within half a year"),
    "seats_differ": msg("The account and its contracts state different seats"),
    "end_differs": msg("The account and its contracts state different ends of the term"),
}


def anomalies(snapshot: Snapshot) -> pd.DataFrame:
    """Return one row for each oddity, ordered by account.

    `account_id, field` (of the template), `what` (see `ANOMALIES`), `value` and `other` (what
    stands against what), `kind, batch_id, source_row` of the row that shows it.
    """
    parts = [
        _people_left(snapshot),
        _mail_differs(snapshot),
        _seats_fell(snapshot),
        *_stated_otherwise(snapshot),
    ]
    found = pd.concat([part.reindex(columns=_COLUMNS).astype("object") for part in parts])
    found = found[found["account_id"].notna()]
    return found.sort_values(["account_id", "what"], kind="stable").reset_index(drop=True)


def _people_left(snapshot: Snapshot) -> pd.DataFrame:
    people = snapshot.table("contacts")
    gone = people[people["active"].eq(other=False).fillna(value=False).astype("bool")]
    decides = gone["buying_roles"].fillna("").str.contains("decision_maker", regex=False)
    field = pd.Series("contact", gone.index, dtype="str").mask(decides, "decision_maker")
    return gone.assign(field=field, what="person_left", value=gone["title"], kind="contacts")


def _mail_differs(snapshot: Snapshot) -> pd.DataFrame:
    people = snapshot.table("contacts")
    known = people[people["email"].notna() & people["account_id"].notna()]
    mine = known["email"].str.casefold().str.replace(r"^.*@", "", regex=True)
    domains = snapshot.accounts.set_index("account_id")["domain"].str.casefold()
    theirs = pd.Series(domains.reindex(known["account_id"]).to_numpy(), known.index, dtype="str")
    theirs = theirs.str.replace(r"^(https?://)?(www\.)?|/.*$", "", regex=True)
    related = [
        a == b or a.endswith(f".{b}") or b.endswith(f".{a}")
        for a, b in zip(mine.fillna(""), theirs.fillna(""), strict=True)
    ]
    odd = theirs.notna() & theirs.ne("") & ~pd.Series(related, known.index, dtype="bool")
    odd &= ~mine.isin(_ANYBODY)
    rows = known.assign(field="domain", what="mail_differs", value=mine, other=theirs)
    return rows[odd].assign(kind="contacts")


def _seats_fell(snapshot: Snapshot) -> pd.DataFrame:
    contracts = snapshot.table("contracts")
    begun = begins_on(contracts)
    now = pd.Timestamp(snapshot.day)
    recent = (begun <= now) & (begun > now - pd.Timedelta(days=_RECENT_DAYS))
    rows = contracts[contracts["type"].eq("contraction") & recent]
    return rows.assign(
        field="seats", what="seats_fell", value=rows["seats"], other=begun, kind="contracts"
    )


def _stated_otherwise(snapshot: Snapshot) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return accounts whose own row says other than their one running contract."""
    accounts, contracts = snapshot.accounts, snapshot.table("contracts")
    runs = contracts[running(contracts, snapshot.day) & contracts["account_id"].notna()]
    groups = runs.groupby("account_id")
    seats = groups["seats"].sum(min_count=1).reindex(accounts["account_id"]).to_numpy()
    ends, last = (
        side.reindex(accounts["account_id"]).set_axis(accounts.index)
        for side in (groups["end_date"].min(), groups["end_date"].max())
    )
    differ = accounts.assign(
        field="seats", what="seats_differ", value=accounts["seats"], other=seats, kind="accounts"
    )
    late = accounts.assign(
        field="renewal_on",
        what="end_differs",
        value=accounts["renewal_date"],
        other=ends,
        kind="accounts",
    )
    stated = accounts["renewal_date"]
    no_seats = differ["value"].notna() & differ["other"].notna() & (differ["value"] != seats)
    other_end = stated.notna() & late["other"].notna() & stated.ne(ends) & stated.ne(last)
    return differ[no_seats], late[other_end]
