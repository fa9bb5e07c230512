"""The members of a segment taken away: every field that is known of any of them."""

from datetime import date

import pandas as pd

from lib.desk.data import Data
from lib.desk.segmentation.segments import ALL, Segments, SegmentView
from lib.locale import Count, Language, Message, Money, msg, render
from lib.locale.render import shown
from lib.model.frames import TAG_SEPARATOR
from lib.report.writers.table import About, Sheet
from lib.report.writers.table import workbook as table
from lib.segments.book import CUSTOM
from lib.segments.fields import FIELDS, SEGMENT, field_named, value_name
from lib.segments.rule import fields_of

_FIRST = ("account_id", "account_name", "arr", "status")


class SegmentExport:
    """Members as tables to take away, as an area of the desk."""

    def __init__(self, data: Data, segments: Segments) -> None:
        self._data = data
        self._segments = segments

    def rows(self, segment: str, day: date, lang: Language) -> pd.DataFrame:
        """Return one row a member, largest ARR first, under headings in a language.

        Columns in which nothing is known of any member are left out. The first is always the
        account's id, so that the list can be matched with its source again.
        """
        _, rule = self._segments.rule(segment)
        accounts = self._segments.view(segment, day).accounts
        book = self._segments.book_for([rule], day).reindex(accounts["account_id"])
        whole = self._data.book(day).reindex(accounts["account_id"])
        columns: dict[str, pd.Series] = {}
        for name in _names(whole, fields_of(rule)):
            field = field_named(name)
            values = (
                accounts["account_id"]
                if name == "account_id"
                else _column(field.column, whole, book)
            )
            if name in _FIRST or values.notna().any():
                heading = _free(render(field.title, lang), columns)
                columns[heading] = _named(name, values, lang).reset_index(drop=True)
        return pd.DataFrame(columns)

    def workbook(self, segment: str, day: date, lang: Language, link: str) -> bytes:
        """Return the members as XLSX, with a sheet that says what they are and of when."""
        view = self._segments.view(segment, day)
        rows = self.rows(segment, day, lang)
        about = About(
            msg("Definition"),
            [(render(label, lang), text) for label, text in _definition(view, lang, link) if text],
            title=view.name,
            day=day,
        )
        return table(Sheet(msg("Members"), list(rows.columns), rows), lang, about)


def _definition(view: SegmentView, lang: Language, link: str) -> list[tuple[Message, str]]:
    return [
        (msg("Segment"), render(msg("All customers"), lang) if view.name == ALL else view.name),
        (msg("Rule"), view.rule),
        (msg("Rule in words"), render(view.rule_words, lang)),
        (msg("As of"), shown(view.day, lang)),
        (msg("Frozen on"), "" if view.frozen_on is None else shown(view.frozen_on, lang)),
        (msg("Accounts"), shown(Count(view.totals.n_accounts), lang)),
        (msg("ARR"), shown(Money(view.totals.arr, view.currency), lang)),
        (msg("Accounts without known ARR"), shown(Count(view.totals.n_arr_unknown), lang)),
        (
            msg("Accounts of which it is unknown whether the rule holds"),
            shown(Count(view.n_unsure), lang),
        ),
        (msg("No longer in the data"), ", ".join(view.missing)),
        (msg("Address"), link),
    ]


def _names(book: pd.DataFrame, asked: frozenset[str]) -> list[str]:
    """Return the fields to take away: the first ones, those of the rule, all others."""
    own = [str(name) for name in book.columns if str(name).startswith(CUSTOM)]
    names = dict.fromkeys([*_FIRST, *sorted(asked), *FIELDS, *own])
    return [name for name in names if name != SEGMENT]


def _column(column: str, whole: pd.DataFrame, book: pd.DataFrame) -> pd.Series:
    for frame in (whole, book):
        if column in frame:
            return frame[column]
    return pd.Series(float("nan"), index=whole.index)


def _named(name: str, values: pd.Series, lang: Language) -> pd.Series:
    """Return values under the names that the desk gives them; a set as `a; b`."""
    if values.dtype != "str":
        return values
    field = field_named(name)

    def called(text: str) -> str:
        parts = [one for one in text.split(TAG_SEPARATOR) if one] if field.is_set else [text]
        return "; ".join(render(value_name(field, part), lang) for part in parts)

    return values.map({text: called(text) for text in values.dropna().unique()})


def _free(heading: str, taken: dict[str, pd.Series]) -> str:
    number, free = 1, heading
    while free in taken:
        number += 1
        free = f"{heading} ({number})"
    return free
