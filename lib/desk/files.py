"""Customer files: how complete they are, by field and by account."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.segments import Segments
from lib.profile.completeness import TEMPLATE, filled, share_filled
from lib.profile.customer_file import customer_file
from lib.profile.listing import listed


@dataclass(frozen=True)
class Files:
    """The customer files of a segment on a day.

    `completeness` is the mean share filled in [0, 1], NaN without members. `fields`: one row
    a field of the template, least filled first: `field, weight, filled` (share), `n_missing`.
    `accounts`: one row a member, largest ARR first: `account_id, account_name, arr,
    completeness, missing` ("a|b").
    """

    day: date
    completeness: float
    fields: pd.DataFrame
    accounts: pd.DataFrame


class CustomerFiles:
    """The customer-file area of the desk."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def view(self, rule: str, day: date) -> Files:
        """Return how complete the files of a segment's members are."""
        return self._data.once(("files", rule, day), lambda: self._view(rule, day))

    def _view(self, rule: str, day: date) -> Files:
        members = self._segments.members(rule, day)
        files = customer_file(self._data.snapshot(day)).loc[members]
        is_filled = filled(files)
        accounts = pd.DataFrame(
            {
                "account_id": members,
                "account_name": files["account_name"].to_numpy(),
                "arr": files["arr"].to_numpy(),
                "completeness": share_filled(is_filled).to_numpy(),
                "missing": listed(~is_filled).to_numpy(),
            }
        )
        order = accounts.sort_values(["arr", "account_id"], ascending=[False, True])
        fields = pd.DataFrame(
            {
                "field": list(TEMPLATE),
                "weight": [entry.weight for entry in TEMPLATE.values()],
                "filled": is_filled.mean().reindex(list(TEMPLATE)).to_numpy(),
                "n_missing": (~is_filled).sum().reindex(list(TEMPLATE)).to_numpy(),
            }
        ).sort_values(["filled", "weight"], ascending=[True, False], kind="stable")
        return Files(
            day,
            float(accounts["completeness"].mean()),
            fields.reset_index(drop=True),
            order.reset_index(drop=True),
        )
