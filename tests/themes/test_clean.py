"""What stays of a text when greetings, signatures and what names people are taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.themes.clean import MOST_CHARACTERS, cleaned, language, pieces

MAIL = """Hi Anna,
the monthly report is empty again.

Best regards
Tom Miller
+49 30 1234567
"""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (MAIL, "the monthly report is empty again."),
        ("您好，\n报表导不出来。\n此致\n王芳", "报表导不出来。"),
        ("Fails.\n> old text\nOn Mon, 3 Nov 2025 Li wrote:\nquoted", "Fails."),
        ("Mail x.y@acme.example about CS-10442", "Mail … about …"),
        ("ＡＰＩ 报错，请看", "API 报错，请看"),
    ],
)
def test_only_what_was_said_stays(text: str, left: str) -> None:
    assert cleaned(text) == left


def test_a_long_text_becomes_pieces_of_whole_sentences() -> None:
    text = "The export is empty. " * 30
    found = pieces(text)
    assert len(found) > 1
    assert all(one.endswith("empty.") for one in found)


@given(st.text(alphabet="ab 。.，,汉字\n", max_size=900))
def test_no_piece_is_too_long(text: str) -> None:
    assert all(0 < len(one) <= MOST_CHARACTERS for one in pieces(text))


def test_language_is_told_by_the_share_of_han_characters() -> None:
    assert [language(one) for one in ("报表导出 export", "export the big list 报", "")] == [
        "zh",
        "en",
        "en",
    ]
