"""The Import page: rehearse, answer, map, commit, undo, with what it says on the way."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.ui import state
from tests.pages.test_pages import ROOT, assert_sound, texts

pytestmark = pytest.mark.usefixtures("navigated")

ACCOUNTS = b"account_id,name,mrr\na1,Acme,100\na2,Beta,200\n"
DATED = b"ticket_id,account_id,subject,created_at\nt1,a1,Help,03/04/2026\nt2,a2,Hm,05/06/2026\n"
FIRM = "企业编码,企业名称,行业\nc1,云杉科技有限公司,软件\nc2,白桦制造有限公司,制造\n".encode()


@pytest.fixture
def page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(desk, monkeypatch)


def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(state, "_opened", lambda *_: desk)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["lang"] = "en"
    return app.switch_page("pages/imports.py").run()


def dropped(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files])
    return page.run()


def test_a_file_is_rehearsed_imported_and_undone(page: AppTest, desk: Desk) -> None:
    dropped(page, ("accounts.csv", ACCOUNTS))
    assert_sound(page)
    assert "Importing would add 2 rows and change 0; 0 would be rejected." in texts(page)
    assert desk.data.days() is None
    page.button(key="commit").click().run()
    assert_sound(page)
    assert [batch.file for batch in desk.imports.batches()] == ["accounts.csv"]
    assert "2 new rows" in texts(page)
    desk.imports.undo(1)
    assert desk.data.dataset().as_of(desk.clock().date()).accounts.empty


def test_a_question_is_answered_by_a_press_and_remembered(page: AppTest, desk: Desk) -> None:
    dropped(page, ("tickets.csv", DATED))
    assert page.button(key="commit").disabled
    page.button(key="answer_0_0_day_first").click().run()
    assert_sound(page)
    page.button(key="commit").click().run()
    created = desk.data.dataset().versions["tickets"]["created_at"]
    assert created.dt.strftime("%m-%d").tolist() == ["04-03", "06-05"]
    later = DATED.replace(b"t1", b"t3").replace(b"t2", b"t4")
    (outcome,) = desk.imports.rehearse([("tickets (2).csv", later)])
    assert outcome.status == "dry_run"
    assert "remembered" in [issue.code for issue in outcome.issues]


def test_a_column_is_taken_for_something_else(page: AppTest, desk: Desk) -> None:
    dropped(page, ("firms.csv", FIRM))
    state_of = {o.column: o.field for o in desk.imports.rehearse([("firms.csv", FIRM)])[0].mapping}
    assert state_of["行业"] == "accounts.industry"
    page.session_state["import_said"] = {"firms.csv": {"行业": "custom"}}
    page.run()
    page.button(key="commit").click().run()
    (batch,) = desk.imports.batches()
    fields = {str(entry["column"]): entry["field"] for entry in batch.mapping}
    assert fields["行业"] == "custom.行业"


def test_a_delimiter_can_be_changed(page: AppTest) -> None:
    asked = b"ticket_id;account_id;subject;created_at\nt1;a1;Help, now;03/04/2026\n"
    dropped(page, ("tickets.csv", asked))
    chosen = page.selectbox(key="read_0_delimiter")
    assert chosen.value == "semicolon"
    chosen.set_value("comma").run()
    assert "cannot come in" in texts(page)
    page.button(key="take_back_0").click().run()
    assert page.selectbox(key="read_0_delimiter").value == "semicolon"


def test_changed_headings_of_a_known_source_are_told(desk: Desk) -> None:
    desk.imports.commit([("accounts_2026-09.csv", ACCOUNTS)])
    changed = b"account_id,name,monthly fee,x\na1,Acme,100,1\na3,Gamma,200,2\n"
    (outcome,) = desk.imports.rehearse([("accounts_2026-10.csv", changed)])
    assert "headings_changed" in [issue.code for issue in outcome.issues]


def test_a_file_given_twice_in_one_import_comes_in_once(desk: Desk) -> None:
    first, second = desk.imports.commit([("a.csv", ACCOUNTS), ("b.csv", ACCOUNTS)])
    assert (first.status, second.status) == ("committed", "unchanged")


def test_an_answer_is_kept_for_one_sheet_only(page: AppTest) -> None:
    dropped(page, ("tickets a.csv", DATED), ("tickets b.csv", DATED))
    page.button(key="answer_0_0_day_first").click().run()
    assert page.session_state["import_said"] == {"tickets a.csv": {"dates": "day_first"}}


def test_headline_figures_that_would_move_are_told_before(
    own_sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(own_sample, monkeypatch)
    more = b"account_id,name,mrr,status\nnew1,Acme Newcomer Ltd,100,customer\n"
    dropped(page, ("more.csv", more))
    assert_sound(page)
    assert "Headline figures that would move" in texts(page)
    found = own_sample.imports.moves(own_sample.imports.prepare([("more.csv", more)]))
    moving = {move.key: move for move in found if move.moves}
    assert moving["accounts"].before != moving["accounts"].after
    assert {"accounts", "arr"} <= set(moving)
