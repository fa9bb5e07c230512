"""What the combined score would have been worth: nested splits by time, never by chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lib.locale import Count, Message, Number, Share, msg, msgs
from lib.risk.bands import Bools, Floats
from lib.risk.beliefs import Beliefs
from lib.risk.cells import cells, quarters
from lib.risk.ladder import (
    LEAST_FOR_CHALLENGER,
    LEAST_FOR_CURVE,
    LEAST_TO_LEARN,
    no_challenger,
    rung,
)
from lib.risk.learn import Ahead, learned, predicted
from lib.risk.panel import Panel
from lib.risk.ranked import Ranked, drawn, interval, ranked
from lib.risk.reliability import Reliability, reliability
from lib.risk.rules import WITHOUT, simple_rules

DRAWS = 500
CALLS = 20  # accounts a team can call in a month
LEAST_TESTED = 5  # customers lost on the days that are predicted
_NO_USE = 0.5  # AUC of a coin


@dataclass(frozen=True, eq=False, kw_only=True)
class Against:
    """A rule without a model, on the same rows; `better` is our AUC minus its, with interval."""

    rule: str
    auc: float
    better: float
    better_low: float
    better_high: float
    top_decile_lift: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Combined:
    """The combined score judged on days after those it was learnt from.

    `status` is `fitted`, `not_enough_past_churn` (then nothing is measured) or
    `no_better_than_base_rate`: no order better than chance, no probability nearer than the
    average, or signals that add nothing to the base rate of customers as near to the end of
    their term and as long with us (rule `without_signals`). `at_calls`: precision, recall and
    lift of the accounts that a team can call each month. `cells`: by segment and maturity
    level, see `cells.cells`. `quarters`: how it did over time, from 100 churned customers on.
    """

    status: str
    said: tuple[Message, ...]
    n_churned: int
    n_tested: int = 0
    n_folds: int = 0
    base_rate: float = float("nan")
    auc: float = float("nan")
    auc_low: float = float("nan")
    auc_high: float = float("nan")
    auc_unseen: float = float("nan")
    pr_auc: float = float("nan")
    top_decile_lift: float = float("nan")
    top_decile_lift_low: float = float("nan")
    top_decile_lift_high: float = float("nan")
    at_calls: Mapping[str, float] | None = None
    reliability: Reliability | None = None
    against: tuple[Against, ...] = ()
    cells: pd.DataFrame | None = None
    quarters: pd.DataFrame | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the keys of the command line's JSON; unknown is None."""
        names = ("auc", "auc_low", "auc_high", "auc_unseen", "pr_auc", "base_rate")
        lift = ("top_decile_lift", "top_decile_lift_low", "top_decile_lift_high")
        held = {name: getattr(self.reliability, name, None) for name in ("brier", "brier_base")}
        held |= {name: getattr(self.reliability, name, None) for name in ("skill", "ece")}
        numbers = {name: getattr(self, name) for name in (*names, *lift)} | held
        return {
            "status": self.status,
            "churners": self.n_churned,
            "churners_tested": self.n_tested,
            "folds": self.n_folds,
            **{name: _known(value) for name, value in numbers.items()},
        }


def combined(panel: Panel, beliefs: Beliefs, calls: int = CALLS) -> Combined:
    """Judge the combined score by nested time splits; with too few lost, say so and stop."""
    if panel.n_churned < LEAST_TO_LEARN:
        said = rung(panel.n_churned).said
        return Combined(status="not_enough_past_churn", said=(said,), n_churned=panel.n_churned)
    ahead = predicted(panel, lambda past: learned(past, beliefs))
    if ahead is None or ahead.panel.n_churned < LEAST_TESTED:
        return _untested(panel, ahead)
    return _judged(panel, ahead, calls)


def _untested(panel: Panel, ahead: Ahead | None) -> Combined:
    n = 0 if ahead is None else ahead.panel.n_churned
    said = msg(
        "Only {n} of {total} churned customers left after the days that could be learnt from; at"
        " least {least} are needed to check a score.",
        n=Count(n),
        total=Count(panel.n_churned),
        least=Count(LEAST_TESTED),
    )
    return Combined(
        status="not_enough_past_churn", said=(said,), n_churned=panel.n_churned, n_tested=n
    )


