"""How accounts behave: what two groups hidden in an average would differ in.

Use and risk are of today's accounts; leaving and growth of those that paid a year ago, asked by
what was known of them then.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.locale import Message, msg
from lib.metrics.intervals import Floats
from lib.risk.leaks import leaks
from lib.segments.compare.facts import Facts
from lib.segments.compare.measures import Form, can_compare
from lib.segments.compare.questions import FIRM
from lib.segments.fields import FIELDS

When = Literal["now", "then"]
_MOSTLY = 0.5
_MOST_GROWTH = 1.0


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing that accounts do or become. `is_rate`: 0 or 1 of each."""

    key: str
    title: Message
    form: Form
    is_rate: bool = False


USE_A_SEAT = Behaviour("use_a_seat", msg("use a week per seat"), "number")
USE_A_WEEK = Behaviour("use_a_week", msg("use a week"), "number")
_NOW = (
    Behaviour("use_trend", msg("change of use"), "share"),
    Behaviour("seat_use", msg("seats in use"), "share"),
    Behaviour("on_alert", msg("on alert"), "share", is_rate=True),
)
_THEN = (
    Behaviour("lost", msg("left within 12 months"), "share", is_rate=True),
    Behaviour("growth", msg("change of ARR of those who stayed"), "share"),
)


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """Accounts of a day with how they behave: `table` is account × behaviour, NaN unknown.

    `fields`: those that questions may ask for on this day; None: all.
    """

    when: When
    book: pd.DataFrame
    behaviours: tuple[Behaviour, ...]
    table: Floats
    fields: frozenset[str] | None = None

    @property
    def rates(self) -> "npt.NDArray[np.bool_]":
        """Which behaviours are 0 or 1."""
        return np.array([b.is_rate for b in self.behaviours], dtype=np.bool_)

    def column(self, key: str) -> Floats:
        """Return the values of one behaviour."""
        return self.table[:, [b.key for b in self.behaviours].index(key)]


def frame_now(facts: Facts, members: pd.Index) -> Frame:
    """Return today's members with their use and risk."""
    book, use = facts.book.loc[members], facts.use.loc[members]
    per_seat = use["use_a_seat"].notna().sum() >= _MOSTLY * use["use_a_week"].notna().sum()
    level = USE_A_SEAT if per_seat else USE_A_WEEK
    alert = book["worst"].eq("alert").astype("float64").where(book["worst"].ne("unknown"))
    columns = [use[level.key], use["use_trend"], use["seat_use"], alert]
    values = np.column_stack([c.to_numpy(dtype=np.float64) for c in columns])
    return Frame("now", book, (level, *_NOW), values)


def frame_then(facts: Facts, book: pd.DataFrame, members: pd.Index) -> Frame | None:
    """Return the members of a year ago with what became of them; `book` is the book of then.

    None when the data do not reach so far. Where today's picture is all that was ever loaded,
    only fields are asked that do not change with the customer's fate; and never one that knows
    the outcome (`lib.risk.leaks`).
    """
    if facts.past is None:
        return None
    past = facts.past.reindex(members)
    cohort = members[past["arr_start"].notna().to_numpy()]
    past, mine = past.loc[cohort], book.loc[cohort]
    stayed = past["lost"].eq(0)
    growth = (past["arr_end"] / past["arr_start"] - 1).clip(upper=_MOST_GROWTH).where(stayed)
    values = np.column_stack(
        [past["lost"].to_numpy(dtype=np.float64), growth.to_numpy(dtype=np.float64)]
    )
    return Frame("then", mine, _THEN, values, honest(mine, past["lost"].eq(1)))


def honest(book: pd.DataFrame, lost: pd.Series) -> frozenset[str]:
    """Return the fields that may be asked of an earlier day without looking ahead."""
    as_loaded = bool(len(book)) and float(book["as_loaded"].astype("bool").mean()) > _MOSTLY
    customs = [] if as_loaded else [str(c) for c in book if str(c).startswith("custom.")]
    named = FIRM if as_loaded else frozenset(n for n, f in FIELDS.items() if can_compare(f))
    columns = {FIELDS[name].column: name for name in named if FIELDS[name].column in book}
    asked = book[[*columns, *customs]]
    leaking = {leak.column for leak in leaks(asked, lost)} if len(book) else set()
    kept = {name for column, name in columns.items() if column not in leaking}
    return frozenset(kept | (set(customs) - leaking) | ({"customer_since"} & FIRM))
