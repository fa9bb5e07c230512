"""Other thresholds tried on the past: what a signal did, and what it would have done."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from lib.backtest.report import BackTest
from lib.backtest.verdicts import not_enough
from lib.errors import DeskError
from lib.locale import Count, Message, Number, Share, msg
from lib.model.frames import row_of

NOW, THEN = "now", "then"
_COUNTS: Mapping[str, Message] = {
    "alarms": msg("Alarms"),
    "true_alarms": msg("Alarms that were right"),
    "false_alarms": msg("False alarms"),
    "caught": msg("Leavers caught"),
    "missed": msg("Leavers missed"),
}
_AMOUNTS: Mapping[str, Message] = {
    "false_alarms_per_month": msg("False alarms a month"),
    "alarms_per_100": msg("Alarms per 100 account-months"),
    "median_lead_days": msg("Median lead in days"),
}
_SHARES: Mapping[str, Message] = {"precision": msg("Share of alarms that were right")}


@dataclass(frozen=True, eq=False)
class Trial:
    """What other thresholds would have done: `rows` has `measure, now, then`, ready to show."""

    finding: Message
    rows: pd.DataFrame


def past_of(test: BackTest) -> BackTest:
    """Return the back-test; DeskError when there is no past day to try anything on."""
    if test.days.days:
        return test
    raise DeskError(
        "not_enough_past_churn",
        not_enough(test.n_churned),
        msg("The values can be saved, but nothing can be said of what they would have done."),
    )


def trial(lines: pd.DataFrame) -> Trial:
    """Return the trial that the lines of `lib.backtest.what_if` tell, of alerts."""
    alerts = lines[lines["grade"].eq("alert")].set_index("judged_by")
    now, then = row_of(alerts, NOW), row_of(alerts, THEN)
    named: list[tuple[Mapping[str, Message], Callable[[float], Count | Number | Share]]] = [
        (_COUNTS, _count), (_SHARES, Share), (_AMOUNTS, _amount),
    ]  # fmt: skip
    rows = [
        {"measure": title, **{w: _told(line[name], made) for w, line in ((NOW, now), (THEN, then))}}
        for names, made in named
        for name, title in names.items()
    ]
    return Trial(_finding(now, then), pd.DataFrame(rows))


def _finding(now: pd.Series, then: pd.Series) -> Message:
    said = {
        "now": _count(now["alarms"]), "then": _count(then["alarms"]),
        "caught": _count(now["caught"]), "caught_then": _count(then["caught"]),
        "churners": _count(then["churners"]),
    }  # fmt: skip
    return msg(
        "On the past there would have been {then} alerts instead of {now}, and they would have "
        "caught {caught_then} of {churners} customers that left instead of {caught}.",
        **said,
    )


def _told(
    value: float, made: Callable[[float], Count | Number | Share]
) -> Count | Number | Share | None:
    return None if math.isnan(value) else made(float(value))


def _count(value: float) -> Count:
    return Count(int(value))


def _amount(value: float) -> Number:
    return Number(value, 1)
