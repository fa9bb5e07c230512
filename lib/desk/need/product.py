"""The map of the product: what stands, changing it with a reason, as a table, versions, undo."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.demand.product import as_text, checked, from_table, from_text, proposed
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.need.demands import Demands
from lib.desk.versions import listed
from lib.errors import DeskError
from lib.ingest.read import sheets
from lib.locale import msg
from lib.model.frames import TAG_SEPARATOR
from lib.model.words import bare_word
from lib.store import product as store

MAX_CHARACTERS = 2000


@dataclass(frozen=True)
class ProductMap:
    """`rows`: one a feature (`lib.demand.product.COLUMNS`). `version`: None while proposed."""

    rows: pd.DataFrame
    version: int | None


class Products:
    """The area of the product's map; `demands` is the register that it was made from."""

    def __init__(self, data: Data, demands: Demands, clock: Clock) -> None:
        self._data = data
        self.demands = demands
        self._clock = clock

    def now(self, day: date) -> ProductMap:
        """Return the map that counts: the newest that people saved, else the proposed one."""
        versions = store.maps(self._data.workspace)
        standing = versions[versions["undone_at"].isna()]
        if standing.empty:
            return ProductMap(self.proposed(day), None)
        newest = standing.iloc[-1]
        rows = self._by_key(from_text(str(newest["content"])))
        return ProductMap(rows, int(newest["map_id"]))

    def _by_key(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return a map whose themes are keys: people write their names, in either language."""
        keys = self.demands.theme_keys()
        lists = (text.split(TAG_SEPARATOR) for text in rows["themes"])
        themes = [
            TAG_SEPARATOR.join(keys.get(bare_word(one), one) for one in many) for many in lists
        ]
        return rows.assign(themes=pd.Series(themes, rows.index, dtype="str"))

    def proposed(self, day: date) -> pd.DataFrame:
        """Return the map as the data of a day suggest it."""
        return self._data.once(
            ("product_proposed", day, self.demands.theme_mark()),
            lambda: proposed(self._data.snapshot(day), self.demands.register(day)),
        )

    def state(self) -> tuple[int, ...]:
        """Return numbers that change with every saved map and every word on a promise."""
        return store.state(self._data.workspace)

    def save(self, rows: pd.DataFrame, day: date, author: str, reason: str) -> int:
        """Save a map as the one that counts; return the version's id.

        DeskError without a reason, when nothing differs from the saved one, or for rows that
        cannot be.
        """
        clean = reason.strip()
        if not clean or len(clean) > MAX_CHARACTERS:
            raise DeskError(
                "reason_missing",
                msg("A change of the map needs a reason of 1 to {most} characters.",
                    most=str(MAX_CHARACTERS)),
            )  # fmt: skip
        content, standing = as_text(self._by_key(checked(rows))), self.now(day)
        if standing.version is not None and content == as_text(standing.rows):
            raise DeskError("nothing_differs", msg("The map is like this already."))
        values = {
            "content": content,
            "author": author.strip() or "local",
            "reason": clean,
            "changed_at": self._clock(),
        }
        return store.add_map(self._data.workspace, values)

    def read(self, file: str, content: bytes) -> pd.DataFrame:
        """Return the map in a table that somebody gives; DeskError when it is none."""
        return from_table(sheets(file, content)[0].cells)

    def undo(self, map_id: int) -> None:
        """Take a version back: what stood before it counts again."""
        store.undo_map(self._data.workspace, map_id, self._clock())

    def versions(self) -> pd.DataFrame:
        """Return every version, newest first.

        Columns: `map_id, author, reason, changed_at, undone_at, state, n` (features).
        """
        return listed(store.maps(self._data.workspace), lambda text: len(from_text(text)))
