"""Usage silence: nobody has used the product for longer than the account's rhythm explains."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Month, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, by_grain, day_column, first_reason
from lib.signals.counts import Bools, Floats, Ints
from lib.signals.falling import SILENCE_BASE_MONTHS, is_new, monthly_silence, weekly_silence
from lib.signals.months import MONTH_EVENTS, monthly_use
from lib.signals.silence import BASE_WEEKS, Silence, chance_of
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.undated import HOLIDAY_COLUMNS, TENURE_COLUMNS
from lib.signals.use import UNIT_EVENTS, Use, weekly_use
from lib.signals.weeks import Grid, usage_rows

_RECENT, _LEAST_RECENT = 8, 5  # weeks of which an export must speak
_RECENT_MONTHS = 2
_LONG_MONTHS = 2


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge the silence in complete weeks; in complete months where only those are known."""
    return by_grain(
        _by_week(snapshot, thresholds),
        lambda: _by_month(snapshot, thresholds),
        weekly_use(snapshot).monthly,
    )


def _by_week(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    use, found = weekly_use(snapshot), weekly_silence(snapshot)
    n, grid = len(use.counts), use.grid
    since = _since(snapshot, use)
    exported = np.count_nonzero(use.known[-_RECENT:]) >= _LEAST_RECENT
    until = np.where(since > 0, day_column(snapshot.day, n), day_column(grid.last, n))
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not exported),
            ("new_account", is_new(snapshot)),
            ("no_use", found.active == 0),
            ("too_little_use", ~found.evaluated),
        ),
        {
            **_judged(found, since > 0, thresholds, thresholds["long_weeks"]),
            "confidence": np.minimum(1, found.base / BASE_WEEKS),
            "window_from": day_column(_first_quiet(grid.starts, found), n),
            "window_to": until,
            "rows_from": day_column(grid.starts[found.base_start], n),
            "n_rows": _rows_since(use.rows, found.base_start) + since,
        },
        {
            "grain": "weeks",
            "event": np.array(UNIT_EVENTS)[use.unit],
            "active": found.active,
            "base": found.base,
            "again": (found.weeks > 0) & (since > 0),
        },
    )


def _by_month(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    months, found = monthly_use(snapshot), monthly_silence(snapshot)
    n = len(months.counts)
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not months.known[-_RECENT_MONTHS:].all()),
            ("new_account", is_new(snapshot)),
            ("no_use", found.active == 0),
            ("too_little_use", ~found.evaluated),
        ),
        {
            **_judged(found, np.zeros(n, dtype=bool), thresholds, _LONG_MONTHS),
            "confidence": np.minimum(1, found.base / SILENCE_BASE_MONTHS),
            "window_from": day_column(_first_quiet(months.firsts, found), n),
            "window_to": day_column(months.lasts[-1], n),
            "rows_from": day_column(months.firsts[found.base_start], n),
            "n_rows": _rows_since(months.rows, found.base_start),
        },
        {
            "grain": "months",
            "unit": "months",
            "event": np.array(MONTH_EVENTS)[months.unit],
            "active": found.active,
            "base": found.base,
            "again": False,
        },
    )


def _judged(
    found: Silence, again: Bools, thresholds: Thresholds, long: float
) -> dict[str, Floats | Ints | float]:
    chance = chance_of(found.rhythm, found.weeks)
    often = (found.weeks >= long) & (found.rhythm >= thresholds["often"])
    steps = [(chance <= thresholds["high_chance"]) | often]
    steps += [chance <= thresholds[f"{step}_chance"] for step in ("alert", "watch")]
    usual = np.ceil(np.round(np.log(thresholds["watch_chance"]) / np.log1p(-found.rhythm), 9)) - 1
    return {
        "severity": np.where(again, 0, np.select(steps, [3, 2, 1], 0)),
        "value": found.weeks,
        "expected": np.round(1 / found.rhythm - 1, 6),
        "expected_low": 0.0,
        "expected_high": np.maximum(usual, 0),
    }


