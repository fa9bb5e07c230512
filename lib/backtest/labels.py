"""When customers left: one ending a life, by the best source that tells.

What the churn events say goes before the accounts' own day of leaving, and that before
contracts which ended without a follow-up. Who comes back begins a new life. Where sources
contradict each other, the better one decides and the contradiction is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lib.model import KINDS, Dataset, Snapshot
from lib.model.frames import empty_frame
from lib.model.terms import account_losses, begins_on, left_on, notice_by, sold
from lib.model.will import will_of

FOLLOW_UP_DAYS = 30  # a next term within so many days goes on with the old one
_SAME_LEAVING_DAYS = 30  # two sources this close mean the same day
_NOTICE_DAYS = 365
SOURCES = ("losses", "accounts", "contracts")
_COLUMNS = (
    "account_id", "left_on", "told_on", "noticed_on", "will", "reason", "source", "back_on",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Endings:
    """Every ending of a customer's life, ordered by account and day.

    `rows`: `account_id, left_on, told_on` (first known; the day itself when nothing told it),
    `noticed_on` (the same, or the last day for notice where that is earlier: to it a lead is
    measured), `will` (voluntary, involuntary), `reason, source` (losses, accounts, contracts),
    `back_on` (NaT: not back). After `known_until` nobody can say yet who left: a next term may
    still be signed. `undated` are accounts said to have left on no known day. `counts` are the
    contradictions between sources, by code.
    """

    rows: pd.DataFrame
    known_until: date
    undated: frozenset[str]
    counts: Mapping[str, int]


def endings(dataset: Dataset, last: date) -> Endings:
    """Return who left when, as everything loaded says; the data speak until `last`."""
    now = _everything(dataset)
    contracts = _terms(now)
    stated = _by_losses(now)
    stated = stated.assign(back_on=_back_on(stated, contracts))
    bounced = (stated["won_back_on"] - stated["left_on"]).dt.days <= FOLLOW_UP_DAYS
    chains = _chains(contracts)
    accounts = _by_accounts(now)
    accounts = accounts.assign(back_on=_back_on(accounts, contracts))
    found = [stated[~bounced], accounts, _by_contracts(chains, last)]
    begins = pd.concat([_begins(chains), *(_returns(each) for each in found[:2])])
    ranked = pd.concat(
        [_with_life(each, begins).assign(rank=rank) for rank, each in enumerate(found)]
    ).sort_values(["account_id", "life", "rank", "left_on"], kind="stable")
    ranked = ranked[ranked["left_on"] <= pd.Timestamp(last)]
    kept = ranked[~ranked.duplicated(["account_id", "life"])]
    open_still = ~kept["settled"].astype("bool") & ~_said_to_stay(now, kept["account_id"])
    until = kept.loc[open_still, "left_on"].min()
    kept = kept[kept["settled"].astype("bool")]
    undated = _undated(now, frozenset(kept["account_id"]))
    counts = {
        **_disagreements(ranked, stated, contracts),
        **_flags(now),
        "back_at_once": int(bounced.sum()),
        "undated": len(undated),
    }
    rows = _noticed(kept, now, dataset)[list(_COLUMNS)]
    return Endings(
        rows=rows.sort_values(["account_id", "left_on"]).reset_index(drop=True),
        known_until=last if pd.isna(until) else until.date() - timedelta(days=1),
        undated=undated,
        counts=counts,
    )


def _said_to_stay(now: Snapshot, ids: pd.Series) -> pd.Series:
    """Say which accounts' own rows state that they did not leave."""
    flag = _flag(now)
    return ids.isin(flag.index[flag.eq(other=False).fillna(value=False)])


def _everything(dataset: Dataset) -> Snapshot:
    """Return the newest state of all rows, those of the future included."""
    return dataset.as_of(date(9999, 12, 30))


def _terms(now: Snapshot) -> pd.DataFrame:
    """Return the paid terms of known accounts: `account_id, begin, end` (NaT: open)."""
    contracts = now.table("contracts")
    trial = contracts["is_trial"].fillna(value=False).astype("bool")
    terms = contracts.assign(begin=begins_on(contracts), end=contracts["end_date"])
    terms = terms[sold(contracts) & ~trial & terms["begin"].notna() & terms["account_id"].notna()]
    terms = terms[~(terms["end"] < terms["begin"])]
    return terms[["account_id", "begin", "end"]].sort_values(["account_id", "begin"])


