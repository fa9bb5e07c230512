"""Mapping files: what they may say, and one sentence when they say something else."""

import pytest

from lib.errors import DeskError
from lib.ingest import Answers, read_answers
from lib.locale import render


def test_a_mapping_file_is_one_object_of_texts() -> None:
    content = (
        b'{" Firma ": "accounts.account_id", "X": "skip", "dates": "day_first", "Y": "custom"}'
    )
    assert read_answers("m.json", content).of("any.csv") == {
        "Firma": "accounts.account_id",
        "X": "skip",
        "dates": "day_first",
        "Y": "custom",
    }


def test_a_sheet_may_have_answers_of_its_own() -> None:
    content = b"""{"X": "skip", "dates": "day_first", "header_row": 3,
        "a.xlsx": {"dates": "month_first"}, "a.xlsx / S1": {"kind": "usage", "header_row": "1"}}"""
    said = read_answers("m.json", content)
    assert said.of("b.csv") == {"X": "skip", "dates": "day_first", "header_row": "3"}
    assert said.of("a.xlsx", "S1") == {
        "X": "skip",
        "dates": "month_first",
        "header_row": "1",
        "kind": "usage",
    }


def test_the_delimiter_is_named_or_given() -> None:
    assert read_answers("m.json", b'{"delimiter": "\\t"}') == Answers({"delimiter": "\t"})
    assert read_answers("m.json", b'{"delimiter": "tab"}') == Answers({"delimiter": "tab"})


def test_a_column_may_be_called_dates() -> None:
    assert read_answers("m.json", b'{"dates": "accounts.customer_since"}') == Answers(
        {"dates": "accounts.customer_since"}
    )


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"a": 1}', b"\xff\xfe", b'"x"'])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(DeskError) as caught:
        read_answers("m.json", content)
    assert caught.value.code == "bad_mapping"


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b'{"Firma": "accounts.acount_id"}', "accounts.account_id"),
        (b'{"Firma": "unicorns.name"}', "Write kind.column"),
        (b'{"dates": "sideways"}', "day_first, month_first"),
        (b'{"encoding": "klingon"}', "gb18030"),
    ],
)
def test_an_unknown_field_is_refused_with_the_nearest(content: bytes, hint: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_answers("m.json", content)
    assert caught.value.code == "unknown_field"
    assert caught.value.remedy is not None
    assert hint in render(caught.value.remedy, "en")
