"""A score for data without dates: attributes beside a churn flag, checked by cross-validation.

There is no order in time here, so the figures are too good: attributes were written down
after some had left. The page must say so (`Scorecard.said`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.model_selection import RepeatedStratifiedKFold

from lib.locale import Message, Share, msg
from lib.risk.bands import Bools, Floats, Ints
from lib.risk.card import Card, carded, probability_of
from lib.risk.columns import Attribute, attribute
from lib.risk.ladder import LEAST_TO_LEARN, rung
from lib.risk.leaks import Leak, leaks
from lib.risk.ranked import drawn, interval, ranked
from lib.risk.reliability import reliability

POINTS_COLUMNS = ("attribute", "value", "n", "churned", "points")
ACCOUNTS_COLUMNS = ("score", "probability", "probability_held_out", "churned")
FOLDS, REPEATS = 5, 5
DRAWS = 500
_SEED = 20_261_122
_SAME_FOR_ALL = 1
_OWN_VALUES = 0.5  # the commonest six values cover less than this: everybody has his own
_SHOWN_VALUES = 6
_NO_USE = 0.5


@dataclass(frozen=True, eq=False, kw_only=True)
class Scorecard:
    """The card and how it did on accounts that it was not learnt from.

    `status` as for the combined score. `metrics`: mean over 25 held-out folds of `auc`,
    `auc_unrounded`, `pr_auc`, `top_decile_lift`, `brier`, `brier_base`, `ece`; `auc_low` and
    `auc_high` from resampled accounts. `points`: `attribute`, `value`, `n`, `churned`,
    `points`. `accounts`: `score`, `probability` (by the card shown), `probability_held_out`
    (mean over cards that had not seen the account), `churned`; `parts`: their points by
    attribute and `base`, which add up to `score`. `unused`: columns that say nothing, by reason.
    """

    status: str
    said: tuple[Message, ...]
    n_accounts: int
    n_churned: int
    excluded: tuple[Leak, ...]
    unused: Mapping[str, Message]
    metrics: Mapping[str, float]
    points: pd.DataFrame
    accounts: pd.DataFrame
    parts: pd.DataFrame

    def as_dict(self) -> dict[str, Any]:
        """Return the keys of the command line's JSON, as the combined score has them."""
        names = ("auc", "auc_low", "auc_high", "pr_auc", "brier", "brier_base", "ece")
        return {
            "status": self.status,
            "time_order": False,
            "churners": self.n_churned,
            **{name: self.metrics.get(name) for name in (*names, "top_decile_lift")},
        }


def snapshot_scorecard(
    attributes: pd.DataFrame, churned: pd.Series, churned_on: pd.Series | None = None
) -> Scorecard:
    """Learn a scorecard from attributes and a churn flag, both by account; leaks stay out."""
    left = churned.to_numpy(dtype=np.bool_)
    excluded = leaks(attributes, churned, churned_on)
    columns, unused = _usable(attributes.drop(columns=[leak.column for leak in excluded]))
    n_left = min(int(left.sum()), int((~left).sum()))
    if n_left < LEAST_TO_LEARN or not columns:
        return _nothing(left, excluded, unused)
    metrics, held_out = _checked(columns, left, churned.index)
    card = carded(columns, left, np.ones(left.size, dtype=np.bool_))
    parts = _parts(card, columns, attributes.index)
    score = parts.sum(axis=1)
    useless = not (metrics["auc_low"] > _NO_USE and metrics["brier"] < metrics["brier_base"])
    return Scorecard(
        status="no_better_than_base_rate" if useless else "fitted",
        said=_said(left, useless=useless),
        n_accounts=left.size,
        n_churned=int(left.sum()),
        excluded=excluded,
        unused=unused,
        metrics=metrics,
        points=_table(card, columns, left),
        accounts=pd.DataFrame(
            {
                "score": score,
                "probability": probability_of(score.to_numpy()),
                "probability_held_out": held_out,
                "churned": left,
            },
            index=attributes.index,
        ),
        parts=parts,
    )


def _usable(attributes: pd.DataFrame) -> tuple[tuple[Attribute, ...], dict[str, Message]]:
    kept, unused = [], {}
    for name in attributes.columns:
        column = attribute(attributes[name])
        why = _useless(column)
        if why is None:
            kept.append(column)
        else:
            unused[column.name] = why
    return tuple(kept), unused


