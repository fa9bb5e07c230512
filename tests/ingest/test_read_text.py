"""Text files: encodings, delimiters, headers, row numbers."""

import gzip

import pytest

from lib.errors import DeskError
from lib.ingest import Answers, sheets
from lib.locale import render
from tests.ingest.files import only

TABLE = "account_id,account_name,seats\nA1,Acme,3\nA2,北京数据有限公司,4\n"


@pytest.mark.parametrize(
    ("codec", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")],
)
def test_unicode_is_read_and_certain(codec: str, named: str) -> None:
    sheet = only("a.csv", TABLE.encode(codec))
    assert (sheet.encoding, sheet.certain) == (named, True)
    assert sheet.header == ("account_id", "account_name", "seats")
    assert sheet.cells["account_name"].tolist() == ["Acme", "北京数据有限公司"]


def test_gb18030_with_known_chinese_headings_is_certain() -> None:
    sheet = only("a.csv", "客户编号,客户名称\n1,上海某公司\n".encode("gb18030"))
    assert (sheet.encoding, sheet.certain) == ("gb18030", True)
    assert sheet.cells["客户名称"].tolist() == ["上海某公司"]


def test_big5_with_known_chinese_headings_is_certain() -> None:
    text = "客戶編號,名稱\n1,臺灣積體電路製造股份有限公司\n"
    sheet = only("a.csv", text.encode("big5"))
    assert (sheet.encoding, sheet.certain) == ("big5", True)


def test_one_chinese_name_after_many_ascii_rows_is_still_read() -> None:
    text = "account_id,account_name\n" + "A1,Acme\n" * 3000 + "A2,北京数据有限公司\n"
    sheet = only("a.csv", text.encode("gb18030"))
    assert sheet.cells["account_name"].iloc[-1] == "北京数据有限公司"
    assert not sheet.certain


@pytest.mark.parametrize(
    ("text", "codec", "guess"),
    [
        ("id,name\n1,Müller Zürich\n", "cp1252", "cp1252"),
        ("id,name\n1,臺灣積體電路製造股份有限公司\n", "big5", "big5"),
        ("id,name\n1,Müller\n", "utf-16-be", "utf-16-be"),
    ],
)
def test_a_guess_is_marked_as_one(text: str, codec: str, guess: str) -> None:
    sheet = only("a.csv", text.encode(codec))
    assert (sheet.encoding, sheet.certain) == (guess, False)
    assert [issue.code for issue in sheet.issues] == ["encoding"]


def test_a_forced_encoding_is_certain_and_used() -> None:
    (sheet,) = sheets(
        "a.csv", "id,name\n1,Größe\n".encode("cp1252"), Answers({"encoding": "cp1252"})
    )
    assert (sheet.cells["name"].tolist(), sheet.certain) == (["Größe"], True)


def test_two_encodings_in_one_file_are_refused_with_the_lines() -> None:
    content = b"id,name\na1,M\xc3\xbcller\na2,M\xfcller\na3,\x80uro\n"
    with pytest.raises(DeskError) as caught:
        sheets("a.csv", content)
    assert caught.value.code == "damaged"
    assert "UTF-8 in lines 2, another in lines 3-4" in render(caught.value.message, "en")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_give_the_same_table(delimiter: str, end: str) -> None:
    sheet = only("a.txt", TABLE.replace(",", delimiter).replace("\n", end))
    assert sheet.delimiter == delimiter
    assert sheet.cells.to_dict("list") == {
        "account_id": ["A1", "A2"],
        "account_name": ["Acme", "北京数据有限公司"],
        "seats": ["3", "4"],
    }
    assert sheet.row_numbers.tolist() == [2, 3]


def test_a_decimal_comma_does_not_become_a_delimiter() -> None:
    sheet = only("a.csv", "account_id;mrr\nA1;1.234,56\nA2;99,5\n")
    assert sheet.delimiter == ";"


def test_rows_are_numbered_as_a_spreadsheet_counts_them() -> None:
    title = "Customers,,\nas of 2026-10-31,,\n\n"
    text = title + 'account_id,account_name,notes\nA1,"Ac\nme",x\n\nA2,Beta,y\n'
    sheet = only("a.csv", text)
    assert sheet.header_row == 4
    assert sheet.row_numbers.tolist() == [5, 7]
    assert sheet.cells["account_name"].tolist() == ["Ac\nme", "Beta"]


def test_a_separator_line_is_obeyed_and_counted() -> None:
    sheet = only("a.csv", "sep=;\naccount_id;name\nA1;Acme\n")
    assert (sheet.delimiter, sheet.header_row, sheet.row_numbers.tolist()) == (";", 2, [3])


def test_rows_of_another_width_are_refused_or_set_aside_and_never_shifted() -> None:
    text = "account_id,name,mrr\na1,Acme,10\na2,Beta\na3,Gamma,30,EXTRA\na4,Delta,40\na5,Eta,50,,\n"
    with pytest.raises(DeskError) as caught:
        only("a.csv", text)
    assert "3 (2), 4 (4)" in render(caught.value.message, "en")
    (sheet,) = sheets("a.csv", text.encode(), Answers({"ragged": "set_aside"}))
    assert sheet.cells["mrr"].tolist() == ["10", "40", "50"]
    assert sheet.rejects["source_row"].tolist() == [3, 4]
    assert [i.row for i in sheet.issues if i.code == "field_count"] == [3, 4]
    assert sheet.n_rows == 5


def test_a_file_whose_rows_are_all_wider_than_its_header_is_refused() -> None:
    with pytest.raises(DeskError) as caught:
        sheets("a.csv", b"account_id,name\na1,Acme,10\na2,Beta,20\n")
    assert caught.value.code == "ragged"


def test_headings_that_are_blank_or_repeated_get_names_of_their_own() -> None:
    sheet = only("a.csv", "id,mrr,mrr,,x\n1,2,3,4,5\n")
    assert sheet.header == ("id", "mrr", "mrr", "", "x")
    assert sheet.columns == ("id", "mrr", "mrr (2)", "column 4", "x")
    assert "repeated_heading" in {issue.code for issue in sheet.issues}


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "empty", "holds no rows"),
        (b"\xef\xbb\xbf", "empty", "holds no rows"),
        (b"\n\n\n", "empty", "holds no rows"),
        (b"colour,shape\n", "empty", "no rows under it"),
        (b"id,name\n1,\0\0\n2,x\n", "unreadable", "NUL characters in lines 2"),
        (b'id,name\n1,"open\n2,x\n', "damaged", "line 2: a quotation mark opens here"),
        (b'id,name\n1,a\n2,"a "b" c"\n', "damaged", "line 3: a quotation mark stands inside"),
        (b"x" * 200_000, "too_large", "longer than any real one"),
        (b"%PDF-1.7\n...", "unreadable", "a PDF document"),
        (b"<html><table><tr><td>1</td></tr></table>", "unreadable", "a web page"),
        (b'<?xml version="1.0"?><a/>', "unreadable", "an XML document"),
        (
            (",".join(f"c{n}" for n in range(2_001)) + "\n" + "1," * 2_000 + "1").encode(),
            "too_large",
            "2001",
        ),
    ],
)
def test_what_is_no_table_gets_one_sentence(content: bytes, code: str, said: str) -> None:
    with pytest.raises(DeskError) as caught:
        sheets("export.csv", content)
    assert caught.value.code == code
    assert said in render(caught.value.message, "en")
    assert caught.value.remedy is not None


def test_a_text_named_as_a_workbook_is_refused_with_the_way_out() -> None:
    with pytest.raises(DeskError) as caught:
        sheets("a.xlsx", TABLE.encode())
    assert caught.value.remedy is not None
    assert "name it .csv" in render(caught.value.remedy, "en")


def test_a_gzip_is_unpacked_and_a_bomb_is_not() -> None:
    assert only("a.csv.gz", gzip.compress(TABLE.encode())).file == "a.csv"
    with pytest.raises(DeskError) as caught:
        sheets("a.csv.gz", gzip.compress(b"0," * 30_000_000))
    assert caught.value.code == "too_large"
    with pytest.raises(DeskError) as caught:
        sheets("a.csv.gz", gzip.compress(TABLE.encode())[:-9])
    assert caught.value.code == "damaged"
