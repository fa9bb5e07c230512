"""Promises to the customers of a segment and to one account, and what people said of them."""

from datetime import date

import pandas as pd

from lib.demand.promises import STATES, Known, Said, promises
from lib.desk.clock import Clock
from lib.desk.data import Data
from lib.desk.need.product import Products
from lib.desk.need.themes import Themes
from lib.desk.segmentation.segments import Segments
from lib.errors import DeskError
from lib.locale import msg
from lib.store import product as store

VERDICTS = ("confirmed", "dismissed")


class Promises:
    """The area of promises."""

    def __init__(
        self,
        data: Data,
        segments: Segments,
        product: Products,
        themes: Themes,
        clock: Clock,
    ) -> None:
        self._data = data
        self._segments = segments
        self._product = product
        self._clock = clock
        self._themes = themes

    def view(self, rule: str, day: date) -> pd.DataFrame:
        """Return the promises to a segment's members (`lib.demand.promises.COLUMNS`) and `arr`."""
        found = self._all(day)
        mine = found[found["account_id"].isin(self._segments.members(rule, day))]
        worth = self._data.book_of_files(day)["arr"]
        return mine.assign(arr=mine["account_id"].map(worth)).reset_index(drop=True)

    def by_state(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return `state, n, beyond` (the share beyond the boundary) of promises, in order."""
        beyond = rows["boundary"].eq("outside").groupby(rows["state"])
        table = pd.DataFrame({"n": beyond.size(), "beyond": beyond.mean()}).reset_index()
        rank = table["state"].map({state: place for place, state in enumerate(STATES)})
        return table.iloc[rank.argsort()].reset_index(drop=True)

    def of_account(self, account_id: str, day: date) -> pd.DataFrame:
        """Return the promises to one account."""
        found = self._all(day)
        return found[found["account_id"] == account_id].reset_index(drop=True)

    def _all(self, day: date) -> pd.DataFrame:
        read = len(self._themes.texts(day))  # promises are about more once texts are read
        key = ("promises", day, self._product.state(), self._product.demands.theme_mark(), read)
        return self._data.once(key, lambda: self._worked_out(day))

    def _worked_out(self, day: date) -> pd.DataFrame:
        demands = self._product.demands.register(day)
        known = Known(
            product=self._product.now(day).rows,
            called={
                **{theme: theme for theme in demands["theme"].dropna().unique()},
                **{
                    name: theme.key
                    for theme in self._themes.catalogue().standing
                    for name in (theme.name_en, theme.name_zh)
                },
            },
            themes=self._of_activities(day),
        )
        return promises(self._product.demands.snapshot(day), demands, known, self._said())

    def _of_activities(self, day: date) -> dict[str, str]:
        texts = self._themes.texts(day)
        mine = texts[texts["kind"].eq("activities") & texts["theme"].notna()]
        return dict(zip("activities/" + mine["row_key"], mine["theme"], strict=True))

    def _said(self) -> dict[str, Said]:
        rows = store.decisions(self._data.workspace)
        standing = rows[rows["undone_at"].isna()].drop_duplicates("promise_id", keep="last")
        return {
            str(row.promise_id): Said(
                str(row.decision),
                _day(row.due_on),
                str(row.feature) if isinstance(row.feature, str) else None,
                _day(row.kept_on),
            )
            for row in standing.itertuples()
        }

    def decide(self, promise_id: str, said: Said, author: str) -> int:
        """Confirm or dismiss what reads like a promise, or say by when, or that it was kept.

        Return the decision's id, with which it is undone. DeskError for another decision.
        """
        if said.decision not in VERDICTS:
            raise DeskError(
                "bad_decision",
                msg("A promise can be confirmed or dismissed, not '{value}'.", value=said.decision),
            )
        values = {
            "promise_id": promise_id,
            "decision": said.decision,
            "feature": said.feature,
            "due_on": said.due_on,
            "kept_on": said.kept_on,
            "author": author.strip() or "local",
            "at": self._clock(),
        }
        return store.add_decision(self._data.workspace, values)

    def undo(self, decision_id: int) -> None:
        """Take back what was said of a promise."""
        store.undo_decision(self._data.workspace, decision_id, self._clock())

    def decisions(self) -> pd.DataFrame:
        """Return what people said of promises and did not take back, newest first."""
        rows = store.decisions(self._data.workspace)
        return rows[rows["undone_at"].isna()].iloc[::-1].reset_index(drop=True)


def _day(value: object) -> date | None:
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
        return None
    return pd.Timestamp(str(value)).date()
