"""Follow-ups: what somebody will do about an account, until when, and whether it was done."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.errors import DeskError
from lib.locale import Message, msg
from lib.store import truth

Purpose = Literal["signal", "renewal", "win_back"]
PURPOSES: dict[str, Message] = {
    "signal": msg("Churn signal"),
    "renewal": msg("Renewal"),
    "win_back": msg("Win back"),
}
STATES: dict[str, Message] = {
    "overdue": msg("Overdue"),
    "open": msg("Open"),
    "done": msg("Done"),
}
MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One thing to do. `signal` names the churn signal that it answers, if one does."""

    account_id: str
    what: str
    owner: str
    due_on: date
    purpose: Purpose = "signal"
    signal: str | None = None


class FollowUps:
    """The follow-up area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def add(self, todo: FollowUp, author: str) -> int:
        """Keep a follow-up and return its id; DeskError without what, owner or due day."""
        what, owner = todo.what.strip(), todo.owner.strip()
        if not what or not owner or len(what) > MAX_CHARACTERS:
            raise DeskError(
                "bad_follow_up",
                msg("A follow-up says what will be done, by whom, and until when."),
                msg("Fill in all three; the text has at most {most} characters.",
                    most=str(MAX_CHARACTERS)),
            )  # fmt: skip
        return truth.add_follow_up(
            self._data.workspace,
            {
                "account_id": todo.account_id,
                "purpose": todo.purpose,
                "signal": todo.signal,
                "what": what,
                "owner": owner,
                "due_on": todo.due_on,
                "author": author.strip() or "local",
                "created_at": self._clock(),
            },
        )

    def done(self, follow_up_id: int) -> None:
        """Say that it was done today; `open_again` takes that back."""
        self._change(follow_up_id, done_on=self._clock().date())

    def open_again(self, follow_up_id: int) -> None:
        """Say that it is not done after all."""
        self._change(follow_up_id, done_on=None)

    def remove(self, follow_up_id: int) -> None:
        """Take a follow-up away; `restore` brings it back."""
        self._change(follow_up_id, removed_at=self._clock())

    def restore(self, follow_up_id: int) -> None:
        """Bring a removed follow-up back."""
        self._change(follow_up_id, removed_at=None)

    def all(self, account_id: str | None = None) -> pd.DataFrame:
        """Return the follow-ups (of an account): what is overdue first, then by due day.

        Columns: `follow_up_id, account_id, account_name, purpose, signal, what, owner, due_on,
        done_on, author, created_at, state` (`open`, `overdue`, `done`). Overdue is told by the
        clock, not by the day that a page looks at.
        """
        rows = truth.all_follow_ups(self._data.workspace)
        if account_id is not None:
            rows = rows[rows["account_id"] == account_id]
        due = pd.to_datetime(rows["due_on"])
        done = rows["done_on"].notna()
        late = (due < pd.Timestamp(self._clock().date())) & ~done
        state = pd.Series("open", rows.index, dtype="str").mask(done, "done").mask(late, "overdue")
        ordered = rows.assign(
            due_on=due,
            done_on=pd.to_datetime(rows["done_on"]),
            account_name=rows["account_id"].map(self._names()),
            state=state,
            rank=state.map({name: place for place, name in enumerate(STATES)}),
        ).sort_values(["rank", "due_on", "follow_up_id"], kind="stable")
        return ordered.drop(columns=["rank", "removed_at"]).reset_index(drop=True)

    def _names(self) -> dict[str, str]:
        days = self._data.days()
        if days is None:
            return {}
        accounts = self._data.snapshot(days.last).accounts.set_index("account_id")
        shown = accounts["account_name"].fillna(accounts.index.to_series())
        return dict(zip(accounts.index, shown, strict=True))

    def _change(self, follow_up_id: int, **values: object) -> None:
        truth.change_follow_up(self._data.workspace, follow_up_id, values)