def _by_losses(now: Snapshot) -> pd.DataFrame:
    losses = now.table("losses")
    whole = account_losses(losses)
    part = losses[losses["contract_id"].notna() & losses["kind"].ne("contraction")]
    part = part[part["churn_date"].notna() & part["account_id"].notna()]
    rows = pd.concat([whole, part[_nothing_left(part, _terms(now))]])
    rows = rows.sort_values(["account_id", "churn_date"], kind="stable")
    return pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "left_on": rows["churn_date"],
            "will": will_of(rows["kind"], rows["reason"]),
            "reason": rows["reason"],
            "source": pd.Series("losses", index=rows.index, dtype="str"),
            "won_back_on": rows["won_back_on"],
            "settled": True,
            "row_key": rows["row_key"],
        }
    ).reset_index(drop=True)


def _nothing_left(part: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """Say which losses of one contract left the customer without any term."""
    after = part[["account_id", "churn_date"]].reset_index()
    after = after.merge(terms, on="account_id")
    late = after["churn_date"] + timedelta(days=FOLLOW_UP_DAYS)
    goes_on = (after["begin"] <= late) & ~(after["end"] <= late)
    return ~part.index.to_series().isin(after.loc[goes_on, "index"])


def _by_accounts(now: Snapshot) -> pd.DataFrame:
    rows = now.accounts[now.accounts["churn_date"].notna()]
    return pd.DataFrame(
        {
            "account_id": rows["account_id"],
            "left_on": rows["churn_date"],
            "will": will_of(pd.Series(pd.NA, index=rows.index, dtype="str"), rows["churn_reason"]),
            "reason": rows["churn_reason"],
            "source": pd.Series("accounts", index=rows.index, dtype="str"),
            "won_back_on": pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]"),
            "settled": True,
        }
    ).reset_index(drop=True)


def _chains(terms: pd.DataFrame) -> pd.DataFrame:
    """Join terms that follow one another: `account_id, begin, end, next_begin`."""
    open_end = pd.Timestamp(date(9999, 12, 30))
    reach = terms["end"].fillna(open_end).groupby(terms["account_id"]).cummax()
    before = reach.groupby(terms["account_id"]).shift()
    new = before.isna() | (terms["begin"] - before > timedelta(days=FOLLOW_UP_DAYS))
    keys = [terms["account_id"], new.cumsum().rename("chain")]
    chains = (
        terms.assign(reach=reach).groupby(keys).agg(begin=("begin", "min"), end=("reach", "max"))
    )
    chains = chains.reset_index("chain", drop=True).reset_index()
    following = chains.groupby("account_id")["begin"].shift(-1)
    return chains.assign(end=chains["end"].mask(chains["end"] == open_end), next_begin=following)


def _by_contracts(chains: pd.DataFrame, last: date) -> pd.DataFrame:
    over = chains[chains["end"].notna()]
    known = over["end"] + timedelta(days=FOLLOW_UP_DAYS) <= pd.Timestamp(last)
    return pd.DataFrame(
        {
            "account_id": over["account_id"],
            "left_on": over["end"],
            "will": pd.Series("voluntary", index=over.index, dtype="str"),
            "reason": pd.Series(pd.NA, index=over.index, dtype="str"),
            "source": pd.Series("contracts", index=over.index, dtype="str"),
            "back_on": over["next_begin"],
            "settled": known | over["next_begin"].notna(),
        }
    ).reset_index(drop=True)


