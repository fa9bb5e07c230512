"""Signals that tell alone who left, almost without error: they must have seen the outcome."""

from dataclasses import replace

import numpy as np

from lib.locale import Number, msg
from lib.risk.beliefs import Beliefs
from lib.risk.ladder import LEAST_TO_LEARN
from lib.risk.leaks import NEAR_PERFECT, Leak
from lib.risk.panel import Panel
from lib.risk.ranked import drawn, interval, ranked

_DRAWS = 200


def too_good(panel: Panel) -> tuple[Leak, ...]:
    """Return the signals of a replay that are near-perfect alone, with their 90 % interval's end.

    The lower end of the interval must lie above the bound: ten customers may agree by chance.
    """
    found = []
    for place, signal in enumerate(panel.signals):
        auc = _surely(panel, place)
        if auc > NEAR_PERFECT:
            why = msg(
                "Alone it tells who left almost without error (AUC surely above {auc}): what it"
                " reads was written together with the outcome.",
                auc=Number(auc, 2),
            )
            found.append(Leak(signal, "near_perfect", why, auc))
    return tuple(found)


def without(beliefs: Beliefs, found: tuple[Leak, ...]) -> Beliefs:
    """Return the beliefs with the leaking signals left out."""
    leaking = {leak.column: leak.reason for leak in found}
    return replace(beliefs, left_out={**beliefs.left_out, **leaking})


def _surely(panel: Panel, place: int) -> float:
    """Return the lower end of the interval of a signal's AUC; 0 where too few left."""
    known = panel.known[:, place]
    rows = panel.rows[known]
    left = rows["churned"].to_numpy(dtype=np.bool_)
    if rows.loc[left, "account_id"].nunique() < LEAST_TO_LEARN:
        return 0.0
    score = panel.strength[known, place]
    if ranked(score, left).auc[0] <= NEAR_PERFECT:
        return 0.0
    return interval(drawn(score, left, rows["account_id"], _DRAWS).auc)[0]
