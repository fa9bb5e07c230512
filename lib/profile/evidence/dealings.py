"""What the contact log says: trainings, reviews, management, and with how many people we talk."""

from datetime import timedelta

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Number, msg, msgs
from lib.model import Snapshot
from lib.profile.buying_group import two_way
from lib.profile.evidence.persons import persons
from lib.profile.evidence.seen import (
    Bools,
    Facts,
    Ints,
    Seen,
    Told,
    count,
    linear,
    of_crm,
    ratio,
)
from lib.profile.places import places

_TRAINING_DAYS = 548  # 18 months
_YEAR_DAYS = 365
_ENGAGED_DAYS = 180
_HALVING_DAYS = 90
_FULL_TRAINED = 0.8
_REVIEWS_A_YEAR = 4
_REVIEWS = ("qbr", "meeting", "visit")
_LEAST_CONTACTS = 3  # fewer say more of how the log is kept than of the customer
_ENGAGED = (1.5, 2.0, 3.0)
_ENGAGED_POINTS = np.array([0.0, 25.0, 75.0, 100.0])
_OFTEN = 2  # reviews with management in a year
_SHORT = 0.9  # of a window that the log must reach back


def of_maturity(snapshot: Snapshot) -> dict[str, Seen]:
    """Return trainings, management at reviews, and the rhythm of reviews."""
    log = _log(snapshot, _TRAINING_DAYS)
    return {
        "users_trained": _trained(snapshot, log),
        "management_attends": _management(snapshot, log),
        "review_rhythm": _rhythm(snapshot, log),
    }


def of_bant(snapshot: Snapshot) -> dict[str, Seen]:
    """Return with how many people we are in touch."""
    return {"engaged_people": _engaged(snapshot, _log(snapshot, _ENGAGED_DAYS))}


def _log(snapshot: Snapshot, days: int) -> pd.DataFrame:
    """Return the dated activities of known accounts of the last days: `at`, `ago`, `met`."""
    rows = snapshot.table("activities")
    first = pd.Timestamp(snapshot.day - timedelta(days=days - 1))
    columns = ["account_id", "contact_id", "type", "direction", "outcome", "occurred_at"]
    rows = rows.loc[rows["occurred_at"] >= first, columns]
    at = places(snapshot, rows["account_id"])
    ago = (pd.Timestamp(snapshot.day) - rows["occurred_at"].dt.normalize()).dt.days
    rows = rows.assign(at=at, ago=ago, met=two_way(rows))
    return rows[at >= 0]


def _reaches(snapshot: Snapshot, log: pd.DataFrame, days: int) -> bool:
    """Say whether the contact log reaches back far enough to miss what is not in it."""
    covered = snapshot.coverage.get("activities")
    first = covered.spans[0].first if covered is not None and covered.spans else None
    if first is None:
        oldest = log["occurred_at"].min()
        first = snapshot.day if pd.isna(oldest) else oldest.date()
    return bool((snapshot.day - first).days >= _SHORT * days)


def _holds(flags: Bools, named: Ints) -> Bools:
    """Say of whom is named whether a flag holds; never of strangers (-1), nor of nobody at all."""
    return np.append(flags, np.False_)[named]


def _trained(snapshot: Snapshot, log: pd.DataFrame) -> Seen:
    """Compare people named in trainings with people on file."""
    who = persons(snapshot)
    held = log[log["type"].eq("training") & log["met"]]
    named = who.of(held["contact_id"])
    there = named[_holds(who.there, named)]
    trained = count(who.place[pd.unique(there)], who.n)
    on_file = count(who.place[who.there], who.n)
    unnamed = count(held["at"].to_numpy()[named < 0], who.n) > 0
    kept = _kept(log, who.n) & _reaches(snapshot, log, _TRAINING_DAYS)
    known = (trained > 0) | (kept & ~unnamed)
    return of_crm(
        snapshot,
        _TRAINING_DAYS,
        np.where(known, linear(ratio(trained, on_file), 0, _FULL_TRAINED), np.nan),
        count(held["at"].to_numpy(), who.n),
        Told(
            words=lambda facts: msg(
                "{n} of {people} people on file were in a training within 18 months.",
                n=Count(round(facts["n"])),
                people=Count(round(facts["people"])),
            ),
            facts={"n": trained.astype(float), "people": on_file.astype(float)},
        ),
    )


