"""Low use: among the lowest users of the product, seat by seat, of comparable accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Count, Message, Month, Number, Share, msg
from lib.model import Snapshot
from lib.signals.answers import answered, by_grain, day_column, first_reason
from lib.signals.company import in_company
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.falling import is_new
from lib.signals.months import MONTH_EVENTS, MONTH_UNITS, WEEKS_A_MONTH, monthly_use
from lib.signals.season import season
from lib.signals.seats import seats_on
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.undated import HOLIDAY_COLUMNS, SEAT_COLUMNS, TENURE_COLUMNS
from lib.signals.use import UNIT_EVENTS, UNIT_NAMES, UNITS, weekly_use

_WEEKS = 12
_LEAST_WEEKS = 6
_MONTHS = 3
_STEPS = ("high_share", "alert_share", "watch_share")
_QUARTERS = (0.25, 0.5, 0.75)


@dataclass(frozen=True, eq=False, slots=True)
class _Level:
    """Use of each account a week and paid seat; `alike` numbers accounts counted alike."""

    use: Floats
    seats: Floats
    alike: Ints


@dataclass(frozen=True, eq=False, slots=True)
class _Window:
    """What was read: why it may not be, and the answer's columns and details that say so."""

    unread: tuple[tuple[str, Bools | bool], ...]
    columns: dict[str, Any]
    detail: dict[str, Any]


