"""Customer stars and black holes: accounts whose whole chain went well or badly."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments
from lib.errors import NotFoundError
from lib.locale import Message, msg
from lib.profile.chain import LINKS, STAR_LINKS, Chains, Link, chains
from lib.profile.links import YEAR_DAYS

NEAR_LINKS = 2  # bad ones: no black hole, and yet worth a look where there is none


@dataclass(frozen=True, eq=False)
class Extremes:
    """The stars and black holes of a segment on a day, largest ARR first.

    `near`: at least two bad links, but no black hole. All frames: `account_id, account_name,
    arr` (a year ago for who left), `n_known` and one column a link with its state. `n_judged`
    customers have at least four known links, `n` were customers in the last twelve months.
    """

    stars: pd.DataFrame
    holes: pd.DataFrame
    near: pd.DataFrame
    n: int
    n_judged: int
    currency: str | None


class ChainArea:
    """The area of customer chains."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def extremes(self, rule: str, day: date) -> Extremes:
        """Return whose chain went well, and whose badly, in the twelve months to a day."""
        found = self._chains(day)
        ids = self._inside(rule, day, found)
        verdict = found.verdict.reindex(ids)
        n_bad = (found.states.reindex(ids) == "bad").sum(axis="columns")
        return Extremes(
            stars=self._table(verdict.index[verdict == "star"], found, day),
            holes=self._table(verdict.index[verdict == "hole"], found, day),
            near=self._table(ids[(n_bad >= NEAR_LINKS) & (verdict != "hole")], found, day),
            n=len(ids),
            n_judged=int((found.n_known.reindex(ids) >= STAR_LINKS).sum()),
            currency=self._data.snapshot(day).currency,
        )

    def has(self, account_id: str, day: date) -> bool:
        """Say whether an account was a customer in the twelve months to a day."""
        return account_id in self._chains(day).states.index

    def of_one(self, account_id: str, day: date) -> list[tuple[Link, str, Message]]:
        """Return an account's links with state and reason; NotFoundError when it has no chain."""
        found = self._chains(day)
        if account_id not in found.states.index:
            raise NotFoundError(
                "no_chain",
                msg("'{id}' was not a customer in the last twelve months.", id=account_id),
            )
        return found.said(account_id)

    def _chains(self, day: date) -> Chains:
        before = day - timedelta(days=YEAR_DAYS)
        return self._data.once(
            ("chains", day),
            lambda: chains(self._data.dataset().as_of(before), self._data.snapshot(day)),
        )

    def _inside(self, rule: str, day: date, found: Chains) -> pd.Index:
        ids = found.states.index
        if rule == ALL:
            return ids
        return ids[ids.isin(self._segments.members(rule, day))]

    def _table(self, ids: pd.Index, found: Chains, day: date) -> pd.DataFrame:
        book = self._data.book(day)
        then = found.facts["results"]["then"]
        now = book["arr"].reindex(ids)
        rows = pd.DataFrame(
            {
                "account_id": ids,
                "account_name": book["account_name"].reindex(ids).to_numpy(),
                "arr": now.where(now > 0, then.reindex(ids)).to_numpy(),
                "n_known": found.n_known.reindex(ids).to_numpy(),
                **{link.key: found.states[link.key].reindex(ids).to_numpy() for link in LINKS},
            }
        )
        order = ["arr", "account_id"]
        return rows.sort_values(order, ascending=[False, True]).reset_index(drop=True)
