"""The combined risk of every account on a day: probability with its range, points, change."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.backtest.observed import tenure_days
from lib.desk.churn.backtests import Backtests, Learnt
from lib.desk.data import Data
from lib.errors import NotFoundError
from lib.locale import Message, msg
from lib.metrics.book import is_customer
from lib.metrics.renewals import next_terms
from lib.model import Period
from lib.model.frames import row_of
from lib.risk.carried import last_known
from lib.risk.facts import Facts
from lib.risk.model import Scored
from lib.risk.points import Explanation, Moved, change, explained

# An account table of this size is replayed while the page waits; a larger one in its own time.
_AT_ONCE = 2_000
COLUMNS = ("probability", "low", "high", "band", "score", "coverage", "reason")


@dataclass(frozen=True, eq=False)
class RiskOfAll:
    """Risk of all accounts on a day.

    `table`, by account id: `probability`, `low`, `high` (of leaving within the label window;
    NaN: not to be told), `band` (low, medium, high; missing: not to be told), `score` (points;
    NaN: none), `coverage`, `reason` (why something is missing: a Message, else None). `said`
    is how far it may be trusted. `scored` and `learnt` are None while nothing was learnt.
    """

    table: pd.DataFrame
    said: tuple[Message, ...]
    scored: Scored | None
    learnt: Learnt | None


@dataclass(frozen=True, eq=False)
class RiskOfOne:
    """Why one account's risk is what it is, and what moved it since `before`."""

    explanation: Explanation
    before: date
    moved: tuple[Moved, ...]


