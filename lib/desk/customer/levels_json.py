"""Maturity and motivation of one account as other programs read them."""

from typing import Any

from lib.locale import Language, render
from lib.model.frames import plain, row_of
from lib.profile.details import Said, said_of, unknown_of
from lib.profile.levels import Levels


def level_json(found: Levels, account_id: str, parts: str, lang: Language) -> dict[str, Any]:
    """Return the level with its criteria (under the name `parts`) and its indicators."""
    row = row_of(found.frame, account_id)
    said = said_of(found, account_id)
    return {
        "level": plain(row["level"]),
        "status": plain(row["status"]),
        "computed_level": plain(row["computed_level"]),
        "day_level": plain(row["day_level"]),
        "since": plain(row["level_since"]),
        "score": plain(row["score"]),
        "coverage": plain(row["coverage"]),
        "low": plain(row["low"]),
        "high": plain(row["high"]),
        "age_months": plain(row["age_months"]),
        parts: {
            name: {
                "score": plain(row[f"{name}_score"]),
                "coverage": plain(row[f"{name}_coverage"]),
            }
            for name in found.rubric.criteria
        },
        "indicators": {one.key: _indicator(one, lang) for one in said},
        "not_known": list(unknown_of(said)),
    }


def _indicator(said: Said, lang: Language) -> dict[str, Any]:
    evidence = said.evidence
    return {
        "points": plain(said.points),
        "source": said.source,
        "assessed_on": plain(said.assessed_on),
        "evidence": None if evidence is None else render(evidence, lang),
        "rows": said.n_rows,
        "of_whole": said.of_whole,
        "not_applicable": said.not_applicable,
        "contradicted": said.contradicted,
    }
