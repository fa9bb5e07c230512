"""Hundreds of files that others' readers fell over: rows, or one clear sentence, nothing else."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from lib.errors import DeskError
from lib.ingest import Parsed, Sheet, parsed, recognitions, sheets
from lib.locale import Message, render
from tests.ingest.files import shared

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
    return said_of(found)


def said_of(found: Sequence[Sheet]) -> list[Message]:
    """Recognise and parse the sheets of a file and return everything that would be said."""
    said = [issue.message for sheet in found for issue in sheet.issues]
    for sheet, recognition in zip(found, recognitions(found), strict=True):
        said += [m.reason for m in recognition.mapping]
        said += [q.message for q in recognition.questions]
        if recognition.kind is None:
            why = (recognition.problem, recognition.skipped, recognition.questions)
            assert any(why)  # one of them says why nothing is taken in
        else:
            said += remarks(parsed(sheet, recognition))
    return said


def remarks(result: Parsed) -> list[Message]:
    if not result.questions:
        assert result.n_read == len(result.rows) + result.n_repeated + result.n_rejected
    return [issue.message for issue in result.issues]


# The corpora `messy` and `hostile_made` are gone through in tests/hostile.
@pytest.mark.parametrize("folder", ["exports/maven_crm_pipeline", "formats"])
def test_no_file_does_worse_than_a_sentence(folder: str) -> None:
    for file in files(folder):
        for message in sentences(file):
            text = render(message, "en")
            assert not JARGON.search(text.replace(file.name, "")), text
