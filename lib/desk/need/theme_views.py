"""Themes as they are looked at: by customers, ARR and risk, by segment, with what was said."""

import json
from collections.abc import Sequence
from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.need.themes import Themes
from lib.desk.need.themes_found import Told, untold
from lib.desk.segmentation.segments import ALL, Segments
from lib.themes.board import YEAR_DAYS, Board, board
from lib.themes.discover import Proposal, discovered
from lib.themes.grid import theme_grid
from lib.themes.quotes import quotes, without_names

_MOST_UNASSIGNED = 200  # newest first; nobody labels more in one sitting


class ThemeViews:
    """The views of themes; each of one segment and day."""

    def __init__(self, data: Data, segments: Segments, themes: Themes) -> None:
        self._data = data
        self._segments = segments
        self._themes = themes

    def board(self, segment: str, day: date) -> Board:
        """Return every theme by customers, ARR and risk, with its trend."""
        members = self._segments.members(segment, day)
        facts = self._facts(day).reindex(members)
        return board(self._texts(segment, day), facts, day, self._themes.catalogue())

    def grid(self, day: date) -> pd.DataFrame:
        """Return theme × saved segment, without any × segment in the CRM (see theme_grid)."""
        return theme_grid(self._themes.texts(day), self._facts(day), day, self._parts(day))

    def behind_cell(self, theme: str, segment: str, day: date) -> pd.DataFrame:
        """Return the texts of a year behind a cell of the grid, as `behind` does."""
        texts = self._themes.texts(day)
        inside = texts["account_id"].isin(self._parts(day)[segment])
        return self._shown(_of_year(texts[inside & texts["theme"].eq(theme)], day), day)

    def _parts(self, day: date) -> dict[str, pd.Index]:
        members = {
            name: self._segments.members(name, day) for name, _, _ in self._segments.listed(day)
        }
        if len(members) == 1:
            members |= self._labelled(day, members[ALL])
        return members

    def _labelled(self, day: date, customers: pd.Index) -> dict[str, pd.Index]:
        labels = self._data.book(day).loc[customers, "segment_label"].dropna()
        return {str(name): rows.index for name, rows in labels.groupby(labels, sort=True)}

    def currency(self, day: date) -> str | None:
        """Return the currency of the book."""
        return self._data.snapshot(day).currency

    def without_names(self, texts: Sequence[str], day: date) -> list[str]:
        """Return texts of any account without the names of its people."""
        rows = self._themes.texts(day)
        own = rows[rows["text"].isin(texts)].drop_duplicates("text")
        contacts = self._data.snapshot(day).table("contacts")
        shown = dict(zip(own["text"], without_names(own, contacts), strict=True))
        return [shown[text] for text in texts if text in shown]

    def quotes(self, theme: str, segment: str, day: date, n: int = 3) -> pd.DataFrame:
        """Return the texts that stand best for a theme, with role and segment only."""
        texts = self._year(segment, day)
        own = texts[texts["theme"].eq(theme)]
        contacts = self._data.snapshot(day).table("contacts")
        return quotes(own, contacts, self._data.book(day)["segment_label"], n)

    def behind(self, theme: str, segment: str, day: date) -> pd.DataFrame:
        """Return the texts of a year with a theme, newest first, with `account_name, shown`."""
        texts = self._year(segment, day)
        return self._shown(texts[texts["theme"].eq(theme)], day)

    def unassigned(self, segment: str, day: date) -> pd.DataFrame:
        """Return the newest texts of a year without theme, each once: `text, shown, …`."""
        texts = self._year(segment, day)
        own = texts[texts["theme"].isna()].sort_values("day", ascending=False, kind="stable")
        return self._shown(own.drop_duplicates("text").head(_MOST_UNASSIGNED), day)

    def proposals(self, day: date, told: Told = untold) -> tuple[Proposal, ...]:
        """Return groups among the texts of a year without theme, for people to decide upon."""
        kept = self._themes.decisions()
        down = kept[kept["decision"].eq("turned_down")]
        known = {
            str(key): tuple(json.loads(members))
            for key, members in zip(down["key"], down["members"], strict=True)
        }
        texts = self._year("all", day)
        own = texts[texts["theme"].isna()]
        key = ("themes_proposed", day, self._themes.name(), *sorted(known))
        return self._data.once(key, lambda: discovered(own, known, told))

    def _texts(self, segment: str, day: date) -> pd.DataFrame:
        texts = self._themes.texts(day)
        return texts[texts["account_id"].isin(self._segments.members(segment, day))]

    def _year(self, segment: str, day: date) -> pd.DataFrame:
        texts = self._texts(segment, day)
        return _of_year(texts, day)

    def _shown(self, texts: pd.DataFrame, day: date) -> pd.DataFrame:
        """Return texts with their account's name, and as shown: without names of people."""
        contacts = self._data.snapshot(day).table("contacts")
        named = texts.assign(
            shown=without_names(texts, contacts),
            account_name=texts["account_id"].map(self._data.book(day)["account_name"]),
        )
        return named.sort_values("day", ascending=False, kind="stable").reset_index(drop=True)

    def _facts(self, day: date) -> pd.DataFrame:
        """Return `account_name, arr, at_risk` by account id; at risk: a signal stands on alert."""
        book = self._data.book(day)
        return book[["account_name", "arr"]].assign(at_risk=book["worst"].eq("alert"))


def _of_year(texts: pd.DataFrame, day: date) -> pd.DataFrame:
    age = (pd.Timestamp(day) - texts["day"]).dt.days
    return texts[(age < YEAR_DAYS) & texts["text"].ne("")]
