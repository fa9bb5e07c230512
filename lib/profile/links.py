"""The links of a customer's chain: the numbers, the rule, the sentence of each.

Each `…(before, after)` gives `state` and its numbers by account, from what was known on the
later day; `before` is the snapshot of twelve months earlier.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Money, Share, msg, msgs
from lib.metrics.book import arr, customers
from lib.metrics.cohorts import beginnings
from lib.metrics.renewal_rate import renewed_terms
from lib.metrics.stated import flagged
from lib.model import Period, Snapshot
from lib.model.periods import DAYS_A_WEEK
from lib.profile.buying_group import two_way
from lib.profile.link_parts import EARLIER_WEEKS, LAST_WEEKS, columns, judged, until, weekly

YEAR_DAYS = 365
_WEEKS = 8  # of onboarding
_GOOD_WEEKS, _BAD_WEEKS = 6, 2
_COVERED = 0.5  # of the weeks, at least
_GOOD_USE, _BAD_USE = 0.90, 0.60
_LEAST_TICKETS = 2
_ESCALATED, _SATISFIED, _OPEN_DAYS = 0.25, 0.60, 30
_QUARTERS, _QUARTER_DAYS = 4, 91
_HALF_A_CENT = 0.005


def considered(before: Snapshot, after: Snapshot) -> pd.Index:
    """Return who was a customer at either end."""
    both = customers(before).union(customers(after))
    return both[both.isin(after.account_ids)].rename("account_id")


def onboarding(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Judge the first eight weeks of who began since, once they are over and covered."""
    began = beginnings(after)["began"].reindex(after.account_ids)
    days, matrix = weekly(after)
    since = (days[None, :] - began.to_numpy()[:, None]) / np.timedelta64(1, "D")
    inside = (since >= DAYS_A_WEEK) & (since < DAYS_A_WEEK * (_WEEKS + 1))  # whole weeks since
    known = (inside & ~np.isnan(matrix)).sum(axis=1)
    used = (inside & (matrix > 0)).sum(axis=1)
    fresh = (began > pd.Timestamp(before.day)).to_numpy()
    return judged(
        after.account_ids,
        (used >= _GOOD_WEEKS, used <= _BAD_WEEKS, fresh & (known >= _WEEKS)),
        {"used": used, "fresh": fresh},
    )


def onboarding_said(row: Mapping[str, Any]) -> Message:
    """Say how the first eight weeks went."""
    if row["state"] == "unknown":
        if row["fresh"] is True:
            return msg("the first eight weeks are not over, or no usage export covers them")
        return msg("it began more than twelve months ago")
    return msg("used in {n} of the first 8 weeks", n=Count(int(row["used"])))


