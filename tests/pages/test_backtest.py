"""The back-test as a page shows it, in both languages."""

import pytest

from lib.desk import Desk
from tests.pages.test_pages import assert_sound, opened, texts

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.mark.parametrize(("lang", "said"), [("en", "this company's own past"), ("zh", "历史")])
def test_the_back_test_says_what_the_past_supports(
    lang: str, said: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/signals.py", sample_desk, monkeypatch, lang=lang, view="backtest")
    assert_sound(app)
    assert said in texts(app)
    assert len(app.metric) >= 7


def test_a_book_without_a_past_says_what_is_needed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "account_id,account_name,status,arr\nA1,Tarn,customer,100\n"
    desk.imports.commit([("accounts.csv", rows.encode())])
    app = opened("pages/signals.py", desk, monkeypatch, lang="en", view="backtest")
    assert_sound(app)
    assert "There is no past day to look back at" in texts(app)
