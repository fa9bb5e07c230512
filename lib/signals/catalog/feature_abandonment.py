"""Feature abandonment: what was used week by week is used no more, though people still come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Count, Message, msg, msgs
from lib.model import Snapshot
from lib.signals.answers import answered, day_column, first_reason
from lib.signals.counts import Bools, Ints
from lib.signals.falling import is_new
from lib.signals.features import BASE_WEEKS, RECENT_WEEKS, Features, features
from lib.signals.once import once_a_snapshot
from lib.signals.season import season
from lib.signals.spec import Example, Signal, Thresholds
from lib.signals.tenure import in_tenure
from lib.signals.undated import HOLIDAY_COLUMNS, TENURE_COLUMNS
from lib.signals.use import weekly_use

_LEAST_BASE = 8  # weeks in which the account was there, before and recently
_NAMED = 3


@dataclass(frozen=True, eq=False, slots=True)
class _Kept:
    """How many regular features each account has, and how many of them it gave up.

    `main` is the pair that stands for the account: the abandoned one used in most weeks, else
    the regular one; -1 for none. `base` and `recent` count weeks with use of anything.
    """

    found: Features
    regular: Ints
    lost: Ints
    main: Ints
    weeks: Ints
    base: Ints
    recent: Ints
    lost_pairs: Bools


def measure(snapshot: Snapshot, thresholds: Thresholds) -> pd.DataFrame:
    """Judge which features used regularly in 26 weeks are unused in the 8 after, week by week."""
    kept = _kept(snapshot, thresholds)
    found, use = kept.found, weekly_use(snapshot)
    n, grid = len(use.counts), found.grid
    some = kept.main >= 0
    main = np.where(some, kept.main, 0)
    exported = np.count_nonzero(use.known[-RECENT_WEEKS:]) >= thresholds["least_active_weeks"]
    return answered(
        snapshot,
        first_reason(
            n,
            ("no_usage_export", not exported),
            ("monthly_counts", use.monthly),
            ("no_features_recorded", ~found.recorded),
            ("new_account", is_new(snapshot)),
            ("short_baseline", kept.base < _LEAST_BASE),
            ("not_active", kept.recent < thresholds["least_active_weeks"]),
            ("no_regular_feature", kept.regular == 0),
        ),
        {
            "severity": _severity(kept, thresholds),
            "value": kept.lost,
            "expected": 0.0,
            "expected_low": 0.0,
            "expected_high": 0.0,
            "confidence": np.minimum(1, kept.base / BASE_WEEKS),
            "window_from": day_column(grid.starts[BASE_WEEKS], n),
            "window_to": day_column(grid.last, n),
            "rows_from": day_column(grid.first, n),
            "n_rows": np.where(some, _at(found.n_rows, main), 0),
        },
        {
            "event": np.where(
                some, _at(np.array(found.names, dtype=object)[found.event], main), ""
            ),
            "names": _names(kept, n),
            "regular": kept.regular,
            "weeks": kept.weeks,
            "base": kept.base,
        },
    )


def _kept(snapshot: Snapshot, thresholds: Thresholds) -> _Kept:
    found, here = features(snapshot), _active(snapshot)
    n = len(here)
    mine = here[found.place]
    used = found.used & mine
    base, recent = here[:, :BASE_WEEKS].sum(axis=1), here[:, BASE_WEEKS:].sum(axis=1)
    weeks = used[:, :BASE_WEEKS].sum(axis=1)
    share = weeks / np.maximum(base[found.place], 1)
    regular = (share >= thresholds["regular_share"]) & (weeks >= thresholds["least_weeks"])
    regular &= ~found.retired
    lost = regular & ~found.used[:, BASE_WEEKS:].any(axis=1)
    main = _main(found.place, np.where(regular, weeks + 100 * lost, -1), n)
    return _Kept(
        found,
        np.bincount(found.place[regular], minlength=n),
        np.bincount(found.place[lost], minlength=n),
        main,
        np.where(main >= 0, _at(weeks, np.maximum(main, 0)), 0),
        base,
        recent,
        lost,
    )


@once_a_snapshot
def _active(snapshot: Snapshot) -> Bools:
    """Say of each account and week whether anybody used anything, outside holidays."""
    use = weekly_use(snapshot)
    counted = in_tenure(snapshot, use.grid) & ~season(snapshot).slow
    return ((np.nan_to_num(use.counts) > 0) & counted)[:, -(BASE_WEEKS + RECENT_WEEKS) :]


def _main(place: npt.NDArray[np.integer], rank: Ints, n: int) -> Ints:
    """Return for each account the pair with the highest rank; the first of equals; -1 for none."""
    order = np.lexsort((-np.arange(len(rank)), rank, place))
    chosen = order[rank[order] >= 0]
    main = np.full(n, -1)
    main[place[chosen]] = chosen  # the last one written is the highest
    return main


def _at(values: np.ndarray, places: Ints) -> np.ndarray:
    return values[places] if len(values) else np.zeros(len(places), dtype=values.dtype)


def _severity(kept: _Kept, thresholds: Thresholds) -> Ints:
    share = kept.lost / np.maximum(kept.regular, 1)
    several = kept.lost >= thresholds["high_features"]
    steps = [
        (share >= thresholds["high_share"]) & several,
        share >= thresholds["alert_share"],
        kept.lost > 0,
    ]
    return np.select(steps, [3, 2, 1], 0)


def _names(kept: _Kept, n: int) -> npt.NDArray[np.object_]:
    """Return the names of up to three abandoned features of each account."""
    names = np.full(n, "", dtype=object)
    for pair in np.flatnonzero(kept.lost_pairs):
        place, name = kept.found.place[pair], str(kept.found.names[kept.found.event[pair]])
        said = names[place]
        if said.count(", ") < _NAMED - 1:
            names[place] = f"{said}, {name}" if said else name
    return names


def evidence(row: Mapping[str, Any]) -> Message:
    """Say which features were given up, and how regularly they were used."""
    about, n = row["detail"], int(row["value"])
    said: dict[str, Any] = {
        "day": pd.Timestamp(row["window_to"]).date(),
        "names": about["names"],
        "regular": Count(about["regular"]),
        "event": about["event"],
        "weeks": Count(about["weeks"]),
        "base": Count(about["base"]),
    }
    if n > 0:
        return msgs(
            "{n} of {regular} features in regular use was not used in the 8 weeks to {day}, though"
            " people still come: {names}. {event} was used in {weeks} of the {base} weeks before;"
            " expected none to stop.",
            "{n} of {regular} features in regular use were not used in the 8 weeks to {day}, though"
            " people still come: {names}. {event} was used in {weeks} of the {base} weeks before;"
            " expected none to stop.",
            n,
            **said,
        )
    return msgs(
        "The {n} feature in regular use is still used in the 8 weeks to {day}.",
        "All {n} features in regular use are still used in the 8 weeks to {day}.",
        about["regular"],
        **said,
    )


_CUSTOMER = "account_id, customer_since\nA, 2020-01-01\nB, 2020-01-01\nC, 2020-01-01"
_DAY = date(2026, 10, 28)
_OTHERS = {
    "A any users": "52*9",
    "B any users": "52*9",
    "B reports users": "52*3",
    "B search users": "52*3",
    "B boards users": "52*3",
    "C search users": "52*3",
}

SIGNAL = Signal(
    key="feature_abandonment",
    title=msg("Features abandoned"),
    question=msg("Did they stop using features that were part of their weeks?"),
    unit=msg("features given up"),
    group="usage",
    thresholds=Thresholds(
        version=1,
        values={
            "regular_share": 0.5,
            "least_weeks": 8.0,
            "least_active_weeks": 5.0,
            "alert_share": 0.5,
            "high_share": 0.8,
            "high_features": 2.0,
        },
        rising=(("alert_share", "high_share"),),
        why=msg(
            "Starting values: a feature is regular when it was used in half of the weeks with use,"
            " eight at least. By chance such a feature stays unused for five weeks once in 32"
            " times, for eight once in 256. Half of the regular features given up is an alert."
        ),
    ),
    needs=("usage", "accounts"),
    measure=measure,
    evidence=evidence,
    undated=(*TENURE_COLUMNS, *HOLIDAY_COLUMNS),
    reasons={
        "no_usage_export": msg("no usage export covers these weeks"),
        "monthly_counts": msg("use is only known by month"),
        "no_features_recorded": msg("the usage export records no features beside logins"),
        "new_account": msg("a customer for less than 13 weeks"),
        "short_baseline": msg("used in fewer than 8 weeks of the baseline"),
        "not_active": msg("hardly used at all in these weeks, which is another sign"),
        "no_regular_feature": msg("no feature was in regular use before"),
    },
    blind_spots=msg(
        "Knows features by the names in the export: one that is renamed for some customers only"
        " looks given up. A feature that nobody uses any more, though several did, is taken for"
        " ended. Work of the season, such as a yearly close, is no regular feature and not seen."
    ),
    advice=msg(
        "Ask what they do the task with now: a spreadsheet or another tool is the first step away."
        " A task that no longer exists is none."
    ),
    examples=(
        Example(
            name=msg("One of two features unused for eight weeks is an alert"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={
                **_OTHERS,
                "A reports users": "44*2 8*0",
                "A reports users +1": "9",
                "A search users": "52*2",
            },
            severity=2,
            value=1,
        ),
        Example(
            name=msg("One of three is worth watching"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={
                **_OTHERS,
                "A reports users": "44*2 8*0",
                "A search users": "52*2",
                "A boards users": "52*2",
            },
            severity=1,
            value=1,
        ),
        Example(
            name=msg("Both features given up while people still log in"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={**_OTHERS, "A reports users": "44*2 8*0", "A search users": "44*2 8*0"},
            severity=3,
            value=2,
        ),
        Example(
            name=msg("Once in eight weeks is still used"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={**_OTHERS, "A reports users": "44*2 1 7*0", "A search users": "52*2"},
            severity=0,
            value=0,
        ),
        Example(
            name=msg("A feature used in twelve of 26 weeks is not regular"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={**_OTHERS, "A reports users": "14*0 12*2 8*0", "A search users": "52*2"},
            severity=0,
            value=0,
        ),
        Example(
            name=msg("A feature that all stop using has ended"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={
                **_OTHERS,
                "A boards users": "44*2 8*0",
                "B boards users": "44*2 8*0",
                "A search users": "52*2",
            },
            severity=0,
            value=0,
        ),
        Example(
            name=msg("An account that went silent altogether shows it elsewhere"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={**_OTHERS, "A any users": "48*9 4*0", "A reports users": "44*2 8*0"},
            severity=-1,
            reason="not_active",
        ),
        Example(
            name=msg("Three events a month make no regular feature"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={**_OTHERS, "A reports users": "1 1 1 0 0 0 0 1 1 1 0 0 0 0 1 1 1 10*0"},
            severity=-1,
            reason="no_regular_feature",
        ),
        Example(
            name=msg("An export without features says nothing about them"),
            day=_DAY,
            accounts=_CUSTOMER,
            weekly={"A any users": "52*9", "A login events": "52*20"},
            severity=-1,
            reason="no_features_recorded",
        ),
    ),
)
