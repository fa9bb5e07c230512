"""What answers are about, as far as the area of themes is sure of it."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import pandas as pd

from lib.locale import Language


class Named(Protocol):
    """A list of themes."""

    def names(self, lang: Language) -> dict[str, str]:
        """Return what themes are called, by key."""


class Themes(Protocol):
    """The area of themes, as far as interviews ask it."""

    def catalogue(self) -> Named:
        """Return the list of themes."""

    def of_interviews(self, day: date) -> pd.DataFrame:
        """Return `theme` by row key of the answers that have a sure one."""


def themes_of(themes: Themes | None, rows: pd.DataFrame, day: date) -> pd.Series:
    """Return the theme of each answer, its surest; NaN where none is sure.

    A conversation may be held after the last day of the exports: its words are asked for
    as of its own day.
    """
    blank = pd.Series(float("nan"), index=rows.index).astype("str")
    if themes is None or rows.empty:
        return blank
    newest = rows["held_on"].max()
    until = day if pd.isna(newest) else max(day, newest.date())
    found = themes.of_interviews(until)["theme"]
    return found.reindex(rows["row_key"]).set_axis(rows.index)


def names_of(themes: Themes | None, lang: Language) -> Mapping[str, str]:
    """Return what themes are called in a language; empty while there are none."""
    return {} if themes is None else themes.catalogue().names(lang)
