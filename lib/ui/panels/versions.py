"""The versions of something that people change, and taking the newest back."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.locale import msg
from lib.ui import components, tables
from lib.ui.wording import say

_STATES = {"stands": msg("stands"), "replaced": msg("replaced"), "undone": msg("undone")}


def show(rows: pd.DataFrame, counted: tables.Column, key: str, undo: Callable[[int], Any]) -> None:
    """Draw versions (`lib.desk.versions.listed`), newest first, and a button that undoes one.

    `counted` is the column `n`, `undo` takes the id in the first column of `rows`.
    """
    st.subheader(say("Versions"), anchor=False)
    tables.table(
        rows,
        {
            "changed_at": tables.day(msg("Changed on")),
            "author": tables.text(msg("By")),
            "reason": tables.text(msg("Reason"), wide=True),
            "n": counted,
            "state": tables.named(msg("State"), _STATES),
        },
        f"{key}_versions",
    )
    standing = rows[rows["state"] == "stands"]
    if not standing.empty:
        st.button(
            say("Undo the newest version"),
            key=f"undo_{key}",
            on_click=_undone,
            args=(undo, int(standing.iloc[:, 0].iloc[0])),
        )


def _undone(undo: Callable[[int], Any], version: int) -> None:
    try:
        undo(version)
    except DeskError as error:  # a second press, or somebody else was faster
        st.toast(components.problem_words(error))
