"""Requests stop: no ticket for longer than the account's own rhythm explains."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.cube import places
from lib.signals.falling import FALLING, STABLE, falling, is_new
from lib.signals.holidays import by_group, holiday_weeks, holidays
from lib.signals.silence import Silence, silence, usual_silence
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.tenure import in_tenure
from lib.signals.undated import HOLIDAY_COLUMNS, SEAT_COLUMNS, TENURE_COLUMNS
from lib.signals.weeks import Grid, known_columns, table_rows

_WEEKS = 78  # a year of silence, and the half year before it
_LEAST_RECENT = 6  # of the last 8 weeks
_RECENT = 8
_CLOSED = 2
_STATES = {FALLING: "falling", STABLE: "stable"}


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge each account's silence in complete weeks, and whether use falls with it."""
    grid = Grid.of_weeks(snapshot.day, _WEEKS)
    known = known_columns(snapshot, "tickets", grid)
    tickets = table_rows(snapshot, "tickets", grid).table()
    counts = np.where(known, tickets, np.nan)
    found = silence(counts, _holidays(snapshot, grid), in_tenure(snapshot, grid))
    n, state = len(counts), falling(snapshot).state
    since = _since(snapshot, grid)
    in_base = _sums(tickets, found.base_start, found.last + 1)
    badly = _went_badly(snapshot, thresholds["bad_satisfaction"])
    quiet_from = grid.starts[np.minimum(found.last + 1, grid.n - 1)]
    # Shares of weeks, not of tickets, make the rhythm: so the length of the baseline decides.
    confidence = np.minimum(1, found.base / 26) * np.where(state == FALLING, 1.0, 0.6)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_ticket_export", bool(np.count_nonzero(known[-_RECENT:]) < _LEAST_RECENT)),
            ("new_account", is_new(snapshot)),
            ("too_few_requests", ~found.evaluated | (in_base < thresholds["least_tickets"])),
        ),
        {
            "severity": np.where(since > 0, 0, _severity(found, state, badly)),
            "value": found.weeks,
            "expected": np.round(1 / found.rhythm - 1, 6),
            "expected_low": 0.0,
            "expected_high": usual_silence(found.rhythm),
            "confidence": np.where(found.severity > 0, confidence, np.minimum(1, found.base / 26)),
            "window_from": day_column(quiet_from, n),
            "window_to": np.where(since > 0, day_column(snapshot.day, n), day_column(grid.last, n)),
            "rows_from": day_column(grid.starts[found.base_start], n),
            "n_rows": _sums(tickets, found.base_start, np.full(n, grid.n)) + since,
        },
        {
            "active": found.active,
            "base": found.base,
            "quiet": (found.severity > 0) & (since == 0),
            "again": (found.weeks > 0) & (since > 0),
            "use": np.array([_STATES.get(s, "unknown") for s in state.tolist()], dtype="<U8"),
            "badly": badly,
        },
    )


def _since(snapshot: Snapshot, grid: Grid) -> Ints:
    """Return how many requests came after the last complete week: they end any silence."""
    days = (snapshot.day - grid.last).days
    if not days:
        return np.zeros(len(snapshot.account_ids), dtype=np.int64)
    rows = table_rows(snapshot, "tickets", Grid.of_days(snapshot.day, days))
    return rows.table().sum(axis=1).astype(np.int64)


def _severity(found: Silence, state: Ints, badly: Bools) -> Ints:
    """Return at most 2 for silence alone, one more when the last requests went badly.

    Quiet with stable use is no sign; with unknown use it is at most worth watching.
    """
    alone = np.minimum(found.severity, 2)
    falls = np.where(alone > 0, alone + badly, 0)
    return np.select([state == FALLING, state == STABLE], [falls, 0], np.minimum(alone, 1))


def _holidays(snapshot: Snapshot, grid: Grid) -> Bools:
    return by_group(
        snapshot,
        lambda group: holiday_weeks(grid.starts, holidays(group, grid.first, grid.last)),
    )


