from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import Opened, address

PAGE = """
import streamlit as st
from lib.ui import state
st.text(f"{state.language()}|{state.segment()}|{state.period().key}|{state.day()}|{state.account()}")
st.text("|".join(state.chosen("grade")))
st.code(state.share_link())
"""
ACTING = """
import streamlit as st
from lib.model import Period
from lib.ui import state
st.button("segment", key="a", on_click=state.set_segment, args=("Key accounts",))
st.button("all", key="b", on_click=state.set_segment, args=("all",))
st.button("month", key="c", on_click=state.set_period, args=(Period.month(2026, 9),))
st.button("newest", key="d", on_click=state.set_period, args=(Period.month(2026, 10),))
st.button("grades", key="e", on_click=state.choose, args=("grade", ["alert", "watch"]))
st.button("none", key="f", on_click=state.choose, args=("grade", []))
st.button("account", key="g", on_click=state.set_account, args=("A-1",))
st.button("no account", key="h", on_click=state.set_account, args=(None,))
"""


def said(test: AppTest) -> str:
    return str(test.main.text[0].value)


def test_an_empty_address_shows_all_customers_and_the_newest_month(opened: Opened) -> None:
    assert said(opened(PAGE)) == "en|all|2026-10|2026-10-20|None"


def test_the_address_says_what_is_shown(opened: Opened) -> None:
    test = opened(
        PAGE, lang="zh", segment="Key accounts", period="2026-08", account="A-7", grade=["a", "b"]
    )
    assert said(test) == "zh|Key accounts|2026-08|2026-08-31|A-7"
    assert test.main.text[1].value == "a|b"


@pytest.mark.parametrize("month", ["", "2026-13", "x", "2026-08-01"])
def test_a_month_that_cannot_be_read_is_the_newest(opened: Opened, month: str) -> None:
    assert "|2026-10|" in said(opened(PAGE, period=month))


def test_changes_go_into_the_address_and_defaults_out_of_it(opened: Opened) -> None:
    test = opened(ACTING)
    steps = [
        ("a", {"segment": ["Key accounts"]}),
        ("b", {}),
        ("c", {"period": ["2026-09"]}),
        ("d", {}),
        ("e", {"grade": ["alert", "watch"]}),
        ("f", {}),
        ("g", {"account": ["A-1"]}),
        ("h", {}),
    ]
    for key, expected in steps:
        test.button(key=key).click().run()
        assert address(test) == expected, key


def test_a_shared_link_writes_out_what_may_be_another_default_tomorrow(opened: Opened) -> None:
    link = urlsplit(str(opened(PAGE, grade=["a", "b"]).main.code[0].value))
    assert parse_qs(link.query) == {
        "lang": ["en"],
        "segment": ["all"],
        "period": ["2026-10"],
        "grade": ["a", "b"],
    }


def test_opening_an_account_takes_the_view_along_but_no_filters(opened: Opened) -> None:
    page = "from lib.ui import state\nstate.open_account('A-9')"
    test = opened(page, segment="Key accounts", period="2026-09", lang="zh", grade="alert")
    assert test.main.title[0].value == "accounts"
    assert address(test) == {
        "segment": ["Key accounts"],
        "period": ["2026-09"],
        "lang": ["zh"],
        "account": ["A-9"],
    }


def test_no_chosen_row_opens_no_account(opened: Opened) -> None:
    page = (
        "import streamlit as st\nfrom lib.ui import state\nstate.open_account(None)\nst.title('x')"
    )
    assert opened(page).main.title[0].value == "x"
