"""The whole result of a back-test as one value: what a page, the CLI and a report show."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from lib.backtest.cells import by_part
from lib.backtest.days import GAP_DAYS, HORIZON_DAYS, MOST_DAYS, ObservationDays, observation_days
from lib.backtest.episodes import claims, together
from lib.backtest.hits import alarms, misses
from lib.backtest.measures import measures
from lib.backtest.refused import PARTLY_REFUSED, REFUSED, optimistic
from lib.backtest.replay import Cancelled, Progress, never, replay, unseen
from lib.backtest.rules import rules
from lib.backtest.verdicts import LEAST_CHURNED, rung
from lib.locale import Message
from lib.model import Dataset
from lib.risk.panel import Panel
from lib.signals.registry import all_signals
from lib.signals.spec import Thresholds


@dataclass(frozen=True, slots=True)
class Asked:
    """How a back-test is to be done. `judged_by` are thresholds in place of the catalogue's."""

    horizon_days: int = HORIZON_DAYS
    gap_days: int = GAP_DAYS
    most: int = MOST_DAYS
    judged_by: Mapping[str, Thresholds] = field(default_factory=dict)

    def fingerprint(self, dataset: Dataset, last: date) -> str:
        """Name everything that the result depends on."""
        judged_by = {
            s.key: dict(self.judged_by.get(s.key, s.thresholds).values) for s in all_signals()
        }
        said = (dataset.fingerprint, last, self.horizon_days, self.gap_days, self.most, judged_by)
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, eq=False, kw_only=True)
class BackTest:
    """What was found.

    `lines`: as `measures`, one a signal and grade (alert, watch) and one a dumb rule (grade
    `rule`). `cells`: as `by_part`. `alarms` and `misses`: the accounts behind (`hits`).
    `refused_columns` were not used on past days, with the reason; `optimistic` names, for each
    signal, columns known only as they were loaded later. `n_churned` accounts left in a label
    window; `base_rate` is the share of account-months before a leaving, None below ten
    churned. `combined` is the part of the combined risk, which `lib.risk` fills.
    """

    fingerprint: str
    days: ObservationDays
    panel: Panel
    lines: pd.DataFrame
    cells: pd.DataFrame
    alarms: pd.DataFrame
    misses: pd.DataFrame
    refused_columns: Mapping[str, Message]
    optimistic: Mapping[str, tuple[str, ...]]
    n_churned: int
    base_rate: float | None
    combined: Mapping[str, Any] | None = field(default=None)

    @property
    def rung(self) -> int:
        """The step of the evidence ladder, 0 to 4."""
        return rung(self.n_churned)

    @property
    def supported(self) -> tuple[str, ...]:
        """Signals that the past supports, at either grade."""
        said = self.lines[self.lines["verdict"].eq("supported") & self.lines["grade"].ne("rule")]
        return tuple(dict.fromkeys(said["signal"]))

    def with_combined(self, combined: Mapping[str, Any]) -> "BackTest":
        """Return the same with the part of the combined risk."""
        return replace(self, combined=combined)


def back_test(
    dataset: Dataset,
    last: date,
    asked: Asked = Asked(),
    *,
    progress: Progress = unseen,
    cancelled: Cancelled = never,
) -> BackTest:
    """Replay the past and judge every signal by it; the data speak until `last`."""
    days = observed_days(dataset, last, asked)
    panel = replay(dataset, days, judged_by=asked.judged_by, progress=progress, cancelled=cancelled)
    return assembled(dataset, days, panel, asked.fingerprint(dataset, last))


def observed_days(dataset: Dataset, last: date, asked: Asked) -> ObservationDays:
    """Return the days that a back-test looks at."""
    return observation_days(
        dataset, last,
        horizon_days=asked.horizon_days, gap_days=asked.gap_days, most=asked.most,
    )  # fmt: skip


def assembled(dataset: Dataset, days: ObservationDays, panel: Panel, fingerprint: str) -> BackTest:
    """Return the result that a panel gives, for one replayed now or kept from before."""
    every = together(claims(panel), rules(panel))
    n = panel.n_churned
    share = float(panel.rows["churned"].mean()) if n >= LEAST_CHURNED else None
    return BackTest(
        fingerprint=fingerprint,
        days=days,
        panel=panel,
        lines=measures(panel, every),
        cells=by_part(panel, every),
        alarms=alarms(panel, every),
        misses=misses(panel, every),
        refused_columns=_refused(dataset, days),
        optimistic=_optimistic(dataset, days),
        n_churned=n,
        base_rate=share,
    )


def _refused(dataset: Dataset, days: ObservationDays) -> dict[str, Message]:
    found = {**REFUSED, **PARTLY_REFUSED}
    return {name: why for name, why in found.items() if _loaded_later(dataset, days, name)}


def _optimistic(dataset: Dataset, days: ObservationDays) -> dict[str, tuple[str, ...]]:
    found = {
        signal: tuple(name for name in names if _loaded_later(dataset, days, name))
        for signal, names in optimistic(all_signals()).items()
    }
    return {signal: names for signal, names in found.items() if names}


def _loaded_later(dataset: Dataset, days: ObservationDays, column: str) -> bool:
    """Say whether a column has values that were loaded after an observation day."""
    kind, _, name = column.partition(".")
    rows = dataset.versions.get(kind)
    if rows is None or not days.days or name not in rows:
        return False
    late = rows["known_on"] > pd.Timestamp(days.days[0])
    return bool((late & rows[name].notna()).any())
