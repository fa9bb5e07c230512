"""Open deals and renewals that hang on the wrong person, on one person, or on nobody at the top."""

from collections.abc import Mapping

import pandas as pd

from lib.group.fields import standing
from lib.group.persons import LOGGED_DAYS, persons
from lib.locale import Message, msg
from lib.metrics.renewals import terms_ending
from lib.metrics.stated import foreign
from lib.model import Snapshot
from lib.model.terms import sold
from lib.profile.listing import listed

WITHIN_DAYS = 180
KINDS: Mapping[str, Message] = {"deal": msg("Open deal"), "renewal": msg("Term that ends")}
FINDINGS: Mapping[str, Message] = {
    "wrong_person": msg("wrong person: nobody who decides is known, or was heard for 90 days"),
    "nobody_at_top": msg("nobody at the top: neither a role nor a title says who decides"),
    "single_threaded": msg("single-threaded: contact hangs on one person"),
    "unconfirmed": msg("unconfirmed: only a title says who decides"),
}
SHORT: Mapping[str, Message] = {
    "wrong_person": msg("wrong person"),
    "nobody_at_top": msg("nobody at the top"),
    "single_threaded": msg("single-threaded"),
    "unconfirmed": msg("decision maker unconfirmed"),
}
_OVER = r"lost|closed|dead|abandon|cancel|输单|丢单|失败|失單|終止|终止|取消|作废|關閉|关闭"
COLUMNS = ("account_id", "what", "contract_id", "amount", "due_on", "days_left")


def deals(snapshot: Snapshot, readings: pd.DataFrame) -> pd.DataFrame:
    """Return open deals and terms that end within 180 days, the soonest first.

    `account_id, account_name, what` (deal, renewal)`, contract_id, amount, due_on, days_left`;
    `n_people` on file and still there, `n_heard` within 180 days; `findings` ("a|b" of
    `FINDINGS`, "" for none); `unjudged`: whether the decision maker was heard is unknown for
    the `reason` of the signal. An open deal counts up to 180 days beyond its day.
    """
    rows = pd.concat([_open_deals(snapshot), _renewals(snapshot)], ignore_index=True)
    state = standing(snapshot, readings)
    mine = state.reindex(rows["account_id"]).reset_index(drop=True)
    people = persons(snapshot)
    there = people[people["there"]]
    heard = there[there["heard_days"] <= LOGGED_DAYS]
    names = snapshot.accounts.set_index("account_id")["account_name"]
    result = rows.assign(
        account_name=names.reindex(rows["account_id"]).to_numpy(),
        **{
            name: _counted(chosen, rows["account_id"]).where(mine["known"])
            for name, chosen in (("n_people", there), ("n_heard", heard))
        },
        findings=listed(_flags(mine)).to_numpy(),
        unjudged=(mine["known"] & mine["confirmed"] & ~mine["judged"]).to_numpy(),
        reason=mine["reason"],
    )
    return result.sort_values(["due_on", "account_id"], kind="stable").reset_index(drop=True)


def _flags(state: pd.DataFrame) -> pd.DataFrame:
    nobody = state["known"] & ~state["at_top"] & ~state["confirmed"]
    return pd.DataFrame(
        {
            "wrong_person": nobody | state["unheard"],
            "nobody_at_top": nobody,
            "single_threaded": state["threaded"],
            "unconfirmed": state["known"] & state["at_top"] & ~state["confirmed"],
        }
    )


def _counted(people: pd.DataFrame, ids: pd.Series) -> pd.Series:
    sizes = people.groupby("account_id").size()
    return sizes.reindex(ids, fill_value=0).astype("float64").reset_index(drop=True)


def _renewals(snapshot: Snapshot) -> pd.DataFrame:
    ends = terms_ending(snapshot).rename(columns={"ends_on": "due_on", "arr": "amount"})
    return ends[ends["days_left"] <= WITHIN_DAYS].assign(what="renewal")[list(COLUMNS)]


def _open_deals(snapshot: Snapshot) -> pd.DataFrame:
    contracts = snapshot.table("contracts")
    rows = contracts[undecided(contracts) & contracts["account_id"].isin(snapshot.account_ids)]
    left = (rows["expected_close_date"] - pd.Timestamp(snapshot.day)).dt.days
    return rows.assign(
        what="deal",
        amount=rows["arr"].fillna(rows["amount"]).mask(foreign(rows, snapshot.currency)),
        due_on=rows["expected_close_date"],
        days_left=left,
    )[left.abs() <= WITHIN_DAYS][list(COLUMNS)]


def undecided(contracts: pd.DataFrame) -> pd.Series:
    """Say of each row whether it is a deal that is neither won nor lost."""
    closed = contracts["is_closed"].fillna(value=False).astype("bool")
    closed |= contracts["closed_on"].notna() | contracts["loss_reason"].notna()
    closed |= contracts["stage"].fillna("").str.contains(_OVER, case=False, regex=True)
    return ~sold(contracts) & ~closed
