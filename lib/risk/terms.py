"""The risk that a term is lost by its end, however near or far that end is.

The combined risk says who leaves 31 to 120 days from now, whatever its term. A term that ends
in ten days, or in ten months, is another question: it is answered from past terms that were
seen as many days before they ended, with no gap. The signs keep the weights that were learnt;
how far they still tell of an end so far off (`slope`), and how many terms are lost at all
(`level`), is learnt for each stretch of days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from lib.locale import Count, Message, Number, joined, msg
from lib.risk.bands import RENEWAL, TENURE, Bands, Bools, Floats, Ints
from lib.risk.beliefs import Beliefs
from lib.risk.calibrate import platt
from lib.risk.facts import Facts
from lib.risk.fit import base_shift
from lib.risk.folds import of_rows
from lib.risk.ladder import LEAST_TO_LEARN
from lib.risk.learn import learned
from lib.risk.model import RiskModel
from lib.risk.panel import Panel
from lib.risk.reliability import poisson_interval

STRETCHES = Bands("ends", (90, 180, 365))
_SHRINK = 20.0  # terms of the whole book added to each band, as in the fit
_FREE = 10.0
_BAND_SPREAD = 0.5
_FOLLOW_UP_DAYS = 30  # so long after its end a term may still be renewed
_LEARN_SHARE = 2 / 3
COLUMNS = ("probability", "low", "high", "band")


@dataclass(frozen=True, eq=False, kw_only=True)
class Stretch:
    """Terms that end within some days: the model that judges them and what it rests on.

    `slope` is 0 where too few were lost to learn from: then such a term is taken to be lost as
    often as past terms were, whatever the signs say.
    """

    first: int
    last: int
    n_terms: int
    n_lost: int
    slope: float
    model: RiskModel


@dataclass(frozen=True, slots=True)
class Check:
    """Losses of terms on days that were not learnt from: expected, and come (90 % interval)."""

    expected: float
    lost: float
    low: float
    high: float


@dataclass(frozen=True, eq=False, kw_only=True)
class TermRisk:
    """What judges terms, by how far off their end is; `check` is None where days are too few."""

    stretches: tuple[Stretch, ...]
    check: Check | None

    def of(self, facts: Facts, at: Ints, days_left: Floats) -> pd.DataFrame:
        """Return the risk of terms, one a row: `COLUMNS`.

        `at` are places of accounts among the facts (-1: not there), `days_left` the days to
        the end of each term.
        """
        found = pd.DataFrame(np.nan, index=range(len(at)), columns=list(COLUMNS[:-1]))
        found["band"] = pd.Series(pd.NA, index=found.index, dtype="str")
        where = np.where(at < 0, -1, STRETCHES.of(days_left))
        for place, stretch in enumerate(self.stretches):
            mine = np.flatnonzero(where == place)
            if mine.size:
                scored = stretch.model.scored(facts.ending(at[mine], days_left[mine]))
                found.loc[mine, list(COLUMNS)] = scored.table[list(COLUMNS)].to_numpy()
        return found.astype(dict.fromkeys(COLUMNS[:-1], "float64") | {"band": "str"})

    @property
    def said(self) -> tuple[Message, ...]:
        """Say what the risk of a term is learnt from, and what was assumed where it is not."""
        learnt = [_learnt_said(one) for one in self.stretches if one.slope > 0]
        assumed = [_assumed_said(one) for one in self.stretches if one.slope == 0]
        check = [] if self.check is None else [_check_said(self.check)]
        whole = [
            msg(
                "The risk of a term is that the customer leaves by its end, learnt from past terms"
                " seen as many days before theirs: {learnt}.",
                learnt=joined(learnt),
            )
        ]
        return (*(whole if learnt else ()), *assumed, *check)


def learned_terms(panel: Panel, model: RiskModel) -> TermRisk | None:
    """Return what past terms teach (`lib.backtest.labelled.by_term`); None: too few were lost."""
    if panel.n_churned < LEAST_TO_LEARN:
        return None
    return TermRisk(stretches=_stretches(panel, model), check=None)


def checked_terms(
    terms: Panel, panel: Panel, beliefs: Beliefs, found: TermRisk | None
) -> TermRisk | None:
    """Add what terms learnt from earlier days alone would have said of later ones."""
    days = sorted(panel.days)
    if found is None or not days:
        return found
    cut = days[min(int(len(days) * _LEARN_SHARE), len(days) - 1)]
    settled = timedelta(days=panel.gap_days + panel.horizon_days)
    past = of_rows(panel, _on_days(panel, [day for day in days if day + settled <= cut]))
    before = of_rows(terms, _settled_by(terms, cut))
    after = of_rows(terms, _on_days(terms, [day for day in days if day >= cut]))
    learnt = learned_terms(before, learned(past, beliefs)) if past.n_churned else None
    if learnt is None or not len(after.rows):
        return found
    facts = Facts.of_panel(after)
    p = learnt.of(facts, np.arange(len(after.rows)), facts.ends_in_days)["probability"].to_numpy()
    return replace(found, check=_check(after, p))


def _check(after: Panel, p: Floats) -> Check:
    """Compare in terms, not rows: one that is seen on several days counts once."""
    ends = after.rows["observed_on"] + pd.to_timedelta(after.rows["ends_in_days"], unit="D")
    rows = after.rows.assign(p=p, ends=ends)[["account_id", "ends", "p", "churned"]]
    terms = rows.groupby(["account_id", "ends"]).mean()
    lost = float(terms["churned"].sum())
    low, high = poisson_interval(lost)
    return Check(float(terms["p"].sum()), lost, low, high)


def _stretches(panel: Panel, model: RiskModel) -> tuple[Stretch, ...]:
    where = STRETCHES.of(panel.rows["ends_in_days"])
    level = logit(_share(panel, panel))
    edges = (-1, *STRETCHES.edges)
    return tuple(
        _stretch(of_rows(panel, where == n), model, (edges[n] + 1, edges[n + 1]), level)
        for n in range(len(STRETCHES.edges))
    )


def _stretch(part: Panel, model: RiskModel, days: tuple[int, int], whole: float) -> Stretch:
    """Learn one stretch; with too few lost, by the share of all terms that were."""
    rows = part.rows
    lost = rows["churned"].to_numpy(dtype=np.bool_)
    odds = _plain(model).odds(Facts.of_panel(part))
    enough = part.n_churned >= LEAST_TO_LEARN
    # What is seen today tells no more of a later end than of the window it was learnt for.
    slope = min(platt(odds, lost, _repeated(part))[0], 1.0) if enough else 0.0
    level = base_shift(slope * odds, lost, spread=_FREE) if enough else whole
    bands, variance = _bands(part, slope * odds + level, whole, enough=enough)
    return Stretch(
        first=days[0],
        last=days[1],
        n_terms=_n_terms(part),
        n_lost=part.n_churned,
        slope=slope,
        model=_with_level(_plain(model), slope, (level, bands, variance), float(expit(whole))),
    )


def _bands(part: Panel, odds: Floats, whole: float, *, enough: bool) -> tuple[Floats, Floats]:
    """Return how far each band of the term's end lies from its stretch, and its variance."""
    at: Ints = RENEWAL.of(part.rows["ends_in_days"])
    lost = part.rows["churned"].to_numpy(dtype=np.bool_)
    shift, variance = np.zeros(RENEWAL.n), np.zeros(RENEWAL.n)
    repeated = _repeated(part)
    for band in range(RENEWAL.n):
        mine = at == band
        n = mine.sum() / repeated + _SHRINK
        rate = (lost[mine].sum() / repeated + _SHRINK * expit(whole)) / n
        variance[band] = 1 / (n * rate * (1 - rate))
        if enough and mine.any():
            shift[band] = base_shift(odds[mine], lost[mine], spread=_BAND_SPREAD)
    return shift, variance