def _management(snapshot: Snapshot, log: pd.DataFrame) -> Seen:
    """Count days on which somebody of the management was at a review."""
    who = persons(snapshot)
    held = log[log["type"].isin(_REVIEWS) & log["met"] & log["ago"].lt(_YEAR_DAYS)]
    named = who.of(held["contact_id"])
    leading = _holds(who.leads, named)
    days = held["at"].to_numpy() * (_YEAR_DAYS + 1) + held["ago"].to_numpy(dtype=np.int64)
    times = count(pd.unique(days[leading]) // (_YEAR_DAYS + 1), who.n)
    named_all = count(held["at"].to_numpy()[named >= 0], who.n)
    unnamed = count(held["at"].to_numpy()[named < 0], who.n) > 0
    known = (times >= 1) | ((named_all >= 1) & ~unnamed & _reaches(snapshot, log, _YEAR_DAYS))
    return of_crm(
        snapshot,
        _YEAR_DAYS,
        np.where(known, np.minimum(times, _OFTEN) * 50.0, np.nan),
        count(held["at"].to_numpy(), who.n),
        Told(words=_management_said, facts={"n": times.astype(float)}),
    )


def _management_said(facts: Facts) -> Message:
    return msgs(
        "A director or above was at a meeting on {n} day within twelve months.",
        "A director or above was at a meeting on {n} days within twelve months.",
        round(facts["n"]),
    )


def _rhythm(snapshot: Snapshot, log: pd.DataFrame) -> Seen:
    """Compare reviews held with those planned; a quarterly review is taken for the plan."""
    n = len(snapshot.account_ids)
    reviews = log[log["type"].eq("qbr") & log["ago"].lt(_YEAR_DAYS)]
    held = count(reviews["at"].to_numpy()[reviews["met"].to_numpy(dtype=bool)], n)
    planned = np.maximum(count(reviews["at"].to_numpy(), n), _REVIEWS_A_YEAR)
    kept = _kept(log, n) & _reaches(snapshot, log, _YEAR_DAYS) & _older(snapshot, _YEAR_DAYS)
    known = kept & bool(len(reviews))
    return of_crm(
        snapshot,
        _YEAR_DAYS,
        np.where(known, linear(ratio(held, planned), 0, 1), np.nan),
        count(reviews["at"].to_numpy(), n),
        Told(
            words=lambda facts: msg(
                "{n} reviews were held within twelve months, of {planned} planned.",
                n=Count(round(facts["n"])),
                planned=Count(round(facts["planned"])),
            ),
            facts={"n": held.astype(float), "planned": planned.astype(float)},
        ),
    )


def _older(snapshot: Snapshot, days: int) -> np.ndarray:
    """Say of each account whether it is surely or possibly a customer for so long."""
    since = snapshot.accounts["customer_since"]
    young = since > pd.Timestamp(snapshot.day) - timedelta(days=days)
    return ~young.to_numpy(dtype=bool)


def _kept(log: pd.DataFrame, n: int) -> np.ndarray:
    """Say of each account whether enough contacts of a year are logged to miss one."""
    recent = log["met"].to_numpy(dtype=bool) & log["ago"].lt(_YEAR_DAYS).to_numpy()
    return count(log["at"].to_numpy()[recent], n) >= _LEAST_CONTACTS


def _engaged(snapshot: Snapshot, log: pd.DataFrame) -> Seen:
    """Return the effective number of people: 1 over the sum of squared shares (3.6)."""
    who = persons(snapshot)
    talks = log[log["met"] & log["contact_id"].notna()]
    person, names = pd.factorize(talks["contact_id"])
    weight = 0.5 ** (talks["ago"].to_numpy(dtype=np.float64) / _HALVING_DAYS)
    pair, each = np.unique(talks["at"].to_numpy() * (len(names) + 1) + person, return_inverse=True)
    share = np.bincount(each, weight, len(pair)) if len(pair) else np.array([])
    at = pair // (len(names) + 1)
    total = np.bincount(at, share, who.n)
    effective = ratio(total**2, np.bincount(at, share**2, who.n))
    n_rows = count(talks["at"].to_numpy(), who.n)
    step = np.searchsorted(_ENGAGED, effective.round(9), side="right")
    step = np.where(effective.round(9) == _ENGAGED[-1], len(_ENGAGED) - 1, step)
    score = _ENGAGED_POINTS[np.minimum(step, len(_ENGAGED))]
    return of_crm(
        snapshot,
        _ENGAGED_DAYS,
        np.where(n_rows >= _LEAST_CONTACTS, score, np.nan),
        n_rows,
        Told(
            words=lambda facts: msg(
                "Two-way contacts of 180 days are spread over {n} people, counted by their share.",
                n=Number(facts["n"], 1),
            ),
            facts={"n": effective},
        ),
    )
