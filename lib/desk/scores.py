"""One line of scores an account, and retention figures, as other programs read them."""

from datetime import date, timedelta
from typing import Any

from lib.desk.book.retention import moved
from lib.desk.churn.risk import Risks
from lib.desk.churn.risk_json import risk_json
from lib.desk.churn.term_risk import TermRisks
from lib.desk.churn.terms_json import terms_json
from lib.desk.customer.assess import levels_on
from lib.desk.customer.group_json import deals_by_account, group_json, tags
from lib.desk.customer.journey import Journeys
from lib.desk.customer.levels_json import level_json
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.group.deals import deals
from lib.locale import Language, render
from lib.metrics.apart import apart
from lib.metrics.footing import footing
from lib.metrics.renewals import renewals
from lib.model.frames import plain, records, row_of
from lib.profile.journey import reason
from lib.signals.readings import evidence
from lib.signals.registry import all_signals


class Scores:
    """The scores area of the desk."""

    def __init__(self, data: Data, segments: Segments, risk: Risks, journeys: Journeys) -> None:
        self._data = data
        self._segments = segments
        self._risk = risk
        self._journeys = journeys

    def score(self, rule: str, day: date, lang: Language) -> list[dict[str, Any]]:
        """Return risk, terms, signals, levels, completeness, journey and roles of each account."""
        snapshot = self._data.snapshot(day)
        book = self._data.book(day).loc[self._segments.members(rule, day)]
        levels = {
            "maturity": levels_on(self._data, "maturity", day),
            "bant": levels_on(self._data, "bant", day),
        }
        due = deals_by_account(
            self._data.once(
                ("group_deals", day), lambda: deals(snapshot, self._data.readings(day))
            ),
            snapshot.currency,
        )
        stages = self._journeys.of(day).table
        risks = risk_json(self._risk.of_all(day, wait=True), self._data.readings(day), lang)
        ending = renewals(snapshot)
        terms = terms_json(ending, TermRisks(self._data, self._risk).of(day, ending), lang)
        return [
            {
                "account_id": account_id,
                "account_name": plain(row["account_name"]),
                "arr": plain(row["arr"]),
                "currency": snapshot.currency,
                **risks[str(account_id)],
                "renewals": terms.get(str(account_id), []),
                "signals": tags(row["signals"]),
                "maturity": level_json(levels["maturity"], str(account_id), "dimensions", lang),
                "bant": level_json(levels["bant"], str(account_id), "criteria", lang),
                "completeness": plain(row["completeness"]),
                "journey_stage": plain(row["journey_stage"]),
                "journey_stage_stated": plain(row["journey_stage_stated"]),
                "journey_reason": render(reason(row_of(stages, account_id)), lang),
                "buying_group": group_json(row, due.get(str(account_id), [])),
            }
            for account_id, row in book.iterrows()
        ]

    def signals(self, rule: str, day: date, lang: Language) -> list[dict[str, Any]]:
        """Return every open or unknown signal of a segment's accounts with its evidence."""
        readings = self._data.readings(day)
        inside = readings["account_id"].isin(self._segments.members(rule, day))
        names = self._data.book(day)["account_name"]
        rows = readings[inside & (readings["grade"] != "none")]
        return [
            {
                "account_id": row["account_id"],
                "account_name": plain(names[row["account_id"]]),
                "signal": row["signal"],
                "severity": row["grade"],
                "level": max(int(row["severity"]), 0),
                "evidence": render(evidence(row), lang),
                "value": plain(row["value"]),
                "expected_low": plain(row["expected_low"]),
                "expected_high": plain(row["expected_high"]),
                "unit": _unit(row, lang),
                "window": {"from": plain(row["window_from"]), "to": plain(row["window_to"])},
                "thresholds_version": row["thresholds_version"],
                "rows": int(row["n_rows"]),
                "confidence": plain(row["confidence"]),
                "reason": plain(row["reason"]),
            }
            for row in records(rows)
        ]

    def metrics(self, rule: str, first: date, last: date, lang: Language) -> dict[str, Any]:
        """Return the ARR bridge and the retention figures from `first` to `last`."""
        bridge = moved(self._data, self._segments, rule, (first, last))
        before = self._data.snapshot(first - timedelta(days=1))
        on, named = footing(bridge.moves), apart(before, self._data.snapshot(last), bridge)
        return {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "segment": rule,
            "currency": bridge.currency,
            "accounts_start": bridge.accounts_start,
            "accounts_end": bridge.accounts_end,
            "arr_start": plain(bridge.arr_start),
            "expansion": plain(bridge.expansion),
            "contraction": plain(bridge.contraction),
            "churned": plain(bridge.churned),
            "new": plain(bridge.new),
            "arr_end": plain(bridge.arr_end),
            "nrr": plain(bridge.nrr),
            "grr": plain(bridge.grr),
            "logo_churn": plain(bridge.logo_churn),
            "lost": bridge.n_lost,
            "customers": on.n,
            "share_of_5_largest": on.share_of_largest,
            "nrr_without_largest": on.nrr_without,
            "nrr_low": on.low,
            "nrr_high": on.high,
            "grr_low": on.grr_low,
            "grr_high": on.grr_high,
            "returned": list(named.returned),
            "returned_arr": named.returned_arr,
            "expansion_by_price": named.price,
            "unknown": [render(text, lang) for text in (*bridge.unknown, *named.refused)],
        }


def _unit(row: dict[Any, Any], lang: Language) -> str:
    return next(render(s.unit, lang) for s in all_signals() if s.key == row["signal"])
