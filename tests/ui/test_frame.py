import logging

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import state
from tests.ui.conftest import FakeDesk, Opened, address

RAISES = "raise RuntimeError('secret in /secret/path')"
REFUSES = """
from lib.errors import DeskError
from lib.locale import msg
raise DeskError("bad", msg("The file '{f}' is empty.", f="*a*"), msg("Export it again."))
"""
CALLBACK = """
import streamlit as st
from lib.errors import DeskError
from lib.locale import msg
from lib.ui.boundary import kept

def act(n):
    raise DeskError("bad", msg("No {n}.", n=n))

st.button("act", key="act", on_click=kept(act), args=("seven",))
st.title("the page goes on")
"""
FRAGMENT = """
import streamlit as st

@st.fragment
def part():
    raise ValueError("inside")

part()
"""


def errors(test: AppTest) -> list[str]:
    return [str(error.value) for error in test.main.error]


def test_the_bar_offers_segments_months_and_languages(opened: Opened) -> None:
    test = opened()
    segment, month = test.main.selectbox
    assert segment.options == ["All customers", "Key accounts", "<b>华东</b>"]
    assert month.options == ["October 2026", "September 2026", "August 2026"]
    assert not test.exception


def test_choosing_in_the_bar_changes_the_page_and_the_address(opened: Opened) -> None:
    test = opened()
    test.selectbox(key="bar_segment").select("Key accounts").run()
    test.selectbox(key="bar_period").select("2026-09").run()
    assert test.main.text[0].value == "Key accounts|2026-09|2026-09-30|None"
    assert address(test) == {"segment": ["Key accounts"], "period": ["2026-09"]}
    test.selectbox(key="bar_segment").select("all").run()
    assert address(test) == {"period": ["2026-09"]}


def test_a_rule_written_out_is_shown_in_the_bar_like_a_saved_segment(opened: Opened) -> None:
    test = opened(segment="arr >= 10000")
    assert test.selectbox(key="bar_segment").value == "arr >= 10000"


def test_a_month_outside_the_data_can_be_looked_at(opened: Opened) -> None:
    assert opened(period="2025-01").selectbox(key="bar_period").value == "2025-01"


def test_the_language_is_switched_in_the_bar(opened: Opened) -> None:
    test = opened()
    test.button_group(key="bar_language").set_value("zh").run()
    assert address(test) == {"lang": ["zh"]}
    assert test.selectbox(key="bar_period").options[0] == "2026年10月"


def test_the_navigation_takes_the_view_along(opened: Opened) -> None:
    test = opened(segment="Key accounts", lang="zh", grade="alert")
    links = test.sidebar.get("page_link")
    assert [link.proto.query_string for link in links] == ["lang=zh&segment=Key+accounts"] * 3


def test_an_unexpected_error_gives_an_id_and_keeps_its_words_for_the_log(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="lib.ui"):
        test = opened(RAISES)
    (text,) = errors(test)
    (record,) = [r for r in caplog.records if r.name == "lib.ui"]
    error_id = str(record.args[0]) if isinstance(record.args, tuple) else ""
    assert len(error_id) == 8
    assert error_id in text
    assert "secret" not in text
    assert "/root" not in text
    assert record.exc_info is not None
    assert not test.exception


def test_a_refusal_says_what_is_wrong_and_what_to_do(opened: Opened) -> None:
    (text,) = errors(opened(REFUSES))
    assert text == "The file '\\*a\\*' is empty.\n\nExport it again."


def test_an_error_in_a_callback_is_said_above_the_page_that_follows(opened: Opened) -> None:
    test = opened(CALLBACK)
    test.button(key="act").click().run()
    assert errors(test) == ["No seven."]
    assert test.main.title[0].value == "the page goes on"
    test.run()
    assert errors(test) == []


def test_an_error_in_a_fragment_is_not_said_twice(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="lib.ui"):
        test = opened(FRAGMENT)
    assert errors(test) == []
    assert len(test.exception) == 1


def test_without_data_a_page_offers_to_load_some(opened: Opened, desk: FakeDesk) -> None:
    desk.loaded = False
    test = opened()
    assert [str(s.label) for s in test.main.selectbox] == []
    assert errors(test) == []
    assert "There are no data yet" in str(test.main.markdown[0].value)
    test.button(key="load_sample").click().run()
    assert test.main.title[0].value == "first"


def test_without_data_the_import_page_is_one_click_away(opened: Opened, desk: FakeDesk) -> None:
    desk.loaded = False
    test = opened(lang="zh")
    test.button(key="empty_pages/imports.py").click().run()
    assert test.main.title[0].value == "imports"
    assert address(test) == {"lang": ["zh"]}


def test_every_page_is_reached_with_the_frame_around_it(opened: Opened) -> None:
    test = opened()
    test.switch_page("pages/accounts.py").run()
    assert test.main.title[0].value == "accounts"
    assert len(test.main.selectbox) == 2


def test_a_page_that_was_opened_without_the_frame_sends_its_visitor_through_it(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    sent: list[tuple[str, object]] = []
    monkeypatch.setattr(
        "streamlit.switch_page", lambda page, query_params: sent.append((page, query_params))
    )
    state.require_frame()
    assert sent == [("app.py", {})]


def test_a_visitor_who_was_sent_through_the_frame_comes_to_that_page(
    opened: Opened,
) -> None:
    test = opened(lang="zh")
    test.session_state["_wanted_page"] = "accounts"
    test.run()
    assert test.main.title[0].value == "accounts"
    assert address(test) == {"lang": ["zh"]}
