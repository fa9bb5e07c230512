"""The command line keeps its contract: shapes, exit status, one clear sentence."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from lib.cli import main
from tests.fixtures import RAVENSTACK, needs_shared_data


class Run:
    """Runs commands in a workspace and keeps what they printed."""

    def __init__(self, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.workspace = workspace
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        status = main([*arguments, "--workspace", str(self.workspace)])
        self.out, self.err = self._capsys.readouterr()
        return status

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        assert self(*arguments, "--json") == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path / "workspace", capsys)


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.csv"
    path.write_text(
        "account_id,account_name,signup_date,arr\n"
        "A-1,Acme GmbH,2024-01-15,1200\nA-2,北辰科技有限公司,2024-02-20,3400\n",
        "utf-8",
    )
    return path


def test_import_prints_what_it_did(run: Run, accounts: Path) -> None:
    (file,) = run.json("import", str(accounts))["files"]
    assert file["status"] == "committed"
    assert file["kind"] == "accounts"
    assert file["rows"] == {"read": 2, "added": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    assert {m["column"]: m["field"] for m in file["mapping"]}["arr"] == "accounts.arr"
    assert file["read"]["header"] == ["account_id", "account_name", "signup_date", "arr"]
    assert file["batch_id"] == 1


def test_a_dry_run_changes_nothing(run: Run, accounts: Path) -> None:
    (file,) = run.json("import", str(accounts), "--dry-run")["files"]
    assert (file["status"], file["batch_id"]) == ("dry_run", None)
    assert run.json("batches") == {"batches": []}


def test_rejected_rows_are_mended_in_their_workbook_and_go_in(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "accounts.csv"
    bad.write_text("account_id,account_name,arr\nA-1,Acme,12\nA-2,Beta,many\nA-3,Gamma,7\n")
    run.json("import", str(bad), "--rejects", str(tmp_path / "out"))
    path = tmp_path / "out" / "rejected-1.xlsx"
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]][2:] == ["account_id", "account_name", "arr"]
    assert page.max_row == 2
    page.cell(2, 5).value = "120"
    book.save(path)
    (file,) = run.json("import", str(path))["files"]
    assert file["rows"] == {"read": 1, "added": 1, "changed": 0, "unchanged": 0, "rejected": 0}


def test_several_files_in_a_zip_are_judged_alone(run: Run, tmp_path: Path, accounts: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("accounts.csv", accounts.read_bytes())
        made.writestr("broken.csv", 'a,b\n1,"x\n')
    assert run("import", str(path), "--json") == 2
    found = {file["file"]: file["status"] for file in json.loads(run.out)["files"]}
    assert found == {"all.zip/accounts.csv": "committed", "all.zip/broken.csv": "refused"}


def test_a_mapping_file_may_speak_of_one_file_only(run: Run, tmp_path: Path) -> None:
    for name in ("tickets a.csv", "tickets b.csv"):
        (tmp_path / name).write_text(
            f"ticket_id,account_id,subject,created_at\n{name[8]},A-1,Help,03/04/2026\n"
        )
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"tickets a.csv": {"dates": "month_first"}}')
    files = [str(tmp_path / f"tickets {x}.csv") for x in "ab"]
    assert run("import", *files, "--mapping", str(mapping), "--json") == 2
    assert [file["status"] for file in json.loads(run.out)["files"]] == [
        "committed",
        "needs_answer",
    ]


def test_undo_takes_back_and_refuses_to_do_it_twice(run: Run, accounts: Path) -> None:
    run.json("import", str(accounts))
    assert run("undo", "1") == 0
    assert run.json("batches")["batches"][0]["undone"] is True
    assert run("undo", "1") == 2
    assert run.err.startswith("There is no import batch 1")


def a_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")


def an_empty_file(path: Path) -> None:
    path.write_bytes(b"")


def a_protected_workbook(path: Path) -> None:
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, ["account_id", "account_name"])
    plain.seek(0)
    with path.open("wb") as file:
        OOXMLFile(plain).encrypt("secret", file)


def a_list_without_id(path: Path) -> None:
    path.write_text("account_name,industry,arr\nAcme,IT,100\nBeta,IT,200\n", "utf-8")


def a_zip_that_is_no_workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (an_empty_file, "empty.csv"),
        (a_pdf, "report.xlsx"),
        (a_protected_workbook, "secret.xlsx"),
        (a_list_without_id, "customers.csv"),
        (a_zip_that_is_no_workbook, "archive.xlsx"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_bad_input_gets_one_clear_sentence_and_changes_nothing(
    run: Run, tmp_path: Path, make: object, name: str
) -> None:
    path = tmp_path / name
    make(path)  # type: ignore[operator]
    assert run("import", str(path)) == 2
    assert len(run.err.splitlines()) == 1
    assert run.err.startswith(f"{name}: ")
    for word in ("Traceback", "Error:", "calamine", "openpyxl", "Exception"):
        assert word not in run.out + run.err
    assert run.json("batches") == {"batches": []}


def test_one_bad_file_stops_none_of_the_others(run: Run, accounts: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    an_empty_file(empty)
    assert run("import", str(empty), str(accounts), "--json") == 2
    statuses = [file["status"] for file in json.loads(run.out)["files"]]
    assert statuses == ["refused", "committed"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("import",),
        ("import", "nowhere.csv"),
        ("score",),
        ("metrics", "--from", "yesterday"),
        ("signals", "--as-of", "2026-13-01"),
        ("segment", "no such segment"),
        ("dance",),
        ("report", "--period", "October", "--out", "x.docx"),
    ],
)
def test_bad_arguments_end_with_status_2_and_one_sentence(
    run: Run, arguments: tuple[str, ...]
) -> None:
    assert run(*arguments) == 2
    assert len(run.err.strip().splitlines()) == 1
    assert "Traceback" not in run.err


def test_errors_are_json_when_json_is_asked_for(run: Run) -> None:
    assert run("score", "--json") == 2
    assert json.loads(run.out)["error"]["code"] == "no_data"


@needs_shared_data
def test_the_whole_job_by_the_command_line(run: Run, tmp_path: Path) -> None:
    files = [str(path) for path in sorted(RAVENSTACK.glob("*.csv"))]
    document = run.json("import", *files)
    assert [f["status"] for f in document["files"]] == ["committed"] * 5
    segments = run.json("segments")["segments"]
    assert segments[0]["name"] == "all"
    assert segments[0]["frozen_on"] is None
    members = run.json("segment", 'plan = "Enterprise"')
    assert members["totals"]["accounts"] == len(members["accounts"])
    scores = run.json("score", "--as-of", "2024-12-31")["accounts"]
    assert len(scores) == 500
    assert {s["risk"] for s in scores} == {None}
    signals = run.json("signals")["signals"]
    assert {s["severity"] for s in signals} <= {"watch", "alert", "unknown"}
    metrics = run.json("metrics", "--from", "2024-01-01", "--to", "2024-12-31")
    assert metrics["grr"] <= 1
    out = tmp_path / "report.docx"
    evidence = tmp_path / "evidence.xlsx"
    report = run.json(
        "report", "--period", "2024-12", "--out", str(out), "--evidence", str(evidence)
    )
    assert out.stat().st_size > 10_000
    assert evidence.stat().st_size > 10_000
    assert {"id", "value", "unit", "definition", "batches", "rows", "sheet"} <= set(
        report["figures"][0]
    )
    assert run.json("doctor")["ok"] is True


def test_a_business_review_is_written_with_its_evidence(
    run: Run, accounts: Path, tmp_path: Path
) -> None:
    run.json("import", str(accounts))
    out, evidence = tmp_path / "review.docx", tmp_path / "review.xlsx"
    paths = ("--out", str(out), "--evidence", str(evidence))
    found = run.json("review", "A-1", "--for", "customer", *paths)
    assert (found["account_id"], found["account_name"]) == ("A-1", "Acme GmbH")
    assert {figure["id"] for figure in found["figures"]} >= {"arr_end"}
    assert out.read_bytes()[:2] == b"PK"
    assert "arr_end" in openpyxl.load_workbook(evidence).sheetnames
    assert run("review", "nobody", *paths) == 2
    assert "nobody" in run.err
