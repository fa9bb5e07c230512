"""The parts of the segment page that compare: each opens, says its finding, and can be acted on."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")
SEGMENT = "plan = Business"


def part(desk: Desk, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    app = opened("pages/segments.py", desk, monkeypatch, **{"lang": "en", **query})
    assert_sound(app)
    return app


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", ["profile", "compare", "average", "suggested"])
def test_each_part_opens(
    view: str, lang: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = part(sample_desk, monkeypatch, view=view, segment=SEGMENT, lang=lang)
    assert len(texts(app)) > 60


def test_a_profile_shows_a_measure_with_its_definition_and_rows(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = part(sample_desk, monkeypatch, view="profile", segment=SEGMENT, measure="seat_use")
    assert "comparisons stand out" in texts(app)
    assert "divided by the seats paid for" in texts(app)
    assert len(app.dataframe) == 2


def test_the_whole_book_has_no_rest(sample_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "whole book" in texts(part(sample_desk, monkeypatch, view="profile"))


def test_two_segments_say_their_overlap(sample_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    query = {"view": "compare", "segment": SEGMENT, "with": "region = Europe"}
    both = sample_desk.segments.members(
        f"{SEGMENT} and region = Europe", sample_desk.data.known_days().last
    )
    assert f"{len(both)} customers are in both" in texts(part(sample_desk, monkeypatch, **query))


def test_a_change_between_two_months_is_taken_apart(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"view": "compare", "segment": SEGMENT, "against": "month", "month": "2026-07",
             "rate": "on_alert", "by_stratum": "region"}  # fmt: skip
    app = part(sample_desk, monkeypatch, **query)
    assert "from other rates within equal region" in texts(app)
    assert "were there on both days" in texts(app)
