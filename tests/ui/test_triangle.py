"""Cohorts as a triangle, months with numbered notes, and the column of notes in a table."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from lib.locale import msg
from lib.ui import charts, downloads, tables
from lib.ui.charts.chart import Heading

HEADING = Heading(msg("Finding"), msg("What is drawn"))
OLD, NEW = date(2025, 1, 1), date(2026, 1, 1)


def rows() -> pd.DataFrame:
    cells = [
        (OLD, 0, 20, 20, 1.0, False),
        (OLD, 1, 20, 15, 0.75, True),
        (NEW, 0, 7, 6, float("nan"), True),
    ]
    names = ["cohort", "age", "n", "kept", "logo", "running"]
    return pd.DataFrame(cells, columns=names).assign(arr=0.5)


def drawn() -> charts.Chart:
    shape = charts.Triangle(
        share="logo",
        share_title=msg("Customers"),
        names={OLD: "<b>2025", NEW: "2026"},
        age_title=msg("Years since they began"),
    )
    return charts.triangle(HEADING, rows(), shape)


def test_a_small_cohort_shows_its_number_and_no_share() -> None:
    figure: Any = drawn().figure
    assert [list(line) for line in figure.data[0].text] == [["100%", "75%"], ["", ""]]
    assert list(figure.layout.yaxis.ticktext) == ["&lt;b&gt;2025 · n = 20", "2026 · n = 7"]
    assert "6 of 7 customers are still there" in figure.data[0].hovertext[1][0]


def test_only_what_is_not_over_is_dotted() -> None:
    figure: Any = drawn().figure
    assert [(round(s.x0), round(s.y0)) for s in figure.layout.shapes] == [(1, 0), (0, 1)]


def test_the_data_to_take_away_hold_every_cell() -> None:
    assert drawn().data["Customers"].tolist() == [20, 20, 7]
    assert drawn().data["Customers kept"].isna().tolist() == [False, False, True]


def test_months_with_a_note_carry_its_number_and_the_notes_stand_below() -> None:
    frame = pd.DataFrame({"month": [OLD, NEW], "nrr": [0.9, 1.0]})
    line = charts.lines(HEADING, frame, charts.Trend(time="month", series={"nrr": msg("NRR")}))
    before = len(line.figure.layout.annotations)
    assert charts.noted(line, [], []) is line
    marked = charts.noted(line, [(NEW, 1.0), (OLD, 0.9)], ["<i>a", "b"])
    added: Any = marked.figure.layout.annotations[before:]
    assert [note.text for note in added] == ["<b>1</b>", "<b>2</b>"]
    assert added[0].hovertext == "&lt;i&gt;a"
    assert marked.note is not None
    assert line.note is None


@pytest.mark.parametrize(("text", "there"), [("", False), ("Moved office", True)])
def test_notes_have_a_column_as_soon_as_a_row_has_one(
    text: str, *, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(tables, "_grid", lambda _rows, columns, *_: seen.append(list(columns)))
    monkeypatch.setattr(downloads, "button", lambda *_: None)
    frame = pd.DataFrame({f"c{n}": ["x"] for n in range(8)}).assign(notes=text)
    columns = {f"c{n}": tables.text(msg("Account")) for n in range(8)}
    tables.table(frame, {**columns, "notes": tables.note()}, "some")
    assert ("notes" in seen[0]) is there
