"""The segment page: building a rule, saving it, its history; each part opens in both languages."""

from collections.abc import Iterable
from typing import Any, cast

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, NumberInput, Selectbox

from lib.desk import Desk
from tests.pages.test_pages import assert_sound, opened, texts

PAGE = "pages/segments.py"
RULE = "maturity_level in (medium, high) and (renewal_on in next 180 days or arr >= 100000)"

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", ["members", "rule", "history"])
def test_a_part_opens_for_a_rule(
    view: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang=lang, view=view, segment=RULE)
    assert_sound(app)
    assert len(texts(app)) > 60


def test_a_rule_in_the_address_stands_as_text_and_in_both_languages(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang="en", view="rule", rule=RULE)
    assert app.text_area(key="rule_text").value == RULE
    assert "end of term within the next 180 days" in texts(app)
    assert "成熟度" in texts(app)


def test_conditions_are_added_changed_and_taken_away(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang="en", view="rule")
    button(app, "add", "").click().run()
    box(app, "field", "0").set_value("renewal_on").run()
    assert app.text_area(key="rule_text").value == "renewal_on in next 90 days"
    button(app, "nest", "").click().run()
    box(app, "field", "1.0").set_value("arr").run()
    number(app, "1.0").set_value(50000).run()
    button(app, "add", "1").click().run()
    box(app, "field", "1.1").set_value("region").run()
    assert_sound(app)
    expected = "renewal_on in next 90 days and arr >= 50000"
    assert app.text_area(key="rule_text").value == expected
    button(app, "remove", "0").click().run()
    assert app.text_area(key="rule_text").value == "arr >= 50000"
    assert_sound(app)


def test_text_becomes_conditions_and_wrong_text_says_where(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, sample_desk, monkeypatch, lang="en", view="rule")
    app.text_area(key="rule_text").set_value("arr > 5 and (region = North").run()
    assert "cannot be read from character" in app.error[0].value
    assert app.text_area(key="rule_text").value == "arr > 5 and (region = North"
    app.text_area(key="rule_text").set_value("arr > 5 or tag = old").run()
    assert_sound(app)
    assert box(app, "field", "1").value == "tag"


def test_a_rule_is_saved_changed_frozen_deleted_and_brought_back(
    own_sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, own_sample, monkeypatch, lang="en", view="rule", rule="arr >= 50000")
    app.text_input(key="segment_name").set_value("Large").run()
    app.button(key="save_segment").click().run()
    assert_sound(app)
    app.text_area(key="rule_text").set_value("arr >= 60000").run()
    app.button(key="save_segment").click().run()
    assert [v.rule for v in own_sample.segments.shelf.versions("Large")] == [
        "arr >= 60000",
        "arr >= 50000",
    ]
    app.button(key="freeze_segment").click().run()
    assert own_sample.segments.shelf.one("Large").frozen_on is not None
    app.button(key="delete_segment").click().run()
    assert "Large" not in own_sample.segments.saved()
    app.button(key="restore_segment").click().run()
    assert_sound(app)
    assert "Large" in own_sample.segments.saved()


def button(app: AppTest, what: str, place: str) -> Button:
    return cast("Button", _found(app.button, what, place))


def box(app: AppTest, what: str, place: str) -> Selectbox[str]:
    return cast("Selectbox[str]", _found(app.selectbox, what, place))


def number(app: AppTest, place: str) -> NumberInput:
    return cast("NumberInput", _found(app.number_input, "number", place))


def _found(widgets: Iterable[Any], what: str, place: str) -> object:
    """Return the widget of a part of the rule; its key begins with the turn of the draft."""
    keys = {str(one.key).partition("|")[2]: one for one in widgets}
    return next(
        one for key, one in keys.items() if key.startswith(what) and key.endswith(f"|{place}")
    )


def test_members_are_tagged_in_one_go_and_the_tagging_is_undone(
    own_sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = own_sample.data.known_days().last
    before = len(own_sample.segments.members("tag = pilot", day))
    app = opened(PAGE, own_sample, monkeypatch, lang="en", segment="arr >= 200000")
    app.selectbox(key="bulk_tag").set_value("pilot").run()
    assert_sound(app)
    app.button(key="apply_tag").click().run()
    assert_sound(app)
    after = own_sample.segments.members("tag = pilot", day)
    assert len(after) > before
    assert set(own_sample.segments.members("arr >= 200000", day)) <= set(after)
    app.button(key="undo_tagging").click().run()
    assert len(own_sample.segments.members("tag = pilot", day)) == before


def test_a_report_is_started_from_the_segment(
    own_sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(PAGE, own_sample, monkeypatch, lang="en", segment="arr >= 200000")
    app.button(key="start_report").click().run()
    assert not app.exception
    assert own_sample.reports.all()["segment"].tolist() == ["arr >= 200000"]


def test_another_segment_in_the_bar_brings_its_own_rule(
    own_sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_sample.segments.save("Large", "arr >= 200000")
    app = opened(PAGE, own_sample, monkeypatch, lang="en", view="rule", rule="tag = pilot")
    assert app.text_area(key="rule_text").value == "tag = pilot"
    app.selectbox(key="bar_segment").set_value("Large").run()
    assert_sound(app)
    assert app.text_area(key="rule_text").value == "arr >= 200000"
    assert app.text_input(key="segment_name").value == "Large"
