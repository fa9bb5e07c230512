"""The committed files: reproducible, small, labelled, and of the promised form."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from lib.model.kinds import KINDS
from tests.sample.answer_key import SAMPLE, sheet

MEGABYTES = 2**20
DATA = sorted(p for p in SAMPLE.glob("*") if p.suffix in {".csv", ".xlsx"})
UNTIDY = sorted((SAMPLE / "messy").iterdir())


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the generator has just written."""
    folder = tmp_path_factory.mktemp("sample")
    script = SAMPLE / "generate.py"
    subprocess.run([sys.executable, "-W", "error", script, folder], check=True, timeout=120)
    return folder


def content(path: Path) -> object:
    """Return what must be equal: all bytes, of a workbook those of its parts.

    How hard a part is compressed depends on the machine's zlib, not on us.
    """
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return [(part.filename, part.date_time, book.read(part)) for part in book.infolist()]


@pytest.mark.parametrize(
    "path",
    [*DATA, *UNTIDY, SAMPLE / "planted.json"],
    ids=lambda path: str(path.relative_to(SAMPLE)),
)
def test_the_generator_writes_the_committed_file(path: Path, fresh: Path) -> None:
    assert content(fresh / path.relative_to(SAMPLE)) == content(path)


def test_the_generator_writes_no_file_that_is_not_committed(fresh: Path) -> None:
    written = {p.relative_to(fresh) for p in fresh.rglob("*") if p.is_file()}
    committed = {p.relative_to(SAMPLE) for p in SAMPLE.rglob("*") if p.is_file()}
    assert written <= committed


def test_there_is_one_file_and_one_untidy_file_of_each_kind() -> None:
    kinds = sorted(KINDS)
    assert sorted(path.stem for path in DATA) == kinds
    assert sorted(path.stem for path in UNTIDY) == kinds


def test_the_folder_stays_small() -> None:
    size = sum(p.stat().st_size for p in SAMPLE.rglob("*") if "__pycache__" not in p.parts)
    assert size < 12 * MEGABYTES


def test_the_sample_says_that_it_is_synthetic() -> None:
    assert "SYNTHETIC" in (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert '"synthetic": true' in (SAMPLE / "planted.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", UNTIDY, ids=lambda path: path.name)
def test_the_readme_says_what_is_wrong_with_each_untidy_file(path: Path) -> None:
    assert f"`messy/{path.name}`" in (SAMPLE / "README.md").read_text(encoding="utf-8")


def test_every_mail_address_belongs_to_a_domain_that_nobody_owns(
    contacts: pd.DataFrame, tickets: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    mails = pd.concat([contacts["邮箱"], tickets["提交人邮箱"].dropna()])
    assert mails.str.fullmatch(r"[a-z.\-]+@c\d{4}\.example\.(com|cn)").all()
    assert accounts["Website"].str.fullmatch(r"c\d{4}\.example\.(com|cn)").all()


def test_no_cell_outside_the_mails_looks_like_a_telephone_number(contacts: pd.DataFrame) -> None:
    text = contacts.drop(columns=["邮箱", "最近联系时间"]).to_csv()
    assert not re.search(r"\d{7,}", text)


def headings(path: Path) -> list[str]:
    if path.suffix == ".xlsx":
        return list(sheet(path).columns)
    encoding = "gb18030" if path.stem == "tickets" else "utf-8"
    return path.read_text(encoding=encoding).split("\n", 1)[0].split(",")


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_heading_names_one_field_of_its_kind(path: Path) -> None:
    fields = [
        {column.name for column in KINDS[path.stem].columns if _fits(heading, column.name)}
        | {
            column.name
            for column in KINDS[path.stem].columns
            if any(_fits(heading, known) for known in column.headings)
        }
        for heading in headings(path)
        if heading != "Deployment"
    ]
    assert [len(names) for names in fields] == [1] * len(fields)
    assert len({name for names in fields for name in names}) == len(fields)


def _fits(heading: str, known: str) -> bool:
    return re.sub(r"[\s_]+", " ", heading.lower()) == re.sub(r"[\s_]+", " ", known.lower())


def test_tickets_are_in_the_chinese_encoding() -> None:
    raw = (SAMPLE / "tickets.csv").read_bytes()
    assert "工单编号" in raw.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_contacts_have_chinese_headings(contacts: pd.DataFrame) -> None:
    assert contacts.columns.str.fullmatch(r"[\u4e00-\u9fff]+").all()
