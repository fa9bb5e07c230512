"""What was taken in comes back the same from our own exports, byte for byte."""

import json
import random
import unicodedata
from io import BytesIO

import pandas as pd
import pytest
import python_calamine as calamine

from lib.desk import Desk
from lib.report.writers import xlsx
from lib.ui.downloads import csv_bytes
from tests.fixtures import opened_desk
from tests.ingest.files import taken, workbook
from tests.report import hostile

N = 10_000
ODD = (
    "NA", "None", "null", "NaN", "nan", "N/A", "TRUE", "1e5", "1.23457E+17", "-5", "+1", "-1e5",
    "5%", "0", "00", "-", "'", "''", "'=x", "''=x", "'-5", "'tis", "=cmd|'/c calc'!A0", "=1+1",
    "@x", "|cmd", "%0A=1", "＝1+1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1", '"=1+1"', ";=1",
    "\u200b=1", "\ufeff=1", "a\tb", "a\nb", 'say "x"', "a,b;c|d", "שלום", "مرحبا", "\u202eabc",
    "👩\u200d👩\u200d👧", "🙂", "e\u0301clair", "\u00e9clair", "\U00020000", "_x0041_", "&amp;",
    "<b>", "2026-01-31", "01/02/2026", "1,234", "1.234", "¥5", "\\n", "a\\b",
)  # fmt: skip
_PARTS = (
    *"=+-@'\"|%＝\t09Aé中 \n\u200b🙂א,;.",
    "e\u0301",
)


def texts() -> list[str]:
    """Return ten thousand different texts, none of which begins or ends with a blank."""
    chance = random.Random(7)  # noqa: S311 - the same texts each time
    found = dict.fromkeys(ODD)
    while len(found) < N:
        match len(found) % 3:
            case 0:
                text = f"{chance.randrange(10**6):0>12}"
            case 1:
                text = str(chance.randrange(10**19, 10**20))
            case _:
                text = "".join(chance.choices(_PARTS, k=chance.randint(1, 8)))
        if text == text.strip() and unicodedata.normalize("NFKC", text).strip("\u200b"):
            found[text] = None
    return list(found)


@pytest.fixture(scope="module")
def generated() -> pd.DataFrame:
    """Ids are numbered behind the odd text, so that none looks like another to the eye."""
    values = texts()
    ids = [f"{text}~{n}" for n, text in enumerate(values)]
    return pd.DataFrame(
        {"account_id": ids, "account_name": values, "Fun fact": values}, dtype="str"
    )


@pytest.fixture(scope="module")
def desk(generated: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk with the generated customers."""
    made = opened_desk(tmp_path_factory.mktemp("round"))
    rows = [list(generated.columns), *generated.to_numpy().tolist()]
    (outcome,) = made.imports.commit([("accounts.xlsx", workbook({"accounts": rows}))])
    assert (outcome.status, outcome.counts.added) == ("committed", N)
    return made


def stored(desk: Desk) -> pd.DataFrame:
    """Return what the desk holds of the customers, in the order of their file."""
    rows = desk.data.dataset().stored["accounts"].sort_values("source_row")
    return rows[["account_id", "account_name", "custom"]].reset_index(drop=True)


def exported(desk: Desk) -> pd.DataFrame:
    """Return the customers as a table of texts, as pages show and export it."""
    rows = stored(desk)
    facts = rows["custom"].map(lambda text: json.loads(text)["Fun fact"])
    return rows.assign(**{"Fun fact": facts}).drop(columns="custom")


def test_the_store_holds_every_text_as_it_came(desk: Desk, generated: pd.DataFrame) -> None:
    rows = stored(desk)
    assert rows["account_id"].tolist() == generated["account_id"].tolist()
    assert rows["account_name"].tolist() == generated["account_name"].tolist()
    assert exported(desk)["Fun fact"].tolist() == generated["Fun fact"].tolist()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_exports_change_nothing(desk: Desk, generated: pd.DataFrame, form: str) -> None:
    table = exported(desk)
    if form == "csv":
        content = csv_bytes(table)
    else:
        content = workbook({"accounts": [list(table.columns), *table.to_numpy().tolist()]})
    result = taken(f"accounts.{form}", content)
    assert result.rows["account_id"].tolist() == generated["account_id"].tolist()
    assert result.rows["account_name"].tolist() == generated["account_name"].tolist()
    (outcome,) = desk.imports.rehearse([(f"accounts.{form}", content)])
    assert (outcome.counts.added, outcome.counts.changed) == (0, 0)
    assert outcome.counts.unchanged == N


def test_the_rows_of_the_evidence_workbook_hold_every_text_as_it_came() -> None:
    report = hostile.report()
    (members,) = (figure for figure in report.register if figure.sheet == "members")
    # The library that our reader uses: a report has more sheets than a file of customers may.
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(xlsx.write(report)))
    header, *rows = book.get_sheet_by_name("members").to_python()
    place = header.index("account_name")
    found = [str(row[place]) for row in rows]
    gone = dict.fromkeys((0, 11, 31, 0xE000, 0xE001))
    names = [name.translate(gone) for name in members.rows["account_name"]]
    assert [n for n in found if not n.endswith("…")] == [n for n in names if len(n) < N]