@dataclass(frozen=True, eq=False, slots=True)
class _Place:
    """Where each account stands among its peers: `lower` is the share of peers at most as low."""

    lower: Floats
    n_peers: Ints
    quarters: Floats
    by_segment: Bools


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the use of the last 12 complete weeks (or 3 months) a paid seat against peers."""
    return by_grain(
        _by_week(snapshot, thresholds),
        lambda: _by_month(snapshot, thresholds),
        weekly_use(snapshot).monthly,
    )


def _by_week(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    use = weekly_use(snapshot)
    counts = np.where(season(snapshot).slow, np.nan, use.counts)[:, -_WEEKS:]
    n_known = (~np.isnan(counts)).sum(axis=1)
    seats = seats_on(snapshot, np.array([use.grid.starts[-1] + 6]))[:, 0]
    level = np.nansum(counts, axis=1) / np.maximum(n_known, 1) / seats
    found = _Level(np.where(use.monthly, np.nan, level), seats, use.unit)
    n, first = len(level), use.grid.starts[-_WEEKS]
    exported = np.count_nonzero(use.known[-_WEEKS:]) >= _LEAST_WEEKS
    return _answer(
        snapshot,
        found,
        _Window(
            (("no_usage_export", not exported), ("too_few_weeks", n_known < _LEAST_WEEKS)),
            {
                "window_from": day_column(first, n),
                "window_to": day_column(use.grid.last, n),
                "rows_from": day_column(first, n),
                "n_rows": use.rows[:, -_WEEKS:].sum(axis=1).astype(np.int64),
            },
            {
                "grain": "weeks",
                "unit": np.array(UNIT_NAMES)[use.unit],
                "event": np.array(UNIT_EVENTS)[use.unit],
            },
        ),
        thresholds,
    )


def _by_month(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    months = monthly_use(snapshot)
    counts, seats = months.counts[:, -_MONTHS:], months.seats[:, -1]
    level = counts.mean(axis=1) / WEEKS_A_MONTH / seats
    n = len(level)
    return _answer(
        snapshot,
        _Level(level, seats, months.unit),
        _Window(
            (("no_usage_export", not bool(months.known[-_MONTHS:].all())),),
            {
                "window_from": day_column(months.firsts[-_MONTHS], n),
                "window_to": day_column(months.lasts[-1], n),
                "rows_from": day_column(months.firsts[-_MONTHS], n),
                "n_rows": months.rows[:, -_MONTHS:].sum(axis=1).astype(np.int64),
            },
            {
                "grain": "months",
                "unit": np.array(MONTH_UNITS)[months.unit],
                "event": np.array(MONTH_EVENTS)[months.unit],
            },
        ),
        thresholds,
    )


def _answer(
    snapshot: Snapshot,
    level: _Level,
    window: _Window,
    thresholds: Thresholds,
) -> pd.DataFrame:
    place = _place(snapshot, level, is_new(snapshot), thresholds["least_peers"])
    n = len(level.use)
    steps = [place.lower <= thresholds[name] for name in _STEPS]
    low, middle, high = place.quarters
    return answered(
        snapshot,
        first_reason(
            n,
            *window.unread,
            ("new_account", is_new(snapshot)),
            ("no_seats", np.isnan(level.seats)),
            ("too_few_peers", place.n_peers < thresholds["least_peers"]),
        ),
        {
            "severity": np.select(steps, [3, 2, 1], 0),
            "value": np.round(level.use, 6),
            "expected": middle,
            "expected_low": low,
            "expected_high": high,
            "confidence": np.minimum(1, place.n_peers / thresholds["many_peers"]),
            **window.columns,
        },
        {
            **window.detail,
            "lower": place.lower,
            "n_peers": place.n_peers,
            "by_segment": place.by_segment,
            "seats": level.seats,
        },
    )


def _place(snapshot: Snapshot, level: _Level, new: Bools, least: float) -> _Place:
    """Compare each account with those of its segment and plan, or with all where those are few.

    Nobody is his own peer, and an account that came alone is nobody's.
    """
    accounts = snapshot.accounts
    groups = accounts.groupby(["segment_label", "plan"], dropna=True, sort=False).ngroup()
    judging = in_company(snapshot) & ~new & ~np.isnan(level.use)
    apart = level.alike * (len(accounts) + 1)
    small = _among(level.use, groups.to_numpy() + apart, judging)
    whole = _among(level.use, apart, judging)
    named = (groups.to_numpy() >= 0) & (small.n_peers >= least)
    return _Place(
        np.where(named, small.lower, whole.lower),
        np.where(named, small.n_peers, whole.n_peers),
        np.where(named, small.quarters, whole.quarters),
        named,
    )


def _among(use: Floats, group: npt.NDArray[np.integer], judging: Bools) -> _Place:
    n = len(use)
    lower, n_peers = np.full(n, np.nan), np.zeros(n, dtype=np.int64)
    quarters = np.full((3, n), np.nan)
    _, number = np.unique(group, return_inverse=True)
    order = np.argsort(number, kind="stable")
    edges = np.searchsorted(number[order], np.arange(number.max(initial=-1) + 2))
    for first, last in pairwise(edges):
        mine = order[first:last]
        peers = np.sort(use[mine[judging[mine]]])
        n_peers[mine] = len(peers) - judging[mine]
        if len(peers):
            at_most = np.searchsorted(peers, use[mine], side="right") - judging[mine]
            lower[mine] = np.round(at_most / np.maximum(n_peers[mine], 1), 9)
            quarters[:, mine] = np.quantile(peers, _QUARTERS)[:, None]
    return _Place(lower, n_peers, quarters, np.ones(n, dtype=bool))


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how low use is a seat, and how many comparable accounts are lower."""
    about = row["detail"]
    day = pd.Timestamp(row["window_to"]).date()
    said: dict[str, Any] = {
        "when": msg("in the 3 months to {month}", month=Month(day))
        if about["grain"] == "months"
        else msg("in the 12 weeks to {day}", day=day),
        "unit": _UNITS[about["unit"]],
        "seen": Number(row["value"], 2),
        "low": Number(row["expected_low"], 2),
        "high": Number(row["expected_high"], 2),
        "lower": Share(about["lower"]),
        "n": Count(about["n_peers"]),
        "peers": _PEERS[about["by_segment"]],
    }
    if row["severity"] > 0:
        return msg(
            "Low use: {seen} {unit} a week and paid seat {when}; {lower} of {n} {peers} use it as"
            " little or less, half of them {low}–{high}.",
            **said,
        )
    return msg(
        "{seen} {unit} a week and paid seat {when}; half of {n} {peers} have {low}–{high}.", **said
    )


_PEERS = {True: msg("accounts of its segment and plan"), False: msg("comparable accounts")}
_UNITS = {**UNITS, "people": msg("active people")}
_DAY = date(2026, 10, 28)
_NAMES = [f"P{n:02d}" for n in range(20)]


def _portfolio(*, without: str = "", since: str = "2020-01-01") -> dict[str, Any]:
    """Return account A and twenty peers who use 1, 2, … 20 user-days a week on ten seats each."""
    people = [f"A, {since}", *(f"{name}, 2020-01-01" for name in _NAMES if name > without)]
    terms = [f"{row.split(',')[0]}, 2025-01-01, 10" for row in people]
    return {
        "accounts": "\n".join(["account_id, customer_since", *people]),
        "tables": {"contracts": "\n".join(["account_id, start_date, seats", *terms])},
    }