def _useless(column: Attribute) -> Message | None:
    if column.n_values == 0:
        return msg("It is blank for everybody.")
    if column.n_values == _SAME_FOR_ALL and not column.blank.any():
        return msg("It is the same for everybody.")
    if column.days is not None:
        return msg("It is a day; a card needs an amount or a group.")
    if column.numbers is None and column.share_of_largest(_SHOWN_VALUES) < _OWN_VALUES:
        return msg("Nearly every account has a value of its own in it.")
    return None


def _checked(
    columns: tuple[Attribute, ...], left: Bools, ids: pd.Index
) -> tuple[dict[str, float], Floats]:
    """Return the means over held-out folds, and every account's mean held-out probability."""
    split = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=REPEATS, random_state=_SEED)
    found, held_out = [], np.zeros(left.size)
    for _, held in split.split(np.zeros(left.size), left):
        chosen = np.ones(left.size, dtype=np.bool_)
        chosen[held] = False
        card = carded(columns, left, chosen)
        score = card.base + card.by_attribute()[held].sum(axis=1)
        found.append(_measured(score, left[held], card.unrounded()[held]))
        held_out[held] += probability_of(score) / REPEATS
    means = pd.DataFrame(found).mean().to_dict()
    low, high = interval(drawn(held_out, left, ids.to_series(), DRAWS).auc)
    return {**{str(name): float(value) for name, value in means.items()},
            "auc_low": low, "auc_high": high}, held_out  # fmt: skip


def _measured(score: Ints, left: Bools, unrounded: Floats) -> dict[str, float]:
    told = ranked(score.astype(np.float64), left)
    held = reliability(probability_of(score), left)
    return {
        "auc": float(told.auc[0]),
        "auc_unrounded": float(ranked(unrounded, left).auc[0]),
        "pr_auc": float(told.pr_auc[0]),
        "top_decile_lift": float(told.lift()[0]),
        "brier": held.brier,
        "brier_base": held.brier_base,
        "ece": held.ece,
    }


def _parts(card: Card, columns: tuple[Attribute, ...], index: pd.Index) -> pd.DataFrame:
    names = [column.name for column in columns]
    parts = pd.DataFrame(card.by_attribute(), index=index, columns=names)
    parts.insert(0, "base", card.base, allow_duplicates=True)
    return parts


def _table(card: Card, columns: tuple[Attribute, ...], left: Bools) -> pd.DataFrame:
    """Return the card as it is read: a row for each bin that holds anybody."""
    rows = []
    for column, laid, points in zip(columns, card.laid, card.points, strict=True):
        there = np.bincount(laid.codes, minlength=laid.n)
        gone = np.bincount(laid.codes, weights=left, minlength=laid.n)
        rows += [
            {"attribute": column.name, "value": value, "n": n, "churned": int(k), "points": p}
            for value, n, k, p in zip(
                laid.labels, there.tolist(), gone.tolist(), points.tolist(), strict=True
            )
            if n
        ]
    return pd.DataFrame(rows, columns=list(POINTS_COLUMNS))


def _said(left: Bools, *, useless: bool) -> tuple[Message, ...]:
    optimistic = msg(
        "No time order: optimistic. The file has no dates, so the card is checked on accounts held"
        " back by chance, not on later ones."
    )
    if not useless:
        return (optimistic,)
    rate = Share(float(left.mean()), 1)
    return (
        msg("The attributes tell no more than the base rate of {rate} does.", rate=rate),
        optimistic,
    )


def _nothing(left: Bools, excluded: tuple[Leak, ...], unused: Mapping[str, Message]) -> Scorecard:
    n = int(left.sum())
    few = min(n, int((~left).sum())) < LEAST_TO_LEARN
    alone = msg("No column is left to learn from.")
    why = rung(n).said if n < LEAST_TO_LEARN else _too_few_stayed() if few else alone
    return Scorecard(
        status="not_enough_past_churn",
        said=(why,),
        n_accounts=left.size,
        n_churned=n,
        excluded=excluded,
        unused=unused,
        metrics={},
        points=pd.DataFrame(columns=list(POINTS_COLUMNS)),
        accounts=pd.DataFrame(columns=list(ACCOUNTS_COLUMNS)),
        parts=pd.DataFrame(columns=["base"]),
    )


def _too_few_stayed() -> Message:
    return msg("Nearly everybody in the file has left: there is nobody to compare them with.")
