"""Ticket surge: far more requests than the account's own level, or requests left in pain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Number, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import (
    DEFAULT_DISPERSION,
    Bools,
    Floats,
    Ints,
    at_most,
    own_dispersion,
    pooled_dispersion,
    quantile,
    ratio,
    variance_of,
)
from lib.signals.falling import is_new
from lib.signals.holidays import GROUPS, around_holidays, holiday_groups, holiday_weeks
from lib.signals.pain import late, moment, sore, tickets
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.tenure import in_tenure
from lib.signals.weeks import Grid, Rows, known_columns, table_rows

RECENT_WEEKS, BASE_WEEKS = 4, 26
_LOOKED_AT = 8  # weeks among which the recent four are found when holidays lie between
_WEEKS = _LOOKED_AT + BASE_WEEKS
_LEAST_RECENT, _LEAST_BASE = 3, 8
_PSEUDO_REQUESTS = 0.5  # nobody's level is exactly nothing
_PANEL_ACCOUNTS, _PANEL_LEVEL = 15, 1.0  # as many busy accounts make the portfolio's rise
_MOST_RISE, _CAPPED = 3.0, 3.0
_DAY_US = 24 * 60 * 60 * 1_000_000


@dataclass(frozen=True, eq=False, slots=True)
class _Surge:
    """The recent weeks against the baseline; one number an account."""

    seen: Floats
    expected: Floats
    low: Floats
    high: Floats
    times: Floats
    p: Floats
    n_base: Ints
    n_recent: Ints
    first_week: Ints


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the rise of requests and the pain that stays; the graver one speaks."""
    grid = Grid.of_weeks(snapshot.day, _WEEKS)
    known = known_columns(snapshot, "tickets", grid)
    rows = table_rows(snapshot, "tickets", grid)
    surge = _surge(snapshot, rows, known)
    by_surge = _surge_severity(surge, thresholds)
    pain, usual, n_late = _pain(snapshot, thresholds)
    by_pain = _pain_severity(pain, usual, thresholds)
    painful = by_pain > by_surge
    n = len(snapshot.account_ids)
    alone = np.maximum(by_surge, by_pain)
    short = surge.n_base < _LEAST_BASE
    recent = grid.starts[surge.first_week]
    window_from = np.where(painful, _pain_from(snapshot, thresholds), recent)
    window_to = np.where(painful, np.datetime64(snapshot.day, "D"), np.datetime64(grid.last, "D"))
    covered = int(np.count_nonzero(known[-RECENT_WEEKS:])) >= _LEAST_RECENT
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_ticket_export", not covered),
            ("new_account", is_new(snapshot)),
            ("short_history", (short | (surge.n_recent < _LEAST_RECENT)) & ~painful),
        ),
        {
            "severity": np.minimum(alone + ((by_surge > 0) & (by_pain > 0)), 3),
            "value": np.where(painful, pain, surge.seen),
            "expected": np.round(np.where(painful, usual, surge.expected), 2),
            "expected_low": np.where(painful, 0, surge.low),
            "expected_high": np.where(painful, _pain_edge(usual, thresholds), surge.high),
            "confidence": np.where(painful, 0.8, np.minimum(1, surge.n_base / BASE_WEEKS)),
            "window_from": day_column(window_from, n),
            "window_to": day_column(window_to, n),
            "rows_from": day_column(np.where(painful, window_from, np.datetime64(grid.first)), n),
            "n_rows": np.where(painful, pain, rows.per_account()),
        },
        {
            "unit": np.where(painful, "pain", "requests"),
            "late": n_late,
            "pain": pain,
            "base": surge.n_base,
            "recent": surge.n_recent,
            "by_surge": by_surge > 0,
            "by_pain": by_pain > 0,
            "judged": dict(thresholds.values),
        },
    )


