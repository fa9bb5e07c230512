"""What the values of demands are called on these pages."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from lib.demand.states import (
    BENEFITS,
    BOUNDARIES,
    DIRECTIONS,
    IMPORTANCE,
    KINDS_OF_DEMAND,
    PHASES,
    SOURCES,
    STATES,
)
from lib.locale import Message, Text, msg, msgs
from lib.model.frames import TAG_SEPARATOR, records
from lib.ui import state
from lib.ui.panels.group.words import ROLES
from lib.ui.wording import shown

UNKNOWN = {"unknown": msg("unknown")}
NAMES: Mapping[str, Mapping[str, Message]] = {
    "state": {**STATES, **UNKNOWN},
    "phase": {**PHASES, **UNKNOWN},
    "kind": {**KINDS_OF_DEMAND, **UNKNOWN},
    "role": {**ROLES, **UNKNOWN},
    "benefit": BENEFITS,
    "direction": DIRECTIONS,
    "within_boundary": BOUNDARIES,
    "source_kind": SOURCES,
    "buying_role": ROLES,
}
FIELDS: Mapping[str, Message] = {
    "statement": msg("Demand"),
    "contact_id": msg("Who wants it"),
    "buying_role": msg("Role"),
    "phase": msg("Phase"),
    "kind": msg("Kind of demand"),
    "benefit": msg("Benefit"),
    "direction": msg("Direction"),
    "importance": msg("Importance"),
    "theme": msg("Theme"),
    "feature": msg("Feature"),
    "within_boundary": msg("Product boundary"),
    "state": msg("State"),
    "owner": msg("Owner"),
    "due_on": msg("Due"),
    "raised_on": msg("Raised"),
    "answered_on": msg("Answered"),
    "answer": msg("Answer to the customer"),
}


def value_name(field: str, value: object) -> str:
    """Return a value of a field as people read it; "" for none."""
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN is unequal to itself
        return ""
    if isinstance(value, pd.Timestamp):
        return shown(value.date())
    if field == "importance":
        return shown(IMPORTANCE.get(int(str(value).partition(".")[0]), str(value)))
    return shown(NAMES.get(field, {}).get(str(value), str(value)))


def roles_name(tags: object) -> str:
    """Return roles "a|b" in words; "" where they are unknown."""
    if not isinstance(tags, str):
        return ""
    return ", ".join(shown(ROLES.get(tag, tag)) for tag in tags.split(TAG_SEPARATOR))


def theme_names() -> dict[str, Text]:
    """Return what themes are called; one that is not in the list is its own name."""
    return {**state.desk().themes.catalogue().names(state.language())}


def theme_namer() -> Callable[[object], str]:
    """Return what says how a theme is called; `unknown` for none."""
    names, unknown = theme_names(), shown(None)
    return lambda theme: shown(names.get(theme, theme)) if isinstance(theme, str) else unknown


def said_once(values: pd.Series, words: Callable[[object], str]) -> pd.Series:
    """Return the words for each value, looked up once for each that occurs."""
    codes, known = pd.factorize(values)
    told = [*map(words, known), words(None)]  # a missing value has the code -1: the last
    return pd.Series([told[code] for code in codes], index=values.index, dtype="str")


def due_column(rows: pd.DataFrame, day: date) -> pd.Series:
    """Return `due_words` of many demands."""
    names = ["answered_on", "is_open", "due_on", "overdue"]
    met = rows.drop_duplicates(names)
    codes = rows.groupby(names, dropna=False, sort=False).ngroup()
    told = [shown(due_words(row, day)) for row in records(met)]
    return pd.Series([told[code] for code in codes], index=rows.index, dtype="str")


def due_words(row: Mapping[str, Any], day: date) -> Text:
    """Say by when an answer is due, and how late it is; or that it was given."""
    if pd.notna(row["answered_on"]):
        return msg("answered {day}", day=row["answered_on"].date())
    if not row["is_open"]:
        return msg("no answer on file")
    if pd.isna(row["due_on"]):
        return msg("no due date")
    due = row["due_on"].date()
    if not row["overdue"]:
        return msg("due {day}", day=due)
    late = msgs("{n} day", "{n} days", (day - due).days)
    return msg("{late} late ({day})", late=late, day=due)
