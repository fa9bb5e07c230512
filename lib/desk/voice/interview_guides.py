"""The question guide and its versions."""

from importlib import import_module

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.versions import listed
from lib.errors import DeskError
from lib.interviews.guide import STANDARD, Guide, as_json, checked, from_json
from lib.locale import Language, Text, msg, render
from lib.store import interviews as store


class Guides:
    """The area of the question guide: one for the company, each version kept."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def now(self) -> Guide:
        """Return the guide that counts: the newest version that stands, else the six questions."""
        return self.numbered()[1]

    def numbered(self) -> tuple[int, Guide]:
        """Return the guide that counts with the number of its version, 0 for the standard one."""
        rows = store.guides(self._data.workspace)
        standing = rows[rows["undone_at"].isna()]
        if standing.empty:
            return 0, STANDARD
        newest = standing.iloc[-1]
        return int(newest["guide_id"]), from_json(str(newest["content"]))

    def save(self, guide: Guide, author: str, reason: str) -> int:
        """Keep a new version; return its id.

        DeskError without a reason, when nothing changed, or when it is no guide.
        """
        if not reason.strip():
            raise DeskError("reason_missing", msg("A change of the guide needs a reason."))
        if checked(guide) == self.now():
            raise DeskError("nothing_changed", msg("Nothing of the guide was changed."))
        return store.add_guide(
            self._data.workspace,
            {
                "content": as_json(guide),
                "author": author.strip() or "local",
                "reason": reason.strip(),
                "changed_at": self._clock(),
            },
        )

    def undo(self, guide_id: int) -> None:
        """Take a version back: the one before it counts again."""
        store.undo_guide(self._data.workspace, guide_id, self._clock())

    def versions(self) -> pd.DataFrame:
        """Return every version, newest first.

        Columns: `guide_id, author, reason, changed_at, undone_at, state, n` (questions).
        """
        rows = store.guides(self._data.workspace)
        return listed(rows, lambda text: len(from_json(text).questions))

    def docx(self, lang: Language, about: Text) -> bytes:
        """Return the guide as DOCX in a language, with space for notes; `about`: for what."""
        paper = import_module("lib.report.writers.guide")  # slow to import: only when needed
        day, about_text = self._clock().date(), render(about, lang)
        made = paper.GuidePaper(guide=self.now(), lang=lang, day=day, about=about_text)
        content: bytes = paper.write(made)
        return content
