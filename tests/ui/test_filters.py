from tests.ui.conftest import Opened, address

PAGE = """
import streamlit as st
from lib.locale import msg
from lib.ui import filters

options = {"alert": msg("Alert"), "watch": msg("Watch"), "unknown": msg("Unknown")}
grades = filters.pills("grade", msg("Grade"), options, {"alert": 3, "watch": 1200})
view = filters.switch("view", msg("View"), {"list": msg("List"), "map": msg("Map")})
owner = filters.select("owner", msg("Owner"), {"a": "Ann", "b": "*Bo*"})
st.text(f"{grades}|{view}|{owner}")
filters.clear(("grade", "view", "owner"))
"""


def test_nothing_is_chosen_at_first_and_there_is_nothing_to_clear(opened: Opened) -> None:
    test = opened(PAGE)
    assert test.main.text[0].value == "()|list|None"
    assert [b.key for b in test.main.button if b.key == "clear_filters"] == []


def test_filters_are_taken_from_the_address_and_unknown_values_are_left_out(opened: Opened) -> None:
    test = opened(PAGE, grade=["watch", "alert", "nonsense"], view="map", owner="b")
    assert test.main.text[0].value == "('alert', 'watch')|map|b"


def test_choosing_writes_the_address_and_the_default_leaves_no_trace(opened: Opened) -> None:
    test = opened(PAGE)
    test.button_group(key="pills_grade").set_value(["unknown", "alert"]).run()
    assert test.main.text[0].value == "('alert', 'unknown')|list|None"
    test.button_group(key="switch_view").set_value("map").run()
    test.selectbox(key="select_owner").select("a").run()
    assert test.main.text[0].value == "('alert', 'unknown')|map|a"
    assert address(test)["view"] == ["map"]
    test.button_group(key="switch_view").set_value("list").run()
    assert "view" not in address(test)


def test_one_button_clears_them_all(opened: Opened) -> None:
    test = opened(PAGE, grade="alert", owner="a", segment="Key accounts")
    test.button(key="clear_filters").click().run()
    assert test.main.text[0].value == "()|list|None"
    assert address(test) == {"segment": ["Key accounts"]}


def test_pills_carry_their_counts(opened: Opened) -> None:
    pills = opened(PAGE).button_group(key="pills_grade")
    assert pills.options == ["Alert 3", "Watch 1,200", "Unknown"]
