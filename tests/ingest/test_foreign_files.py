"""Hundreds of files that others' readers fell over: rows, or one clear sentence, nothing else."""

import re
from pathlib import Path

import pytest

from lib.errors import DeskError
from lib.ingest import Parsed, parsed, recognitions, sheets
from lib.locale import Message, render
from tests.ingest.files import DATA, shared

NOT_DATA = {"SOURCE.md", "index.tsv"}
JARGON = re.compile(r"Traceback|Error:|calamine|openpyxl|pandas|0x[0-9a-f]{4}|None\b")


def files(folder: str) -> list[Path]:
    return [f for f in sorted(shared(folder).rglob("*")) if f.is_file() and f.name not in NOT_DATA]


def sentences(file: Path) -> list[Message]:
    """Take a file in as far as it goes and return everything that would be said of it."""
    try:
        found = sheets(file.name, file.read_bytes())
    except DeskError as error:
        return [error.message, *([error.remedy] if error.remedy else [])]
    said = [issue.message for sheet in found for issue in sheet.issues]
    for sheet, recognition in zip(found, recognitions(found), strict=True):
        said += [m.reason for m in recognition.mapping]
        said += [q.message for q in recognition.questions]
        if recognition.kind is None:
            assert (recognition.problem is None) != (recognition.skipped is None)
        else:
            said += remarks(parsed(sheet, recognition))
    return said


def remarks(result: Parsed) -> list[Message]:
    if not result.questions:
        assert result.n_read == len(result.rows) + result.n_repeated + result.n_rejected
    return [issue.message for issue in result.issues]


FOLDERS = (
    "messy/calamine",
    "messy/frictionless",
    "messy/csvkit",
    "messy",
    "hostile_made",
    "exports/maven_crm_pipeline",
    "formats",
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_file_does_worse_than_a_sentence(folder: str) -> None:
    apart = {DATA / other for other in FOLDERS if other.startswith(f"{folder}/")}
    for file in files(folder):
        if file.parent in apart:
            continue
        for message in sentences(file):
            text = render(message, "en")
            assert not JARGON.search(text.replace(file.name, "")), text


HURTFUL = """
    c08_100k_columns.csv c24_bomb.csv.gz x01_bomb_rows_1200MB.xlsx x04_billion_laughs_sst.xlsx
    x08_xxe_file_sst.xlsx x11_far_cell_XFD1048576.xlsx x17_sst_count_lie.xlsx x33_zip_slip.xlsx
    x34_duplicate_entry.xlsx x35_spoofed_size.xlsx x38_html_as.xlsx x41_prefix_junk.xlsx
"""
HARMLESS = {
    "x12_dimension_lie.xlsx": 1,
    "x12b_dimension_lie_small.xlsx": 100,
    "x13_1048576_styled_empty_rows.xlsx": 1,
    "x15_merge_whole_sheet.xlsx": 1,
    "x47_no_refs.xlsx": 1,
    "c13_cr_only.csv": 200,
    "c14_embedded_newlines.csv": 2,
}


@pytest.mark.parametrize("name", HURTFUL.split())
def test_what_is_made_to_hurt_is_refused(name: str) -> None:
    file = shared("hostile_made") / name
    with pytest.raises(DeskError):
        sheets(file.name, file.read_bytes())


@pytest.mark.parametrize(("name", "n_rows"), HARMLESS.items())
def test_what_only_looks_bad_is_read_whole(name: str, n_rows: int) -> None:
    file = shared("hostile_made") / name
    assert [sheet.n_rows for sheet in sheets(file.name, file.read_bytes())] == [n_rows]