def use(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Judge use in the last quarter against the three before; who began since is not judged.

    For who left, the quarters end with the day of leaving: that use ends then says nothing.
    """
    year = LAST_WEEKS + EARLIER_WEEKS
    days, matrix = weekly(after)
    end = np.searchsorted(days, until(after).to_numpy(), side="right")[:, None]
    back = np.arange(-year, 0)[None, :] + end
    window = np.where(back >= 0, np.take_along_axis(matrix, np.maximum(back, 0), axis=1), np.nan)
    then, now = window[:, :EARLIER_WEEKS], window[:, EARLIER_WEEKS:]
    covered = [~np.isnan(part) for part in (then, now)]
    means = [
        np.nansum(part, axis=1) / np.maximum(known.sum(axis=1), 1)
        for part, known in zip((then, now), covered, strict=True)
    ]
    enough = [known.mean(axis=1) >= _COVERED for known in covered]
    began = beginnings(after)["began"].reindex(after.account_ids)
    old = ~(began > pd.Timestamp(before.day)).to_numpy()
    ratio = means[1] / np.where(means[0] > 0, means[0], np.nan)
    told = enough[0] & enough[1] & old & ~np.isnan(ratio)
    return judged(after.account_ids, (ratio >= _GOOD_USE, ratio < _BAD_USE, told), {"ratio": ratio})


def use_said(row: Mapping[str, Any]) -> Message:
    """Say how use went."""
    if row["state"] == "unknown":
        return msg("no usage to compare over twelve months")
    share = Share(float(row["ratio"]))
    return msg("use in the last quarter is {share} of that in the three before", share=share)


def service(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Judge the tickets of the last twelve months."""
    tickets = after.table("tickets")
    rows = tickets[tickets["created_at"] > pd.Timestamp(before.day) + timedelta(days=1)]
    waiting = pd.Timestamp(after.day) - rows["created_at"] > timedelta(days=_OPEN_DAYS)
    done = rows["resolved_at"].notna() | rows["closed_at"].notna()
    dated = bool((tickets["resolved_at"].notna() | tickets["closed_at"].notna()).any())
    facts = rows.assign(
        escalated=flagged(rows["escalated"]).astype("float64"),
        late=(waiting & ~done & dated).astype("float64"),
    ).groupby("account_id")
    table = pd.DataFrame(
        {
            "n": facts.size(),
            "escalated": facts["escalated"].sum(),
            "late": facts["late"].sum(),
            "satisfaction": facts["satisfaction"].mean(),
        }
    ).reindex(after.account_ids)
    n = table["n"].fillna(0)
    bad = (table["escalated"] / n >= _ESCALATED) | (table["late"] > 0)
    bad |= table["satisfaction"] < _SATISFIED
    good = ~bad & (table["escalated"] == 0)
    return judged(
        after.account_ids,
        (good.to_numpy(), bad.to_numpy(), (n >= _LEAST_TICKETS).to_numpy()),
        {**columns(table), "loaded": after.loaded("tickets")},
    )


def service_said(row: Mapping[str, Any]) -> Message:
    """Say how the tickets went."""
    if row["state"] == "unknown":
        if not row["loaded"]:
            return msg("no ticket export is loaded")
        return msg("fewer than two tickets in twelve months")
    n = msgs("{n} ticket", "{n} tickets", int(row["n"]))
    values = {"escalated": Count(int(row["escalated"])), "late": Count(int(row["late"]))}
    if pd.isna(row["satisfaction"]):
        return msg(
            "{tickets}: {escalated} escalated, {late} open for more than 30 days",
            tickets=n, **values,
        )  # fmt: skip
    return msg(
        "{tickets}: {escalated} escalated, {late} open for more than 30 days, satisfaction {share}",
        tickets=n, share=Share(float(row["satisfaction"])), **values,
    )  # fmt: skip


def contact(_before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Judge in how many of the last four quarters there was a two-way contact.

    The last ones before the day, or before the day of leaving.
    """
    rows = after.table("activities")
    rows = rows[two_way(rows) & rows["account_id"].notna()]
    end = until(after).reindex(rows["account_id"]).set_axis(rows.index)
    ago = (end - rows["occurred_at"].dt.normalize()).dt.days
    quarter = (ago // _QUARTER_DAYS)[(ago >= 0) & (ago < _QUARTERS * _QUARTER_DAYS)]
    seen = rows.loc[quarter.index].assign(quarter=quarter).groupby("account_id")["quarter"]
    counts = seen.nunique().reindex(after.account_ids, fill_value=0).to_numpy()
    known = np.full(len(counts), after.loaded("activities"))
    return judged(
        after.account_ids, (counts == _QUARTERS, counts <= 1, known), {"quarters": counts}
    )


def contact_said(row: Mapping[str, Any]) -> Message:
    """Say how regular contact was."""
    if row["state"] == "unknown":
        return msg("no export of activities is loaded")
    return msg("two-way contact in {n} of 4 quarters", n=Count(int(row["quarters"])))


def results(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Judge ARR against a year ago; who was no customer then, or left, is not judged.

    Leaving is the renewal's link: it is not counted twice.
    """
    then, now = arr(before).reindex(after.account_ids), arr(after)
    known = ((then > 0) & (now > 0)).to_numpy()
    change = (now - then).to_numpy()
    return judged(
        after.account_ids,
        (change > _HALF_A_CENT, change < -_HALF_A_CENT, known),
        {"then": then.to_numpy(), "now": now.to_numpy(), "currency": after.currency},
    )


def results_said(row: Mapping[str, Any]) -> Message:
    """Say how ARR went."""
    if row["state"] == "unknown":
        return msg(
            "its ARR is not known at both ends of the year, or it was no customer at one of them"
        )
    then, now = (Money(float(row[name]), row["currency"]) for name in ("then", "now"))
    if row["state"] == "fair":
        return msg("ARR {now}, as a year ago", now=now)
    return msg("ARR went from {then} to {now}", then=then, now=now)


def renewal(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Judge the terms that ended in the last twelve months."""
    year = Period(before.day + timedelta(days=1), after.day)
    terms = renewed_terms(after, year)
    told = terms[terms["judged"]].groupby("account_id")["renewed"]
    table = pd.DataFrame({"n": told.size(), "kept": told.sum()}).reindex(after.account_ids)
    n, kept = table["n"].fillna(0).to_numpy(), table["kept"].fillna(0).to_numpy()
    gone = ~after.account_ids.isin(customers(after))
    return judged(
        after.account_ids,
        ((kept == n) & ~gone, (kept == 0) | gone, (n > 0) | gone),
        {"n": n, "kept": kept, "gone": gone},
    )


def renewal_said(row: Mapping[str, Any]) -> Message:
    """Say how the terms that ended went."""
    if row["state"] == "unknown":
        return msg("no term ended in the last twelve months")
    if row["gone"]:
        return msg("the customer left")
    return msgs(
        "{kept} of {n} term that ended was renewed",
        "{kept} of {n} terms that ended were renewed",
        int(row["n"]),
        kept=Count(int(row["kept"])),
    )


def promises(before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """Judge the demands that were promised for a day in the last twelve months."""
    demands = after.table("demands")
    day = pd.Timestamp(after.day)
    due = demands["due_on"].between(pd.Timestamp(before.day) + timedelta(days=1), day)
    rows = demands[due & demands["state"].ne("declined") & demands["account_id"].notna()]
    done = rows["answered_on"].notna() | rows["state"].eq("delivered")
    facts = rows.assign(
        overdue=(~done & (rows["due_on"] < day)).astype("float64"),
        in_time=(done & ~(rows["answered_on"] > rows["due_on"])).astype("float64"),
    ).groupby("account_id")
    table = pd.DataFrame(
        {"n": facts.size(), "overdue": facts["overdue"].sum(), "in_time": facts["in_time"].sum()}
    )
    table = table.reindex(after.account_ids).fillna(0.0)
    good = (table["in_time"] == table["n"]).to_numpy()
    return judged(
        after.account_ids,
        (good, (table["overdue"] > 0).to_numpy(), (table["n"] > 0).to_numpy()),
        columns(table),
    )


def promises_said(row: Mapping[str, Any]) -> Message:
    """Say how promises were kept."""
    if row["state"] == "unknown":
        return msg("no demand was promised for a day in the last twelve months")
    return msg(
        "{in_time} of {n} promises answered in time, {overdue} open after their day",
        in_time=Count(int(row["in_time"])),
        n=Count(int(row["n"])),
        overdue=Count(int(row["overdue"])),
    )
