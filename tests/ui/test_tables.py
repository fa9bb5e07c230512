from dataclasses import replace

import pandas as pd
import pytest

from lib.errors import DefinitionError
from lib.locale import msg
from lib.ui import tables
from lib.ui.tables import MOST_LINES, ROW_PX, TALL_ROW_PX, _cells, _fingerprint, _row_px, _taken
from lib.ui.units import COUNT, SHARE, money
from tests.ui.conftest import Opened

GRADES = {"alert": msg("Alert"), "watch": msg("Watch")}
PAGE = """
import pandas as pd
import streamlit as st
from lib.locale import msg
from lib.ui import tables
from lib.ui.units import money

rows = pd.DataFrame({
    "account_id": ["A-1", "A-2"], "name": ["=Acme", None], "arr": [5000.0, float("nan")],
    "grade": ["alert", "watch"], "text": ["long " * 10, "short"],
    "on": pd.to_datetime(["2026-10-01", None]), "tags": ["a|b", None], "line": [[1.0, 2.0], []],
})
chosen = tables.table(rows, {
    "name": tables.text(msg("Account")),
    "arr": tables.number(msg("ARR"), money("USD"), help=msg("By *contract*.")),
    "grade": tables.grades(msg("Grade"), {"alert": msg("Alert"), "watch": msg("Watch")}),
    "text": tables.text(msg("Evidence"), wide=True),
    "on": tables.day(msg("Renewal")),
    "tags": tables.tags(msg("Tags")),
    "line": tables.line(msg("Use")),
}, "watch", choose="account_id")
st.text(str(chosen))
only = {"name": tables.text(msg("Account"))}
tables.table(rows.iloc[:0], only, "none", empty=msg("Nothing [here]."))
tables.plain(rows, "rows")
"""


def test_a_table_is_drawn_and_no_row_is_chosen(opened: Opened) -> None:
    test = opened(PAGE)
    assert not test.exception
    assert not test.error
    assert test.main.text[0].value == "None"
    grid = test.main.dataframe[0]
    assert list(grid.value.columns) == ["name", "arr", "grade", "text", "on", "tags", "line"]
    assert grid.proto.row_height == TALL_ROW_PX
    assert grid.proto.placeholder == "unknown"


def test_the_chosen_row_gives_its_id(opened: Opened) -> None:
    test = opened(PAGE)
    key = f"watch_{_fingerprint(pd.Series(['A-1', 'A-2']))}"
    test.session_state[key] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    assert test.run().main.text[0].value == "A-2"


def test_an_empty_table_says_why_and_is_safe(opened: Opened) -> None:
    assert opened(PAGE).main.caption[0].value == r"Nothing \[here\]."


def test_other_rows_are_another_grid_so_that_no_wrong_row_stays_chosen() -> None:
    one, other = pd.Series(["A", "B"]), pd.Series(["B", "A"])
    assert _fingerprint(one) != _fingerprint(other)
    assert _fingerprint(pd.Series(["AB", "C"])) != _fingerprint(pd.Series(["A", "BC"]))


def test_more_than_eight_columns_are_refused() -> None:
    columns = {str(n): tables.text(str(n)) for n in range(9)}
    with pytest.raises(DefinitionError, match="at most 8"):
        tables.table(pd.DataFrame(), columns, "wide")


def test_numbers_stay_numbers_and_shares_become_percent() -> None:
    values = pd.Series([0.5, float("nan")])
    assert _cells(values, tables.number("x", SHARE))[0] == 50.0
    assert _cells(values, tables.number("x", COUNT))[0] == 0.5
    assert _cells(values, tables.number("x", SHARE)).isna().tolist() == [False, True]


def test_units_stand_in_the_heading() -> None:
    assert tables.number("ARR", money("CNY")).heading == "ARR (CNY)"
    assert tables.day("Renewal").heading == "Renewal"


def test_values_with_a_name_are_shown_by_it_and_missing_ones_as_unknown() -> None:
    values = pd.Series(["alert", "other", None])
    assert _cells(values, tables.named("Grade", GRADES)).tolist() == ["Alert", "other", "unknown"]
    assert _cells(values, tables.grades("Grade", GRADES)).tolist()[0] == ["Alert"]


def test_rows_are_as_high_as_the_longest_text_needs_within_reason() -> None:
    columns = {"text": tables.text("Evidence", wide=True), "name": tables.text("Account")}
    heights = [
        _row_px(pd.DataFrame({"text": [text, None], "name": ["x" * 500, "y"]}), columns)
        for text in ("short", "word " * 24, "word " * 500)
    ]
    assert heights[0] == TALL_ROW_PX
    assert heights[0] < heights[1] <= heights[2] == MOST_LINES * 19 + 16
    assert _row_px(pd.DataFrame({"name": ["x" * 500]}), {"name": columns["name"]}) == ROW_PX


def test_the_download_has_headings_names_and_unrounded_numbers() -> None:
    rows = pd.DataFrame({"g": ["alert"], "arr": [1234.56], "line": [[1.0]]})
    columns = {
        "g": tables.grades("Grade", GRADES),
        "arr": tables.number("ARR", money("USD")),
        "line": tables.line("Use"),
    }
    taken = _taken(rows, columns)()
    assert taken.to_dict("list") == {"Grade": ["Alert"], "ARR (USD)": [1234.56]}


def test_what_is_private_stays_on_the_screen() -> None:
    rows = pd.DataFrame({"role": ["end user"], "person": ["Ann Lee"]})
    columns = {
        "role": tables.text("Role"),
        "person": replace(tables.text("Person"), private=True),
    }
    assert _taken(rows, columns)().to_dict("list") == {"Role": ["end user"]}


def test_the_input_is_left_alone() -> None:
    rows = pd.DataFrame({"s": [0.5]})
    _cells(rows["s"], tables.number("x", SHARE))
    assert rows["s"].tolist() == [0.5]
