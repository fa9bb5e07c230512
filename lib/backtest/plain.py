"""A back-test as plain JSON, in the keys of the command line (product.md)."""

from typing import Any, cast

import pandas as pd

from lib.backtest.report import BackTest
from lib.backtest.words import finding, remarks
from lib.locale import Language, msg, render
from lib.model.frames import plain as as_json

_NOT_YET = {"status": "not_enough_past_churn"}
_KEYS = (
    "status", "verdict", "alarms", "churners", "caught", "missed", "precision", "precision_low",
    "precision_high", "recall", "recall_low", "recall_high", "base_rate", "lift", "lift_low",
    "lift_high", "median_lead_days", "lead_low", "lead_high", "share_30_days", "share_60_days",
    "false_alarms", "false_alarms_per_month", "false_alarms_per_100", "alarms_per_100",
    "account_months", "coverage", "odds_ratio", "odds_ratio_low", "odds_ratio_high",
)  # fmt: skip


def plain(found: BackTest, lang: Language) -> dict[str, Any]:
    """Return the whole result; unknown is None. A signal's own keys speak of its alerts."""
    lines = found.lines.set_index(["signal", "grade"])
    return {
        "horizon_days": found.days.horizon_days,
        "gap_days": found.days.gap_days,
        "observations": [day.isoformat() for day in found.days.days],
        "n_churned": found.n_churned,
        "base_rate": found.base_rate,
        "finding": render(finding(found), lang),
        "signals": [
            {
                "signal": signal,
                **_line(lines, signal, "alert"),
                "watch": _line(lines, signal, "watch"),
                "optimistic": list(found.optimistic.get(signal, ())),
            }
            for signal in found.panel.signals
        ],
        "rules": [
            {"rule": signal, **_line(lines, signal, grade)}
            for signal, grade in lines.index
            if grade == "rule"
        ],
        "combined": dict(found.combined or _NOT_YET),
        "excluded": _excluded(found, lang),
        "remarks": [render(text, lang) for text in remarks(found)],
    }


def _line(lines: pd.DataFrame, signal: str, grade: str) -> dict[str, Any]:
    row = cast("pd.Series", lines.loc[(signal, grade)])
    return {key: as_json(row[key]) for key in _KEYS}


def _excluded(found: BackTest, lang: Language) -> list[dict[str, str]]:
    refused = [
        {"column": column, "reason": render(why, lang)}
        for column, why in found.refused_columns.items()
    ]
    later = msg("known only as it was loaded later; used, and so the result is optimistic")
    used = sorted({column for names in found.optimistic.values() for column in names})
    return refused + [{"column": column, "reason": render(later, lang)} for column in used]
