"""Context notes: what explains a figure, kept beside it and carried into every report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, unquote

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.errors import DeskError
from lib.locale import msg
from lib.store import people

MAX_CHARACTERS = 2000  # a note is a remark; longer texts belong into a report


@dataclass(frozen=True, slots=True)
class About:
    """What a note explains: an account, one of its signals, a segment or a figure.

    >>> About(account_id="A-1", signal="login_decline").target
    'account:A-1/signal:login_decline'
    """

    account_id: str | None = None
    signal: str | None = None
    segment: str | None = None
    figure: str | None = None

    @property
    def target(self) -> str:
        """The address under which the note is kept."""
        parts = {
            "segment": self.segment,
            "account": self.account_id,
            "signal": self.signal,
            "figure": self.figure,
        }
        return "/".join(f"{name}:{quote(value, safe='')}" for name, value in parts.items() if value)

    @classmethod
    def of(cls, target: str) -> "About":
        """Return what a stored address names.

        >>> About.of(About(account_id="A/1:x").target).account_id
        'A/1:x'
        """
        parts = dict(part.split(":", 1) for part in target.split("/"))
        found = {name: unquote(value) for name, value in parts.items()}
        return cls(
            account_id=found.get("account"),
            signal=found.get("signal"),
            segment=found.get("segment"),
            figure=found.get("figure"),
        )


def _at_kept(target: str, kept: Mapping[str, str]) -> str:
    about = About.of(target)
    if about.account_id is None or about.account_id not in kept:
        return target
    return replace(about, account_id=kept[about.account_id]).target


class Notes:
    """The note area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def add(
        self, about: About, text: str, author: str, period: tuple[date, date] | None = None
    ) -> int:
        """Keep a note; DeskError when it is empty or too long."""
        clean = text.strip()
        if not clean or len(clean) > MAX_CHARACTERS:
            raise DeskError(
                "bad_note",
                msg("A note must have between 1 and {most} characters. This one has {n}.",
                    most=str(MAX_CHARACTERS), n=str(len(clean))),
            )  # fmt: skip
        first, last = period or (None, None)
        return people.add_note(
            self._data.workspace,
            {
                "target": about.target,
                "text": clean,
                "author": author,
                "written_at": self._clock(),
                "from_on": first,
                "to_on": last,
            },
        )

    def remove(self, note_id: int) -> None:
        """Take a note away; `restore` brings it back."""
        people.remove_note(self._data.workspace, note_id, self._clock())

    def restore(self, note_id: int) -> None:
        """Bring a removed note back."""
        people.remove_note(self._data.workspace, note_id, None)

    def all(self) -> pd.DataFrame:
        """Return every note that stands: `note_id, target, text, author, written_at, …`.

        Notes on an account that was merged into another stand at that other one.
        """
        rows = people.all_notes(self._data.workspace)
        kept = self._data.kept_accounts() if len(rows) else {}
        return rows.assign(target=rows["target"].map(lambda target: _at_kept(target, kept)))

    def on(self, about: About) -> pd.DataFrame:
        """Return the notes on `about` and on anything that belongs to it."""
        rows = self.all()
        same = (rows["target"] == about.target) | rows["target"].str.startswith(about.target + "/")
        return rows[same].reset_index(drop=True)
