"""Published reports: frozen whole or not at all, never changed, worked out again on demand."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from lib.desk import About, Desk
from lib.desk.reporting import exports
from lib.desk.reporting.published import Published
from lib.errors import DeskError, NotFoundError
from lib.model import Period
from lib.report import frozen
from lib.report.edits import Edit
from lib.report.layout import Layout, LayoutLine
from lib.report.verify import Verified, verified_archive, verified_workbook
from lib.store import publications
from lib.store.atomic import written_whole
from tests.fixtures import NOW, filled_once, opened_desk, reminded
from tests.reliability import story

MONTH = Period.parse("2026-09", 1)


def _filled(desk: Desk) -> None:
    desk.imports.commit(story.files(1))
    report_id = desk.reports.draft("all", MONTH, "en").report_id
    desk.reports.edit(
        report_id, "summary", Edit("We have {members} customers.\n\nSee plan 4711.", 0), "Ann"
    )
    desk.report_states.send_to_review(report_id, "Ann")


@pytest.fixture(scope="session")
def reviewed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small workspace with one report in review, only to be copied."""
    return filled_once(tmp_path_factory, "reviewed", _filled)


@pytest.fixture(autouse=True)
def few_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze what is quickly written; one test writes every format."""
    monkeypatch.setattr(exports, "FORMATS", (".html", ".xlsx", ".md"))


@pytest.fixture(scope="module")
def known_desk(reviewed_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk that has drafted the report, so that the others need not do it again."""
    folder = tmp_path_factory.mktemp("known") / "own"
    desk = opened_desk(shutil.copytree(reviewed_folder, folder))
    desk.reports.get(1)
    return desk


@pytest.fixture
def reviewed(reviewed_folder: Path, known_desk: Desk, tmp_path: Path) -> Desk:
    own = opened_desk(shutil.copytree(reviewed_folder, tmp_path / "reviewed"))
    reminded(own, known_desk)
    return own