def _plain(model: RiskModel) -> RiskModel:
    """Return the model without its base and without what it knows of terms."""
    keeps = _keeps(model)
    covariance = np.asarray(model.covariance) * np.outer(keeps, keeps)
    return _replaced(model, np.asarray(model.mean) * keeps, covariance)


def _with_level(
    plain: RiskModel, slope: float, level: tuple[float, Floats, Floats], rate: float
) -> RiskModel:
    base, bands, variance = level
    first = len(plain.mean) - RENEWAL.n
    mean = slope * np.asarray(plain.mean)
    mean[0], mean[first:] = base, bands
    covariance = slope**2 * np.asarray(plain.covariance)
    covariance[first:, first:] = np.diag(variance)
    return replace(_replaced(plain, mean, covariance), base_rate=rate)


def _keeps(model: RiskModel) -> Bools:
    keeps = np.zeros(len(model.mean), dtype=np.bool_)
    keeps[1 : 1 + len(model.signals) + TENURE.n] = True
    return keeps


def _replaced(model: RiskModel, mean: Floats, covariance: Floats) -> RiskModel:
    return replace(
        model,
        mean=tuple(float(value) for value in mean),
        covariance=tuple(tuple(float(value) for value in row) for row in covariance),
    )


def _repeated(part: Panel) -> float:
    return max(1.0, len(part.rows) / max(_n_terms(part), 1))