def _back_on(stated: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """Return the day on which the customer came back: as stated, else with its next term."""
    after = stated[["account_id", "left_on"]].reset_index().merge(terms, on="account_id")
    after = after[after["begin"] > after["left_on"]]
    first = after.groupby("index")["begin"].min().reindex(stated.index)
    told = stated["won_back_on"].where(stated["won_back_on"] > stated["left_on"])
    return told.fillna(first)


def _begins(chains: pd.DataFrame) -> pd.DataFrame:
    return chains[["account_id", "begin"]].rename(columns={"begin": "on"})


def _returns(stated: pd.DataFrame) -> pd.DataFrame:
    back = stated[stated["back_on"].notna()]
    return back[["account_id", "back_on"]].rename(columns={"back_on": "on"})


def _with_life(rows: pd.DataFrame, begins: pd.DataFrame) -> pd.DataFrame:
    """Add `life`: how often the customer had begun by the day of leaving."""
    own = rows[["account_id", "left_on"]].rename(columns={"left_on": "on"}).assign(step=0)
    places = pd.concat([begins.assign(step=1, at=-1), own.assign(at=range(len(own)))])
    places = places.sort_values(["account_id", "on", "step"], ascending=[True, True, False])
    life = places.groupby("account_id")["step"].cumsum()[places["at"].to_numpy() >= 0]
    order = places.loc[places["at"] >= 0, "at"].to_numpy()
    return rows.assign(
        life=pd.Series(life.to_numpy(), index=order).reindex(range(len(rows))).to_numpy()
    )


def _noticed(kept: pd.DataFrame, now: Snapshot, dataset: Dataset) -> pd.DataFrame:
    """Add the day on which the leaving was told, and that on which it was settled.

    Told: the loss was loaded before it, or a renewal decided. Settled: told, or the last day for
    notice passed. Only who was told leaves the sample: that a day for notice passed is no news
    to us, and without those who left after it all others would look safer than they are.
    """
    rows = kept.reset_index(drop=True)
    contracts = now.table("contracts")
    refused = ~sold(contracts) & contracts["type"].eq("renewal") & contracts["closed_on"].notna()
    told = _first(rows, pd.concat([_loaded(rows, dataset), _decided(rows, contracts[refused])]))
    settled = _first(rows, _due(rows, contracts))
    return rows.assign(told_on=told, noticed_on=settled.where(settled < told, told))


def _first(rows: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Return the first of the found days (`at, on`) in the year before each leaving, or that."""
    days = found.merge(rows[["left_on"]], left_on="at", right_index=True)
    ahead = (days["left_on"] - days["on"]).dt.days
    first = days[(ahead > 0) & (ahead <= _NOTICE_DAYS)].groupby("at")["on"].min()
    return first.reindex(rows.index).astype("datetime64[us]").fillna(rows["left_on"])


def _loaded(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Return when each churn event was first loaded: `at` (place in `rows`), `on`."""
    versions = dataset.versions.get("losses", empty_frame(KINDS["losses"]))
    first = versions.groupby("row_key")["known_on"].min().rename("on").reset_index()
    keys = rows[["row_key"]].rename_axis("at").reset_index()
    return keys.merge(first, on="row_key")[["at", "on"]]


def _decided(rows: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Return when a renewal of the customer was lost: `at` (place in `rows`), `on`."""
    ids = rows[["account_id"]].rename_axis("at").reset_index()
    lost = refused[["account_id", "closed_on"]].rename(columns={"closed_on": "on"})
    return ids.merge(lost, on="account_id")[["at", "on"]]


def _due(rows: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """Return the last day for notice of the term that the customer left at: `at`, `on`."""
    terms = contracts.assign(on=notice_by(contracts))
    terms = terms.loc[sold(terms) & terms["on"].notna(), ["account_id", "end_date", "on"]]
    ids = rows[["account_id", "left_on"]].rename_axis("at").reset_index()
    mine = ids.merge(terms, on="account_id")
    apart = (mine["left_on"] - mine["end_date"]).dt.days.abs()
    return mine.loc[apart <= _SAME_LEAVING_DAYS, ["at", "on"]]


def _undated(now: Snapshot, dated: frozenset[str]) -> frozenset[str]:
    flags = _flag(now)
    return frozenset(flags.index[flags.fillna(value=False).astype("bool")]) - dated


def _flag(now: Snapshot) -> pd.Series:
    """Return by account whether its own row says that it left; blank where it does not say."""
    accounts = now.accounts.set_index("account_id")
    status = accounts["status"].eq("churned").astype("boolean").mask(accounts["status"].isna())
    return accounts["is_churned"].fillna(status)


def _flags(now: Snapshot) -> dict[str, int]:
    """Count how often the accounts' flags agree with the churn events; nothing without these."""
    losses = now.table("losses")
    if losses.empty:
        return {"flagged": 0, "flags_agree": 0}
    flag = _flag(now).dropna().astype("bool")
    agrees = flag == flag.index.isin(left_on(losses, now.day).index)
    return {"flagged": len(flag), "flags_agree": int(agrees.sum())}


def _disagreements(
    ranked: pd.DataFrame, stated: pd.DataFrame, terms: pd.DataFrame
) -> dict[str, int]:
    best = ranked.groupby(["account_id", "life"])["left_on"].transform("first")
    apart = (ranked["left_on"] - best).dt.days.abs() > _SAME_LEAVING_DAYS
    twice = ranked[ranked["rank"] == 0].duplicated(["account_id", "life"])
    after = stated[["account_id", "left_on"]].reset_index().merge(terms, on="account_id")
    late = after["left_on"] + timedelta(days=FOLLOW_UP_DAYS)
    runs_on = (after["begin"] <= late) & ~(after["end"] <= late)
    return {
        "days_differ": int((apart & (ranked["rank"] > 0)).sum()),
        "left_twice": int(twice.sum()),
        "lost_but_running": int(after.loc[runs_on, "index"].nunique()),
    }