@pytest.fixture(scope="module")
def archive(known_desk: Desk) -> bytes:
    """Give the archive of the report, published once for all tests that tamper with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "FORMATS", (".html", ".xlsx", ".md"))
        return known_desk.published.file(known_desk.report_states.publish(1, "Ann"), ".zip")


def test_nothing_that_comes_later_changes_a_published_report(reviewed: Desk) -> None:
    published = reviewed.report_states.publish(1, "Ann")
    content = reviewed.published.file(published, ".zip")
    reviewed.imports.commit(story.files(2))
    values = {
        name: 2 * value for name, value in reviewed.thresholds.of("login_decline").values.items()
    }
    reviewed.thresholds.save("login_decline", values, "Ben", "too many alarms")
    reviewed.notes.add(About(segment="all"), "A note", "Ben")
    for batch in (1, 2, 3):
        reviewed.imports.undo(batch)
    reviewed.report_states.correct(1, "Ben", "a customer was missing")
    reviewed.reports.edit(1, "summary", Edit("Other words", 1), "Ben")
    assert reviewed.published.file(reviewed.published.get(1, 1), ".zip") == content
    assert reviewed.published.verify(published).ok


def test_the_same_workspace_gives_the_same_bytes_at_any_time(
    reviewed: Desk, archive: bytes
) -> None:
    later = Desk(reviewed.data.workspace.folder, clock=lambda: NOW + timedelta(days=40))
    published = later.report_states.publish(1, "Somebody else")
    assert later.published.file(published, ".zip") == archive


def test_every_format_is_had_as_it_was_frozen_and_any_other_is_refused(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    published = reviewed.report_states.publish(1, "Ann")
    stored = reviewed.reports.get(1)
    assert reviewed.published.endings(published) == (*exports.FORMATS, ".zip")
    for ending in exports.FORMATS:
        assert reviewed.published.file(published, ending) == reviewed.reports.exported(
            stored, ending
        )
    with pytest.raises(DeskError, match="unknown_format"):
        reviewed.published.file(published, ".txt")
    rows = reviewed.published.all("all")
    assert rows[["report_id", "version", "author", "period"]].to_numpy().tolist() == [
        [1, 1, "Ann", "2026-09"]
    ]
    assert reviewed.published.all("other").empty
    with pytest.raises(NotFoundError):
        reviewed.published.get(1, 2)


def test_the_manifest_says_what_it_was_made_from(archive: bytes) -> None:
    with ZipFile(BytesIO(archive)) as package:
        manifest = json.loads(package.read(frozen.MANIFEST))
        assert {*manifest["members"], frozen.MANIFEST} == set(package.namelist())
    assert manifest["as_of"] == "2026-09-28"
    assert [batch["batch_id"] for batch in manifest["batches"]] == [1, 2, 3]
    assert manifest["product_version"] in Path("pyproject.toml").read_text("utf-8")
    assert manifest["thresholds_versions"]["login_decline"]
    assert [typed["section"] for typed in manifest["typed"]] == ["summary"]
    assert len(manifest["data_fingerprint"]) == 64


def test_a_correction_says_what_it_changes_and_which_figures_moved(reviewed: Desk) -> None:
    first = reviewed.report_states.publish(1, "Ann")
    reviewed.report_states.correct(1, "Ben", "a file was missing")
    reviewed.imports.commit(story.files(2))
    reviewed.report_states.send_to_review(1, "Ben")
    with pytest.raises(DeskError, match="what_changed_missing"):
        reviewed.report_states.publish(1, "Ben", "  ")
    second = reviewed.report_states.publish(1, "Ben", "30 customers more")
    assert (second.version, second.what_changed) == (2, "30 customers more")
    text = reviewed.published.file(second, ".md").decode()
    assert "Correction of version 1: 30 customers more." in text
    before, after = (
        {f["id"]: f["shown"] for f in reviewed.published.figures(version)}
        for version in (first, second)
    )
    assert before["members"] != after["members"]
    assert f"| {before['members']} | {after['members']} |" in text
    assert reviewed.published.verify(second).ok
    assert reviewed.report_states.of(1).version == 2


def test_a_text_with_an_unknown_figure_is_not_published(reviewed: Desk) -> None:
    reviewed.reports.edit(1, "changes", Edit("Churn is {churn_of_mars}.", 0), "Ann")
    with pytest.raises(DeskError, match="unknown_figure"):
        reviewed.report_states.publish(1, "Ann")
    reviewed.reports.edit(1, "changes", Edit("", 1), "Ann")
    lead = Layout((LayoutLine("summary", lead="Of {mars}"),))
    layout_id = reviewed.report_layouts.save(lead, "Ann", 1)
    with pytest.raises(DeskError, match="unknown_figure"):
        reviewed.report_states.publish(1, "Ann")
    reviewed.report_layouts.undo(layout_id)
    assert reviewed.report_states.publish(1, "Ann").version == 1


class CrashError(Exception):
    """The process dies here."""


@pytest.mark.parametrize("after", [False, True])
def test_a_crash_while_publishing_leaves_no_published_report(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    def crash(path: Path, write: Callable[[Path], object]) -> None:
        if after:
            written_whole(path, write)
        raise CrashError

    monkeypatch.setattr("lib.store.publications.written_whole", crash)
    with pytest.raises(CrashError):
        reviewed.report_states.publish(1, "Ann")
    assert reviewed.published.all().empty
    assert reviewed.report_states.of(1).state == "in_review"
    seen = {check.name: check for check in reviewed.doctor.checks()}
    assert seen["published reports"].ok
    assert ("1-v1.zip" in seen["published reports"].detail) == after
    monkeypatch.undo()
    assert reviewed.published.verify(reviewed.report_states.publish(1, "Ann")).ok


def test_what_is_changed_while_it_is_frozen_is_not_published(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = frozen.packed

    def edited(members: Mapping[str, bytes], about: Mapping[str, object]) -> bytes:
        reviewed.reports.edit(1, "summary", Edit("Meanwhile", 1), "Ben")
        return packed(members, about)

    monkeypatch.setattr(frozen, "packed", edited)
    with pytest.raises(DeskError, match="changed_meanwhile"):
        reviewed.report_states.publish(1, "Ann")
    assert reviewed.published.all().empty
    assert not (reviewed.data.workspace.folder / publications.FOLDER).exists()


def test_a_damaged_or_missing_archive_is_told_by_the_doctor_and_not_given_out(
    reviewed: Desk,
) -> None:
    published = reviewed.report_states.publish(1, "Ann")
    path = reviewed.data.workspace.folder / "reports" / published.archive
    path.write_bytes(zipped(members_of(path.read_bytes())))
    with pytest.raises(DeskError, match="damaged_archive"):
        reviewed.published.file(published, ".md")
    assert [check.name for check in reviewed.doctor.checks() if not check.ok] == [
        "published reports"
    ]
    assert where(reviewed.published.verify(published)) == {published.archive}
    path.unlink()
    with pytest.raises(NotFoundError, match="missing_archive"):
        reviewed.published.verify(published)


# Verification: what was tampered with is found.


def members_of(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def in_evidence(archive: bytes, change: Callable[[openpyxl.Workbook], object]) -> bytes:
    book, out = openpyxl.load_workbook(BytesIO(members_of(archive)[frozen.EVIDENCE])), BytesIO()
    change(book)
    book.save(out)
    return out.getvalue()


def where(found: Verified) -> set[str]:
    return {difference.where for difference in found.differences}


def test_an_archive_as_it_was_published_has_no_difference(archive: bytes) -> None:
    found = verified_archive(archive)
    assert (found.ok, found.differences) == (True, ())
    assert 20 < found.n_checked <= found.n_figures
    alone = verified_workbook(members_of(archive)[frozen.EVIDENCE])
    assert (alone.ok, alone.n_figures) == (True, found.n_figures)
    assert alone.n_checked == found.n_checked


def _cell(book: openpyxl.Workbook) -> None:
    head = [cell.value for cell in book["arr_end"][1]]
    cell = book["arr_end"].cell(3, head.index("counted_arr") + 1)
    cell.value = 98_765


def _row(book: openpyxl.Workbook) -> None:
    book["members"].delete_rows(3)


def _shown(book: openpyxl.Workbook) -> None:
    book.worksheets[0]["D2"].value = "9,999"


def _sheet(book: openpyxl.Workbook) -> None:
    del book["members"]


@pytest.mark.parametrize(
    ("change", "figure"),
    [(_cell, "arr_end"), (_row, "members"), (_shown, ""), (_sheet, "members")],
)
def test_tampered_evidence_is_found_in_the_archive_and_in_the_workbook_alone(
    archive: bytes, change: Callable[[openpyxl.Workbook], None], figure: str
) -> None:
    content = in_evidence(archive, change)
    figure = figure or json.loads(members_of(archive)[frozen.FIGURES])[0]["id"]
    assert figure in where(verified_workbook(content))
    whole = where(verified_archive(zipped({**members_of(archive), frozen.EVIDENCE: content})))
    assert {figure, frozen.EVIDENCE} <= whole


def test_a_changed_number_in_the_text_is_found_even_when_the_sums_are_made_to_fit(
    archive: bytes,
) -> None:
    members = members_of(archive)
    n = next(f["shown"] for f in json.loads(members[frozen.FIGURES]) if f["id"] == "members")
    text = members[frozen.TEXT].decode()
    assert f"We have {n} customers." in text
    members[frozen.TEXT] = text.replace(f"We have {n} ", "We have 7 ").encode()
    assert where(verified_archive(zipped(members))) == {frozen.TEXT, "summary"}
    about = json.loads(members.pop(frozen.MANIFEST))
    assert where(verified_archive(frozen.packed(members, about))) == {"summary"}
    words = members[frozen.WORDS].decode()
    told = f'"{n}",\n     "members"'
    members[frozen.WORDS] = words.replace(told, told.replace(n, "7", 1), 1).encode()
    assert members[frozen.WORDS].decode() != words
    assert where(verified_archive(frozen.packed(members, about))) == {"summary"}


def test_a_number_in_a_table_of_the_text_follows_from_its_rows(archive: bytes) -> None:
    members = members_of(archive)
    about = json.loads(members.pop(frozen.MANIFEST))
    words = json.loads(members[frozen.WORDS])
    row = [line for line in words["lines"] if "cells" in line][-1]
    text = f"| {' | '.join(row['cells'])} |"
    row["cells"][-1] = "987,654"
    members[frozen.WORDS] = frozen.as_json(words)
    told = f"| {' | '.join(row['cells'])} |"
    markdown = members[frozen.TEXT].decode().replace("\\", "").replace(text, told)
    members[frozen.TEXT] = markdown.encode()
    assert where(verified_archive(frozen.packed(members, about))) == {row["section"]}


def test_a_replaced_and_a_missing_member_are_found(archive: bytes) -> None:
    members = members_of(archive)
    members["report.docx"] = b"another file"
    del members["report.html"]
    members[frozen.FIGURES] += b" "
    assert where(verified_archive(zipped(members))) == {
        "report.docx", "report.html", frozen.FIGURES,
    }  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"no zip", zipped({"a.txt": b"a"})])
def test_what_is_no_archive_and_no_workbook_is_refused_in_a_sentence(content: bytes) -> None:
    for verified in (verified_archive, verified_workbook):
        with pytest.raises(DeskError):
            verified(content)


def test_a_file_is_verified_by_its_path(reviewed: Desk, archive: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.zip"
    path.write_bytes(archive)
    assert reviewed.published.verify(path).ok, "it was not published here"
    published = reviewed.report_states.publish(1, "Ann")
    path.write_bytes(reviewed.published.file(published, ".zip"))
    assert reviewed.published.verify(path).ok
    path.write_bytes(zipped(members_of(archive)))
    assert where(reviewed.published.verify(path)) == {"1-v1.zip"}
    evidence = tmp_path / "copy.xlsx"
    evidence.write_bytes(members_of(archive)[frozen.EVIDENCE])
    assert reviewed.published.verify(evidence).ok
    with pytest.raises(DeskError, match="cannot_read"):
        reviewed.published.verify(tmp_path / "none.zip")


def test_a_published_version_is_a_value(reviewed: Desk) -> None:
    published = reviewed.report_states.publish(1, "Ann")
    assert published == reviewed.published.get(1)
    assert isinstance(published, Published)
    assert published.published_at == NOW
