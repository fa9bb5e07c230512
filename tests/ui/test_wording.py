import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.locale import Count, Money, msg
from lib.ui import state
from lib.ui.wording import day_format, md_escape, month_short, said, say, shown

JOINER = "\u2060"
MARKDOWN = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#~$|!{}]")


def read_back(text: str) -> str:
    """Take the escapes away again, as Markdown does."""
    return re.sub(r"\\(.)", r"\1", text).replace(JOINER, "")


@given(st.text())
def test_escaped_text_reads_as_the_text_itself(text: str) -> None:
    expected = re.sub(r"\s+", " ", text.replace("\x00", "")).replace(JOINER, "")
    assert read_back(md_escape(text)) == expected


@given(st.text(alphabet="ab *_`[]()<>#~$|!{}\\:@/.w-+1\n"))
def test_no_mark_is_left_unescaped_and_no_line_breaks(text: str) -> None:
    escaped = md_escape(text)
    assert MARKDOWN.search(escaped) is None
    assert "\n" not in escaped


@pytest.mark.parametrize("address", ["http://a.example", "https://a.example/x", "www.a.example"])
def test_bare_addresses_are_broken_where_a_backslash_would_not_help(address: str) -> None:
    assert address not in md_escape(f"see {address}")


def test_mail_addresses_and_icon_names_are_broken() -> None:
    assert "a@b" not in md_escape("a@b.example")
    assert ":material/home:" not in md_escape(":material/home:")
    assert ":smile:" not in md_escape(":smile:")


@pytest.mark.parametrize("start", ["- a", "+ a", "1. a", "12) a", "# a", "> a"])
def test_a_list_or_heading_does_not_begin(start: str) -> None:
    assert re.match(r"\s*(?:[-+#>]|\d+[.)])\s", md_escape(start)) is None


def test_plain_words_and_times_stay_as_they_are() -> None:
    for text in ("Acme & Sons", "10:30", "上海远航（中国）", "12.5", "A-1"):
        assert md_escape(text).replace("\\&", "&") == text


def test_money_is_not_taken_for_a_formula() -> None:
    assert say("{a} and {b}", a=Money(5, "USD"), b=Money(6, "USD")) == r"\$5 and \$6"


def test_data_in_a_sentence_is_escaped_and_shown_is_not() -> None:
    message = msg("{name} left", name="*Acme*")
    assert said(message) == r"\*Acme\* left"
    assert shown(message) == "*Acme* left"


def test_what_is_not_there_is_unknown() -> None:
    assert shown(None) == "unknown"
    assert shown(Count(0)) == "0"


def test_an_instant_is_shown_as_its_day() -> None:
    assert shown(datetime(2026, 10, 5, 14, 30, tzinfo=UTC)) == "5 Oct 2026"


def test_days_and_months_follow_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (day_format(), month_short(date(2026, 10, 1))) == ("D MMM YYYY", "Oct 2026")
    monkeypatch.setattr(state, "language", lambda: "zh")
    assert (day_format(), month_short(date(2026, 10, 1))) == ("YYYY年M月D日", "2026年10月")
