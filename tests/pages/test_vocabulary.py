"""The Vocabulary page: what waits comes first, decisions are made and undone where they stand."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.ui import state
from tests.fixtures import opened_desk

ROOT = Path(__file__).parents[2]
ACCOUNTS = """account_id,account_name,industry,status,arr
A1,Acme,technolgy,customer,1
A2,Beta,technology,on hold,1
A3,<b>Gamma</b>,![x](http://a.example),customer,1
"""

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    (outcome,) = opened_desk(folder).imports.commit([("accounts.csv", ACCOUNTS.encode())])
    assert outcome.status == "committed", outcome
    return folder


@pytest.fixture
def known(filled: Path, tmp_path: Path) -> Desk:
    return opened_desk(Path(shutil.copytree(filled, tmp_path / "own")))


def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setattr(state, "_opened", lambda *_: desk)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app = app.switch_page("pages/vocabulary.py").run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def texts(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*app.markdown, *app.caption, *app.subheader])


@pytest.mark.parametrize(
    ("lang", "finding"),
    [
        ("en", "1 value is new or unknown, and 1 pair may be one word; they stand in 2 fields."),
        ("zh", "1个新值或未知值，1组疑似同一词，分布在2个字段中。"),
    ],
)
def test_what_waits_for_a_decision_is_said_first(
    known: Desk, monkeypatch: pytest.MonkeyPatch, lang: str, finding: str
) -> None:
    app = opened(known, monkeypatch, lang=lang)
    assert finding in texts(app)
    assert app.selectbox(key="vocabulary_field").value == "accounts.status"


def test_the_field_is_in_the_address(known: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(known, monkeypatch, lang="en", field="accounts.industry")
    assert app.selectbox(key="vocabulary_field").value == "accounts.industry"
    assert "These may be one word" in texts(app)
    app = app.selectbox(key="vocabulary_field").set_value("accounts.status").run()
    assert app.query_params["field"] in ("accounts.status", ["accounts.status"])


def test_a_field_that_is_none_shows_the_first(known: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(known, monkeypatch, lang="en", field="accounts.nowhere")
    assert app.selectbox(key="vocabulary_field").value == "accounts.status"


def test_accepting_a_value_settles_it_and_stays_at_the_field(
    known: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(known, monkeypatch, lang="en")
    app = app.button(key="accept_all").click().run()
    assert not app.exception
    assert known.vocabulary.unknown("accounts.status").empty
    assert known.vocabulary.decided()["author"].tolist() == ["this desk"]
    assert app.selectbox(key="vocabulary_field").value == "accounts.status"
    assert "Past decisions" in texts(app)
    assert "New or unknown values" not in texts(app)


def test_when_all_is_settled_the_page_says_so(known: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    known.vocabulary.accept("accounts.status", "on hold", "me")
    known.vocabulary.map("accounts.industry", "technolgy", "technology", "me")
    app = opened(known, monkeypatch, lang="en")
    assert "Every value is known, and no two look like one word." in texts(app)
