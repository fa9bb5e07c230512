"""The risk that terms are lost by their end, as far as it may be told."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.desk.churn.backtests import Learnt
from lib.desk.churn.risk import Risks
from lib.desk.data import Data
from lib.locale import Message, msg
from lib.model import Snapshot
from lib.risk.ladder import LEAST_TO_LEARN
from lib.signals.next_end import next_end, running_term

COLUMNS = ("probability", "low", "high", "band", "reason", "renewed", "every_days")
_ROLLING_DAYS = 100  # a term by the month or the quarter ends again and again within a year
_NUMBERS = ("probability", "low", "high")
_TOO_FEW = msg(
    "Fewer than {n} past terms were lost: too few to learn the risk of a term from",
    n=str(LEAST_TO_LEARN),
)


@dataclass(frozen=True, eq=False)
class RiskOfTerms:
    """Risk of terms, a row each, in the order they were asked for.

    `table`: `probability`, `low`, `high` (that the customer leaves by the end of the term; NaN:
    not to be told), `band`, `reason` (why not: a Message, else None), `renewed` (the next term
    is signed: nothing is at risk), `every_days` (days of a term by the month or quarter; else
    NaN). `said` is what the risk rests on.
    """

    table: pd.DataFrame
    said: tuple[Message, ...]


class TermRisks:
    """What the renewal area asks of the risk."""

    def __init__(self, data: Data, risks: Risks) -> None:
        self._data = data
        self._risks = risks

    def of(self, day: date, terms: pd.DataFrame) -> RiskOfTerms:
        """Return the risk of running terms (`account_id, ends_on, days_left`) on a day."""
        whole = self._risks.of_all(day)
        known = whole.table.reindex(terms["account_id"]).reset_index(drop=True)
        learnt = None if whole.learnt is None else whole.learnt.terms
        if whole.scored is not None and whole.learnt is not None:  # else known without days, or not
            known = self._by_end(whole.learnt, day, terms, known)
        told = learnt is not None and known["probability"].notna().any()
        table = known.assign(**_seen(self._data.snapshot(day), terms))
        table.loc[table["renewed"] & table["probability"].notna(), list(_NUMBERS)] = 0.0
        return RiskOfTerms(table[list(COLUMNS)], learnt.said if learnt and told else ())

    def _by_end(
        self, past: Learnt, day: date, terms: pd.DataFrame, known: pd.DataFrame
    ) -> pd.DataFrame:
        """Put the risk by the term's end in place of the one of the next months."""
        may = known["probability"].notna()
        learnt = past.terms
        if learnt is None:
            reasons = [
                _TOO_FEW if told else why for told, why in zip(may, known["reason"], strict=True)
            ]
            blank = dict.fromkeys(_NUMBERS, np.nan)
            return known.assign(**blank, band=None, reason=pd.Series(reasons, dtype="object"))
        facts = self._risks.facts(past, day)
        at = facts.account_ids.get_indexer(pd.Index(terms["account_id"]))
        found = learnt.of(facts, at, terms["days_left"].to_numpy(dtype=np.float64))
        return known.assign(**{name: found[name].where(may) for name in (*_NUMBERS, "band")})


def _seen(snapshot: Snapshot, terms: pd.DataFrame) -> dict[str, np.ndarray]:
    """Say which terms have been renewed, and how long those are that end again and again."""
    at = snapshot.account_ids.get_indexer(pd.Index(terms["account_id"]))
    running, ends = running_term(snapshot), next_end(snapshot).ends_on
    mine = (at >= 0) & (ends[at] == terms["ends_on"].to_numpy().astype("datetime64[D]"))
    days = (ends - running.begins).astype("timedelta64[D]").astype(float) + 1
    length = np.where(np.isnat(running.begins), np.nan, days)[at]
    rolling = mine & (length > 0) & (length < _ROLLING_DAYS)
    return {
        "renewed": mine & running.renewed[at],
        "every_days": np.where(rolling, length, np.nan),
    }
