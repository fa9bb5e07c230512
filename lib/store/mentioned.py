"""Customers whom files name though no accounts file stands: of them nothing else is known.

They are worked out when rows are read and never stored, so an accounts file that comes in
later takes their place, and undoing it brings them back. Once there is one, whoever is not
in it stays a finding: most of them are slips of the pen and test tenants.
"""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from lib.model import KINDS
from lib.model.frames import typed
from lib.model.identity import name_keys
from lib.store.batches import Batch
from lib.store.torn import FAILURES
from lib.store.usage import UsageEvents

_NAMED = ["account_id", "account_name"]
_ABOUT = [*_NAMED, "batch_id", "source_row", "known_on"]
_IN_USAGE = """
    SELECT account_id, account_name, batch_id, min(source_row) AS source_row
    FROM events GROUP BY ALL ORDER BY batch_id, source_row
"""


def with_mentioned(
    tables: Mapping[str, pd.DataFrame], events: UsageEvents, found: Sequence[Batch]
) -> dict[str, pd.DataFrame]:
    """Return the tables; where they have no account, with an account for each customer named.

    `found` are the batches whose rows they are.
    """
    if not tables["accounts"].empty:
        return dict(tables)
    known_on = {batch.batch_id: pd.Timestamp(batch.known_on) for batch in found}
    parts = [*_in_tables(tables), _in_usage(events, known_on)]
    rows = pd.concat(parts, ignore_index=True).sort_values(
        ["known_on", "batch_id", "source_row"], kind="stable"
    )
    return {**tables, "accounts": _accounts(rows)}


def _in_tables(tables: Mapping[str, pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for rows in tables.values():
        if "account_id" in rows:
            yield rows.reindex(columns=_ABOUT).astype(dict.fromkeys(_NAMED, "str"))


def _in_usage(events: UsageEvents, known_on: Mapping[int, pd.Timestamp]) -> pd.DataFrame:
    try:
        rows = events.query(_IN_USAGE, {}).to_pandas() if events else pd.DataFrame(columns=_ABOUT)
    except FAILURES:  # a damaged file of usage is told elsewhere; here it names nobody
        rows = pd.DataFrame(columns=_ABOUT)
    rows = rows.assign(known_on=rows["batch_id"].map(known_on))
    return rows.reindex(columns=_ABOUT).astype(
        {**dict.fromkeys(_NAMED, "str"), "known_on": "datetime64[us]"}
    )


def _accounts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one account an id, and one a name where no row says which id it has."""
    with_id = rows[rows["account_id"].notna()]
    names = with_id.groupby("account_id")["account_name"].first()
    by_id = with_id.drop_duplicates("account_id")
    by_id = by_id.assign(account_name=by_id["account_id"].map(names))
    others = rows[rows["account_id"].isna() & rows["account_name"].notna()]
    keys = name_keys(others["account_name"])
    others = others[~keys.isin(name_keys(with_id["account_name"])) & ~keys.duplicated()]
    whole = pd.concat([by_id, others.assign(account_id=others["account_name"])])
    return typed(whole.assign(row_key=whole["account_id"]), KINDS["accounts"])
