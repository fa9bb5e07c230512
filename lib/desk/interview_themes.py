"""What answers are about, as far as the area of themes is sure of it."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import pandas as pd

from lib.locale import Language

KIND = "interviews"


class Named(Protocol):
    """A list of themes."""

    def names(self, lang: Language) -> dict[str, str]:
        """Return what themes are called, by key."""


class Themes(Protocol):
    """The area of themes, as far as interviews ask it."""

    def catalogue(self) -> Named:
        """Return the list of themes."""

    def texts(self, day: date) -> pd.DataFrame:
        """Return one row a piece of text: `kind, row_key, theme, probability`."""


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
    texts = themes.texts(until)
    sure = texts[texts["kind"].eq(KIND) & texts["theme"].notna()]
    surest = sure.sort_values("probability", ascending=False, kind="stable")
    best = surest.drop_duplicates("row_key").set_index("row_key")
    return best["theme"].reindex(rows["row_key"]).set_axis(rows.index)


def names_of(themes: Themes | None, lang: Language) -> Mapping[str, str]:
    """Return what themes are called in a language; empty while there are none."""
    return {} if themes is None else themes.catalogue().names(lang)
