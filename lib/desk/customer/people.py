"""The people at customers: who is known in which role, who was heard, what hangs on whom."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.roles import Roles
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.group.coverage import averages, coverage, flags
from lib.group.deals import deals
from lib.group.persons import persons
from lib.group.said import account_findings, segment_finding
from lib.locale import Message

_GAPS = ("account_name", "arr", "renewal_on", "renewal_days", "n_contacts", "n_people_heard",
         "decision_maker_heard_days", "group_findings")  # fmt: skip


@dataclass(frozen=True)
class GroupOfOne:
    """The buying group of one account: its people, what stands out, its deals and renewals."""

    people: pd.DataFrame
    findings: tuple[Message, ...]
    deals: pd.DataFrame
    loaded: bool


@dataclass(frozen=True)
class GroupsOfMany:
    """The buying groups of a segment.

    `coverage`: one row a figure, against the rest of the book. `averages`: name → value and
    n. `flags`: one row a member, one column a figure. `gaps`: members of which something is
    missing, the largest ARR first. `deals`: their open deals and renewals.
    """

    finding: Message
    coverage: pd.DataFrame
    averages: dict[str, tuple[float, int]]
    flags: pd.DataFrame
    gaps: pd.DataFrame
    deals: pd.DataFrame
    n: int
    loaded: bool
    currency: str | None


class People:
    """The people area of the desk; `roles` is how they are changed."""

    def __init__(self, data: Data, segments: Segments, clock: Clock) -> None:
        self._data = data
        self._segments = segments
        self.roles = Roles(data, clock)

    def persons(self, day: date) -> pd.DataFrame:
        """Return everybody on file, one row a person (see `lib.group.persons`)."""
        return self._data.once(("persons", day), lambda: persons(self._data.snapshot(day)))

    def deals(self, day: date) -> pd.DataFrame:
        """Return every open deal and renewal within 180 days with what it hangs on."""
        return self._data.once(
            ("group_deals", day),
            lambda: deals(self._data.snapshot(day), self._data.readings(day)),
        )

    def of_account(self, account_id: str, day: date) -> GroupOfOne:
        """Return the buying group of one account on a day."""
        everybody, coming = self.persons(day), self.deals(day)
        mine = everybody[everybody["account_id"] == account_id].reset_index(drop=True)
        due = coming[coming["account_id"] == account_id].reset_index(drop=True)
        facts = self._data.book(day).loc[[account_id]].iloc[0]
        return GroupOfOne(
            people=mine,
            findings=account_findings(facts, due),
            deals=due,
            loaded=self._data.snapshot(day).loaded("contacts"),
        )

    def of_segment(self, rule: str, day: date) -> GroupsOfMany:
        """Return the buying groups of a segment on a day, against the other customers."""
        book, ids = self._data.book(day), self._segments.members(rule, day)
        inside = book.loc[ids]
        outside = book[book["is_customer"].astype("bool") & ~book.index.isin(ids)]
        shares = coverage(inside, outside)
        due = self.deals(day)
        due = due[due["account_id"].isin(ids)].reset_index(drop=True)
        snapshot = self._data.snapshot(day)
        gaps = inside[inside["group_findings"].ne("")][list(_GAPS)]
        return GroupsOfMany(
            finding=segment_finding(shares, due, inside["arr"], snapshot.currency),
            coverage=shares,
            averages=averages(inside),
            flags=flags(inside).assign(account_name=inside["account_name"], arr=inside["arr"]),
            gaps=gaps.sort_values("arr", ascending=False, kind="stable").reset_index(),
            deals=due,
            n=len(inside),
            loaded=snapshot.loaded("contacts"),
            currency=snapshot.currency,
        )

    def proposals(self, rule: str, day: date) -> pd.DataFrame:
        """Return the roles that titles suggest for people of a segment who have none."""
        ids = self._segments.members(rule, day)
        everybody = self.persons(day)
        mine = everybody[everybody["account_id"].isin(ids)]
        names = self._data.book(day)["account_name"]
        return self.roles.proposed(mine).assign(
            account_name=lambda rows: names.reindex(rows["account_id"]).to_numpy()
        )

    def proposals_of(self, account_id: str, day: date) -> pd.DataFrame:
        """Return the roles that titles suggest for people of one account who have none."""
        everybody = self.persons(day)
        return self.roles.proposed(everybody[everybody["account_id"] == account_id])