def _since(snapshot: Snapshot, use: Use) -> Ints:
    """Return how many rows of use came after the last complete week: they end any silence."""
    days = (snapshot.day - use.grid.last).days
    found = np.zeros(len(use.counts), dtype=np.int64)
    if not days:
        return found
    for place, event in enumerate(UNIT_EVENTS):
        rows = usage_rows(snapshot, event, Grid.of_days(snapshot.day, days))
        used = rows.measures["users"] > 0 if place == 0 else np.ones(len(rows.place), dtype=bool)
        mine = use.unit == place
        found[mine] = rows.per_account(used)[mine]
    return found


def _first_quiet(firsts: np.ndarray, found: Silence) -> np.ndarray:
    return firsts[np.minimum(found.last + 1, len(firsts) - 1)]


def _rows_since(rows: Floats, first: Ints) -> Ints:
    return np.where(np.arange(rows.shape[1]) >= first[:, None], rows, 0).sum(axis=1).astype(int)


def evidence(row: Mapping[str, Any]) -> Message:
    """Say how long nobody used the product, and how often it was used before."""
    about, n = row["detail"], int(row["value"])
    said: dict[str, Any] = {
        "day": _until(row),
        "high": Count(int(row["expected_high"])),
        "active": Count(about["active"]),
        "base": Count(about["base"]),
    }
    if about["again"]:
        return msgs(
            "The product is used again by {day}, after {n} week without use; expected were"
            " 0–{high}.",
            "The product is used again by {day}, after {n} weeks without use; expected were"
            " 0–{high}.",
            n,
            **said,
        )
    if about["grain"] == "months":
        return _by_months(n, row["severity"] > 0, said)
    if row["severity"] > 0:
        return msgs(
            "No use for {n} week up to {day}: expected 0–{high}, as the product was used in"
            " {active} of the {base} weeks before.",
            "No use for {n} weeks up to {day}: expected 0–{high}, as the product was used in"
            " {active} of the {base} weeks before.",
            n,
            **said,
        )
    return msgs(
        "Used as often as usual: {n} week without use up to {day}, expected 0–{high}, as the"
        " product was used in {active} of the {base} weeks before.",
        "Used as often as usual: {n} weeks without use up to {day}, expected 0–{high}, as the"
        " product was used in {active} of the {base} weeks before.",
        n,
        **said,
    )


def _until(row: Mapping[str, Any]) -> date | Month:
    day = pd.Timestamp(row["window_to"]).date()
    return Month(day) if row["detail"]["grain"] == "months" else day


def _by_months(n: int, is_sign: bool, said: dict[str, Any]) -> Message:  # noqa: FBT001
    if is_sign:
        return msgs(
            "No use for {n} month up to {day}: expected 0–{high}, as the product was used in"
            " {active} of the {base} months before.",
            "No use for {n} months up to {day}: expected 0–{high}, as the product was used in"
            " {active} of the {base} months before.",
            n,
            **said,
        )
    return msgs(
        "Used as often as usual: {n} month without use up to {day}, expected 0–{high}, as the"
        " product was used in {active} of the {base} months before.",
        "Used as often as usual: {n} months without use up to {day}, expected 0–{high}, as the"
        " product was used in {active} of the {base} months before.",
        n,
        **said,
    )


_CUSTOMER = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01"
_WEDNESDAY = date(2026, 10, 28)

