"""What an account has bought, by the names of plans and products in its running contracts."""

import pandas as pd

from lib.model import Snapshot
from lib.model.once import once_a_snapshot
from lib.model.terms import running


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
