"""Invalid customers: marked with a reason, in no figure of any day, and the way back."""

from datetime import date

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.errors import DeskError, NotFoundError
from lib.locale import msg
from lib.store import files as store

MAX_CHARACTERS = 2000


class InvalidCustomers:
    """The area of the desk for accounts that are no customers at all."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def mark(self, account_id: str, reason: str, author: str) -> int:
        """Mark an account as an invalid customer; return the id of the mark.

        It counts in no figure of any day until the mark is taken back. DeskError without a
        reason, for an unknown account, and when it is marked already.
        """
        clean = reason.strip()
        if not clean or len(clean) > MAX_CHARACTERS:
            raise DeskError(
                "reason_missing",
                msg("To mark a customer as invalid needs a reason of 1 to {most} characters.",
                    most=str(MAX_CHARACTERS)),
                msg("Say what was tried, and what was found: a test account, a duplicate, a"
                    " company that does not exist any more."),
            )  # fmt: skip
        if account_id not in set(self._data.dataset().versions["accounts"]["account_id"]):
            raise NotFoundError(
                "unknown_account", msg("There is no account with the id '{id}'.", id=account_id)
            )
        return store.add_mark(
            self._data.workspace,
            {
                "account_id": account_id,
                "reason": clean,
                "author": author.strip() or "local",
                "marked_at": self._clock(),
            },
        )

    def take_back(self, mark_id: int, author: str) -> None:
        """Take a mark back: the account is again whatever it was, on every day."""
        store.undo_mark(self._data.workspace, mark_id, self._clock(), author.strip() or "local")

    def now(self, day: date) -> pd.DataFrame:
        """Return the invalid customers, newest mark first, then those of the source.

        Columns: `account_id, account_name, reason, author, marked_at, mark_id`; without a mark
        (the last four are blank) the source calls them invalid.
        """
        marks = store.marks(self._data.workspace)
        standing = marks[marks["undone_at"].isna()].drop_duplicates("account_id", keep="last")
        accounts = self._data.snapshot(day).accounts
        void = accounts.loc[accounts["status"].eq("invalid"), ["account_id", "account_name"]]
        rows = void.merge(
            standing[["account_id", "reason", "author", "marked_at", "mark_id"]],
            on="account_id",
            how="left",
        )
        rows["marked_at"] = pd.to_datetime(rows["marked_at"])
        return rows.sort_values(
            ["marked_at", "account_id"], ascending=[False, True], na_position="last"
        ).reset_index(drop=True)

    def history(self, account_id: str) -> pd.DataFrame:
        """Return every mark of an account with who took it back when, newest first."""
        marks = store.marks(self._data.workspace)
        return marks[marks["account_id"] == account_id].iloc[::-1].reset_index(drop=True)
