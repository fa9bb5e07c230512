"""The evidence workbook: one sheet of rows for each figure, and nothing that can act."""

from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from lib.errors import DeskError
from lib.ingest import sheets
from lib.locale import render
from lib.report.blocks import Chart, Report
from lib.report.text import plain
from lib.report.writers import cells, xlsx
from lib.report.writers.xlsx_charts import SHEET
from tests.report import hostile


@pytest.fixture
def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(_written(report)))


@cache
def _written(report: Report) -> bytes:
    return xlsx.write(report)


def test_every_figure_has_its_sheet_with_its_rows(book: openpyxl.Workbook, report: Report) -> None:
    for figure in report.register:
        sheet = book[figure.sheet]
        assert sheet.max_row == 1 + figure.n or (figure.n == 0 and sheet.max_row == 1), figure.id
        assert [cell.value for cell in sheet[1]] == list(figure.rows.columns)


def test_the_register_names_every_figure_and_links_to_its_sheet(
    book: openpyxl.Workbook, report: Report
) -> None:
    sheet = book.worksheets[0]
    ids = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert ids == [figure.id for figure in report.register]
    for line, figure in enumerate(report.register, 2):
        assert sheet[f"M{line}"].value == figure.sheet
        assert sheet[f"M{line}"].hyperlink.location == f"'{figure.sheet}'!A1"


def test_each_sheet_of_rows_leads_back_to_its_figure(
    book: openpyxl.Workbook, report: Report
) -> None:
    register = book.worksheets[0]
    for figure in report.register:
        sheet = book[figure.sheet]
        if sheet["A1"].value is None:
            continue
        place = sheet["A1"].hyperlink.location
        line = int(place.rpartition("A")[2])
        assert place.startswith(f"'{register.title}'!")
        assert register[f"M{line}"].value == figure.sheet


def test_charts_are_excels_own_and_stand_beside_their_values(
    book: openpyxl.Workbook, report: Report
) -> None:
    sheet = book[render(SHEET, report.lang)]
    charts = [block for _, block in report.blocks() if isinstance(block, Chart)]
    with ZipFile(BytesIO(_written(report))) as package:
        drawn = [n for n in package.namelist() if n.startswith("xl/charts/chart")]
    assert len(drawn) == len(charts) == 3
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    for chart in charts:
        assert plain(chart.title, report.register, report.lang) in texts
        assert {bar.value for _, bars in chart.groups for bar in bars} <= texts


def test_values_can_be_worked_out_again_from_the_workbook_alone(report: Report) -> None:
    content = BytesIO(_written(report))
    register = pd.read_excel(content, sheet_name=0, dtype=object, engine="openpyxl")
    by_id = dict(zip(register.iloc[:, 0], register.iloc[:, 2], strict=True))
    rows = pd.read_excel(content, sheet_name="arr_end", engine="openpyxl")
    assert rows["counted_arr"].sum() == pytest.approx(by_id["arr_end"])
    group = pd.read_excel(content, sheet_name="customers_at_start", engine="openpyxl")
    assert group["arr_end"].sum() / group["arr_start"].sum() == pytest.approx(by_id["nrr"])
    assert group["lost"].mean() == pytest.approx(by_id["logo_churn"])


def test_sheet_names_are_valid_and_unique(book: openpyxl.Workbook) -> None:
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_hostile_names_are_text_and_never_a_formula_or_an_outside_link() -> None:
    content = xlsx.write(hostile.report())
    with ZipFile(BytesIO(content)) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/")]
        whole = b"".join(package.read(name) for name in sheets)
    assert b"<f>" not in whole
    assert b"<f " not in whole
    assert b'TargetMode="External"' not in whole
    book = openpyxl.load_workbook(BytesIO(content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    names = {row[1].value for row in book["members"].iter_rows(min_row=2)}
    assert {"=cmd|' /C calc'!A0", "+1+1", "@SUM(A1:A9)"} <= names


def test_a_text_longer_than_a_cell_is_cut_with_a_mark() -> None:
    longest = cells.safe("A" * 40_000)
    assert len(longest) == cells.LONGEST_TEXT
    assert longest.endswith("…")
    assert cells.safe("a\x00b\ud800c") == "abc"


def test_nothing_private_is_in_the_rows(report: Report) -> None:
    private = {"owner", "email", "full_name", "requester_email", "assignee", "subject", "body"}
    for figure in report.register:
        assert not private & set(figure.rows.columns), figure.id


@pytest.mark.parametrize("saved_anew", [False, True])
def test_it_is_no_export_to_be_loaded_again(report: Report, *, saved_anew: bool) -> None:
    content = _written(report)
    if saved_anew:  # by another program, with fewer sheets
        book, out = openpyxl.load_workbook(BytesIO(content)), BytesIO()
        for name in book.sheetnames[3:]:
            del book[name]
        book.save(out)
        content = out.getvalue()
    with pytest.raises(DeskError) as refusal:
        sheets("evidence.xlsx", content)
    assert refusal.value.code == "own_evidence"
