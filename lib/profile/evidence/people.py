"""What the contacts on file say: departments, who stayed, who decides, who speaks for us."""

from datetime import timedelta

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Number, msg, msgs
from lib.model import Snapshot
from lib.profile.buying_group import two_way
from lib.profile.evidence.persons import Persons, persons
from lib.profile.evidence.seen import (
    Bools,
    Facts,
    Floats,
    Ints,
    Seen,
    Told,
    count,
    linear,
    of_crm,
    ratio,
)

_HEARD_DAYS = 180
_FRESH_DAYS = 90
_LEAST_DEPARTMENTS = 2
_GONE, _UNKNOWN, _KNOWN, _HEARD, _LATELY = range(5)
_BUYER_POINTS = np.array([0.0, 0.0, 25.0, 75.0, 100.0])


def of_maturity(snapshot: Snapshot) -> dict[str, Seen]:
    """Return the departments reached, and whether everybody who answers for it has left."""
    who = persons(snapshot)
    if not len(who.place):
        return {}
    ago = _heard_ago(snapshot, who)
    return {"departments": _departments(snapshot, who, ago), "stability": _vacant(snapshot, who)}


def of_bant(snapshot: Snapshot) -> dict[str, Seen]:
    """Return whether who decides is reached, and who speaks for us."""
    who = persons(snapshot)
    found = {}
    if who.decides.any():  # else nobody records roles, and nothing follows from their absence
        found["economic_buyer"] = _buyer(snapshot, who, _heard_ago(snapshot, who))
    if who.rows["stance"].notna().any():
        found["inner_advocate"] = _advocate(snapshot, who)
    return found


def _heard_ago(snapshot: Snapshot, who: Persons) -> Floats:
    """Return the days since each person was in touch with us; NaN for never on file."""
    today = pd.Timestamp(snapshot.day)
    spoken = who.rows["last_contacted_on"]
    ago = (today - spoken.where(spoken <= today)).dt.days.to_numpy(dtype=np.float64)
    log = snapshot.table("activities")
    columns = ["contact_id", "type", "direction", "outcome", "occurred_at"]
    log = log.loc[log["occurred_at"] >= today - timedelta(days=_HEARD_DAYS), columns]
    log = log[two_way(log)]
    entry = who.of(log["contact_id"])
    days = (today - log["occurred_at"].dt.normalize()).dt.days.to_numpy(dtype=np.float64)
    np.fmin.at(ago, entry[entry >= 0], days[entry >= 0])
    return ago


def _departments(snapshot: Snapshot, who: Persons, ago: Floats) -> Seen:
    """Compare departments heard within 180 days with those on file."""
    code, names = pd.factorize(who.rows["department"])
    pair = who.place * (len(names) + 1) + code
    named = (code >= 0) & who.there
    on_file = _different(pair[named], len(names) + 1, who.n)
    heard = _different(pair[named & (ago <= _HEARD_DAYS)], len(names) + 1, who.n)
    share = ratio(heard, on_file)
    return of_crm(
        snapshot,
        _HEARD_DAYS,
        np.where(on_file >= _LEAST_DEPARTMENTS, linear(share, 0, 1), np.nan),
        count(who.place[named], who.n),
        Told(
            words=lambda facts: msg(
                "{n} of {all} departments on file were in touch with us within 180 days.",
                n=Count(round(facts["n"])),
                all=Count(round(facts["all"])),
            ),
            facts={"n": heard.astype(float), "all": on_file.astype(float)},
        ),
    )


def _different(pairs: Ints, wide: int, n: int) -> Ints:
    return count(pd.unique(pairs) // wide, n)


def _vacant(snapshot: Snapshot, who: Persons) -> Seen:
    """Say only that everybody who decides or advises has left: who answers, no file names."""
    answers = who.decides | who.advises
    gone = count(who.place[answers & who.left], who.n)
    there = count(who.place[who.there], who.n)
    stay = count(who.place[answers & who.there], who.n)
    return of_crm(
        snapshot,
        _HEARD_DAYS,
        np.where((gone > 0) & (stay == 0), 0.0, np.nan),
        gone + there,
        Told(
            words=lambda facts: msgs(
                "The {n} person on file with a say has left.",
                "All {n} people on file with a say have left.",
                round(facts["n"]),
            ),
            facts={"n": gone.astype(float)},
        ),
    )


def _buyer(snapshot: Snapshot, who: Persons, ago: Floats) -> Seen:
    """Judge the decision maker by how lately heard; one who left is none."""
    there = who.decides & who.there
    nearest = np.full(who.n, np.nan)
    np.fmin.at(nearest, who.place[there], ago[there])
    known, left = _any(who, there), _any(who, who.decides & who.left)
    state = np.select(
        [nearest <= _FRESH_DAYS, nearest <= _HEARD_DAYS, known, left],
        [_LATELY, _HEARD, _KNOWN, _GONE],
        _UNKNOWN,
    )
    return of_crm(
        snapshot,
        _HEARD_DAYS,
        _BUYER_POINTS[state],
        count(who.place[who.decides], who.n),
        Told(words=_buyer_said, facts={"state": state.astype(float), "ago": nearest}),
    )


def _any(who: Persons, chosen: Bools) -> Bools:
    return count(who.place[chosen], who.n) > 0


def _buyer_said(facts: Facts) -> Message:
    state = round(facts["state"])
    if state in (_LATELY, _HEARD):
        return msg("The decision maker was in touch with us {days} days ago.",
                   days=Number(facts["ago"]))  # fmt: skip
    if state == _KNOWN:
        return msg("The decision maker is known, without two-way contact within 180 days.")
    if state == _GONE:
        return msg("The decision maker on file has left.")
    return msg("No decision maker is on file.")


def _advocate(snapshot: Snapshot, who: Persons) -> Seen:
    """Judge by the best stance on file, and whether that person has a say."""
    stance = who.rows["stance"]
    speaks = stance.eq("champion").to_numpy(dtype=bool) & who.there
    mild = stance.eq("supporter").to_numpy(dtype=bool) & who.there
    told = _any(who, stance.notna().to_numpy(dtype=bool) & who.there)
    say = who.decides | who.advises
    score = np.select(
        [_any(who, speaks & say), _any(who, speaks), _any(who, mild & say), _any(who, mild)],
        [100.0, 50.0, 50.0, 25.0],
        0.0,
    )
    return of_crm(
        snapshot,
        _HEARD_DAYS,
        np.where(told, score, np.nan),
        count(who.place[stance.notna().to_numpy(dtype=bool)], who.n),
        Told(words=_advocate_said, facts={"score": score}),
    )


def _advocate_said(facts: Facts) -> Message:
    if facts["score"] >= 100:  # noqa: PLR2004 - the best anchor
        return msg("An advocate with a say is on file.")
    if facts["score"] > 0:
        return msg("Somebody on file is well disposed, or speaks for us without a say.")
    return msg("Nobody whose stance is on file speaks for us.")
