"""Tables taken away as CSV in which no text can run as a formula.

A text that a spreadsheet would take for a formula gets an apostrophe in front, the mark by
which spreadsheets know text; our importer takes it off again. Numbers stay numbers.
"""

import re
from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype

from lib.model.formulas import escaped
from lib.ui.wording import say

_NOT_IN_NAMES = re.compile(r"[^\w\-]+")
_LONGEST_NAME = 80


def button(frame: pd.DataFrame | Callable[[], pd.DataFrame], name: str) -> None:
    """Show a quiet button that gives `frame` as CSV; the file is made when it is asked for."""
    st.download_button(
        say("Download data (CSV)"),
        data=partial(_made, frame),
        file_name=f"{file_stem(name)}.csv",
        mime="text/csv",
        key=f"download_{name}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def _made(frame: pd.DataFrame | Callable[[], pd.DataFrame]) -> bytes:
    return csv_bytes(frame if isinstance(frame, pd.DataFrame) else frame())


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the frame as UTF-8 with a byte order mark, so that Excel reads Chinese."""
    safe = pd.DataFrame(
        {escaped(str(name)): _column(frame[name]) for name in frame.columns}, index=frame.index
    )
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def file_stem(name: str) -> str:
    """Return a file name without its ending, made of letters, digits and dashes only."""
    return _NOT_IN_NAMES.sub("-", name).strip("-")[:_LONGEST_NAME] or "data"


def _column(values: pd.Series) -> pd.Series:
    if is_bool_dtype(values.dtype) or is_numeric_dtype(values.dtype):
        return values
    if is_datetime64_any_dtype(values.dtype):
        whole_days = (values.dropna() == values.dropna().dt.normalize()).all()
        return values.dt.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M:%S")
    return values.map(_cell, na_action="ignore")


def _cell(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return escaped("; ".join(map(str, value)))
    if isinstance(value, (int, float)):
        return value
    return escaped(str(value).encode("utf-8", "replace").decode("utf-8"))
