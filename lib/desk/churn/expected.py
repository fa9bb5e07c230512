"""What the terms that end within some months may cost, and that in a sentence."""

from dataclasses import dataclass

import pandas as pd

from lib.locale import Message, Money, msg, msgs
from lib.metrics.expected_loss import ExpectedLoss, compounded, expected_loss

_RISK = ("probability", "low", "high")


@dataclass(frozen=True, slots=True)
class Ending:
    """The terms that end within `months`; `loss` is None when no risk is known.

    `arr_known` is the ARR of accounts with a known risk, `n_unknown` how many have none.
    """

    months: int
    n_accounts: int
    arr: float
    arr_known: float
    n_unknown: int
    loss: ExpectedLoss | None


def ending(terms: pd.DataFrame, months: int, days: int) -> Ending:
    """Return what ends within so many days; an account with several terms is one risk.

    It is the mean of its terms' risks by their ARR, so that the loss is the sum over terms.
    """
    accounts = by_account(terms, days)
    known = accounts[accounts["probability"].notna()]
    return Ending(
        months=months,
        n_accounts=len(accounts),
        arr=float(accounts["arr"].sum()),
        arr_known=float(known["arr"].sum()),
        n_unknown=len(accounts) - len(known),
        loss=None if known.empty else expected_loss(known),
    )


def by_account(terms: pd.DataFrame, days: int) -> pd.DataFrame:
    """Return the accounts whose terms end within so many days: their `arr` and their risk."""
    return _by_account(_within(terms[terms["days_left"] <= days], days))


def _within(terms: pd.DataFrame, days: int) -> pd.DataFrame:
    """Return terms with the risk of being lost within the days, at whichever of their ends.

    A term by the month or the quarter ends again: each end is taken to be as risky as the next.
    """
    again = ((days - terms["days_left"]) // terms["every_days"]).fillna(0.0)
    ends = 1.0 + again.to_numpy(dtype="float64")
    return terms.assign(
        **{name: compounded(terms[name].to_numpy(dtype="float64"), ends) for name in _RISK}
    )


def _by_account(terms: pd.DataFrame) -> pd.DataFrame:
    """Return `arr` and risk by account; NaN where the risk of none of its terms is known."""
    sure = terms["probability"].notna()
    weight = terms["arr"].fillna(0.0).clip(lower=1e-9).where(sure)
    shares = {name: terms[name] * weight for name in _RISK}
    sums = terms.assign(**shares, weight=weight).groupby("account_id")
    summed = sums[["arr", *_RISK, "weight"]].sum(min_count=1)
    means = {name: summed[name] / summed["weight"] for name in _RISK}
    return summed.assign(**means, arr=summed["arr"].fillna(0.0)).astype("float64")


def compounding(terms: pd.DataFrame) -> tuple[Message, ...]:
    """Say what is assumed of terms by the month or the quarter, if there are any."""
    rolling = terms["every_days"].notna() & terms["probability"].notna()
    n = int(terms.loc[rolling, "account_id"].nunique())
    if not n:
        return ()
    return (
        msgs(
            "{n} customer has a term by the month or the quarter, which ends again within the time"
            " shown: each of its ends is taken to be as risky as the next one.",
            "{n} customers have terms by the month or the quarter, which end again within the time"
            " shown: each of their ends is taken to be as risky as the next one.",
            n,
        ),
    )


def why_unknown(terms: pd.DataFrame) -> Message | None:
    """Return why no account has a risk; None when any has."""
    if terms.empty or terms["probability"].notna().any():
        return None
    reasons = terms["reason"].dropna()
    if reasons.empty:
        return msg("no risk is worked out for this day")
    first = reasons.iloc[0]
    return first if isinstance(first, Message) else msg("{reason}", reason=str(first))


def finding(soon: Ending, currency: str | None) -> Message:
    """Say what the next months may cost."""
    if soon.n_accounts == 0:
        return msg("No term is known to end within {months} months.", months=str(soon.months))
    arr = Money(soon.arr, currency)
    if soon.loss is None:
        return msgs(
            "The term of {n} customer with ARR {arr} ends within {months} months; its risk is"
            " unknown.",
            "The terms of {n} customers with ARR {arr} end within {months} months; their risk is"
            " unknown.",
            soon.n_accounts,
            arr=arr,
            months=str(soon.months),
        )
    return msgs(
        "The term of {n} customer with ARR {arr} ends within {months} months; the expected loss"
        " is {expected} (90% interval {low} to {high}).",
        "The terms of {n} customers with ARR {arr} end within {months} months; the expected loss"
        " is {expected} (90% interval {low} to {high}).",
        soon.n_accounts,
        arr=arr,
        months=str(soon.months),
        expected=Money(soon.loss.expected, currency),
        low=Money(soon.loss.low, currency),
        high=Money(soon.loss.high, currency),
    )