def _judged(panel: Panel, ahead: Ahead, calls: int) -> Combined:
    churned, score = ahead.churned, ahead.score.astype(np.float64)
    ids = ahead.panel.rows["account_id"]
    whole, draws = ranked(score, churned), drawn(score, churned, ids, DRAWS)
    auc_low, auc_high = interval(draws.auc)
    lift_low, lift_high = interval(draws.lift())
    held = reliability(ahead.probability, churned, ahead.panel.n_churned)
    against = _against(ahead, whole, draws)
    why = _no_use(auc_low, held, against[WITHOUT])
    return Combined(
        status="fitted" if why is None else "no_better_than_base_rate",
        said=(*_said(panel, ahead, held, why), *_limits(panel, ahead)),
        n_churned=panel.n_churned,
        n_tested=ahead.panel.n_churned,
        n_folds=ahead.n_folds,
        base_rate=float(churned.mean()),
        auc=float(whole.auc[0]),
        auc_low=auc_low,
        auc_high=auc_high,
        auc_unseen=_auc_unseen(ahead),
        pr_auc=float(whole.pr_auc[0]),
        top_decile_lift=float(whole.lift()[0]),
        top_decile_lift_low=lift_low,
        top_decile_lift_high=lift_high,
        at_calls=_at_calls(ahead, calls),
        reliability=held,
        against=tuple(against.values()),
        cells=cells(ahead),
        quarters=quarters(ahead) if panel.n_churned >= LEAST_FOR_CURVE else None,
    )


def _no_use(auc_low: float, held: Reliability, without: Against) -> Message | None:
    """Say why the score is no better than a base rate; None when it is."""
    if auc_low <= _NO_USE:
        return msg(
            "it does not put those who left before those who stayed more often than chance would"
        )
    if not held.skill > 0:
        return msg("its probabilities are no nearer to what came than the average rate is")
    if not without.better_low > 0:
        return msg(
            "the signals add nothing that can be shown to what the end of the term and the length"
            " of the relation tell without them (AUC {auc} with, {without} without)",
            auc=Number(without.auc + without.better, 2),
            without=Number(without.auc, 2),
        )
    return None


def _said(
    panel: Panel, ahead: Ahead, held: Reliability, why: Message | None
) -> tuple[Message, ...]:
    if why is None:
        return (rung(panel.n_churned).said, held.said)
    return (
        msg(
            "The combined score is no better than the base rate of {rate}: {why}. Do not act on"
            " it.",
            rate=Share(float(ahead.churned.mean()), 1),
            why=why,
        ),
    )


def _limits(panel: Panel, ahead: Ahead) -> tuple[Message, ...]:
    one_split = (
        msgs(
            "Checked on one split by time: {n} observation day is too few for several.",
            "Checked on one split by time: {n} observation days are too few for several.",
            len(panel.days),
        ),
    )
    found = one_split if ahead.n_folds == 1 else ()
    return (*found, no_challenger()) if panel.n_churned >= LEAST_FOR_CHALLENGER else found


def _auc_unseen(ahead: Ahead) -> float:
    """Return the AUC among accounts that were not learnt from; NaN when none of them left."""
    if not (ahead.unseen & ahead.churned).any():
        return float("nan")
    score = ahead.score[ahead.unseen].astype(np.float64)
    return float(ranked(score, ahead.churned[ahead.unseen]).auc[0])


def _at_calls(ahead: Ahead, calls: int) -> dict[str, float]:
    """Return what the team finds that calls the highest scores of every day."""
    order = np.lexsort((-ahead.score, ahead.panel.rows["observed_on"].to_numpy()))
    day = ahead.panel.rows["observed_on"].to_numpy()[order]
    place = pd.Series(day).groupby(day).cumcount().to_numpy()
    called = order[place < calls]
    caught = float(ahead.churned[called].sum())
    precision, base = caught / called.size, float(ahead.churned.mean())
    return {
        "calls": float(calls),
        "precision": precision,
        "recall": caught / float(ahead.churned.sum()),
        "lift": precision / base,
    }


def _against(ahead: Ahead, whole: Ranked, draws: Ranked) -> dict[str, Against]:
    rules = {**simple_rules(ahead.panel), WITHOUT: ahead.score_without.astype(np.float64)}
    found = {}
    for rule, score in rules.items():
        its, again = ranked(score, ahead.churned), _drawn_again(score, ahead)
        low, high = interval(draws.auc - again.auc)
        found[rule] = Against(
            rule=rule,
            auc=float(its.auc[0]),
            better=float(whole.auc[0] - its.auc[0]),
            better_low=low,
            better_high=high,
            top_decile_lift=float(its.lift()[0]),
        )
    return found


def _drawn_again(score: Floats, ahead: Ahead) -> Ranked:
    churned: Bools = ahead.churned
    return drawn(score, churned, ahead.panel.rows["account_id"], DRAWS)


def _known(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
