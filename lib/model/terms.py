"""Which contracts were bought, which run on a day, and who has left: one meaning for all."""

import re
import unicodedata
from datetime import date

import pandas as pd

_WON_STAGES = frozenset(
    {
        *("won", "closedwon", "closewon", "dealwon", "signed", "contractsigned", "closedsigned"),
        *("active", "activated", "live", "inforce", "current", "executed", "renewed"),
        *("赢单", "已赢单", "成交", "已成交", "签约", "已签约", "签单", "已签单", "签约成功"),
        *(
            "生效",
            "已生效",
            "生效中",
            "执行中",
            "履行中",
            "赢单关闭",
            "贏單",
            "簽約",
            "已簽約",
            "執行中",
        ),
    }
)
_LONGEST_NOTICE = 366  # days
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def _stage_key(stage: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", stage).casefold())


def sold(contracts: pd.DataFrame) -> pd.Series:
    """Say of each row whether it was bought: neither an open deal nor a lost one.

    `is_won` decides where it is stated, else the stage. A row without either is a
    subscription and counts, unless it is still undecided or names a reason of loss.
    """
    stages = contracts["stage"].dropna().unique()
    won_stage = contracts["stage"].isin([s for s in stages if _stage_key(s) in _WON_STAGES])
    undecided = contracts["is_closed"].eq(other=False).fillna(value=False).astype("bool")
    plain = contracts["stage"].isna() & ~undecided & contracts["loss_reason"].isna()
    return contracts["is_won"].fillna(won_stage | plain).astype("bool")


def begins_on(contracts: pd.DataFrame) -> pd.Series:
    """Return the day from which a bought row runs: its start, else signature, else decision."""
    return contracts["start_date"].fillna(contracts["signed_on"]).fillna(contracts["closed_on"])


def notice_by(contracts: pd.DataFrame) -> pd.Series:
    """Return the last day on which notice can be given of each term; NaT where unknown.

    Fewer than no days, or more than a year, is no notice period.

    >>> terms = pd.DataFrame({"end_date": pd.to_datetime(["2026-12-31"] * 3),
    ...                       "notice_days": [60.0, None, 4000.0]})
    >>> notice_by(terms).dt.date.tolist()
    [datetime.date(2026, 11, 1), NaT, NaT]
    """
    days = contracts["notice_days"].where(contracts["notice_days"].between(0, _LONGEST_NOTICE))
    return contracts["end_date"] - pd.to_timedelta(days, unit="D")


def running(contracts: pd.DataFrame, day: date) -> pd.Series:
    """Say of each row whether it was bought and runs on `day`; the last day of a term counts.

    An end in the future is the end of the term. A row without any day runs when it states
    its recurring revenue and was already loaded by then: a list of what is in force.
    """
    begin = begins_on(contracts)
    now = pd.Timestamp(day)
    recurring = contracts["arr"].notna() | contracts["mrr"].notna()
    listed = begin.isna() & recurring & ~as_loaded(contracts)
    return sold(contracts) & ((begin <= now) | listed) & ~(contracts["end_date"] < now)


def as_loaded(rows: pd.DataFrame) -> pd.Series:
    """Say of each row whether it was first loaded after the day it is looked at."""
    if "as_loaded" not in rows:
        return pd.Series(data=False, index=rows.index)
    return rows["as_loaded"].astype("bool")


def account_losses(losses: pd.DataFrame) -> pd.DataFrame:
    """Return the dated rows that end a whole account, not one contract or a part of it."""
    whole = losses["contract_id"].isna() & losses["kind"].ne("contraction")
    return losses[whole & losses["churn_date"].notna() & losses["account_id"].notna()]


def left_on(losses: pd.DataFrame, day: date) -> pd.Series:
    """Return for each account that has left by `day` and is not back: the day it left.

    The index is the account id; the latest loss of an account decides.
    """
    ended = account_losses(losses)
    ended = ended[ended["churn_date"] <= pd.Timestamp(day)]
    latest = ended.sort_values("churn_date", kind="stable").drop_duplicates(
        "account_id", keep="last"
    )
    gone = latest[~(latest["won_back_on"] <= pd.Timestamp(day))]
    return gone.set_index("account_id")["churn_date"].sort_index()
