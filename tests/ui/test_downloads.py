import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.model.formulas import escaped
from lib.ui.downloads import csv_bytes, file_stem

SKIPPED = (" ", "\t", "\r", "\n", '"', "'", "\u200b", "\ufeff", "\u3000", "\xa0")
FORMULAS = [
    *(f"{sign}1+1" for sign in "=+-@|%＝＋－＠"),
    *(f"{skipped}=cmd|'/c calc'!A0" for skipped in SKIPPED),
    *(f"{mark}A" for mark in "\t\r\n\x00"),
    "@SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("http://a")',
]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.5", "+3", "-1,234.5", "5%", "A-1", "上海", "", "a=b", "1-2"])
def test_numbers_and_words_stay(text: str) -> None:
    assert escaped(text) == text


@given(st.text())
def test_taking_the_apostrophe_off_gives_the_text_back(text: str) -> None:
    safe = escaped(text)
    assert safe in {text, f"'{text}"}
    assert safe[:1] not in {"=", "@", "|", "\t", "\r", "\n"}


def test_text_columns_of_every_dtype_are_covered_and_headings_too() -> None:
    frame = pd.DataFrame(
        {
            "=name": pd.Series(["=1", None], dtype="str"),
            "object": pd.Series(["@x", 3], dtype="object"),
            "category": pd.Series(["+x", "b"], dtype="category"),
        }
    )
    rows = read(csv_bytes(frame))
    assert rows == [["'=name", "object", "category"], ["'=1", "'@x", "'+x"], ["", "3", "b"]]


def test_numbers_days_flags_and_lists_are_written_plainly() -> None:
    frame = pd.DataFrame(
        {
            "n": [-1.5, None],
            "day": [pd.Timestamp("2026-10-01"), pd.NaT],
            "at": [pd.Timestamp("2026-10-01 09:30"), pd.Timestamp("2026-10-02")],
            "flag": pd.Series([True, None], dtype="boolean"),
            "tags": [["a", "=b"], []],
        }
    )
    assert read(csv_bytes(frame))[1:] == [
        ["-1.5", "2026-10-01", "2026-10-01 09:30:00", "True", "a; =b"],
        ["", "", "2026-10-02 00:00:00", "", ""],
    ]


def test_excel_is_told_that_it_is_utf8() -> None:
    assert csv_bytes(pd.DataFrame({"客户": ["上海"]})).startswith(b"\xef\xbb\xbf")


def test_half_a_surrogate_does_not_stop_a_download() -> None:
    assert b"a?" in csv_bytes(pd.DataFrame({"x": ["a\ud800"]}, dtype="object"))


@pytest.mark.parametrize(
    ("name", "stem"), [("../../etc/x", "etc-x"), ("观察 2026-10", "观察-2026-10"), ("<>", "data")]
)
def test_a_file_name_holds_letters_digits_and_dashes(name: str, stem: str) -> None:
    assert file_stem(name) == stem
