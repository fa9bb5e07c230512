"""The texts in which a demand may have been heard: tickets, contacts, interviews."""

from datetime import date

import pandas as pd

from lib.demand.states import SOURCES, TABLES
from lib.desk.data import Data
from lib.errors import NotFoundError
from lib.locale import msg
from lib.model import KINDS

_TEXTS = {
    "tickets": ("subject", "description"),
    "activities": ("subject", "body"),
    "interviews": ("answer", "quote"),
}
_IDS = {"tickets": "ticket_id", "activities": "activity_id", "interviews": "interview_id"}
_COLUMNS = ("source_kind", "source_id", "day", "title", "text", "contact_id")
_TITLE = 60


class Sources:
    """The rows of one account with words in them."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def of_account(self, account_id: str, day: date | None = None) -> pd.DataFrame:
        """Return every text of an account up to a day, newest first.

        `source_kind` (ticket, activity, interview), `source_id` (the row's own id, else its
        key), `day, title` (its beginning), `text, contact_id`. The answers of one interview
        are one text.
        """
        on = self._data.known_days().last if day is None else day
        parts = [self._of_kind(kind, account_id, on) for kind in TABLES]
        whole = pd.concat([part for part in parts if not part.empty] or parts[:1])
        return whole.sort_values(
            ["day", "source_kind", "source_id"], ascending=[False, True, True], kind="stable"
        ).reset_index(drop=True)

    def _of_kind(self, kind: str, account_id: str, day: date) -> pd.DataFrame:
        table = TABLES[kind]
        rows = self._data.snapshot(day).table(table)
        mine = rows[rows["account_id"] == account_id]
        happened = KINDS[table].day
        made = pd.DataFrame(
            {
                "source_kind": kind,
                "source_id": mine[_IDS[table]].fillna(mine["row_key"]),
                "day": mine[happened],
                "text": _joined(mine, _TEXTS[table]),
                "contact_id": mine["contact_id"],
            }
        )
        made = made[made["text"] != ""]
        if table == "interviews" and not made.empty:
            made = made.groupby("source_id", as_index=False, sort=False).agg(
                {"source_kind": "first", "day": "first", "text": "\n".join, "contact_id": "first"}
            )
        titles = made["text"].str.split("\n").str[0].str.slice(0, _TITLE)
        return made.assign(title=titles.astype("str"))[list(_COLUMNS)]

    def text(self, account_id: str, table: str, source_id: str) -> str:
        """Return the text of one row of an account; NotFoundError when there is none."""
        kind = next(name for name, named in TABLES.items() if named == table)
        rows = self._of_kind(kind, account_id, self._data.known_days().last)
        mine = rows[rows["source_id"] == source_id]
        if mine.empty:
            raise NotFoundError(
                "unknown_source",
                msg("There is no {kind} '{id}' with a text at this account.",
                    kind=SOURCES[kind], id=source_id),
            )  # fmt: skip
        return str(mine["text"].iloc[0])


def _joined(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """Return the texts of several columns, one a line; "" where all are blank."""
    texts = rows[names[0]].fillna("")
    for name in names[1:]:
        texts = texts + "\n" + rows[name].fillna("")
    return texts.str.strip()
