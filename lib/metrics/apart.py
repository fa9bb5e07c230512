"""What is shown apart from the sums of a bridge: returns, rises in price alone, refused amounts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.locale import Message, msgs
from lib.metrics.bridge import Bridge
from lib.metrics.stated import foreign, stated_days_of_leaving
from lib.model import Snapshot
from lib.model.terms import running, sold


@dataclass(frozen=True, eq=False)
class Apart:
    """Parts of a bridge that are named on their own.

    `returned`: ids of new customers that had been customers before (they left more than 30
    days earlier), and their ARR. `price`: the expansion of those whose seats and plan stayed
    the same; None when no contract states seats. `refused` says which amounts do not count.
    """

    returned: pd.Index
    returned_arr: float
    price: float | None
    refused: tuple[Message, ...]


def apart(before: Snapshot, after: Snapshot, bridge: Bridge) -> Apart:
    """Return what a bridge between two days holds that is named on its own."""
    moves = bridge.moves.set_index("account_id")
    new = moves.index[moves["move"] == "new"]
    back = new[new.isin(_had_left(before, after))]
    return Apart(
        back,
        float(moves.loc[back, "arr_end"].sum()),
        _price(before, after, moves),
        refused(after),
    )


def refused(snapshot: Snapshot) -> tuple[Message, ...]:
    """Say which amounts of contracts and accounts do not count, and why."""
    n_foreign = n_negative = 0
    for kind in ("contracts", "accounts"):
        rows = snapshot.table(kind)
        amounts = rows[["arr", "mrr"]]
        n_foreign += int((foreign(rows, snapshot.currency) & amounts.notna().any(axis=1)).sum())
        n_negative += int((amounts < 0).any(axis=1).sum())
    said = []
    if n_foreign:
        said.append(
            msgs(
                "{n} row is in another currency than {currency} and is not converted: its ARR"
                " counts as unknown.",
                "{n} rows are in another currency than {currency} and are not converted: their"
                " ARR counts as unknown.",
                n_foreign,
                currency=str(snapshot.currency),
            )
        )
    if n_negative:
        said.append(
            msgs(
                "{n} row states a negative ARR, which is not counted.",
                "{n} rows state a negative ARR, which is not counted.",
                n_negative,
            )
        )
    return tuple(said)


def _had_left(before: Snapshot, after: Snapshot) -> pd.Index:
    """Return the accounts that a bought term or a loss shows to have left before the start."""
    contracts = after.table("contracts")
    ended = sold(contracts) & (contracts["end_date"] <= pd.Timestamp(before.day))
    gone = stated_days_of_leaving(after)
    left = gone.index[gone <= pd.Timestamp(before.day)]
    return pd.Index(contracts.loc[ended, "account_id"].dropna().unique()).union(left)


def _price(before: Snapshot, after: Snapshot, moves: pd.DataFrame) -> float | None:
    grew = moves.index[moves["move"] == "expansion"]
    if before.table("contracts")["seats"].isna().all():
        return None
    then, now = _bought(before, grew), _bought(after, grew)
    same = (then["seats"] == now["seats"]) & (then["plans"] == now["plans"])
    return float(moves.loc[grew[same.to_numpy()], "change"].sum())


def _bought(snapshot: Snapshot, accounts: pd.Index) -> pd.DataFrame:
    """Return `seats` (NaN: not all stated) and `plans` of the running contracts, by account."""
    contracts = snapshot.table("contracts")
    mine = running(contracts, snapshot.day) & contracts["account_id"].isin(accounts)
    rows = contracts[mine].sort_values("plan", kind="stable").groupby("account_id")
    seats = rows["seats"].sum().where(rows["seats"].count() == rows.size(), np.nan)
    plans = rows["plan"].agg(lambda found: "|".join(dict.fromkeys(found.dropna())))
    return pd.DataFrame({"seats": seats, "plans": plans}).reindex(accounts)
