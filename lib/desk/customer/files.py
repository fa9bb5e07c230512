"""Customer files: how complete they are, by field, by team, by segment and by account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.segmentation.segments import Segments
from lib.model import Dataset
from lib.model.history import GRACE_DAYS
from lib.profile.anomalies import anomalies
from lib.profile.completeness import by_weight, filled, share_filled, shares_by_team
from lib.profile.customer_file import customer_file
from lib.profile.listing import listed
from lib.profile.template import CUSTOM, TEAMS, Entry
from lib.profile.urgency import urgency


@dataclass(frozen=True)
class Files:
    """The customer files of a segment on a day.

    `completeness` is the mean share filled in [0, 1], NaN without members. `fields`: one row
    a field of the template, least filled first: `field, team, weight, filled` (share),
    `n_missing, carried` (whether any export carries it). `teams`: `team, filled, n_fields,
    n_missing`. `accounts`: one row a member, the most urgent first: `account_id, account_name,
    arr, renewal_days, completeness`, one share a team, `missing` ("a|b"), `urgency`.
    """

    day: date
    completeness: float
    fields: pd.DataFrame
    teams: pd.DataFrame
    accounts: pd.DataFrame


class CustomerFiles:
    """The customer-file area of the desk."""

    def __init__(self, data: Data, segments: Segments, clock: Clock) -> None:
        self._data = data
        self._segments = segments
        self._clock = clock

    def view(self, rule: str, day: date) -> Files:
        """Return how complete the files of a segment's members are."""
        return self._data.once(("customer files", rule, day), lambda: self._view(rule, day))

    def by_segment(self, day: date) -> pd.DataFrame:
        """Return `segment, n_accounts, completeness, n_complete` of every saved segment."""
        whole = share_filled(self.filled(day), self._data.template())
        rows = []
        for name in self._segments.saved():
            mine = whole.reindex(self._segments.members(name, day))
            rows.append((name, len(mine), float(mine.mean()), int((mine >= 1).sum())))
        columns = ["segment", "n_accounts", "completeness", "n_complete"]
        return pd.DataFrame(rows, columns=columns)

    def filled(self, day: date) -> pd.DataFrame:
        """Return which fields of each account are filled: by the day, or entered since.

        What is entered long after the newest export still completes the file of now.
        """
        days, today = self._data.known_days(), self._clock().date()
        late = day == days.last and today > day + timedelta(days=GRACE_DAYS)
        return self._data.once(
            ("filled", day, today if late else None),
            lambda: self._filled(day, today if late else None),
        )

    def anomalies(self, day: date) -> pd.DataFrame:
        """Return what looks odd in single files on a day (see `lib.profile.anomalies`)."""
        return self._data.once(("anomalies", day), lambda: anomalies(self._data.snapshot(day)))

    def carried(self) -> frozenset[str]:
        """Return the fields of the template that any export that stands carries."""
        return self._data.once(
            ("carried",), lambda: carried(self._data.dataset(), self._data.template())
        )

    def _filled(self, day: date, today: date | None) -> pd.DataFrame:
        template = self._data.template()
        found = filled(customer_file(self._data.snapshot(day)), template)
        if today is None:
            return found
        now = filled(customer_file(self._data.snapshot(today)), template)
        return found | now.reindex(found.index, fill_value=False)

    def _view(self, rule: str, day: date) -> Files:
        members = self._segments.members(rule, day)
        template = self._data.template()
        book = self._data.book(day).loc[members]
        is_filled = self.filled(day).loc[members]
        shares = shares_by_team(is_filled, template)
        whole = share_filled(is_filled, template)
        accounts = pd.DataFrame(
            {
                "account_id": members,
                "account_name": book["account_name"].to_numpy(),
                "arr": book["arr"].to_numpy(),
                "renewal_days": book["renewal_days"].to_numpy(),
                "completeness": whole.to_numpy(),
                **{team: share.to_numpy() for team, share in shares.items()},
                "missing": listed(~is_filled[by_weight(template)]).to_numpy(),
            }
        )
        accounts["urgency"] = urgency(accounts).to_numpy()
        order = accounts.sort_values(["urgency", "account_id"], ascending=[False, True])
        return Files(
            day,
            float(accounts["completeness"].mean()),
            self._fields(is_filled),
            _teams(is_filled, shares, template),
            order.reset_index(drop=True),
        )

    def _fields(self, is_filled: pd.DataFrame) -> pd.DataFrame:
        template, known = self._data.template(), self.carried()
        fields = pd.DataFrame(
            {
                "field": list(template),
                "team": [entry.team for entry in template.values()],
                "weight": [entry.weight for entry in template.values()],
                "filled": is_filled.mean().reindex(list(template)).to_numpy(),
                "n_missing": (~is_filled).sum().reindex(list(template)).to_numpy(),
                "carried": [name in known for name in template],
            }
        ).sort_values(["filled", "weight"], ascending=[True, False], kind="stable")
        return fields.reset_index(drop=True)


def _teams(
    is_filled: pd.DataFrame, shares: dict[str, pd.Series], template: Mapping[str, Entry]
) -> pd.DataFrame:
    """Return how much each team has filled of its own fields, in the order of `TEAMS`."""
    rows = []
    for team in TEAMS:
        if team in shares:
            names = [name for name, entry in template.items() if entry.team == team]
            n_missing = int((~is_filled[names]).to_numpy().sum())
            rows.append((team, float(shares[team].mean()), len(names), n_missing))
    return pd.DataFrame(rows, columns=["team", "filled", "n_fields", "n_missing"])


def carried(data: Dataset, template: Mapping[str, Entry]) -> frozenset[str]:
    """Return the fields for which at least one file has a column, or rows of the kind."""
    columns = {
        f"{kind}.{name}"
        for kind, rows in data.versions.items()
        for batch in rows["batch_id"].unique().tolist()
        for name in data.carried.get(batch, ())
    }
    kinds = {kind for kind, rows in data.versions.items() if len(rows)}
    kinds |= {"usage"} if len(data.cube) else set()
    known = columns | kinds
    return frozenset(
        name
        for name, entry in template.items()
        if name.startswith(CUSTOM) or any(source in known for source in entry.sources)
    )
