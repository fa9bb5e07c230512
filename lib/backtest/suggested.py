"""Cut-offs by an alarm budget: 8 watched, 4 on alert and 2 at the highest severity of 100.

Fixed cut-offs such as "40% down" give anything from 2 to 80 alarms per 100 account-months, as
books differ (scoring.md 0.3); so the past of this book sets them, one set per volume band.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from lib.backtest.days import ObservationDays
from lib.backtest.episodes import begun
from lib.backtest.replay import Cancelled, Progress, never, unseen
from lib.backtest.what_if import Judged, judged_again
from lib.locale import msg
from lib.model import Dataset
from lib.risk.panel import Panel
from lib.signals.counts import Bools, Floats
from lib.signals.readings import LEAST_CONFIDENCE, judged
from lib.signals.registry import signal_of
from lib.signals.spec import Thresholds

BUDGETS: Mapping[str, float] = MappingProxyType({"watch": 8.0, "alert": 4.0, "high": 2.0})
LEAST_DAYS = 6  # months of own history
_STEPS = 32
_NEVER = 1e9
_ALERT = 2
_WHY = msg(
    "Cut-offs that would have given 8, 4 and 2 alarms per 100 account-months on this company's own"
    " past."
)


@dataclass(frozen=True, slots=True)
class Band:
    """Three names of cut-offs by step (watch, alert, high); `sign` is -1 where less is worse."""

    names: Mapping[str, str]
    sign: int

    def at(self, cut: float) -> dict[str, float]:
        """Return the three cut-offs drawn together to one."""
        small = 1e-6 * max(abs(cut), 1.0)
        shift = {"watch": -2 * small, "alert": -small, "high": 0.0}
        return {name: cut + self.sign * shift[step] for step, name in self.names.items()}

    @property
    def always(self) -> float:
        """A cut-off that everybody reaches."""
        return -self.sign * _NEVER

    @property
    def never(self) -> float:
        """A cut-off that nobody reaches."""
        return self.sign * _NEVER


def bands(thresholds: Thresholds) -> tuple[Band, ...]:
    """Return the signal's sets of three cut-offs; none when it has no such."""
    return tuple(band for names in thresholds.rising if (band := _band(names)) is not None)


def suggested(  # noqa: PLR0913 - what is asked, of what, and who hears of it
    dataset: Dataset,
    days: ObservationDays,
    panel: Panel,
    trial: tuple[str, Thresholds | None],
    *,
    progress: Progress = unseen,
    cancelled: Cancelled = never,
) -> Thresholds | None:
    """Return thresholds of a signal by budget; None without three cut-offs or enough months.

    `trial` is the signal's key and the thresholds that stand now (None: the catalogue's).
    """
    key, now = trial
    standing = now or signal_of(key).thresholds
    found = bands(standing)
    if not found or len(days.days) < LEAST_DAYS:
        return None
    cuts = [_candidates(band, standing) for band in found]
    tried = [_with(standing, found, [own[n] for own in cuts]) for n in range(_STEPS)]
    tried += [_alone(standing, found, place) for place in range(len(found))]
    asked = [{key: one} for one in tried]
    answers = judged_again(dataset, days, panel, asked, (progress, cancelled))
    values = dict(standing.values)
    for place, band in enumerate(found):
        inside = answers.severity[:, _STEPS + place] >= 1
        values |= _chosen(panel, answers, inside, band, cuts[place])
    better = replace(standing, values=values, version=standing.version + 1, why=_WHY)
    return judged(signal_of(key), {key: better}).thresholds


def _band(names: tuple[str, ...]) -> Band | None:
    """Return the band that three names make, one of them for each step."""
    by_step = {step: name for name in names for step in BUDGETS if name.split("_")[0] == step}
    if len(names) != len(BUDGETS) or set(by_step) != set(BUDGETS):
        return None
    return Band(by_step, 1 if names[0] == by_step["watch"] else -1)


def _candidates(band: Band, standing: Thresholds) -> Floats:
    """Return cut-offs to try, from the mildest to the strictest."""
    present = [standing[name] for name in band.names.values()]
    if min(present) > 0 and max(present) < 1:
        cuts = np.linspace(0.02, 0.98, _STEPS)
    else:
        low, high = sorted((min(present) / 4, max(present) * 4))
        cuts = np.linspace(low, high, _STEPS)
    return cuts if band.sign > 0 else cuts[::-1]


def _with(standing: Thresholds, found: tuple[Band, ...], cuts: list[float]) -> Thresholds:
    values = dict(standing.values)
    for band, cut in zip(found, cuts, strict=True):
        values |= band.at(cut)
    return replace(standing, values=values)


def _alone(standing: Thresholds, found: tuple[Band, ...], place: int) -> Thresholds:
    """Return thresholds at which exactly the accounts of one band speak up."""
    cuts = [band.always if n == place else band.never for n, band in enumerate(found)]
    return _with(standing, found, cuts)


def _chosen(
    panel: Panel, answers: Judged, inside: Bools, band: Band, cuts: Floats
) -> dict[str, float]:
    """Return for each step the mildest cut-off that keeps to its budget within the band.

    None of them when the budget cannot be kept: then those that stand remain.
    """
    severity = answers.severity[inside, :_STEPS]
    loud = (severity >= _ALERT) & (answers.confidence[inside, :_STEPS] >= LEAST_CONFIDENCE)
    rows = panel.rows[inside].reset_index(drop=True)
    fired = {"watch": severity >= 1, "alert": loud, "high": loud}
    values: dict[str, float] = {}
    last = -1
    for step, budget in BUDGETS.items():
        rate = _rate(begun(rows, severity >= 0, fired[step]), len(rows))
        able = np.flatnonzero((rate <= budget) & (np.arange(_STEPS) > last))
        if not len(able):
            return {}
        last = int(able[0])
        values[band.names[step]] = _between(cuts, rate, last, budget)
    return values if len(set(values.values())) == len(values) else {}


def _between(cuts: Floats, rate: Floats, at: int, budget: float) -> float:
    """Return the cut-off between a trial and the milder one at which the budget is met."""
    if at == 0 or rate[at - 1] <= budget:
        return float(cuts[at])
    share = (rate[at - 1] - budget) / (rate[at - 1] - rate[at])
    return float(np.round(cuts[at - 1] + share * (cuts[at] - cuts[at - 1]), 4))


def _rate(starts: Bools, n: int) -> Floats:
    return 100 * starts.sum(axis=0) / max(n, 1)