def _went_badly(snapshot: Snapshot, bad_satisfaction: float) -> Bools:
    """Say whether each of the last two closed tickets was reopened or left a bad answer."""
    tickets = snapshot.table("tickets")
    closed_at = tickets["resolved_at"].fillna(tickets["closed_at"]).to_numpy()
    place, n = places(snapshot, tickets["account_id"]), len(snapshot.account_ids)
    bad = ((tickets["reopens"] > 0) | (tickets["satisfaction"] <= bad_satisfaction)).to_numpy(
        dtype=bool
    )
    at = np.flatnonzero((place >= 0) & ~np.isnat(closed_at))
    created = tickets["created_at"].to_numpy()
    order = at[np.lexsort((bad[at], created[at], closed_at[at], place[at]))]
    after = np.append(place[order], [-1] * _CLOSED)
    last = after[:-_CLOSED] != after[_CLOSED:]  # of its account, the last ones
    return np.bincount(place[order[last & bad[order]]], minlength=n) == _CLOSED


def _sums(values: Floats, first: Ints, end: Ints) -> Ints:
    column = np.arange(values.shape[1])
    chosen = (column >= first[:, None]) & (column < end[:, None])
    return np.where(chosen, values, 0).sum(axis=1).astype(int)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how long no request came, what is usual, and whether use falls too."""
    about = row["detail"]
    said: dict[str, Any] = {
        "day": pd.Timestamp(row["window_to"]).date(),
        "high": Count(int(row["expected_high"])),
        "active": Count(about["active"]),
        "base": Count(about["base"]),
    }
    weeks = int(row["value"])
    if about["again"]:
        return msgs(
            "Requests came again by {day}, after {n} week without one; expected were 0–{high}.",
            "Requests came again by {day}, after {n} weeks without one; expected were 0–{high}.",
            weeks,
            **said,
        )
    if not about["quiet"]:
        return msgs(
            "Requests come as usual: {n} week without one up to {day}, expected 0–{high}, as"
            " requests came in {active} of the {base} weeks before.",
            "Requests come as usual: {n} weeks without one up to {day}, expected 0–{high}, as"
            " requests came in {active} of the {base} weeks before.",
            weeks,
            **said,
        )
    if about["use"] == "stable":
        return msgs(
            "Quiet, usage stable: no request for {n} week up to {day}, expected 0–{high},"
            " but usage is not falling.",
            "Quiet, usage stable: no request for {n} weeks up to {day}, expected 0–{high},"
            " but usage is not falling.",
            weeks,
            **said,
        )
    return msgs(
        "No request for {n} week up to {day}: expected 0–{high}, as requests came in {active} of"
        " the {base} weeks before; {use}{badly}.",
        "No request for {n} weeks up to {day}: expected 0–{high}, as requests came in {active} of"
        " the {base} weeks before; {use}{badly}.",
        weeks,
        use=_USE[about["use"]],
        badly=_BADLY if about["badly"] and about["use"] == "falling" else "",
        **said,
    )


_USE: Mapping[str, Message] = {
    "falling": msg("usage is falling too"),
    "unknown": msg("whether usage falls is unknown, so this is only worth watching"),
}
_BADLY = msg(", and the last two closed requests went badly")
_ACCOUNTS = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"
_DAY = date(2026, 10, 28)


def _tickets(days: str, more: str = "") -> dict[str, str]:
    rows = [f"A, {day}, , , " for day in days.split()]
    other = "B, 2026-10-20, , , \nA, 2026-10-29, , , "  # another's, and one after the day
    head = "account_id, created_at, closed_at, reopens, satisfaction"
    return {"tickets": "\n".join([head, *rows, other, *more.split(" / ")]).strip()}


# One request in each of twelve weeks out of the 26 that end on 23 August 2026.
_TWELVE = (
    "2026-03-04 2026-03-18 2026-04-01 2026-04-15 2026-04-29 2026-05-13 2026-05-27 2026-06-10"
    " 2026-06-24 2026-07-08 2026-07-29 2026-08-19"
)
_FALLING_USE = {"A any users": "44*20 8*5", "B any users": "52*20"}
_STABLE_USE = {"A any users": "52*20"}
_BAD = "A, 2026-08-19 10:00, 2026-08-20, 1, / A, 2026-08-19 11:00, 2026-08-21, 0, 0.4"

SIGNAL = Signal(
    key="requests_stop",
    title=msg("Requests stop"),
    question=msg("Have they stopped asking us for anything, while they use less?"),
    unit=msg("weeks without a request"),
    group="service",
    thresholds=Thresholds(
        version=1,
        values={"least_tickets": 4.0, "bad_satisfaction": 0.4},
        why=msg(
            "Chances of 10%, 1% and 0.1% that so many silent weeks come at the account's own"
            " rhythm. Silence alone is never the highest severity. Being"
            " quiet is ambiguous, hence the condition that usage falls too."
        ),
    ),
    needs=("tickets", "usage", "accounts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_ticket_export": msg("no ticket export covers these weeks"),
        "new_account": msg("a customer for less than 13 weeks"),
        "too_few_requests": msg(
            "fewer than four requests, or three weeks with one, in half a year"
        ),
    },
    undated=(
        *TENURE_COLUMNS,
        *HOLIDAY_COLUMNS,
        *SEAT_COLUMNS,
        "tickets.reopens",
        "tickets.satisfaction",
    ),
    blind_spots=msg(
        "Requests made by telephone, chat or to a person we do not log are not seen. A product"
        " that got better also makes quiet customers; that is why usage decides."
    ),
    advice=msg(
        "Ask end users, not only the champion, what they work around. Read the last two requests"
        " to the end before calling."
    ),
    examples=(
        Example(
            name=msg("Nine quiet weeks after requests in every second one, and use falls"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets(_TWELVE),
            weekly=_FALLING_USE,
            severity=2,
            value=9,
        ),
        Example(
            name=msg("Use is stable: quiet is no sign"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets(_TWELVE),
            weekly=_STABLE_USE,
            severity=0,
            value=9,
        ),
        Example(
            name=msg("Use is unknown: at most worth watching"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets(_TWELVE),
            severity=1,
            value=9,
        ),
        Example(
            name=msg("The last two closed requests went badly: one more"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets(_TWELVE, _BAD),
            weekly=_FALLING_USE,
            severity=3,
            value=9,
        ),
        Example(
            name=msg("A request in the unfinished week ends the silence"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets(f"{_TWELVE} 2026-10-28"),
            weekly=_FALLING_USE,
            severity=0,
            value=9,
        ),
        Example(
            name=msg("Three quiet weeks at that rhythm are usual"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets(f"{_TWELVE} 2026-09-02 2026-09-16 2026-10-04"),
            weekly=_FALLING_USE,
            severity=0,
            value=3,
        ),
        Example(
            name=msg("National Day week does not lengthen a silence in China"),
            day=date(2026, 10, 12),
            accounts="account_id, customer_since, country\nA, 2020-01-01, China",
            tables=_tickets(f"{_TWELVE} 2026-09-02 2026-09-16"),
            weekly=_FALLING_USE,
            severity=0,
            value=1,
        ),
        Example(
            name=msg("Three requests make no rhythm"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets("2026-06-24 2026-07-08 2026-08-19"),
            weekly=_FALLING_USE,
            severity=-1,
            reason="too_few_requests",
        ),
        Example(
            name=msg("Without a ticket export nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            weekly=_FALLING_USE,
            severity=-1,
            reason="no_ticket_export",
        ),
        Example(
            name=msg("Tickets exported up to August say nothing about October"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_tickets(_TWELVE),
            weekly=_FALLING_USE,
            covered={"tickets": ((date(2025, 1, 1), date(2026, 8, 31)),)},
            severity=-1,
            reason="no_ticket_export",
        ),
    ),
)
