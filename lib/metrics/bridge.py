"""The ARR bridge of a period, with NRR, GRR and logo churn of the closed cohort (scoring.md 5.1).

The cohort are the accounts with ARR at the start; new ones are counted apart, so that
`arr_start + new + expansion - contraction - churned = arr_end`. An account whose ARR is
unknown at either end is in none of the sums and is named in `unknown`.

An account between two terms at the start (the old one ended, the next one follows within
30 days and has begun by the end) goes on and is not new: it starts with the ARR of the
terms that ended. At the end of the period the next term is not yet known, so such an
account is churned there; the following period, or the two together, put it right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.locale import Message, joined, msg, msgs
from lib.metrics.book import arr, valued
from lib.model import Snapshot
from lib.model.terms import begins_on, running, sold

GAP_DAYS = 30  # a later return is a new logo (scoring.md 5.1)
_HALF_A_CENT = 0.005  # smaller changes are the rounding of sums
_NAMES_SHOWN = 5


@dataclass(frozen=True)
class Bridge:
    """How ARR went from the day before `first` to `last`, and what that says of the cohort.

    Sums are NaN when no account's ARR is known. `moves` has one row for each account with
    ARR at either end: `account_id, account_name, arr_start, arr_end, change, move` with
    `move` in new, expansion, contraction, churned, same; ordered by account.
    """

    first: date
    last: date
    currency: str | None
    accounts_start: int
    accounts_end: int
    arr_start: float
    new: float
    expansion: float
    contraction: float
    churned: float
    arr_end: float
    nrr: float | None
    grr: float | None
    logo_churn: float | None
    n_lost: int
    n_new: int
    unknown: tuple[Message, ...]
    moves: pd.DataFrame


def bridge(before: Snapshot, after: Snapshot, members: pd.Index | None = None) -> Bridge:
    """Return the bridge from `before` (the day before the period) to `after` (its last day).

    `members` restricts it to some accounts; those of a segment are `closed_cohort`.
    """
    ends = _both_ends(before, after)
    if members is not None:
        ends = ends[ends.index.isin(members)]
    goes_on = _between_terms(before, after, ends)
    ends = ends.assign(arr_start=ends["arr_start"].mask(goes_on > 0, goes_on))
    known = ends.dropna()
    moves = _moves(known, after)
    sums = moves["change"].groupby(moves["move"]).sum().abs()
    counts = moves["move"].value_counts()
    blank = bool(known.empty and not ends.empty)
    start, cohort = float(known["arr_start"].sum()), int((known["arr_start"] > 0).sum())

    def total(move: str) -> float:
        return float("nan") if blank else float(sums.get(move, 0.0))

    rates = _rates(start, total("expansion"), total("contraction"), total("churned"))
    n_lost = int(counts.get("churned", 0))
    return Bridge(
        first=before.day + timedelta(days=1),
        last=after.day,
        currency=after.currency,
        accounts_start=cohort,
        accounts_end=int((known["arr_end"] > 0).sum()),
        arr_start=float("nan") if blank else start,
        new=total("new"),
        expansion=total("expansion"),
        contraction=total("contraction"),
        churned=total("churned"),
        arr_end=float("nan") if blank else float(known["arr_end"].sum()),
        nrr=rates[0],
        grr=rates[1],
        logo_churn=n_lost / cohort if cohort else None,
        n_lost=n_lost,
        n_new=int(counts.get("new", 0)),
        unknown=_unknown(before, after, ends, goes_on),
        moves=moves,
    )


def closed_cohort(start: pd.Index, end: pd.Index, customers: pd.Index) -> pd.Index:
    """Return the accounts whose year counts for a segment: one way of counting everywhere.

    These are its members at the start, and those at the end that were not among the
    `customers` of the start: new ones. A customer that only moved into the segment counts
    where it was, so that the parts of a partition add up to the book (scoring.md 5.1).

    >>> ids = [pd.Index(list(names)) for names in ("AB", "BCD", "ABC")]
    >>> closed_cohort(*ids).tolist()
    ['A', 'B', 'D']
    """
    return start.union(end.difference(customers))


def _both_ends(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Return `arr_start, arr_end` by account id.

    An account not yet there starts with 0, and so does one of unknown ARR whose first
    contract is now known to have begun in the period.
    """
    ids = after.account_ids.union(before.account_ids).rename("account_id")
    at_start = arr(before).reindex(ids, fill_value=0.0)
    contracts = after.table("contracts")
    bought = contracts[sold(contracts)]
    first = begins_on(bought).groupby(bought["account_id"]).min().reindex(ids)
    begun = at_start.isna() & (first > pd.Timestamp(before.day))
    return pd.DataFrame(
        {"arr_start": at_start.mask(begun, 0.0), "arr_end": arr(after).reindex(ids)}, index=ids
    )