_PEER_USE = {f"{name} any users": f"52*{n + 1}" for n, name in enumerate(_NAMES)}
_PEER_MONTHS = {f"{name} login events": f"13*{10 * (n + 1)}" for n, name in enumerate(_NAMES)}

SIGNAL = Signal(
    key="low_use",
    title=msg("Low use"),
    question=msg("Do they use what they pay for less than comparable customers?"),
    unit=msg("user-days a week and paid seat"),
    units={
        "logins": msg("logins a week and paid seat"),
        "events": msg("events a week and paid seat"),
        "people": msg("active people a week and paid seat"),
    },
    group="usage",
    thresholds=Thresholds(
        version=1,
        values={
            "watch_share": 0.25,
            "alert_share": 0.10,
            "high_share": 0.05,
            "least_peers": 20.0,
            "many_peers": 40.0,
        },
        rising=(("high_share", "alert_share", "watch_share"),),
        why=msg(
            "The lowest quarter, tenth and twentieth of comparable accounts, of which there must be"
            " 20. It says how things are, not that they changed, and a quarter of all accounts"
            " always have it: so it is worth watching and never an alert alone."
        ),
    ),
    needs=("usage", "contracts", "accounts"),
    measure=measure,
    evidence=evidence,
    alarms=False,
    undated=(
        *SEAT_COLUMNS,
        *TENURE_COLUMNS,
        *HOLIDAY_COLUMNS,
        "accounts.segment_label",
        "accounts.plan",
    ),
    reasons={
        "no_usage_export": msg("no usage export covers these weeks"),
        "too_few_weeks": msg("too few recent weeks can be compared, because of holidays or gaps"),
        "new_account": msg("a customer for less than 13 weeks"),
        "no_seats": msg("no running contract says how many seats are paid for"),
        "too_few_peers": msg("fewer than 20 accounts to compare with"),
    },
    blind_spots=msg(
        "A comparison: in a portfolio in which all use little, nobody stands out. Seats bought for"
        " a reserve look like low use. Accounts whose use is counted in different ways (people,"
        " logins, months) are not compared."
    ),
    advice=msg(
        "Look at the other signs of use before acting: low and steady is a question of value at the"
        " renewal, low and falling is urgent."
    ),
    examples=(
        Example(
            name=msg("Exactly a quarter of twenty peers use as little"),
            day=_DAY,
            **_portfolio(),
            weekly={"A any users": "52*5", "A any users +1": "900", **_PEER_USE},
            severity=1,
            value=0.5,
        ),
        Example(
            name=msg("One peer more is no sign"),
            day=_DAY,
            **_portfolio(),
            weekly={"A any users": "52*6", **_PEER_USE},
            severity=0,
            value=0.6,
        ),
        Example(
            name=msg("The lowest twentieth is worth watching, never an alert"),
            day=_DAY,
            **_portfolio(),
            weekly={"A any users": "52*1", **_PEER_USE},
            severity=3,
            value=0.1,
        ),
        Example(
            name=msg("Counts of months are compared with counts of months"),
            day=date(2026, 10, 31),
            **_portfolio(),
            monthly={"A login events": "13*20", **_PEER_MONTHS},
            severity=2,
            value=0.459959,
        ),
        Example(
            name=msg("Nineteen peers are too few"),
            day=_DAY,
            **_portfolio(without="P00"),
            weekly={"A any users": "52*1", **_PEER_USE},
            severity=-1,
            reason="too_few_peers",
        ),
        Example(
            name=msg("Without seats nobody knows what is little"),
            day=_DAY,
            accounts=_portfolio()["accounts"],
            weekly={"A any users": "52*1", **_PEER_USE},
            severity=-1,
            reason="no_seats",
        ),
        Example(
            name=msg("Five weeks as a customer are too few"),
            day=_DAY,
            **(
                _portfolio(since="2026-09-21")
                | {"tables": {"contracts": "account_id, start_date, seats\nA, 2026-09-21, 10"}}
            ),
            weekly={"A any users": "5*1", **_PEER_USE},
            severity=-1,
            reason="new_account",
        ),
        Example(
            name=msg("Weeks that no export covers are unknown"),
            day=_DAY,
            **_portfolio(),
            weekly={"A any users": "44*1 8*0", **_PEER_USE},
            covered={"usage": ((date(2025, 1, 1), date(2026, 8, 30)),)},
            severity=-1,
            reason="no_usage_export",
        ),
    ),
)
