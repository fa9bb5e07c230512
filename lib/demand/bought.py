"""What an account has bought, by plans and products of running contracts, and what it uses."""

from datetime import timedelta

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.model.once import once_a_snapshot
from lib.model.terms import running
from lib.signals.counts import Bools
from lib.signals.cube import coded


@once_a_snapshot
def labels(snapshot: Snapshot) -> pd.DataFrame:
    """Return one row an account and name: `account_id, label, of` (`plan` or `product`).

    From the contracts that run on the day; the plan of an account's own row stands where no
    running contract names one.
    """
    contracts = snapshot.table("contracts")
    now = contracts[running(contracts, snapshot.day) & contracts["account_id"].notna()]
    parts = [
        now.loc[now[of].notna(), ["account_id"]].assign(label=now[of].dropna(), of=of)
        for of in ("plan", "product")
    ]
    accounts = snapshot.accounts
    told = accounts["account_id"].isin(parts[0]["account_id"])
    own = accounts[~told & accounts["plan"].notna()]
    parts.append(own[["account_id"]].assign(label=own["plan"], of="plan"))
    rows = pd.concat(parts, ignore_index=True).astype("str")
    rows["label"] = rows["label"].str.strip()
    return rows.drop_duplicates().sort_values(["account_id", "of", "label"]).reset_index(drop=True)


def uses(snapshot: Snapshot, days: int) -> pd.DataFrame:
    """Return each account and event that occurs in the last `days`, once: `account_id, event`."""
    rows = snapshot.usage.between(snapshot.day - timedelta(days=days - 1), snapshot.day)
    account, ids = coded(rows["account_id"])
    event, names = coded(rows["event"])
    pairs = np.unique(account.astype(np.int64) * len(names) + event)
    places, events = np.divmod(pairs, max(len(names), 1))
    found = {"account_id": ids.to_numpy()[places], "event": names.to_numpy()[events]}
    return pd.DataFrame(found).astype("str")


def paired(
    ids: pd.Index, mine: tuple[pd.Series, pd.Series], others: tuple[pd.Series, pd.Series]
) -> Bools:
    """Say of each pair of account and name whether it is among other pairs; case does not matter.

    By numbers: the texts are compared once for each that occurs.
    """
    account, other = (ids.get_indexer(pd.Index(pairs[0])) for pairs in (mine, others))
    texts = pd.concat([mine[1], others[1]], ignore_index=True)
    codes, names = pd.factorize(texts)
    folded, _ = pd.factorize(pd.Series(names, dtype="str").str.strip().str.casefold())
    code = np.append(folded, -1)[codes]
    width = len(names) + 1
    key, there = account * width + code[: len(account)], other * width + code[len(account) :]
    known = (account >= 0) & (code[: len(account)] >= 0)
    return np.isin(key, there[(other >= 0) & (code[len(account) :] >= 0)]) & known
