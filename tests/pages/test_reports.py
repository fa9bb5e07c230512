"""The page of reports: drafted, written in, looked after when data move, opened at a figure."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.model import Period
from lib.report.edits import Edit
from tests.fixtures import opened_desk
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")
PAGE = "pages/reports.py"
ACCOUNTS = b"""Account ID,Account name,ARR,Status
A1,Alpha,1000,customer
A2,Beta,90000,customer
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workspace with two accounts and the report of one month, to be copied."""
    path = tmp_path_factory.mktemp("reports")
    desk = opened_desk(path)
    desk.imports.commit([("accounts.csv", ACCOUNTS)])
    desk.reports.draft("all", Period.of(desk.data.known_days().last), "en")
    return path


@pytest.fixture
def small(folder: Path, tmp_path: Path) -> Desk:
    return opened_desk(shutil.copytree(folder, tmp_path / "own"))


def prose(app: AppTest) -> str:
    return "\n".join(str(html.proto.body) for html in app.get("html"))


def test_a_report_is_drafted_written_in_and_keeps_its_text(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"lang": "en", "report": "1", "section": "summary"}
    app = opened(PAGE, small, monkeypatch, **query)
    app.text_area(key="text_1_summary").set_value("Our own <b>words</b>: {arr_end}.").run()
    assert_sound(app)
    assert small.reports.get(1).texts["summary"] == Edit("Our own <b>words</b>: {arr_end}.", 1)
    assert ">91K<" in prose(app)
    assert "Our own &lt;b&gt;words&lt;/b&gt;: " in prose(app)

    # Somebody else saves; what is then written here is kept beside it until a choice is made.
    small.reports.edit(1, "summary", Edit("Theirs.", 1), "somebody else")
    app.text_area(key="text_1_summary").set_value("Mine.").run()
    assert small.reports.get(1).texts["summary"].text == "Theirs."
    assert "somebody else has saved this section meanwhile" in "".join(w.value for w in app.warning)
    app.button(key="keep_both").click().run()
    assert_sound(app)
    assert small.reports.get(1).texts["summary"] == Edit("Theirs. Mine.", 3)


def test_a_report_is_drafted_from_the_shelf_and_read(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, small, monkeypatch, lang="en")
    app.button(key="draft").click().run()
    assert_sound(app)
    assert "Sections in people's own words: 0 of" in texts(app)
    assert 'popovertarget="figure-summary_0-0"' in prose(app)


def test_the_register_opens_in_chinese(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_sound(opened(PAGE, small, monkeypatch, lang="zh", report="1", view="figures"))


def test_a_figure_opens_by_its_address(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(PAGE, small, monkeypatch, lang="en", report="1", section="summary",
                 figure="arr_end")  # fmt: skip
    assert_sound(app)
    assert "Made of" in texts(app)
    assert "{arr_end}" in [code.value for code in app.code]


def test_a_report_goes_from_draft_to_publication_and_is_corrected(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, small, monkeypatch, lang="en", report="1")
    app.text_area(key="comment_text_summary").set_value("Which month?").run()
    app.button(key="add_comment_summary").click().run()
    assert "1 open comment" in texts(app)
    app.text_area(key="note_to_review").set_value("Please read the summary.").run()
    app.button(key="do_to_review").click().run()
    assert "Note: Please read the summary." in texts(app)
    app.button(key="do_publish").click().run()
    assert_sound(app)
    assert "Version 1, published on 1 Nov 2026" in texts(app)
    assert "The whole book has" in prose(app)
    app.text_area(key="note_correct").set_value("A contract was missing.").run()
    app.button(key="do_correct").click().run()
    assert_sound(app)
    assert small.report_states.of(1).state == "draft"
    assert small.published.get(1).version == 1


def test_a_section_is_left_out_and_renamed(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(PAGE, small, monkeypatch, lang="en", report="1", view="layout")
    boxes = {box.key.rpartition("_")[0]: box for box in app.checkbox if box.key}
    profile = next(key for key in boxes if key.endswith("_profile"))
    boxes[profile].uncheck()
    summary = profile.removesuffix("_profile") + "_summary_title"
    app.text_input(key=summary).set_value("In short")
    app.button(key="save_layout").click().run()
    assert_sound(app)
    lines = {line.key: line for line in small.report_layouts.of(1).lines}
    assert (lines["profile"].shown, lines["summary"].title) == (False, "In short")
    app.button(key="undo_layout").click().run()
    assert small.report_layouts.of(1).lines[0].title == ""
