"""The page of interviews: a plan drawn, kept, worked off; a conversation recorded and undone."""

import pytest

from lib.desk import Desk
from lib.interviews.draw import Settings
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")
PAGE = "pages/interviews.py"
ACCOUNTS = b"""Account ID,Account name,ARR,Status
A1,Alpha,1000,customer
A2,Beta,90000,customer
"""


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.imports.commit([("accounts.csv", ACCOUNTS)])
    return desk


@pytest.mark.parametrize("view", ["plan", "talks", "findings", "unheard", "guide"])
def test_each_part_opens_with_the_sample(
    view: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_sound(opened(PAGE, sample_desk, monkeypatch, lang="zh", view=view))


def test_a_plan_is_drawn_and_kept(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(PAGE, small, monkeypatch, lang="en")
    app.button(key="plan_save").click().run()
    assert_sound(app)
    assert "0 of 2 planned conversations are held" in texts(app)
    assert small.interviews.plans.all("all")["n_planned"].tolist() == [2]


def test_a_conversation_is_recorded_for_its_plan_and_taken_back(
    small: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = small.data.known_days().last
    plans = small.interviews.plans
    plan = plans.save("all", day, Settings(size=2, dimensions=()), ("P", "Officer"))
    app = opened(PAGE, small, monkeypatch, lang="en", account="A2", view="talks")
    app.text_area(key="answer_A2_main_need").set_value("Closing the month")
    next(b for b in app.button if b.label == "Save the conversation").click().run()
    assert_sound(app)
    assert "1 conversation is on file, with 1 of 2 accounts" in texts(app)
    assert plans.all("all")["n_done"].tolist() == [1]
    app.button(key="undo_talk").click().run()
    assert_sound(app)
    assert plans.one(plan).picks["state"].tolist() == ["planned", "planned"]
