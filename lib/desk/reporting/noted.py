"""Context notes as a report takes them: those of its segment that hold for its period."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from lib.desk.notes import REASONS, About
from lib.errors import DeskError
from lib.locale import Language, Message, Month, msg, render
from lib.model import Period
from lib.model.frames import records
from lib.report.brief import Note


def notes_for(rows: pd.DataFrame, segment: str, period: Period, lang: Language) -> tuple[Note, ...]:
    """Return the notes that a report of a segment and period takes, in words of `lang`.

    Left out are notes on other segments, on other months, and those that were no longer valid
    when the period began. `rows` as `Notes.all` gives them.
    """
    taken = [row for row in records(rows) if _belongs(row, segment, period)]
    return tuple(_note(row, lang) for row in taken)


def _belongs(row: Mapping[str, Any], segment: str, period: Period) -> bool:
    about = About.of(str(row["target"]))
    month = _month(about.point)
    return (
        about.segment in {None, segment}
        and (month is None or period.first <= month.first <= period.last)
        and not (pd.notna(row["expires_on"]) and _day(row["expires_on"]) < period.first)
    )


def _note(row: Mapping[str, Any], lang: Language) -> Note:
    about = About.of(str(row["target"]))
    reason = REASONS.get(str(row["reason"]))
    text = str(row["text"])
    if reason is not None:
        text = render(msg("{reason}: {text}", reason=reason, text=text), lang)
    return Note(
        target=about.figure or about.metric or about.account_id or about.signal or "segment",
        text=text,
        author=str(row["author"]),
        period=render(when, lang) if (when := _when(row, about)) is not None else "",
    )


def _when(row: Mapping[str, Any], about: About) -> Message | None:
    """Say to which time a note belongs; None when it always holds."""
    if pd.notna(row["from_on"]) and pd.notna(row["to_on"]):
        return msg("{first} to {last}", first=_day(row["from_on"]), last=_day(row["to_on"]))
    month = _month(about.point)
    return None if month is None else msg("{month}", month=Month(month.first))


def _month(point: str | None) -> Period | None:
    if point is None:
        return None
    try:
        return Period.parse(point)
    except DeskError:
        return None


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
