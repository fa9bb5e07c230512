"""The people at a customer as numbers: who decides, who left, who was in touch with us."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.model import Snapshot
from lib.signals.contact_log import NEVER, Log, contact_log
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import Places
from lib.signals.once import once_a_snapshot
from lib.signals.placed import placed
from lib.signals.seats import weekly_seats
from lib.signals.weeks import Grid

UNNAMED = -1
# Titles that decide, from director upwards, for people whose role nobody recorded; a role
# that people recorded is better knowledge and stands (scoring.md 3.6).
_DECIDES = (
    r"\b(?:ceo|cto|cfo|coo|cio|cmo|cpo|chief|president|vp|director|head of|owner|founder"
    r"|co-founder|general manager|proprietor)\b"
    r"|董事|总裁|总经理|副总|总监|首席|创始人|厂长|院长|總裁|總經理|副總|總監|創辦人|廠長"
)
_ASSISTS = r"\b(?:assistant|secretary|office of)\b|助理|秘书|秘書"


@dataclass(frozen=True, eq=False, slots=True)
class People:
    """One entry a contact of a known account; `row` is its position in the table of contacts.

    `roled`: a role or a title is on file. `unsure`: nobody says whether the person is still
    there. `spoken` is the last day of contact that the contact's own row states, in
    microseconds; `NEVER` without one.
    """

    row: Ints
    place: Places
    decider: Bools
    champion: Bools
    roled: Bools
    left: Bools
    unsure: Bools
    spoken: Ints

    def any_of(self, chosen: Bools, n: int) -> Bools:
        """Say of each account whether any of its chosen people exists."""
        return np.bincount(self.place[chosen], minlength=n) > 0

    def count_of(self, chosen: Bools, n: int) -> Ints:
        """Return how many chosen people each account has."""
        return np.bincount(self.place[chosen], minlength=n)


@once_a_snapshot
def people(snapshot: Snapshot) -> People:
    """Return the contacts on file as numbers."""
    rows = snapshot.table("contacts")
    place = placed(snapshot, "contacts")
    at = np.flatnonzero(place >= 0)
    rows, place = rows.iloc[at], place[at]
    roles = rows["buying_roles"].astype("str")
    decides = _told(roles, "decision_maker")
    by_title = roles.isna().to_numpy() & _told(rows["title"], _DECIDES)
    by_title &= ~_told(rows["title"], _ASSISTS)
    day = rows["last_contacted_on"]
    spoken = day.where(day <= pd.Timestamp(snapshot.day)).to_numpy().astype("datetime64[us]")
    return People(
        row=at,
        place=place,
        decider=decides | by_title,
        champion=(rows["stance"] == "champion").to_numpy(dtype=bool),
        roled=(roles.notna() | rows["title"].notna()).to_numpy(dtype=bool),
        left=rows["active"].eq(other=False).fillna(value=False).to_numpy(dtype=bool),
        unsure=rows["active"].isna().to_numpy(dtype=bool),
        spoken=np.where(np.isnat(spoken), NEVER, spoken.view(np.int64)),
    )


@once_a_snapshot
def who(snapshot: Snapshot) -> Ints:
    """Return with whom each row of the contact log was: an entry of `people`, or beyond them.

    Numbers from `len(people)` on are people of whom only the log knows; -1 is nobody named.
    """
    log, known = contact_log(snapshot), people(snapshot)
    rows = snapshot.table("activities").iloc[log.row]
    contacts = snapshot.table("contacts").iloc[known.row]
    by_id = _looked_up(rows["contact_id"], contacts["contact_id"])
    found, rest = by_id.copy(), np.flatnonzero(by_id < 0)
    if not len(rest):
        return found
    rows, place = rows.iloc[rest], log.place[rest]
    named, names = _in_account(place, rows["contact_name"], known.place, _full_names(contacts))
    by_name = pd.Index(names).get_indexer(pd.Index(named)) if len(names) else named * 0 - 1
    found[rest] = np.where(named >= 0, by_name, UNNAMED)
    told = rows["contact_id"].notna().to_numpy() | (named >= 0)
    strange = np.flatnonzero((found[rest] < 0) & told)
    found[rest[strange]] = len(known.row) + _numbered(rows.iloc[strange], place[strange])
    return found


def last_with(snapshot: Snapshot, chosen: Bools) -> Ints:
    """Return the moment of the last chosen log row with each of the people on file.

    What the contact's own row states counts as well: it says when we last spoke.
    """
    log, known, whom = contact_log(snapshot), people(snapshot), who(snapshot)
    last = known.spoken.copy()
    mine = chosen & (whom >= 0) & (whom < len(last))
    np.maximum.at(last, whom[mine], log.moment[mine])
    return last


def latest_of(known: People, last: Ints, chosen: Bools, n: int) -> Ints:
    """Return for each account the latest moment of its chosen people; `NEVER` without one."""
    found = np.full(n, NEVER)
    np.maximum.at(found, known.place[chosen], last[chosen])
    return found


def unnamed_latest(log: Log, whom: Ints, chosen: Bools, n: int) -> Ints:
    """Return the moment of each account's last chosen row that names nobody."""
    found = np.full(n, NEVER)
    mine = chosen & (whom == UNNAMED)
    np.maximum.at(found, log.place[mine], log.moment[mine])
    return found


