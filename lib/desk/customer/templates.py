"""The template of the customer file: what stands, changing it with a reason, undo, versions."""

from collections.abc import Mapping

import pandas as pd

from lib.desk.clock import Clock
from lib.desk.customer.template_of import as_text, from_text
from lib.desk.data import Data
from lib.desk.versions import listed
from lib.errors import DeskError
from lib.locale import msg
from lib.profile.template import OPTIONAL, TEMPLATE, Entry, Wish, changed
from lib.segments.book import CUSTOM
from lib.store import files as store

MAX_CHARACTERS = 2000


class Templates:
    """The template area of the desk."""

    def __init__(self, data: Data, clock: Clock) -> None:
        self._data = data
        self._clock = clock

    def now(self) -> Mapping[str, Entry]:
        """Return the template that counts."""
        return self._data.template()

    def offered(self) -> dict[str, Entry]:
        """Return fields that could be taken in: known ones, and columns of the source's own."""
        days = self._data.days()
        columns = [] if days is None else list(self._data.book(days.last).columns)
        own = {
            str(name): Entry(str(name).removeprefix(CUSTOM), 1, "sales")
            for name in columns
            if str(name).startswith(CUSTOM)
        }
        present = self.now()
        whole = {**TEMPLATE, **OPTIONAL, **own}
        return {name: entry for name, entry in whole.items() if name not in present}

    def save(self, wishes: Mapping[str, Wish], author: str, reason: str) -> int:
        """Change weights, teams and fields (weight 0 leaves one out); return the version's id.

        DeskError without a reason, when nothing differs, or for what cannot be.
        """
        clean = reason.strip()
        if not clean or len(clean) > MAX_CHARACTERS:
            raise DeskError(
                "reason_missing",
                msg("A change of the template needs a reason of 1 to {most} characters.",
                    most=str(MAX_CHARACTERS)),
            )  # fmt: skip
        content = as_text(changed(self.now(), wishes))
        if content == as_text(self.now()):
            raise DeskError("nothing_differs", msg("The template is like this already."))
        return store.add_template(
            self._data.workspace,
            {
                "content": content,
                "author": author.strip() or "local",
                "reason": clean,
                "changed_at": self._clock(),
            },
        )

    def undo(self, template_id: int) -> None:
        """Take a version back: what stood before it counts again."""
        store.undo_template(self._data.workspace, template_id, self._clock())

    def versions(self) -> pd.DataFrame:
        """Return every version, newest first.

        Columns: `template_id, author, reason, changed_at, undone_at, state, n` (fields).
        """
        return listed(store.templates(self._data.workspace), lambda text: len(from_text(text)))