def _n_terms(part: Panel) -> int:
    ends = part.rows["observed_on"] + pd.to_timedelta(part.rows["ends_in_days"], unit="D")
    return int(pd.MultiIndex.from_arrays([part.rows["account_id"], ends]).nunique())


def _share(part: Panel, whole: Panel) -> float:
    """Return the share of terms that were lost; never quite none."""
    n, lost = _n_terms(part), part.n_churned
    return (lost + 0.5) / (max(n, whole.n_churned) + 1)


def _on_days(panel: Panel, days: list[date]) -> Bools:
    return panel.rows["observed_on"].dt.date.isin(days).to_numpy(dtype=np.bool_)


def _settled_by(terms: Panel, day: date) -> Bools:
    ends = terms.rows["observed_on"] + pd.to_timedelta(terms.rows["ends_in_days"], unit="D")
    known = ends + timedelta(days=_FOLLOW_UP_DAYS) <= pd.Timestamp(day)
    return known.to_numpy(dtype=np.bool_)


def _said_days(one: Stretch) -> Mapping[str, Count]:
    return {"first": Count(one.first), "last": Count(one.last)}


def _learnt_said(one: Stretch) -> Message:
    return msg(
        "{first} to {last} days before: {lost} of {n} lost",
        lost=Count(one.n_lost), n=Count(one.n_terms), **_said_days(one),
    )  # fmt: skip


def _assumed_said(one: Stretch) -> Message:
    return msg(
        "Too few terms were lost that were seen {first} to {last} days before their end ({lost} of"
        " {n}): such a term is taken to be lost as often as past terms were, whatever its signs say"
        " today.",
        lost=Count(one.n_lost), n=Count(one.n_terms), **_said_days(one),
    )  # fmt: skip


def _check_said(check: Check) -> Message:
    held = check.low <= check.expected <= check.high
    said = {
        "expected": Number(check.expected, 1),
        "lost": Number(check.lost, 0),
        "low": Number(check.low, 1),
        "high": Number(check.high, 1),
    }
    if held:
        return msg(
            "Checked on later terms that it had not seen: {expected} losses expected, {lost} came"
            " (90% interval {low} to {high}).",
            **said,
        )
    return msg(
        "Checked on later terms that it had not seen, it did not hold: {expected} losses expected,"
        " {lost} came (90% interval {low} to {high}).",
        **said,
    )
