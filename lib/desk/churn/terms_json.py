"""The running terms of accounts with the risk that they are lost, as other programs read them."""

from typing import Any

import pandas as pd

from lib.desk.churn.term_risk import COLUMNS, RiskOfTerms
from lib.locale import Language, Message, render
from lib.model.frames import plain, records


def terms_json(
    due: pd.DataFrame, found: RiskOfTerms, lang: Language
) -> dict[str, list[dict[str, Any]]]:
    """Return the terms that end within a year (`lib.metrics.renewals`), by account id.

    Their risk is that of being lost by their own end, unlike `risk`, which is that of leaving
    within the label window; a part of it that may not be told is None, `reason` says why.
    """
    rows = due.reset_index(drop=True).assign(
        **{name: found.table[name].to_numpy() for name in COLUMNS}
    )
    rows["expected_loss"] = rows["probability"].astype("float64") * rows["arr"]
    terms: dict[str, list[dict[str, Any]]] = {}
    for row in records(rows):
        terms.setdefault(str(row["account_id"]), []).append(_one(row, lang))
    return terms


def _one(row: dict[str, Any], lang: Language) -> dict[str, Any]:
    names = ("contract_id", "ends_on", "days_left", "notice_on", "days_to_notice", "arr")
    risk = ("probability", "low", "high", "expected_loss")
    reason = row["reason"]
    return {
        **{name: plain(row[name]) for name in (*names, *risk)},
        "renewed": bool(row["renewed"]),
        "reason": render(reason, lang) if isinstance(reason, Message) else None,
    }