SIGNAL = Signal(
    key="usage_silence",
    title=msg("Use stops"),
    question=msg("Has nobody used the product for longer than usual?"),
    unit=msg("weeks without use"),
    units={"months": msg("months without use")},
    group="usage",
    thresholds=Thresholds(
        version=1,
        values={
            "watch_chance": 0.10,
            "alert_chance": 0.01,
            "high_chance": 0.001,
            "long_weeks": 8.0,
            "often": 0.5,
        },
        why=msg(
            "The chance of such a silence at the account's own rhythm: once in 10, in 100 and in"
            " 1,000 silences. Two months of nothing from someone who came every other week are the"
            " highest severity in any case. The strongest single sign of use on a real log."
        ),
    ),
    needs=("usage", "accounts"),
    measure=measure,
    evidence=evidence,
    undated=(*TENURE_COLUMNS, *HOLIDAY_COLUMNS),
    reasons={
        "no_usage_export": msg("no usage export covers these weeks"),
        "new_account": msg("a customer for less than 13 weeks"),
        "no_use": msg("the export shows no use by this account"),
        "too_little_use": msg("used in too few weeks to have a rhythm that could break"),
    },
    blind_spots=msg(
        "One login resets the silence, whoever made it. Holidays of other countries than the"
        " account's own and company holidays look like silence. An account that never used the"
        " product has no rhythm and is unknown here."
    ),
    advice=msg(
        "Call, do not mail: ask whether access, a project or a person is missing. When a whole"
        " company holiday explains it, note it on the account."
    ),
    examples=(
        Example(
            name=msg("Two silent weeks after 13 active ones of 14 are an alert on the edge"),
            day=_WEDNESDAY,
            accounts="account_id, customer_since\nA, 2026-07-06",
            weekly={"A any users": "4 0 12*4 2*0", "B any users": "30*9"},
            daily={"A any users +1": "9"},
            severity=2,
            value=2,
        ),
        Example(
            name=msg("Three silent weeks after half a year of use are the highest severity"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "40*4 3*0", "B any users": "30*9"},
            severity=3,
            value=3,
        ),
        Example(
            name=msg("Six silent weeks of an account that comes every third week"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": f"{'1 0 0 ' * 13} 3 6*0", "B any users": "30*9"},
            severity=1,
            value=6,
        ),
        Example(
            name=msg("Use in the running week ends the silence"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "40*4 3*0", "B any users": "30*9"},
            daily={"A any users": "2"},
            severity=0,
            value=3,
        ),
        Example(
            name=msg("Two weeks at the turn of the year are holidays"),
            day=date(2026, 1, 7),
            accounts="account_id, customer_since, country\nA, 2020-01-01, Germany",
            weekly={"A any users": "40*9 2*0", "B any users": "42*9"},
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Two weeks around Lunar New Year are holidays in China"),
            day=date(2026, 3, 4),
            accounts="account_id, customer_since, country\nA, 2020-01-01, China",
            weekly={"A any users": "40*9 2*0", "B any users": "42*9"},
            severity=0,
            value=0,
        ),
        Example(
            name=msg("Three logins a month, all on one day, leave gaps that mean nothing"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A login events": f"{'3 0 0 0 ' * 9} 0 0", "B any users": "30*9"},
            severity=0,
            value=5,
        ),
        Example(
            name=msg("Counts of months: one silent month after twelve is worth watching"),
            day=date(2026, 10, 31),
            accounts=_CUSTOMER,
            monthly={"A login events": "7 8 7 6 7 8 7 6 7 8 7 6 0", "A login events +1": "9"},
            weekly={"B any users": "50*1"},
            severity=1,
            value=1,
        ),
        Example(
            name=msg("Five weeks as a customer make no rhythm"),
            day=_WEDNESDAY,
            accounts="account_id, customer_since\nA, 2026-09-21",
            weekly={"A any users": "3*9 2*0"},
            severity=-1,
            reason="new_account",
        ),
        Example(
            name=msg("A month that no export covers is unknown, not silent"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "40*4 4*0"},
            covered={"usage": ((date(2025, 1, 1), date(2026, 9, 27)),)},
            severity=-1,
            reason="no_usage_export",
        ),
        Example(
            name=msg("An account that never used the product has no rhythm"),
            day=_WEDNESDAY,
            accounts=_CUSTOMER,
            weekly={"B any users": "30*9"},
            severity=-1,
            reason="no_use",
        ),
    ),
)