def _between_terms(before: Snapshot, after: Snapshot, ends: pd.DataFrame) -> pd.Series:
    """Return the ARR of the terms that ended shortly before the next one began; 0 elsewhere."""
    idle = ends.index[(ends["arr_start"] == 0) & (ends["arr_end"] > 0)]
    late = after.table("contracts")
    late = late[late["account_id"].isin(idle) & running(late, after.day)]
    begin = begins_on(late)
    follows = begin[begin > pd.Timestamp(before.day)].groupby(late["account_id"]).min()
    early = before.table("contracts")
    early = early[early["account_id"].isin(follows.index) & sold(early)]
    next_begin = pd.Series(follows.reindex(early["account_id"]).to_numpy(), index=early.index)
    gap = (next_begin - early["end_date"]).dt.days
    ended = early["end_date"] < pd.Timestamp(before.day)
    recent = early[ended & (gap <= GAP_DAYS)]
    value = valued(recent, before.currency).groupby(recent["account_id"]).sum()
    return value.reindex(ends.index, fill_value=0.0)


def _moves(known: pd.DataFrame, after: Snapshot) -> pd.DataFrame:
    paying = known[(known > 0).any(axis="columns")]
    change = paying["arr_end"] - paying["arr_start"]
    move = np.select(
        [
            paying["arr_start"] == 0,
            paying["arr_end"] == 0,
            change > _HALF_A_CENT,
            change < -_HALF_A_CENT,
        ],
        ["new", "churned", "expansion", "contraction"],
        "same",
    )
    names = after.accounts.set_index("account_id")["account_name"].reindex(paying.index)
    columns = {"account_name": names, **paying, "change": change}
    moves = pd.DataFrame(columns, index=paying.index)
    return moves.assign(move=pd.Series(move, index=paying.index, dtype="str")).reset_index()


def _rates(
    start: float, expansion: float, contraction: float, churned: float
) -> tuple[float | None, float | None]:
    """Return NRR and GRR; None without ARR at the start."""
    if not start > 0:
        return None, None
    kept = start - contraction - churned
    return (kept + expansion) / start, kept / start


def _unknown(
    before: Snapshot, after: Snapshot, ends: pd.DataFrame, goes_on: pd.Series
) -> tuple[Message, ...]:
    """Say what the figures leave out or take for granted, and why a rate is missing."""
    left_out = ends.index[ends.isna().any(axis="columns")]
    carried = goes_on.index[goes_on > 0]
    notes: list[Message] = []
    if len(left_out):
        notes.append(
            msgs(
                "{n} account is left out because its ARR is unknown on {first} or {last}: {names}.",
                "{n} accounts are left out because their ARR is unknown on {first} or {last}:"
                " {names}.",
                len(left_out),
                first=before.day,
                last=after.day,
                names=joined(_names(after, left_out)),
            )
        )
    if len(carried):
        notes.append(
            msgs(
                "{n} account was between two terms on {first} and counts as going on: {names}.",
                "{n} accounts were between two terms on {first} and count as going on: {names}.",
                len(carried),
                first=before.day,
                names=joined(_names(after, carried)),
            )
        )
    if not (ends.dropna()["arr_start"] > 0).any():
        notes.append(
            msg(
                "NRR, GRR and logo churn are not stated: no account is known to have had ARR"
                " on {first}.",
                first=before.day,
            )
        )
    return tuple(notes)


def _names(after: Snapshot, ids: pd.Index) -> Sequence[Message | str]:
    """Return the names of the first few accounts and how many more there are."""
    names = after.accounts.set_index("account_id")["account_name"].reindex(ids[:_NAMES_SHOWN])
    shown = [str(i) if pd.isna(name) else str(name) for i, name in names.items()]
    more = len(ids) - len(shown)
    return [*shown, msgs("{n} more", "{n} more", more)] if more else shown
