"""The risk of accounts as other programs read it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.desk.churn.risk import RiskOfAll
from lib.locale import Language, render
from lib.model.frames import plain, records
from lib.risk.points import explained, part_title
from lib.signals.readings import evidence


def risk_json(
    whole: RiskOfAll, readings: pd.DataFrame, lang: Language
) -> dict[str, dict[str, Any]]:
    """Return `risk` and `risk_reason` of every account, by id.

    `risk` is None where nothing may be told at all; a part of it that may not is None, with
    `risk_reason` saying why.
    """
    said = _evidence(readings, lang)
    return {
        str(row["account_id"]): _one(whole, row, said, lang)
        for row in records(whole.table.rename_axis("account_id").reset_index())
    }


def _one(
    whole: RiskOfAll, row: Mapping[str, Any], said: Mapping[str, dict[str, str]], lang: Language
) -> dict[str, Any]:
    reason = None if row["reason"] is None else render(row["reason"], lang)
    score = plain(row["score"])
    if score is None:
        return {"risk": None, "risk_reason": reason}
    account_id = str(row["account_id"])
    return {
        "risk": {
            **{name: plain(row[name]) for name in ("probability", "low", "high", "band")},
            "score": int(score),
            "coverage": plain(row["coverage"]),
            "points": _points(whole, account_id, said.get(account_id, {}), lang),
        },
        "risk_reason": reason,
    }


def _points(
    whole: RiskOfAll, account_id: str, said: Mapping[str, str], lang: Language
) -> list[dict[str, Any]]:
    if whole.scored is None:
        card = whole.learnt.card if whole.learnt is not None else None
        parts = {} if card is None else card.parts.loc[[account_id]].iloc[0].to_dict()
        return [{"name": str(n), "points": int(v), "evidence": None} for n, v in parts.items() if v]
    return [
        {
            "name": part.name,
            "title": render(part_title(part.name), lang),
            "points": part.points,
            "evidence": said.get(part.name),
        }
        for part in explained(whole.scored, account_id).parts
    ]


def _evidence(readings: pd.DataFrame, lang: Language) -> dict[str, dict[str, str]]:
    fired = readings[readings["severity"] > 0]
    found: dict[str, dict[str, str]] = {}
    for row in records(fired):
        found.setdefault(str(row["account_id"]), {})[row["signal"]] = render(evidence(row), lang)
    return found
