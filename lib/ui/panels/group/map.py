"""The buying group as a map: roles by departments, a chip a person, filled by how lately heard."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.group.persons import HEARD, holds
from lib.locale import Count, Message, msg
from lib.model.frames import records
from lib.ui.panels.group.words import ROLES
from lib.ui.wording import md_escape, said, say, shown

_MOST_DEPARTMENTS = 7
_MOST_CHIPS = 6
_OTHERS, _UNKNOWN = "\x00others", "\x00unknown"
_NO_ROLE = "\x00none"
# Filled, half filled, empty: the sign says it where colours cannot be told apart.
_FILL = {
    "lately": ("primary", "●"),
    "longer": ("orange", "◐"),
    "never": ("gray", "○"),
    "unknown": ("gray", "?"),
}


def show(people: pd.DataFrame) -> None:
    """Draw the map of those who are still there, and what the signs mean."""
    there = people[people["there"]]
    if there.empty:
        return
    st.markdown(map_words(there))
    met = [key for key in HEARD if (there["heard"] == key).any()]
    signs = [f"{_FILL[key][1]} {said(HEARD[key])}" for key in met]
    st.caption(" · ".join([*signs, f"– {say('nobody known')}"]))


def map_words(there: pd.DataFrame) -> str:
    """Return the map as a Markdown table.

    A role that nobody holds keeps its row, and says so; people of no known role or
    department have a row or a column of their own.
    """
    placed = there.assign(column=_columns(there["department"]))
    columns = list(dict.fromkeys(sorted(placed["column"], key=lambda c: _order(placed, c))))
    lines = [
        _line([say("Role"), *(_heading(column) for column in columns)]),
        _line(["---"] * (len(columns) + 1)),
        *(_role_line(placed, role, columns) for role in ROLES),
    ]
    unknown = placed[placed["buying_roles"].fillna("") == ""]
    if not unknown.empty:
        lines.append(_cells_line(say("role unknown"), unknown, columns))
    return "\n".join(lines)


def _role_line(people: pd.DataFrame, role: str, columns: list[str]) -> str:
    mine = people[holds(people, role)]
    name = f"**{said(ROLES[role])}**"
    if mine.empty:
        gap = f":orange-badge[{say('nobody known')}]"
        return _line([f"{name} {gap}", *("–" for _ in columns)])
    return _cells_line(name, mine, columns)


def _cells_line(name: str, people: pd.DataFrame, columns: list[str]) -> str:
    return _line([name, *(_cell(people[people["column"] == column]) for column in columns)])


def _cell(people: pd.DataFrame) -> str:
    if people.empty:
        return "–"
    first = people.sort_values("heard_days", kind="stable").head(_MOST_CHIPS)
    chips = [_chip(row) for row in records(first)]
    more = len(people) - len(first)
    return " ".join([*chips, *([say("+{n}", n=Count(more))] if more else [])])


def _chip(row: Mapping[str, Any]) -> str:
    colour, sign = _FILL[str(row["heard"])]
    named = pd.notna(row["name"])
    name = md_escape(str(row["name"])) if named else say("name unknown")
    return f":{colour}-badge[{sign} {name}]"


def _columns(departments: pd.Series) -> pd.Series:
    """Return for each person the column: the department, the rest together, or unknown."""
    largest = departments.value_counts().index[:_MOST_DEPARTMENTS]
    named = departments.where(departments.isin(largest), _OTHERS)
    return named.where(departments.notna(), _UNKNOWN)


def _order(people: pd.DataFrame, column: str) -> tuple[int, int, str]:
    last = {_OTHERS: 1, _UNKNOWN: 2}.get(column, 0)
    return last, -int((people["column"] == column).sum()), column


def _heading(column: str) -> str:
    words: dict[str, Message] = {
        _OTHERS: msg("other departments"),
        _UNKNOWN: msg("department unknown"),
    }
    return md_escape(shown(words.get(column, column)))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
