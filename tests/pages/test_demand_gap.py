"""Conflicts, breaks, promises, the gap and the map of the product: each part opens."""

import pytest

from lib.desk import Desk
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.mark.parametrize(("lang", "query", "words"), [
    ("zh", {"view": "conflicts"}, "家客户"),
    ("en", {"view": "breaks", "about": "benefit"}, "before and after payment"),
    ("zh", {"view": "breaks", "of": "promises"}, "项承诺"),
    ("en", {"view": "gap"}, "customers with wishes"),
    ("en", {"view": "gap", "of": "unheard", "days": "30"}, "were not heard for 30 days"),
    ("zh", {"view": "gap", "of": "next", "alike": "plan"}, "同套餐"),
    ("en", {"view": "product"}, "The map of the product has"),
])  # fmt: skip
def test_every_part_opens_with_its_finding(
    lang: str,
    query: dict[str, str],
    words: str,
    sample_desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = opened("pages/demands.py", sample_desk, monkeypatch, lang=lang, **query)
    assert_sound(app)
    assert words in texts(app)