class Risks:
    """The risk area of the desk."""

    def __init__(self, data: Data, backtests: Backtests) -> None:
        self._data = data
        self._backtests = backtests

    def scores(self, day: date) -> pd.DataFrame:
        """Return the risk of every account on a day: `RiskOfAll.table`."""
        return self.of_all(day).table

    def of_all(self, day: date, *, wait: bool = False) -> RiskOfAll:
        """Return the risk of every account on a day.

        Where much would have to be replayed first, nothing is known yet, and says so, unless
        the caller is ready to `wait`.
        """
        learnt = self._backtests.kept(day)
        if learnt is None and (wait or self.is_small()):
            learnt = self._backtests.learnt(day)
        if learnt is None:
            why = msg("The past has not been replayed yet: open the back-test to have it done.")
            return RiskOfAll(self._untold(day, why), (why,), None, None)
        return self._data.once(("risk", day), lambda: self._worked_out(learnt, day))

    def of_one(self, account_id: str, day: date) -> RiskOfOne | None:
        """Return why an account's risk is what it is; None while nothing can be told.

        NotFoundError when there is no such account.
        """
        whole = self.of_all(day)
        if account_id not in whole.table.index:
            raise NotFoundError(
                "unknown_account", msg("There is no account with the id '{id}'.", id=account_id)
            )
        if whole.scored is None or account_id not in whole.scored.points.index:
            return None
        before = Period.of(day).first - timedelta(days=1)
        return RiskOfOne(
            explained(whole.scored, account_id),
            before,
            self._moved(whole, account_id, before),
        )

    def points_on(self, whole: RiskOfAll, day: date) -> pd.DataFrame:
        """Return the points of an earlier day by the same model, by account and part."""
        learnt = whole.learnt
        if learnt is None or (model := learnt.model) is None:
            return pd.DataFrame()
        key = ("points", learnt.day, day)
        return self._data.once(key, lambda: model.points(self.facts(learnt, day)))

    def _moved(self, whole: RiskOfAll, account_id: str, before: date) -> tuple[Moved, ...]:
        then = self.points_on(whole, before)
        if whole.scored is None or account_id not in then.index:
            return ()
        return change(_points(then, account_id), _points(whole.scored.points, account_id))

    def is_small(self) -> bool:
        """Say whether so few accounts are loaded that a page may wait for the past."""
        versions = self._data.dataset().versions.get("accounts")
        return versions is None or len(versions) <= _AT_ONCE

    def _worked_out(self, learnt: Learnt, day: date) -> RiskOfAll:
        if learnt.card is not None:
            return self._by_card(learnt, day)
        said, model = learnt.combined.said, learnt.model
        if model is None or learnt.combined.status == "no_better_than_base_rate":
            return RiskOfAll(self._untold(day, said[0]), said, None, learnt)
        scored = model.scored(self.facts(learnt, day))
        table = scored.table.reindex(self._data.snapshot(day).account_ids)
        rung = model.rung
        checked = learnt.combined.status == "fitted"
        if not (rung.shows_probability and checked):
            table = table.assign(probability=np.nan)
        if not (rung.shows_bands and checked):
            table = table.assign(low=np.nan, high=np.nan, band=_unknown_texts(table.index))
        told = table["probability"].notna()
        why = rung.said if not rung.shows_probability else said[0]
        return RiskOfAll(self._reasoned(table, told, why, day), said, scored, learnt)

    def _by_card(self, learnt: Learnt, day: date) -> RiskOfAll:
        card = learnt.card
        if card is None or card.status != "fitted":
            said = () if card is None else card.said
            return RiskOfAll(self._untold(day, said[0]), said, None, learnt)
        ids = self._data.snapshot(day).account_ids
        found = card.accounts.reindex(ids)
        table = pd.DataFrame(
            {
                "probability": found["probability_held_out"],
                "low": np.nan,
                "high": np.nan,
                "band": _unknown_texts(ids),
                "score": found["score"],
                "coverage": np.nan,
            },
            index=ids,
        )
        told = table["probability"].notna()
        return RiskOfAll(self._reasoned(table, told, card.said[0], day), card.said, None, learnt)

    def _untold(self, day: date, why: Message) -> pd.DataFrame:
        ids = self._data.snapshot(day).account_ids
        table = pd.DataFrame(np.nan, index=ids, columns=list(COLUMNS[:-1]))
        table["band"] = _unknown_texts(ids)
        return self._reasoned(table, pd.Series(data=False, index=ids), why, day)

    def _reasoned(
        self, table: pd.DataFrame, told: pd.Series, why: Message, day: date
    ) -> pd.DataFrame:
        """Add the reasons; who is no customer has no risk of leaving."""
        snapshot = self._data.snapshot(day)
        values = self._data.book(day)["arr"].reindex(snapshot.account_ids)
        customer = is_customer(snapshot, values).to_numpy()
        gone = msg("It is not a customer on this day.")
        reasons = [
            (None if known else why) if stays else gone
            for known, stays in zip(told, customer, strict=True)
        ]
        blank = table.loc[~customer].index
        table = table.copy()
        table.loc[blank, ["probability", "low", "high", "score"]] = np.nan
        table.loc[blank, "band"] = pd.NA
        return table.assign(reason=pd.Series(reasons, table.index, dtype="object"))[list(COLUMNS)]

    def facts(self, learnt: Learnt, day: date) -> Facts:
        """Return what is scored on a day; what cannot be judged now counts as last known.

        The past days that were replayed know of long ago; month ends since are looked at.
        """
        if not learnt.past.days:
            return self._facts_alone(day)
        seen = min(day, learnt.past.days[-1])
        earlier = [((day - seen).days, last_known(learnt.past, seen))]
        end = Period.of(day).first - timedelta(days=1)
        while end > seen:
            earlier.append(((day - end).days, self._facts_alone(end)))
            end = Period.of(end).first - timedelta(days=1)
        return self._facts_alone(day).remembering(earlier)

    def _facts_alone(self, day: date) -> Facts:
        def worked_out() -> Facts:
            snapshot = self._data.snapshot(day)
            ids = snapshot.account_ids
            values = self._data.book(day)["arr"].reindex(ids)
            ends = (next_terms(snapshot, values) - pd.Timestamp(day)).dt.days
            tenure = pd.Series(tenure_days(snapshot), index=ids)
            return Facts.of_readings(self._data.readings(day), ends, tenure)

        return self._data.once(("facts", day), worked_out)


def _points(points: pd.DataFrame, account_id: str) -> dict[str, int]:
    return {str(name): int(value) for name, value in row_of(points, account_id).items()}


def _unknown_texts(index: pd.Index) -> pd.Series:
    return pd.Series(pd.NA, index=index, dtype="str")