def _surge(snapshot: Snapshot, rows: Rows, known: Bools) -> _Surge:
    """Compare 4 recent weeks with those before, without holidays and what piles up after."""
    grid, counts = rows.grid, rows.table()
    usable = known[None, :] & in_tenure(snapshot, grid) & ~_slow_weeks(snapshot, grid)
    nth = usable[:, ::-1].cumsum(axis=1)[:, ::-1]  # 1 is the newest usable week
    newest = nth <= RECENT_WEEKS
    recent = usable & newest & (np.arange(grid.n) >= grid.n - _LOOKED_AT)
    base = usable & ~newest & (nth <= RECENT_WEEKS + BASE_WEEKS)
    n_recent, n_base = recent.sum(axis=1), base.sum(axis=1)
    before, seen = (np.where(chosen, counts, 0).sum(axis=1) for chosen in (base, recent))
    level = ratio(before + _PSEUDO_REQUESTS, n_base.astype(float))
    expected = np.nan_to_num(level * n_recent)
    expected = expected * _portfolio_rise(seen, expected, np.nan_to_num(level))
    own = own_dispersion(counts, base)
    dispersion = pooled_dispersion(own, n_base.astype(float), DEFAULT_DISPERSION)
    variance = variance_of(expected, dispersion, n_recent.astype(float), n_base.astype(float))
    return _Surge(
        seen=seen,
        expected=expected,
        low=quantile(expected, variance, 0.05),
        high=quantile(expected, variance, 0.95),
        times=np.round((seen + 1) / (expected + 1), 9),
        p=1 - at_most(seen - 1, expected, variance),
        n_base=n_base,
        n_recent=n_recent,
        first_week=recent.argmax(axis=1),
    )


def _slow_weeks(snapshot: Snapshot, grid: Grid) -> Bools:
    """Say of each account and week whether it is a holiday one, or the one that catches up."""
    groups = holiday_groups(snapshot)
    skipped = np.zeros((len(groups), grid.n), dtype=bool)
    for group in GROUPS:
        slow = holiday_weeks(grid.starts, around_holidays(group, grid.first, grid.last))
        skipped[groups == group] = slow | np.append(False, slow[:-1])
    return skipped


def _portfolio_rise(seen: Floats, expected: Floats, level: Floats) -> float:
    """Return by how much requests rose for everybody: an outage or a release is no sign.

    One account counts at most three times its own level. To a tenth, and never below 1.
    """
    panel = (level >= _PANEL_LEVEL) & (expected > 0)
    if np.count_nonzero(panel) < _PANEL_ACCOUNTS:
        return 1.0
    total = np.minimum(seen[panel], _CAPPED * expected[panel]).sum() / expected[panel].sum()
    return float(np.clip(np.round(total, 1), 1.0, _MOST_RISE))


def _surge_severity(surge: _Surge, thresholds: Thresholds) -> Ints:
    enough = surge.seen >= thresholds["least_requests"]
    unusual = surge.p <= thresholds["chance"]
    steps = [surge.times >= thresholds[f"{name}_times"] for name in ("high", "alert", "watch")]
    return np.where(enough & unusual, np.select(steps, [3, 2, 1], 0), 0)


def _pain(snapshot: Snapshot, thresholds: Thresholds) -> tuple[Ints, Floats, Ints]:
    """Return requests in pain lately, how many are usual in such a time, how many are late."""
    found, n = tickets(snapshot), len(snapshot.account_ids)
    is_late, hurts = late(found, snapshot, thresholds), sore(found, snapshot, thresholds)
    start, end = moment(snapshot, thresholds["pain_days"]), moment(snapshot, 0)
    length = thresholds["pain_days"]
    before = (found.moment < start) & (found.moment >= start - int(_BASE_DAYS * _DAY_US))
    sore_before = np.bincount(found.place[before & found.hurt], minlength=n)
    usual = sore_before.astype(np.float64) * length / _BASE_DAYS
    in_time = found.moment < end
    pain = np.bincount(found.place[(is_late | hurts) & in_time], minlength=n)
    return pain, usual, np.bincount(found.place[is_late & in_time], minlength=n)


_BASE_DAYS = 182.0


def _pain_from(snapshot: Snapshot, thresholds: Thresholds) -> np.datetime64:
    return np.datetime64(snapshot.day, "D") - int(thresholds["forgotten_days"]) + 1


def _pain_edge(usual: Floats, thresholds: Thresholds) -> Floats:
    """Return how much pain is still no sign."""
    least = np.maximum(thresholds["watch_pain"], thresholds["usual_times"] * usual)
    return np.ceil(least) - 1


