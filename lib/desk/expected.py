"""What the terms that end within some months may cost, and that in a sentence."""

from dataclasses import dataclass

import pandas as pd

from lib.locale import Message, Money, msg, msgs
from lib.metrics.expected_loss import ExpectedLoss, expected_loss


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
    """Return what ends within so many days; an account with several terms is one risk."""
    inside = terms[terms["days_left"] <= days]
    accounts = inside.groupby("account_id").agg(
        arr=("arr", "sum"),
        probability=("probability", "first"),
        low=("low", "first"),
        high=("high", "first"),
    )
    known = accounts[accounts["probability"].notna()].astype("float64")
    return Ending(
        months=months,
        n_accounts=len(accounts),
        arr=float(accounts["arr"].sum()),
        arr_known=float(known["arr"].sum()),
        n_unknown=len(accounts) - len(known),
        loss=None if known.empty else expected_loss(known),
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
