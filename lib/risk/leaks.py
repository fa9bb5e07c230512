"""Columns that know the outcome: found, named, and kept out of every score.

Three ways to find one, the surest first: it is filled (or empty) only for those who left; it
is dated on or after the day of leaving; it tells alone, on accounts it was not learnt from,
who left, better than anything known beforehand does. What data cannot show (a figure that
another model worked out from the same outcome) is found by its name, and says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from lib.locale import Message, Number, Share, msg
from lib.risk.bands import Bools
from lib.risk.bins import bins, evidence
from lib.risk.columns import Attribute, attribute
from lib.risk.ranked import ranked

# The best honest attribute alone reached 0.89 (satisfaction in `employee_attrition.csv`), 0.76
# and 0.74 on the other files in ../shared/data; the leaks of Telco start at 0.937 [measured].
NEAR_PERFECT = 0.92
_SURELY = 0.88  # the lower end of its 95 % interval: twelve customers may agree by chance
_BINS, _FOLDS, _SEED = 20, 5, 20_261_122
_FILLED, _HARDLY = 0.5, 0.01
_LEAST = 10
_AFTER = 0.2

_OUTCOME = re.compile(
    r"\b(churn(ed|er|ing)?|attrition|cancel(l?ed|l?ation)? (reason|date|status|day)|lapsed"
    r"|(loss|lost|exit|leaving) (reason|date|day))\b"
    r"|流失|退订|退訂|解约|解約|离网|離網"
)
_MODELLED = re.compile(
    r"\b(cltv|clv|ltv|lifetime value|predict(ed|ion|ions)?|propensity|likelihood|forecast"
    r"|health score|risk score|renewal probability)\b"
    r"|预测|預測|概率|機率|健康度|健康分|生命周期价值|生命週期價值|风险评分|風險評分"
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


@dataclass(frozen=True, slots=True)
class Leak:
    """A column that is left out, and why. `auc` is what it tells alone, where that was asked."""

    column: str
    code: str  # filled_after, dated_after, near_perfect, outcome, other_model
    reason: Message
    auc: float | None = None


def leaks(
    attributes: pd.DataFrame, churned: pd.Series, churned_on: pd.Series | None = None
) -> tuple[Leak, ...]:
    """Return the columns that must not enter a score; all are indexed by account.

    `churned_on` is the day of leaving where it is known.
    """
    left = churned.to_numpy(dtype=np.bool_)
    found = (_leak(attribute(attributes[name]), left, churned_on) for name in attributes.columns)
    return tuple(leak for leak in found if leak is not None)


def alone(column: Attribute, churned: Bools) -> float:
    """Return the AUC of one column alone, each account judged by what the others did."""
    score = np.zeros(churned.size)
    n_folds = min(_FOLDS, int(churned.sum()), int((~churned).sum()))
    if n_folds < 2:  # noqa: PLR2004 - two parts, one to learn from
        return float("nan")
    split = StratifiedKFold(n_folds, shuffle=True, random_state=_SEED)
    for _, held in split.split(score, churned):
        chosen = np.ones(churned.size, dtype=np.bool_)
        chosen[held] = False
        laid = bins(column, chosen, _BINS)
        score[held] = evidence(laid.codes, laid.n, churned, chosen)[laid.codes[held]]
    return float(ranked(score, churned).auc[0])


def _leak(column: Attribute, churned: Bools, churned_on: pd.Series | None) -> Leak | None:
    by_data = _filled_after(column, churned) or _dated_after(column, churned, churned_on)
    if by_data is not None:
        return by_data
    auc = alone(column, churned)
    return _near_perfect(column, churned, auc) or _by_name(column, auc)


def _filled_after(column: Attribute, churned: Bools) -> Leak | None:
    if min(churned.sum(), (~churned).sum()) < _LEAST:
        return None
    left, stayed = (float(1 - column.blank[who].mean()) for who in (churned, ~churned))
    values = {"left": Share(left), "stayed": Share(stayed)}
    if left >= _FILLED and stayed <= _HARDLY:
        why = msg(
            "It is filled for {left} of those who left and {stayed} of those who stayed: it is"
            " written when a customer leaves.",
            **values,
        )
        return Leak(column.name, "filled_after", why)
    if stayed >= _FILLED and left <= _HARDLY:
        why = msg(
            "It is filled for {stayed} of those who stayed and {left} of those who left: it is"
            " emptied when a customer leaves.",
            **values,
        )
        return Leak(column.name, "filled_after", why)
    return None


def _dated_after(column: Attribute, churned: Bools, churned_on: pd.Series | None) -> Leak | None:
    if churned_on is None or column.days is None:
        return None
    judged = churned & churned_on.notna().to_numpy() & column.days.notna().to_numpy()
    after = judged & (column.days.to_numpy() >= churned_on.to_numpy())
    if judged.sum() == 0 or after.sum() < max(2, _AFTER * judged.sum()):
        return None
    why = msg(
        "It is dated on or after the day of leaving for {n} of {total} customers who left.",
        n=Number(float(after.sum())),
        total=Number(float(judged.sum())),
    )
    return Leak(column.name, "dated_after", why)


def _near_perfect(column: Attribute, churned: Bools, auc: float) -> Leak | None:
    few = int(churned.sum()) < _LEAST
    if few or not (auc > NEAR_PERFECT and _lower_end(auc, churned) > _SURELY):
        return None
    why = msg(
        "Alone it tells who left almost without error (AUC {auc}; nothing known beforehand does"
        " so): it was written together with the outcome or from it.",
        auc=Number(auc, 2),
    )
    return Leak(column.name, "near_perfect", why, auc)


def _by_name(column: Attribute, auc: float) -> Leak | None:
    spoken = " ".join(_words(column.name))
    outcome, modelled = _OUTCOME.search(spoken), _MODELLED.search(spoken)
    if modelled is not None:
        why = msg(
            "By its name ('{word}') another model worked it out, from facts that may include the"
            " outcome. The data alone do not show it (AUC {auc}).",
            word=modelled.group(),
            auc=Number(auc, 2),
        )
        return Leak(column.name, "other_model", why, auc)
    if outcome is not None:
        why = msg(
            "Its name ('{word}') speaks of the outcome itself, not of what came before.",
            word=outcome.group(),
        )
        return Leak(column.name, "outcome", why, auc)
    return None


def _words(name: str) -> Iterator[str]:
    return (word.casefold() for word in _WORDS.findall(name))


def _lower_end(auc: float, churned: Bools) -> float:
    """Return the lower end of the 95 % interval of an AUC (Hanley and McNeil 1982)."""
    n, m = float(churned.sum()), float((~churned).sum())
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (n - 1) * (q1 - auc**2) + (m - 1) * (q2 - auc**2)
    return auc - 1.96 * sqrt(max(spread, 0.0) / (n * m))