def is_small(snapshot: Snapshot, seats: float) -> Bools:
    """Say of each account whether it is known to have at most so many seats."""
    return _seats(snapshot) <= seats


@once_a_snapshot
def _seats(snapshot: Snapshot) -> Floats:
    """Return the seats under running terms, else those that the account states; NaN unknown."""
    paid = weekly_seats(snapshot, Grid.of_weeks(snapshot.day, 1))[:, 0]
    return np.where(np.isnan(paid), snapshot.accounts["seats"].to_numpy(dtype=float), paid)


def _told(texts: pd.Series, pattern: str) -> Bools:
    codes, values = pd.factorize(texts)
    folded = pd.Series(values, dtype="str").str.casefold()
    hits = folded.str.contains(pattern, regex=True).to_numpy(dtype=bool)
    return np.append(hits, False)[codes]


def _looked_up(ids: pd.Series, known: pd.Series) -> Ints:
    codes, values = pd.factorize(ids)
    first = pd.Series(np.arange(len(known)), index=pd.Index(known))
    first = first[first.index.notna() & ~first.index.duplicated()]
    found = first.index.get_indexer(pd.Index(values))
    entry = np.where(found >= 0, first.to_numpy()[found] if len(first) else UNNAMED, UNNAMED)
    return np.append(entry, UNNAMED)[codes].astype(np.int64)


def _full_names(contacts: pd.DataFrame) -> pd.Series:
    both = contacts["first_name"].fillna("") + " " + contacts["last_name"].fillna("")
    both = both.str.strip().replace("", None).astype("str")
    return contacts["full_name"].fillna(both)


def _in_account(
    place: Places, names: pd.Series, known_place: Places, known: pd.Series
) -> tuple[Ints, Ints]:
    """Return names inside their accounts as numbers, those of the log and those on file.

    A missing name is -1 in the log, and a number of its own on file, as is a name that two
    people of one account bear.
    """
    codes, values = pd.factorize(pd.concat([names, known], ignore_index=True))
    folded, _ = pd.factorize(pd.Series(values, dtype="str").str.strip().str.casefold())
    number = np.append(folded, UNNAMED)[codes].astype(np.int64)
    whose = np.concatenate([place, known_place]).astype(np.int64)
    number = np.where(number >= 0, whose * (len(values) + 1) + number, UNNAMED)
    log_side, file_side = number[: len(names)], number[len(names) :]
    twice = pd.Series(file_side).duplicated(keep=False).to_numpy()
    own = -2 - np.arange(len(file_side))
    return log_side, np.where(twice | (file_side < 0), own, file_side)


def _numbered(rows: pd.DataFrame, place: Places) -> Ints:
    """Return people whom no contact row knows as numbers from 0."""
    key = rows["contact_id"].fillna(rows["contact_name"].str.casefold())
    codes, values = pd.factorize(key)
    numbers, _ = pd.factorize(place.astype(np.int64) * (len(values) + 1) + codes)
    return numbers.astype(np.int64)
