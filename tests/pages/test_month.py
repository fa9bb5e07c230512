"""The month's page, and the panel of a report's actions: drawn, pressed, undone."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.desk.reporting.actions import Assigned
from lib.model import Period
from lib.ui import state
from tests.pages.test_pages import ROOT, assert_sound, texts

FILES = {
    "accounts.csv": "account_id,account_name,status,arr\nA,Acme,customer,1200\n",
    "activities.csv": "activity_id,account_id,type,occurred_at,subject\n"
                      "V1,A,call,2026-09-01,Call\nV2,A,call,2026-10-30,Call\n",
}  # fmt: skip
OCTOBER = Period.month(2026, 10)

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.fixture
def loaded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk.imports.commit([(name, text.encode()) for name, text in FILES.items()])
    monkeypatch.setattr(state, "_opened", lambda *_: desk)
    return desk


def test_a_step_is_ticked_on_the_page(loaded: Desk) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page("pages/month.py").run()
    assert_sound(app)
    assert "October 2026: 1 of 8 steps are done" in texts(app)
    app.button(key="tick_it_leadership").click().run()
    assert_sound(app)
    assert "October 2026: 2 of 8 steps are done" in texts(app)
    assert app.button(key="untick_leadership").label
    assert loaded.month.view("all", OCTOBER).steps[7].state == "done"


def _panel() -> None:
    from lib.ui import state as of_page  # noqa: PLC0415 - AppTest runs the body alone
    from lib.ui.panels import report_actions  # noqa: PLC0415

    of_page.mark_framed()
    report_actions.show(1)


def test_actions_of_a_report_are_finished_and_taken_back(loaded: Desk) -> None:
    report = loaded.reports.draft("all", OCTOBER, "en").report_id
    assigned = Assigned("Sales", date(2020, 1, 1))
    action = loaded.actions.write(report, "Call Acme", ["A"], assigned, "Ann")
    app = AppTest.from_function(_panel, default_timeout=120).run()
    assert_sound(app)
    assert "1 action is agreed, 1 of them overdue" in texts(app)
    assert "This is the first report on this segment" in texts(app)
    app.text_input(key=f"outcome_{action}").set_value("A new contract")
    app.button(key=f"done_action_{action}").click().run()
    assert_sound(app)
    assert loaded.actions.of(report, "en")[["state", "outcome"]].to_numpy().tolist() == [
        ["done", "A new contract"]
    ]
    app.button(key=f"undo_action_{action}").click().run()
    assert loaded.actions.of(report, "en").empty
    assert app.button(key="restore_action").label
