"""The Journey page: its parts open, and say what was planted."""

import pytest

from lib.desk import Desk
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.mark.parametrize(
    ("view", "lang", "said"),
    [
        ("blank", "en", "nobody met"),
        ("double", "zh", "两个团队在7天内向同一客户重复同样的内容"),
        ("apart", "en", "told different things by two teams"),
        ("walks", "en", "walk-throughs met"),
    ],
)
def test_every_part_opens_by_its_address(
    view: str, lang: str, said: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/journey.py", sample_desk, monkeypatch, lang=lang, view=view)
    assert_sound(app)
    assert said in texts(app)
