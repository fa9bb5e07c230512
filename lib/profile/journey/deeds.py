"""Signs of results and of what the customer gives, from what the other files say."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.model.frames import TAG_SEPARATOR
from lib.model.terms import begins_on, sold
from lib.profile.buying_group import two_way
from lib.profile.journey.points import MET, NOT_MET, UNKNOWN, Marks, Seen, of_kind
from lib.profile.journey.rules import (
    CO_INNOVATION_WORDS,
    CONTENT,
    GIVING_DAYS,
    GOAL_DAYS,
    GOAL_POINTS,
    GROWTH_DAYS,
    PROMOTER,
    PROMOTER_NET,
    REFERENCE_WORDS,
    SUGGESTION_WORDS,
    VISITS,
)

_TEN = 10  # answers above it, or below 0, are of the scale from -100 to 100


def goals(seen: Seen) -> Marks:
    """Mark whose newest assessment says that goals have an owner and a date."""
    rows = seen.snapshot.table("assessments")
    chosen = rows["scheme"].eq("maturity") & rows["criterion"].eq("strategy")
    rows = rows[chosen & rows["points"].notna()].sort_values("assessed_on", kind="stable")
    place, points = seen.places(rows["account_id"]), rows["points"].to_numpy()
    at = rows["assessed_on"].to_numpy().astype("datetime64[D]")
    marks = seen.unknown()
    for column, day in enumerate(seen.days):
        last = np.datetime64(day, "D")
        inside = (place >= 0) & (at <= last) & (at > last - GOAL_DAYS)
        # Of several answers the newest is written last, and stays.
        marks[place[inside], column] = np.where(points[inside] >= GOAL_POINTS, MET, NOT_MET)
    return marks


def satisfied(seen: Seen) -> Marks:
    """Mark who recommends us or is very satisfied, by the newest answers (they carry no day)."""
    accounts = seen.snapshot.accounts
    nps, csat = (accounts[name].to_numpy(dtype=np.float64) for name in ("nps", "csat"))
    net = (nps > _TEN) | (nps < 0)
    happy = np.where(net, nps >= PROMOTER_NET, nps >= PROMOTER) | (csat >= CONTENT)
    asked = ~np.isnan(nps) | ~np.isnan(csat)
    return seen.always(np.select([happy, asked], [MET, NOT_MET], UNKNOWN).astype(np.int8))


def bought_more(seen: Seen) -> Marks:
    """Mark who bought an expansion; unknown where contracts do not say their type."""
    rows = seen.snapshot.table("contracts")
    if rows["type"].isna().all():
        return seen.unknown()
    chosen = rows.assign(day=begins_on(rows))[sold(rows) & rows["type"].eq("expansion")]
    return seen.at_least(of_kind(chosen, "contracts"), "day", GROWTH_DAYS)


def reviewed(seen: Seen) -> Marks:
    """Mark with whom a business review was held."""
    return _touched(seen, "qbr", 1)


def visits(seen: Seen) -> Marks:
    """Mark who received visits."""
    return _touched(seen, "visit", VISITS)


def suggestions(seen: Seen) -> Marks:
    """Mark who raised a demand, or asked for something new in a ticket."""
    demands, tickets = seen.snapshot.table("demands"), seen.snapshot.table("tickets")
    wants = of_kind(demands[demands["direction"].ne("opposes")], "demands")
    asked = of_kind(tickets[_said(tickets["type"], SUGGESTION_WORDS)], "tickets")
    by_demand = seen.unknown()
    if seen.snapshot.loaded("demands"):
        by_demand = seen.at_least(wants, "raised_on", GIVING_DAYS)
    by_ticket = seen.unknown()
    if not asked.empty:
        by_ticket = seen.at_least(asked, "created_at", GIVING_DAYS)
    return np.maximum(by_demand, by_ticket)


def reference(seen: Seen) -> Marks:
    """Mark whose tags call them a reference."""
    return seen.always(_tagged(seen, REFERENCE_WORDS))


def co_innovation(seen: Seen) -> Marks:
    """Mark whose tags, or the subjects of whose activities, name joint development."""
    rows = seen.snapshot.table("activities")
    shared = rows[_said(rows["subject"], CO_INNOVATION_WORDS)]
    done = seen.counted(shared, "occurred_at", GIVING_DAYS) > 0
    return np.where(done, np.int8(MET), seen.always(_tagged(seen, CO_INNOVATION_WORDS)))


def champion(seen: Seen) -> Marks:
    """Mark where somebody who is still there speaks for us; unknown without any stance."""
    people = seen.snapshot.table("contacts")
    there = people["active"].fillna(value=True).astype("bool") & people["stance"].notna()
    place = seen.places(people["account_id"])
    marks = np.full(seen.shape[0], UNKNOWN, dtype=np.int8)
    marks[place[there & (place >= 0)]] = NOT_MET
    marks[place[there & people["stance"].eq("champion") & (place >= 0)]] = MET
    return seen.always(marks)


def _touched(seen: Seen, kind: str, least: int) -> Marks:
    """Mark who was met in this way; unknown where no activity at all is said to be of it."""
    rows = seen.snapshot.table("activities")
    of_type = rows["type"].eq(kind)
    if not of_type.any():
        return seen.unknown()
    held = of_kind(rows[of_type & two_way(rows)], "activities")
    return seen.at_least(held, "occurred_at", GIVING_DAYS, least)


def _tagged(seen: Seen, words: Sequence[str]) -> Marks:
    """Mark by tags; blank tags tell nothing, nor do those of a company that never tags so."""
    tags = seen.snapshot.accounts["tags"]
    holds = _said(tags, words).to_numpy()
    if not holds.any():
        return np.full(seen.shape[0], UNKNOWN, dtype=np.int8)
    known = (tags.notna() & tags.ne("")).to_numpy()
    return np.select([holds, known], [MET, NOT_MET], UNKNOWN).astype(np.int8)


def _said(texts: pd.Series, words: Sequence[str]) -> pd.Series:
    """Say of each text whether one of its tags, or the whole, is one of the words or holds it."""
    codes, different = pd.factorize(texts)
    holds = [_holds(str(text), words) for text in different]
    found = np.array([*holds, False], dtype=bool)[codes]
    return pd.Series(found, index=texts.index)


def _holds(text: str, words: Sequence[str]) -> bool:
    parts = text.casefold().split(TAG_SEPARATOR)
    return any(word in part for part in parts for word in words)
