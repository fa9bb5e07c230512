"""Every page opens: without data, with the sample, by its address, in both languages."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.ui import state

ROOT = Path(__file__).parents[2]
PAGES = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))
LANGUAGES = ("en", "zh")
TITLES = {
    "pages/accounts.py": {"en": "Accounts", "zh": "客户"},
    "pages/customer_files.py": {"en": "Customer files", "zh": "客户档案"},
    "pages/demands.py": {"en": "Demands", "zh": "需求"},
    "pages/imports.py": {"en": "Import", "zh": "导入"},
    "pages/interviews.py": {"en": "Interviews", "zh": "访谈"},
    "pages/journey.py": {"en": "Journey", "zh": "客户旅程"},
    "pages/month.py": {"en": "The month", "zh": "本月工作"},
    "pages/overview.py": {"en": "Overview", "zh": "总览"},
    "pages/reports.py": {"en": "Reports", "zh": "洞察报告"},
    "pages/segments.py": {"en": "Segments", "zh": "客群"},
    "pages/signals.py": {"en": "Churn signals", "zh": "流失信号"},
    "pages/vocabulary.py": {"en": "Vocabulary", "zh": "词汇"},
}

pytestmark = pytest.mark.usefixtures("navigated")


def opened(page: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setattr(state, "_opened", lambda *_: desk)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    # One run only: between two, AppTest asks for option names outside of the session.
    return app.switch_page(page).run()


def texts(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.title, *app.subheader, *app.error, *app.success]
    return "\n".join(str(part.value) for part in parts)


def assert_sound(app: AppTest) -> None:
    assert not app.exception, [e.message for e in app.exception]
    assert [e.value for e in app.error] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_data_and_offers_some(
    page: str, lang: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(page, desk, monkeypatch, lang=lang)
    assert_sound(app)
    assert app.button(key="load_sample").label


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_the_sample(
    page: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(page, sample_desk, monkeypatch, lang=lang)
    assert_sound(app)
    assert len(texts(app)) > 60
    assert [title.value for title in app.title] == [TITLES[page][lang]]


def first_alert(desk: Desk) -> str:
    day = desk.data.known_days().last
    return str(desk.watch.board("all", day, "en").rows.iloc[0]["account_id"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_account_opens_by_its_address(
    lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = first_alert(sample_desk)
    app = opened("pages/accounts.py", sample_desk, monkeypatch, lang=lang, account=account)
    assert_sound(app)
    assert account in texts(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "part",
    ["people", "levels", "demands", "file", "touchpoints", "interviews", "review", "rows"],
)
def test_every_part_of_an_account_opens_by_its_address(
    part: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = first_alert(sample_desk)
    query = {"lang": lang, "account": account, "part": part}
    assert_sound(opened("pages/accounts.py", sample_desk, monkeypatch, **query))


@pytest.mark.parametrize("scheme", ["maturity", "bant"])
def test_levels_show_their_evidence_and_what_to_ask(
    scheme: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/accounts.py", sample_desk, monkeypatch, lang="en", account="A0004",
                 part="levels", scheme=scheme)  # fmt: skip
    assert_sound(app)
    assert "of what tells it is known" in texts(app)
    assert ("What we do not know" in texts(app)) == (scheme == "bant")
    assert any(name.key == f"rule_level_{scheme}" for name in app.selectbox)


def test_a_filter_in_the_address_narrows_the_segment(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/segments.py", sample_desk, monkeypatch, lang="en", maturity_level="high")
    assert_sound(app)
    assert "maturity is high" in texts(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "view", ["fit", "rule", "profile", "compare", "people", "journey", "retention", "history"]
)
def test_every_part_of_the_segments_page_opens_by_its_address(
    view: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/segments.py", sample_desk, monkeypatch, lang=lang, view=view)
    assert_sound(app)
    assert len(texts(app)) > 60


def test_an_unknown_segment_is_one_clear_sentence(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/segments.py", sample_desk, monkeypatch, lang="en", segment="nowhere")
    assert not app.exception
    assert any("nowhere" in str(e.value) for e in app.error)


def test_a_report_is_shown_in_its_own_language(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = sample_desk.data.known_days().newest
    stored = sample_desk.reports.draft("all", period, "en")
    query = {"lang": "zh", "report": str(stored.report_id)}
    app = opened("pages/reports.py", sample_desk, monkeypatch, **query)
    assert_sound(app)
    assert "Who they are" in [title.value for title in app.subheader]


def test_an_acknowledgement_stays(own_sample: Desk) -> None:
    day = own_sample.data.known_days().last
    row = own_sample.watch.board("all", day, "en").rows.iloc[0]
    own_sample.watch.act(row["account_id"], row["signal"], "acknowledged", author="test")
    after = own_sample.watch.board("all", day, "en").rows
    same = (after["account_id"] == row["account_id"]) & (after["signal"] == row["signal"])
    assert after.loc[same, "state"].tolist() == ["acknowledged"]
