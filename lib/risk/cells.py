"""The combined score by segment and maturity level, where enough customers stand in a cell."""

import numpy as np
import pandas as pd

from lib.risk.learn import Ahead
from lib.risk.ranked import drawn, interval, ranked

LEAST_ACCOUNTS, LEAST_LEFT = 30, 5  # scoring.md 5.2: fewer may not be compared
BY = ("segment_label", "maturity_level")
_DRAWS = 200


def cells(ahead: Ahead) -> pd.DataFrame:
    """Return how the score did for each segment and maturity level.

    `by`, `label`, `n_accounts`, `n_churned`, `base_rate`, `predicted`, `auc`, `auc_low`,
    `auc_high`; rates and AUC are NaN in cells that are too small.
    """
    rows = ahead.panel.rows.assign(
        score=ahead.score, probability=ahead.probability, left=ahead.churned
    )
    found = [
        _cell(by, str(label), part)
        for by in BY
        for label, part in rows.groupby(by, sort=True, observed=True)
    ]
    columns = ["by", "label", "n_accounts", "n_churned", "base_rate", "predicted"]
    return pd.DataFrame(found, columns=[*columns, "auc", "auc_low", "auc_high"])


def quarters(ahead: Ahead) -> pd.DataFrame:
    """Return how the score did in each quarter of the days predicted.

    `quarter` (its first day), `n_churned`, `base_rate`, `pr_auc`, `top_decile_lift`.
    """
    rows = ahead.panel.rows.assign(score=ahead.score, left=ahead.churned)
    of_quarter = rows["observed_on"].dt.to_period("Q").dt.start_time
    found = []
    for quarter, part in rows.groupby(of_quarter, sort=True):
        left = part["left"].to_numpy(dtype=np.bool_)
        told = ranked(part["score"].to_numpy(dtype=np.float64), left)
        found.append(
            {
                "quarter": quarter,
                "n_churned": part.loc[left, "account_id"].nunique(),
                "base_rate": float(left.mean()),
                "pr_auc": float(told.pr_auc[0]),
                "top_decile_lift": float(told.lift()[0]),
            }
        )
    return pd.DataFrame(found)


def _cell(by: str, label: str, rows: pd.DataFrame) -> dict[str, object]:
    left = rows["left"].to_numpy(dtype=np.bool_)
    n, k = rows["account_id"].nunique(), rows.loc[left, "account_id"].nunique()
    counted = {"by": by, "label": label, "n_accounts": n, "n_churned": k}
    if n < LEAST_ACCOUNTS or k < LEAST_LEFT:
        return counted
    score = rows["score"].to_numpy(dtype=np.float64)
    low, high = interval(drawn(score, left, rows["account_id"], _DRAWS).auc)
    return counted | {
        "base_rate": float(left.mean()),
        "predicted": float(rows["probability"].mean()),
        "auc": float(ranked(score, left).auc[0]),
        "auc_low": low,
        "auc_high": high,
    }
