"""The contact log as numbers: whose, when, with whom, and whether it went both ways.

Read once a snapshot; every signal of the relation asks it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.model import Coverage, Snapshot
from lib.signals.company import in_company
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import Places
from lib.signals.holidays import Days
from lib.signals.once import once_a_snapshot
from lib.signals.placed import placed
from lib.signals.tenure import starts
from lib.signals.weeks import Grid, days_after, known_columns, last_known_day

MET = ("meeting", "visit", "training", "qbr")
WRITTEN = ("mail", "message")
BOUNCED = "bounced"
NOT_HELD = ("no_answer", "cancelled", BOUNCED)
GONE = ("churned", "invalid", "prospect")
LOG_DAYS = 180
NEVER = np.iinfo(np.int64).min // 2
DAY_US = 24 * 60 * 60 * 1_000_000
_LATE_DAYS = 30
_QUARTERS = 2  # in 180 days
_YEAR_US = 365 * DAY_US


@dataclass(frozen=True, eq=False, slots=True)
class Log:
    """Activities of known accounts as numbers: whose, when (in microseconds), what.

    `row` is the position in the table of activities. `contact` is certainly two-way,
    `maybe_contact` may be; `mail` is certainly one of ours that nobody answered yet.
    `tried` is our attempt, answered or not; `bounced` one that could not be delivered.
    """

    row: Ints
    place: Places
    moment: Ints
    contact: Bools
    maybe_contact: Bools
    mail: Bools
    maybe_mail: Bools
    tried: Bools
    bounced: Bools


@once_a_snapshot
def contact_log(snapshot: Snapshot) -> Log:
    """Sort activities into two-way contacts and mails of ours, certain and possible ones.

    Two-way is what the log calls held or answered, what came from the customer, and a
    meeting, visit, training or QBR that was not called off. A mail of ours is not by itself.
    """
    rows = snapshot.table("activities")
    place = placed(snapshot, "activities")
    at = np.flatnonzero((place >= 0) & rows["occurred_at"].notna().to_numpy())
    rows, place = rows.iloc[at], place[at]
    kind, way, outcome = rows["type"], rows["direction"], rows["outcome"]
    theirs, written = way == "theirs", kind.isin(WRITTEN)
    off = outcome.isin(NOT_HELD) | (kind == "internal_note")
    contact = ~off & (theirs | kind.isin(MET) | (outcome == "held"))
    says_little = ~off & ((way != "ours") | (~written & outcome.isna()))
    bounced = outcome == BOUNCED
    return Log(
        row=at,
        place=place,
        moment=rows["occurred_at"].to_numpy().astype("datetime64[us]").view(np.int64),
        contact=contact.to_numpy(dtype=bool),
        maybe_contact=(contact | says_little).to_numpy(dtype=bool),
        mail=(written & (way == "ours") & ~contact).to_numpy(dtype=bool),
        maybe_mail=((written | kind.isna()) & ~contact).to_numpy(dtype=bool),
        tried=((way == "ours") & (kind != "internal_note")).to_numpy(dtype=bool),
        bounced=bounced.to_numpy(dtype=bool),
    )


def latest(log: Log, chosen: Bools, n: int) -> Ints:
    """Return the moment of each account's last chosen row; `NEVER` without one."""
    found = np.full(n, NEVER)
    np.maximum.at(found, log.place[chosen], log.moment[chosen])
    return found


def since(log: Log, chosen: Bools, days: Days) -> Ints:
    """Return how many chosen rows each account has from its day on."""
    first = days.astype("datetime64[us]").view(np.int64)
    later = chosen & (log.moment >= first[log.place])
    return np.bincount(log.place[later], minlength=len(days))


def window_start(snapshot: Snapshot) -> np.datetime64:
    """Return the first of the last 180 days."""
    return np.datetime64(snapshot.day, "D") - LOG_DAYS + 1


def recent_contacts(snapshot: Snapshot, chosen: Bools) -> Ints:
    """Return how many chosen rows each account has in the last 180 days."""
    log = contact_log(snapshot)
    return since(log, chosen, np.full(len(snapshot.account_ids), window_start(snapshot)))


def logged_lately(snapshot: Snapshot) -> bool:
    """Say whether a contact log covers one of the last 30 days."""
    last = last_known_day(snapshot, "activities")
    return last is not None and (snapshot.day - last).days <= _LATE_DAYS


def log_begins(snapshot: Snapshot) -> Days:
    """Return from where each account's contacts are known: the log's or its own first day."""
    spans, log = snapshot.coverage.get("activities", Coverage()).spans, contact_log(snapshot)
    first = np.datetime64(snapshot.day, "D")
    if spans:
        first = np.datetime64(spans[0].first, "D")
    elif len(log.moment):
        first = np.datetime64(int(log.moment.min()), "us").astype("datetime64[D]")
    begins = np.fmax(first, starts(snapshot))
    return np.minimum(begins, np.datetime64(snapshot.day, "D"))


def working_days_since(snapshot: Snapshot, since_day: Days) -> Ints:
    """Return covered days after `since_day` up to the day that are no holidays of the account."""
    first = since_day.min().astype(date) if len(since_day) else snapshot.day
    grid = Grid(first, (snapshot.day - first).days + 1, 1)
    known = known_columns(snapshot, "activities", grid)
    return days_after(snapshot, grid, known, since_day)


def kept_log(snapshot: Snapshot, least_contacts: float, contacts_a_quarter: float) -> Bools:
    """Say whether contacts with the account are logged well enough to miss them.

    Enough contacts of its own in 180 days; or an owner who logs one an account and quarter
    over all accounts; without an owner, one a quarter in the year up to the last contact.
    """
    recent, logged = _logged(snapshot)
    return (recent >= least_contacts) | (logged >= contacts_a_quarter)


@once_a_snapshot
def _logged(snapshot: Snapshot) -> tuple[Ints, Floats]:
    """Return each account's contacts of 180 days, and how many a quarter speak for its log."""
    log, accounts = contact_log(snapshot), snapshot.accounts
    recent = recent_contacts(snapshot, log.contact)
    gone = accounts["status"].isin(GONE) | accounts["churn_date"].notna()
    owner = accounts["owner"].reset_index(drop=True)
    judging = in_company(snapshot) & ~gone.to_numpy(dtype=bool)
    a_quarter = pd.Series(recent / _QUARTERS)[judging]
    by_owner = a_quarter.groupby(owner[a_quarter.index]).mean()
    rate = owner.map(by_owner).to_numpy(dtype=float)
    return recent, np.where(np.isnan(rate), _own_rate(log, len(recent)), rate)


def _own_rate(log: Log, n: int) -> Floats:
    last = latest(log, log.contact, n)
    year = log.contact & (log.moment > last[log.place] - _YEAR_US)
    return np.bincount(log.place[year], minlength=n) / 4
