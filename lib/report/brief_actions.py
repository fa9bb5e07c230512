"""What people agreed to do: the actions of this report, and what became of the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pandas as pd

from lib.locale import Message, msg
from lib.model import Period

ActionState = Literal["overdue", "open", "done", "dropped"]
ACTION_STATES: Mapping[str, Message] = {
    "overdue": msg("Overdue"),
    "open": msg("Open"),
    "done": msg("Done"),
    "dropped": msg("Given up"),
}
AFTERWARDS = ("account_id", "account_name", "arr", "known", "alert_then", "alert", "gone",
              "renewed")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing agreed: by whom, until when, for which accounts, and what became of it.

    `finding` is the proposal that it was taken from, None when somebody wrote it. `ended_on`
    and `outcome` say when it was done or dropped, and what came of it or why.
    """

    action_id: int
    what: str
    owner: str
    due_on: date
    finding: str | None = None
    ids: tuple[str, ...] = ()
    arr: float | None = None
    state: Literal["open", "done", "dropped"] = "open"
    ended_on: date | None = None
    outcome: str = ""

    def days_late(self, day: date) -> int:
        """Return by how many days it is late on a day; 0 when it is not, or has ended."""
        return max((day - self.due_on).days, 0) if self.state == "open" else 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LastTime:
    """The newest report of the segment before this one: its period, day and actions.

    `afterwards`: one row an account that the actions concern (`AFTERWARDS`): whether it is
    known on both days, was on alert then, is on alert now, has left, has renewed since.
    """

    period: Period
    day: date
    actions: tuple[Action, ...]
    afterwards: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Agreed:
    """The actions taken up for this report, and the last report's; None when there was none."""

    actions: tuple[Action, ...] = ()
    last: LastTime | None = field(default=None)


def afterwards(ids: tuple[str, ...], then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return what is seen of accounts between two books, `AFTERWARDS` of them.

    Gone: a customer then and none now. Renewed: the term that ran then has ended, and it is a
    customer still. It says what happened, never why.
    """
    wanted = pd.Index(sorted(set(ids)), name="account_id", dtype="str")
    old, new = then.reindex(wanted), now.reindex(wanted)
    was, still = (rows["is_customer"].eq(True) for rows in (old, new))  # noqa: FBT003 - a value
    ended = old["renewal_on"].notna() & new["renewal_on"].gt(old["renewal_on"])
    return pd.DataFrame(
        {
            "account_name": new["account_name"].fillna(old["account_name"]).to_numpy(),
            "arr": new["arr"].to_numpy(),
            "known": wanted.isin(then.index) & wanted.isin(now.index),
            "alert_then": old["n_alerts"].fillna(0).gt(0).to_numpy(),
            "alert": new["n_alerts"].fillna(0).gt(0).to_numpy(),
            "gone": (was & ~still).to_numpy(),
            "renewed": (was & still & ended).to_numpy(),
        },
        index=wanted,
    ).reset_index()
