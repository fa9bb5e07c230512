"""`report --publish`, `reports`, `verify`: what schedules call."""

import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from lib.desk.reporting import exports
from lib.report.edits import Edit
from tests.cli.test_cli import Run
from tests.fixtures import filled_once, opened_desk
from tests.reliability import story


@pytest.fixture(scope="session")
def story_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small workspace, only to be copied."""
    return filled_once(tmp_path_factory, "story", lambda desk: desk.imports.commit(story.files(1)))


@pytest.fixture
def run(story_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    shutil.copytree(story_folder, tmp_path / "workspace")
    return Run(tmp_path / "workspace", capsys)


@pytest.fixture(autouse=True)
def few_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "FORMATS", (".xlsx", ".md"))


def test_a_report_is_published_once_corrected_listed_and_verified(run: Run, tmp_path: Path) -> None:
    out, evidence = tmp_path / "report.md", tmp_path / "evidence.xlsx"
    template = tmp_path / "house.docx"
    template.write_bytes(_word_file())
    command = ["report", "--publish", "--period", "2026-09", "--out", str(out)]
    command += ["--template", str(template)]
    first = run.json(*command, "--evidence", str(evidence), "--author", "timer")
    assert (first["version"], first["state"], first["archive"]) == (1, "published", "1-v1.zip")
    assert {f["id"] for f in first["figures"]} >= {"members", "arr_end"}
    content = out.read_bytes()

    again = run.json(*command)
    assert (again["version"], out.read_bytes()) == (1, content)
    assert "stays as it is" in run.err

    second = run.json(*command, "--what-changed", "nothing but the words")
    assert (second["version"], second["what_changed"]) == (2, "nothing but the words")
    assert "Correction of version 1" in out.read_text("utf-8")

    (listed,) = run.json("reports")["reports"]
    assert (listed["state"], listed["versions"]) == ("published", 2)
    _verifies(run, evidence)
    layouts = opened_desk(run.workspace).report_layouts
    assert layouts.word_template() == template.read_bytes()
    assert len(layouts.word_template_versions()) == 1, "kept once, though given three times"


def _verifies(run: Run, evidence: Path) -> None:
    targets = ("1", "1-v1", str(run.workspace / "reports" / "1-v2.zip"), str(evidence))
    for target in targets:
        found = run.json("verify", target)
        assert (found["ok"], found["differences"]) == (True, [])
        assert found["checked"] > 20
    _tampered(evidence)
    assert run("verify", str(evidence), "--json") == 2
    assert [one["where"] for one in json.loads(run.out)["differences"]] == ["members"]
    assert run.err.count("\n") == 1
    assert run("verify", "77") == 2
    assert run("verify", str(evidence.with_suffix(".zip"))) == 2


def _word_file() -> bytes:
    content = io.BytesIO()
    Document().save(content)
    return content.getvalue()


def _tampered(evidence: Path) -> None:
    book = openpyxl.load_workbook(evidence)
    book["members"].delete_rows(3)
    book.save(evidence)


def test_a_report_with_an_unknown_figure_is_refused_and_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    desk = opened_desk(run.workspace)
    stored = desk.reports.draft("all", desk.data.known_days().newest, "en")
    desk.reports.edit(stored.report_id, "summary", Edit("Of {mars}", 0), "Ann")
    out = tmp_path / "report.md"
    assert run("report", "--publish", "--out", str(out)) == 2
    assert "mars" in run.err
    assert not out.exists()
    assert desk.report_states.of(stored.report_id).state == "draft", "as it was"


def test_what_cannot_be_is_refused_and_nothing_is_changed(run: Run, tmp_path: Path) -> None:
    template, out = tmp_path / "house.docx", str(tmp_path / "report.md")
    template.write_bytes(_word_file())
    for refused in (["--period", "complete"], ["--period", "2031-01"], ["--segment", "mars"]):
        assert run("report", *refused, "--template", str(template), "--out", out) == 2
    template.write_bytes(b"no Word file")
    assert run("report", "--template", str(template), "--out", out) == 2
    assert run("report", "--template", str(tmp_path / "none.docx"), "--out", out) == 2
    assert opened_desk(run.workspace).report_layouts.word_template() is None


def test_complete_means_the_newest_month_that_is_loaded_to_its_end(
    run: Run, tmp_path: Path
) -> None:
    rest = tmp_path / "rest.csv"
    rest.write_text(
        "account_id,user_id,event,occurred_at\nA1-1,u1,login,2026-09-30 09:00:00\n"
        "A1-1,u1,login,2026-10-02 09:00:00\n",
        "utf-8",
    )
    assert run("import", str(rest)) == 0, run.err
    out = str(tmp_path / "report.md")
    assert run.json("report", "--period", "complete", "--out", out)["period"] == "2026-09"