def _pain_severity(pain: Ints, usual: Floats, thresholds: Thresholds) -> Ints:
    beyond = pain >= thresholds["usual_times"] * usual
    steps = [pain >= thresholds[f"{name}_pain"] for name in ("high", "alert", "watch")]
    return np.where(beyond, np.select(steps, [3, 2, 1], 0), 0)


def behind(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, pd.DataFrame]:
    """Return the tickets in pain, or all of the baseline and the recent weeks."""
    thresholds = Thresholds(version=1, values=row["detail"]["judged"], why=SIGNAL.thresholds.why)
    found, table = tickets(snapshot), snapshot.table("tickets")
    mine = found.place == snapshot.account_ids.get_loc(row["account_id"])
    if row["detail"]["unit"] == "pain":
        chosen = late(found, snapshot, thresholds) | sore(found, snapshot, thresholds)
    else:
        grid = Grid.of_weeks(snapshot.day, _WEEKS)
        edges = np.array([grid.first, grid.last], dtype="datetime64[D]") + np.array([0, 1])
        first, end = edges.astype("datetime64[us]").view(np.int64)
        chosen = (found.moment >= first) & (found.moment < end)
    rows = table.iloc[found.row[chosen & mine]]
    return "tickets", rows.sort_values("created_at", kind="stable").reset_index(drop=True)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how many requests came or stay in pain, and how many are usual."""
    about = row["detail"]
    first, last = (pd.Timestamp(row[f"window_{end}"]).date() for end in ("from", "to"))
    said: dict[str, Any] = {
        "first": first,
        "last": last,
        "low": Count(int(row["expected_low"])),
        "high": Count(int(row["expected_high"])),
        "expected": Number(row["expected"], 1),
    }
    if about["unit"] == "pain":
        return msgs(
            "{n} request up to {last} is in pain ({late} open beyond the usual time, the others"
            " escalated, opened again or badly rated); expected are 0–{high}{surge}.",
            "{n} requests up to {last} are in pain ({late} open beyond the usual time, the others"
            " escalated, opened again or badly rated); expected are 0–{high}{surge}.",
            int(row["value"]),
            late=Count(about["late"]),
            surge=_SURGE if about["by_surge"] else "",
            **said,
        )
    return msgs(
        "{n} request from {first} to {last} ({weeks} weeks): expected {low}–{high} by the"
        " account's own {base} weeks before{pain}.",
        "{n} requests from {first} to {last} ({weeks} weeks): expected {low}–{high} by the"
        " account's own {base} weeks before{pain}.",
        int(row["value"]),
        weeks=Count(about["recent"]),
        base=Count(about["base"]),
        pain=msgs("; {n} request is in pain", "; {n} requests are in pain", about["pain"])
        if about["by_pain"]
        else "",
        **said,
    )


_SURGE = msg("; and far more requests than usual came in the last weeks")
_DAY = date(2026, 8, 30)  # a Sunday
_ACCOUNTS = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"


def _rows(weekly: str, *more: str, end: date = _DAY) -> dict[str, str]:
    """Return so many requests a week, each closed within a day, and rows as they are written."""
    head = "account_id, created_at, closed_at, escalated, satisfaction"
    numbers = [int(number) for number in weekly.split()]
    rows = [head, *more, "B, 2026-08-20,,,", "A, 2026-12-31,,,"]
    for back, number in enumerate(reversed(numbers)):
        day = pd.Timestamp(end) - pd.Timedelta(days=7 * back + 3)
        rows += [f"A, {day:%Y-%m-%d} 0{n % 9}:00, {day:%Y-%m-%d} 12:00,," for n in range(number)]
    return {"tickets": "\n".join(rows)}


_LEVEL = " ".join(["1", "0"] * 13)  # one request every second week
_CALM = f"{_LEVEL} 1 0 1 0"

SIGNAL = Signal(
    key="ticket_surge",
    title=msg("Ticket surge or unresolved pain"),
    question=msg("Do they ask far more than usual, or do their requests stay in pain?"),
    unit=msg("requests"),
    units={"pain": msg("requests in pain")},
    group="service",
    thresholds=Thresholds(
        version=1,
        values={
            "least_requests": 5.0,
            "watch_times": 2.0,
            "alert_times": 3.0,
            "high_times": 5.0,
            "chance": 0.05,
            "watch_pain": 2.0,
            "alert_pain": 3.0,
            "high_pain": 5.0,
            "usual_times": 2.0,
            "pain_days": 56.0,
            "least_open_days": 14.0,
            "open_days": 30.0,
            "forgotten_days": 180.0,
            "least_closed": 10.0,
        },
        rising=(
            ("watch_times", "alert_times", "high_times"),
            ("watch_pain", "alert_pain", "high_pain"),
        ),
        why=msg(
            "Two, three and five times the account's own 26 weeks, at least 5 requests in 4"
            " weeks, and no chance above 5% by the negative binomial. In pain are requests open"
            " beyond the time in which the account's own are usually closed (at least 14 days, 30"
            " where fewer than ten were), and those of 8 weeks that were escalated, opened again"
            " or rated 2 of 5 or worse: 2, 3 and 5 of them, and twice what is usual. Both at once"
            " is one more. Starting values."
        ),
    ),
    needs=("tickets", "accounts"),
    measure=measure,
    evidence=evidence,
    reasons={
        "no_ticket_export": msg("no ticket export covers these weeks"),
        "new_account": msg("a customer for less than 13 weeks"),
        "short_history": msg("too few known weeks without holidays to compare"),
    },
    blind_spots=msg(
        "More requests may mean more use: a roll-out to a new department looks the same. Weeks of"
        " holidays and the week after are left out, so pain that begins there is seen late."
        " Whether an old request was open on a past day is only known with a day of closing."
    ),
    advice=msg(
        "Read the open requests before calling, name a person who brings them to an end, and tell"
        " the customer by when. Ask what changed on their side."
    ),
    undated=("tickets.status", "tickets.escalated", "tickets.reopens", "tickets.satisfaction"),
    behind=behind,
    examples=(
        Example(
            name=msg("One request every second week is the account's level"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(_CALM),
            severity=0,
            value=2,
        ),
        Example(
            name=msg("Eight requests in four weeks, where two are usual"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(f"{_LEVEL} 2 2 2 2"),
            severity=1,
            value=8,
        ),
        Example(
            name=msg("Twelve in four weeks are an alert"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(f"{_LEVEL} 3 3 3 3"),
            severity=2,
            value=12,
        ),
        Example(
            name=msg("Four requests are too few to be a surge"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(" ".join(["0"] * 26) + " 1 1 1 1"),
            severity=0,
            value=4,
        ),
        Example(
            name=msg("Three requests open for seven weeks, where a day is usual"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(_CALM, *[f"A, 2026-07-1{n},,," for n in range(3)]),
            severity=2,
            value=3,
        ),
        Example(
            name=msg("Open for two weeks is not yet beyond"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(_CALM, *[f"A, 2026-08-1{n} 23:00,,," for n in (7, 8, 9)]),
            severity=0,
            value=5,
        ),
        Example(
            name=msg("Two were rated badly"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(_CALM, *[f"A, 2026-07-1{n}, 2026-07-20,, 0.4" for n in range(2)]),
            severity=1,
            value=2,
        ),
        Example(
            name=msg("Surge and pain at once"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows(
                f"{_LEVEL} 2 2 2 2", *[f"A, 2026-07-1{n}, 2026-07-20, yes," for n in range(3)]
            ),
            severity=3,
            value=3,
        ),
        Example(
            name=msg("What piled up over National Day is no surge"),
            day=date(2026, 10, 18),
            accounts="account_id, customer_since, country\nA, 2020-01-01, China",
            tables=_rows(f"{_LEVEL} 0 0 0 9", end=date(2026, 10, 18)),
            severity=0,
            value=1,
        ),
        Example(
            name=msg("Ten weeks of tickets are too short a history"),
            day=_DAY,
            accounts=_ACCOUNTS,
            tables=_rows("1 0 1 0 1 0 2 2 2 2"),
            covered={"tickets": ((date(2026, 6, 22), _DAY),)},
            severity=-1,
            reason="short_history",
        ),
        Example(
            name=msg("In the first quarter everybody asks"),
            day=_DAY,
            accounts="account_id, customer_since\nA, 2026-06-15",
            tables=_rows("4 4 4 4 4 4"),
            severity=-1,
            reason="new_account",
        ),
        Example(
            name=msg("Without a ticket export nothing is known"),
            day=_DAY,
            accounts=_ACCOUNTS,
            severity=-1,
            reason="no_ticket_export",
        ),
    ),
)
