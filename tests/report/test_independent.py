"""The independent check finds nothing in our reports, and finds what is put wrong."""

import os
import re
from io import BytesIO

import openpyxl
import pytest

from lib.desk import Desk
from lib.locale import Language
from lib.model import Period
from lib.report.blocks import Report
from lib.report.writers import md, xlsx
from tests.report import independent

EVERY_SEGMENT = (
    "all",
    'plan = "Enterprise"',
    'plan = "Starter"',
    "maturity_level = medium",
    "journey_stage = partner",
    "signal = login_decline",
    'region = "Europe"',
    'industry = "Education"',
    "arr >= 200000",
    'segment_label = "A"',
)
EVERY_PERIOD = (("2026-10", 1), ("2026-09", 2), ("2025-03", 1))
FULL = bool(os.environ.get("DESK_FULL"))


def _problems(report: Report) -> list[str]:
    return independent.problems(md.write(report).decode(), BytesIO(xlsx.write(report)))


@pytest.mark.parametrize("lang", ["en", "zh"] if FULL else ["zh"])
@pytest.mark.parametrize("period", EVERY_PERIOD if FULL else EVERY_PERIOD[:1])
@pytest.mark.parametrize("segment", EVERY_SEGMENT if FULL else ['segment_label = "A"'])
def test_every_number_of_a_sample_report_is_found_and_follows_from_its_rows(
    sample_desk: Desk, segment: str, period: tuple[str, int], lang: Language
) -> None:
    stored = sample_desk.reports.draft(segment, Period.parse(*period), lang)
    assert _problems(stored.report) == []


def test_the_small_report_passes_and_has_much_to_check(report: Report) -> None:
    assert _problems(report) == []
    assert independent.n_recomputed(independent.read(BytesIO(xlsx.write(report)))) > 60


def test_a_changed_number_in_a_sentence_is_found(english: Report) -> None:
    text = md.write(english).decode()
    lines = text.splitlines()
    place = next(i for i, line in enumerate(lines) if re.search(r"[A-Za-z] \d+ customers", line))
    lines[place] = re.sub(r" \d+ customers", " 98,765 customers", lines[place], count=1)
    sheets = independent.read(BytesIO(xlsx.write(english)))
    found = list(independent.numbers_not_found("\n".join(lines), sheets))
    assert len(found) == 1
    assert found[0].startswith("98,765 in:")


def test_a_changed_number_in_a_table_is_found(english: Report) -> None:
    lines = md.write(english).decode().splitlines()
    place = next(
        i for i, line in enumerate(lines) if re.match(r"\| medium.*\| \d+ \|", line, re.IGNORECASE)
    )
    lines[place] = re.sub(r"\| \d+ \|", "| 98,765 |", lines[place], count=1)
    sheets = independent.read(BytesIO(xlsx.write(english)))
    assert len(list(independent.numbers_not_found("\n".join(lines), sheets))) == 1


def test_a_changed_row_is_found(english: Report) -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx.write(english)))
    sheet = book["arr_end"]
    column = next(cell.column for cell in sheet[1] if cell.value == "counted_arr")
    cell = sheet.cell(2, column)
    cell.value = float(str(cell.value)) + 1
    out = BytesIO()
    book.save(out)
    found = independent.figures_that_differ(independent.read(out))
    assert [line.partition(":")[0] for line in found] == ["arr_end"]
