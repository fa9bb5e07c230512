"""From a grid of texts to its tables: headers, totals, notes, ragged rows, doubled headings."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.errors import DeskError
from lib.ingest import Answers, Sheet, parsed, recognised, sheets
from lib.ingest.tables.table import Origin, tables
from lib.locale import render
from tests.ingest.files import only, shared, workbook

Grid = Sequence[Sequence[str]]


def read(text: str, **answers: str) -> tuple[Sheet, ...]:
    return sheets("export.csv", text.encode(), Answers(answers))


def one(rows: Grid, **origin: object) -> Sheet:
    (sheet,) = tables(Origin("book.xlsx", "S", **origin), rows)  # type: ignore[arg-type]
    return sheet


def left_out(sheet: Sheet) -> dict[int | None, str]:
    return {i.row: render(i.message, "en") for i in sheet.issues if i.code == "left_out"}


def refusal(text: str, **answers: str) -> str:
    with pytest.raises(DeskError) as caught:
        read(text, **answers)
    assert caught.value.code == "ragged"
    return render(caught.value.message, "en")


# Titles, comments, where the header is


def test_comment_lines_of_an_analytics_export_are_no_rows() -> None:
    lines = [
        "# ----------------",
        "# Pages, by customer",
        "# 20260101-20260131",
        "# ----------------",
    ]
    (sheet,) = read(
        "\n".join([*lines, "", "account_id,month,count", "A1,2026-01,7", "A2,2026-01,8"])
    )
    assert (sheet.header_row, sheet.row_numbers.tolist()) == (6, [7, 8])
    assert sheet.titles[0] == "# Pages"


def test_a_header_in_the_twentieth_row_is_found() -> None:
    titles = "".join(f"remark {n},,\n" for n in range(19))
    sheet = only("a.csv", f"{titles}account_id,account_name,seats\nA1,Acme,3\n")
    assert sheet.header_row == 20


def test_the_user_may_say_which_row_is_the_header() -> None:
    text = "id,name,seats\ncode,title,places\nA1,Acme,3\n"
    (sheet,) = read(text, header_row="2")
    assert (sheet.columns, sheet.header_row) == (("code", "title", "places"), 2)
    assert sheet.row_numbers.tolist() == [3]


def test_a_file_without_header_gets_numbered_columns_that_answers_can_name() -> None:
    text = "A1,Acme,3\nA2,Beta,4\n"
    answers = {"header_row": "0", "column 1": "accounts.account_id", "kind": "accounts"}
    (sheet,) = read(text, **answers)
    assert sheet.columns == ("column 1", "column 2", "column 3")
    assert sheet.row_numbers.tolist() == [1, 2]
    assert sheet.questions == ()
    found = parsed(sheet, recognised(sheet, None, answers), answers)
    assert found.rows["account_id"].tolist() == ["A1", "A2"]


# Headers in two rows


def test_groups_of_columns_become_part_of_their_headings() -> None:
    rows = [
        ("Account ID", "Account Name", "Contract", ""),
        ("", "", "Start", "End"),
        ("A1", "Acme", "2026-01-01", "2026-12-31"),
    ]
    sheet = one(rows, merged=((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)))
    assert sheet.columns == ("Account ID", "Account Name", "Contract Start", "Contract End")
    assert (sheet.header_row, sheet.row_numbers.tolist(), sheet.questions) == (2, [3], ())
    assert one(rows).columns == sheet.columns  # a text says the same without merged ranges


def test_groups_that_tell_equal_headings_apart_need_no_question() -> None:
    rows = [
        ("Account", "", "Contact", ""),
        ("ID", "Name", "Name", "Email"),
        ("A1", "Acme", "Ann", "ann@acme.com"),
    ]
    sheet = one(rows)
    assert sheet.columns[:3] == ("Account ID", "Account Name", "Contact Name")
    assert sheet.questions == ()


def test_a_header_row_that_is_not_certain_is_asked_for() -> None:
    rows = [
        ("Q3 Customer Export", "", "", ""),
        ("", "", "", ""),
        ("Account", "", "Usage", ""),
        ("id", "name", "logins", "seats"),
        ("a1", "Acme", "3", "9"),
    ]
    merged = ((0, 0, 0, 3), (2, 0, 2, 1), (2, 2, 2, 3))
    (question,) = one(rows, merged=merged).questions
    assert (question.code, question.options) == ("header_row", ("4", "3"))
    assert one(rows, merged=merged, header_row=4).questions == ()
    assert one(rows, merged=merged, header_row=4).row_numbers.tolist() == [5]


def test_a_first_row_with_a_blank_heading_is_no_second_header() -> None:
    sheet = one([("id", "name", "mrr", ""), ("a1", "Acme", "", "x"), ("a2", "Beta", "4", "")])
    assert sheet.row_numbers.tolist() == [2, 3]


def test_units_under_the_headings_are_no_row_and_scale_what_they_name() -> None:
    text = "客户编号,客户名称,年度经常性收入,席位数\n,,万元,个\nA1,甲公司,1.5,3\nA2,乙公司,2,4\n"
    (sheet,) = read(text)
    assert left_out(sheet) == {2: "Row 2 was left out: units of the columns."}
    assert parsed(sheet, recognised(sheet)).rows["arr"].tolist() == [15_000, 20_000]


def test_explanations_under_the_headings_of_a_template_are_no_row() -> None:
    explained = "必填，公司全称,必填，不能重复,选填，如：12"
    text = f"客户名称,客户编号,席位数\n{explained}\n甲公司,A1,3\n乙公司,A2,4\n"
    assert list(left_out(read(text)[0])) == [2]


# Merged cells and hidden columns


def test_merged_cells_speak_for_each_row_and_others_stay_blank() -> None:
    rows = [
        ("account_name", "email"),
        ("Acme", "a@acme.com"),
        ("", "b@acme.com"),
        ("Beta", "c@beta.com"),
        ("", "d@beta.com"),
    ]
    sheet = one(rows, merged=((1, 0, 2, 0),))
    assert sheet.cells["account_name"].tolist() == ["Acme", "Acme", "Beta", ""]
    assert "merged_cells" in {issue.code for issue in sheet.issues}


def test_hidden_columns_are_used_and_named_but_technical_ones_are_not_named() -> None:
    rows = [("(Do Not Modify) Account", "name", "arr"), ("A1", "Acme", "3"), ("A2", "Beta", "4")]
    sheet = one(rows, hidden_columns=frozenset({0, 2}))
    (said,) = [render(i.message, "en") for i in sheet.issues if i.code == "hidden_columns"]
    assert said == "Hidden columns were read as well: arr."
    assert len(sheet.columns) == 3


# Several tables


SEATS = "account_id,account_name,seats\nA1,Acme,3\nA2,Beta,4\n"
PEOPLE = "contact_id,account_id,email\nC1,A1,a@acme.com\nC2,A2,b@beta.com\n"


def test_two_tables_in_a_text_are_two_sheets() -> None:
    first, second = read(f"{SEATS}\nContacts of today\n\n{PEOPLE}")
    assert (first.sheet, second.sheet) == (None, "table 2")
    assert (first.row_numbers.tolist(), second.row_numbers.tolist()) == ([2, 3], [8, 9])
    assert second.columns == ("contact_id", "account_id", "email")


def test_two_tables_side_by_side_are_two_sheets() -> None:
    left, right = (text.splitlines() for text in (SEATS, PEOPLE + "C3,A1,c@acme.com\n"))
    left.append(",,")
    (first, second) = read("\n".join(f"{a},,{b}" for a, b in zip(left, right, strict=True)))
    assert (first.columns, len(first.cells)) == (("account_id", "account_name", "seats"), 2)
    assert (second.columns, len(second.cells)) == (("contact_id", "account_id", "email"), 3)


def test_blank_rows_and_repeated_headings_do_not_part_a_table() -> None:
    (sheet,) = read(
        "account_id,account_name\nA1,Acme\n\nA2,Beta\n\naccount_id,account_name\nA3,Gam\n"
    )
    assert sheet.cells["account_id"].tolist() == ["A1", "A2", "A3"]
    assert left_out(sheet) == {6: "Row 6 was left out: the headings again."}


def test_an_empty_column_amid_a_table_does_not_part_it() -> None:
    (sheet,) = read(
        "account_id,account_name,,seats,plan\nA1,Acme,,3,Pro\nA2,Beta,,,\nA3,Gam,,4,Pro\n"
    )
    assert sheet.columns == ("account_id", "account_name", "seats", "plan")


# Totals and notes


@pytest.mark.parametrize(
    "row",
    [
        "合计,,7,30",
        "总计：,,7,30",
        "Total,,7,30",
        "Grand total,,7,30",
        ",Total (2 rows),7,30",
        "小计,,,30",
    ],
)
def test_rows_of_totals_are_left_out_and_said(row: str) -> None:
    (sheet,) = read(f"account_id,account_name,seats,arr\nA1,Acme,3,10\nA2,Beta,4,20\n{row}\n")
    assert sheet.cells["account_id"].tolist() == ["A1", "A2"]
    assert sheet.left_out == (4,)
    assert left_out(sheet)[4].startswith("Row 4 was left out: a row of totals")


@pytest.mark.parametrize(
    "row",
    [
        "A3,Total,7,30",
        "A3,Total Energies,7,30",
        "A3,合计科技,7,30",
        ",Total Energies,7,30",
        "Total,Energy,7,30",
        "Total,,70,300",
        "Total Energies,,7,30",
    ],
)
def test_customers_called_like_a_total_stay(row: str) -> None:
    (sheet,) = read(f"account_id,account_name,seats,arr\nA1,Acme,3,10\nA2,Beta,4,20\n{row}\n")
    assert sheet.row_numbers.tolist() == [2, 3, 4]


def test_subtotals_amid_the_rows_are_left_out() -> None:
    text = (
        "region,account_id,seats\nEast,A1,3\nEast,A2,4\nEast Total,,7\nWest,A3,5\nWest Total,,5\n"
    )
    (sheet,) = read(f"{text}Grand Total,,12\n")
    assert sheet.cells["account_id"].tolist() == ["A1", "A2", "A3"]
    assert sheet.left_out == (4, 6, 7)


def test_a_total_under_the_header_with_a_field_of_its_own_is_left_out() -> None:
    (sheet,) = read("account_id,month,count\n,,15,Grand total\nA1,2026-01,7\nA2,2026-01,8\n")
    assert sheet.row_numbers.tolist() == [3, 4]


def test_notes_under_the_table_are_left_out() -> None:
    notes = "\nReport generated on 2026-10-31\n共 2 条记录\n# end\n"
    (sheet,) = read(f"{SEATS}{notes}")
    assert sheet.row_numbers.tolist() == [2, 3]
    assert sheet.left_out == (5, 6, 7)


def test_notes_of_two_cells_are_neither_rows_nor_ragged() -> None:
    (sheet,) = read(f"{SEATS}Total records,2\n导出时间：,2026-10-31\n")
    assert (sheet.row_numbers.tolist(), sheet.left_out) == ([2, 3], (4, 5))


def test_a_last_row_that_holds_an_id_only_stays() -> None:
    assert read(f"{SEATS}\nA0003,,\n")[0].row_numbers.tolist() == [2, 3, 5]


# Rows of another width


def test_ragged_rows_stop_the_file_with_their_lines() -> None:
    content = "account_id,name,mrr,renewal_date\na1,Acme,10,2025-01-01\na2,Beta\n"
    said = refusal(f"{content}a3,Gamma,30,2025-01-03,EXTRA,EXTRA2\na4,Delta,40,2025-01-04\n")
    assert said.endswith(
        "2 rows do not have 4 fields as their header has; line (fields): 3 (2), 4 (6)."
    )
    assert "3 (2)" in refusal(f"{content}a4,Delta,40,2025-01-04\n")


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'account_id,name,notes\na1,Acme,"two\nlines"\na2,Beta\na3,Gam,x\n'
    assert "line (fields): 4 (2)" in refusal(text)


def test_no_more_than_five_lines_are_named() -> None:
    rows = "".join(f"a{n},Acme\n" for n in range(9))
    assert refusal(f"id,name,mrr\n{rows}b,Beta,3\n").endswith(
        "2 (2), 3 (2), 4 (2), 5 (2), 6 (2), …."
    )


def test_ragged_rows_are_set_aside_when_the_user_says_so() -> None:
    text = "account_id,name,mrr\na1,Acme,10\na2,Beta\na3,Gamma,30,EXTRA\na4,Delta,40\na5,Eta,50,,\n"
    (sheet,) = read(text, ragged="set_aside")
    assert sheet.cells["mrr"].tolist() == ["10", "40", "50"]
    assert sheet.rejects["source_row"].tolist() == [3, 4]
    assert sheet.n_rows == 5
    refusal("account_id,name\na1,Acme,10\na2,Beta,20\n", ragged="set_aside")


def test_blanks_that_a_program_left_away_are_no_misfit() -> None:
    full = "a1,Acme,10,2026-01-01,x,y\na2,Beta,20,2026-01-02,,\n"
    short = "a3,Gamma,30,2026-01-03\na4,Delta,40,2026-01-04\n"
    (sheet,) = read(f"id,name,mrr,renewal_date,notes,plan\n{full}{short}")
    assert sheet.cells["plan"].tolist() == ["y", "", "", ""]


@pytest.mark.parametrize(
    "row",
    [
        "a3,30,2026-01-03\n",  # a field is lost amid the row
        "a3,Gamma,30\n",  # a field is lost that no other row leaves blank
        "a3,Gamma,30,2026-01-03,x,y,z\na4,D,1,2026-01-03\n",  # another row is too long
    ],
)
def test_where_it_is_not_certain_that_only_blanks_are_missing(row: str) -> None:
    full = "a1,Acme,10,2026-01-01,x,y\na2,Beta,20,2026-01-02,,\n"
    refusal(f"id,name,mrr,renewal_date,notes,plan\n{full}{row}a5,E,5,2026-01-05,,\n")


def test_a_last_row_that_may_be_torn_is_a_misfit() -> None:
    full = "a1,Acme,10,2026-01-01,x\na2,Beta,20,2026-01-02,\n"
    assert "4 (4)" in refusal(f"id,name,mrr,renewal_date,plan\n{full}a3,Gamma,30,2026-01\n")


# Doubled and blank headings


def questions(sheet: Sheet) -> list[tuple[str, str | None]]:
    return [(q.code, q.column) for q in sheet.questions]


DOUBLED = "id,mrr,mrr,MRR,,\n1,2,3,4,5,6\n"


def test_doubled_headings_that_would_be_mapped_are_asked_about() -> None:
    (sheet,) = read(DOUBLED)
    repeated = [("repeated_heading", name) for name in ("mrr", "mrr (2)", "MRR")]
    blank = [("blank_heading", name) for name in ("column 5", "column 6")]
    assert questions(sheet) == [*repeated, *blank]


def test_an_answer_for_each_doubled_column_settles_the_questions() -> None:
    said = dict.fromkeys(("mrr (2)", "MRR", "column 5", "column 6"), "skip")
    assert questions(read(DOUBLED, **said)[0]) == [("repeated_heading", "mrr")]
    assert questions(read(DOUBLED, mrr="accounts.mrr", **said)[0]) == []


def test_a_repeated_heading_that_means_nothing_to_us_is_numbered() -> None:
    (sheet,) = read("account_id,Sprint,Sprint\nA1,x,y\nA2,y,z\n")
    assert sheet.columns == ("account_id", "Sprint", "Sprint (2)")
    assert questions(sheet) == []
    assert "repeated_heading" in {issue.code for issue in sheet.issues}


def test_repeated_columns_of_tags_are_one_list() -> None:
    (sheet,) = read("ticket_id,Labels,Labels,Labels\nT1,a,b,a\nT2,,c,\n")
    assert sheet.cells["Labels"].tolist() == ["a|b", "c"]


def test_a_column_that_stands_twice_with_the_same_values_is_read_once() -> None:
    rows = "".join(f"A{n},Acme {n},A{n}\n" for n in range(12))
    (sheet,) = read(f"account_id,account_name,account_id\n{rows}")
    assert (sheet.columns, questions(sheet)) == (("account_id", "account_name"), [])


def test_a_count_of_rows_without_heading_is_no_question() -> None:
    (sheet,) = read(",account_id,seats\n0,A1,3\n1,A2,4\n")
    assert questions(sheet) == []


# What must never change a value


names = st.text(st.sampled_from("abcxyz北京数据 -"), min_size=1, max_size=8).map(lambda t: f"N{t}e")
values = st.integers(0, 9999).map(str)
body = st.lists(st.tuples(names, values, values), min_size=2, max_size=8)


def by_id(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    rows = sheet.cells.itertuples(index=False, name=None)
    return {row[0]: row for row in rows}


@settings(max_examples=40, deadline=None)
@given(rows=body, order=st.randoms(use_true_random=False), data=st.data())
def test_neither_order_nor_blanks_nor_totals_change_a_value(
    rows: list[tuple[str, str, str]], order: object, data: st.DataObject
) -> None:
    table = [(f"A{n}", *row) for n, row in enumerate(rows)]
    heading = ("account_id", "account_name", "seats", "arr")
    plain = one([heading, *table])
    total = ("合计", "", *(str(sum(int(r[c]) for r in table)) for c in (2, 3)))
    moved = list(table)
    order.shuffle(moved)  # type: ignore[attr-defined]
    for _ in range(data.draw(st.integers(0, 3))):
        moved.insert(data.draw(st.integers(0, len(moved))), ("", "", "", ""))
    padded = [("", *row, "") for row in [heading, *moved, total]]
    changed = one([("",) * 6, *padded, ("",) * 6])
    assert by_id(changed) == by_id(plain)
    assert len(changed.left_out) == 1


def test_the_files_that_others_refuse_name_their_bad_lines() -> None:
    folder = shared("messy") / "frictionless"
    for name in ("capital-invalid", "countries", "defective-rows", "invalid", "schema-errors"):
        file = folder / f"{name}.csv"
        with pytest.raises(DeskError) as caught:
            sheets(file.name, file.read_bytes())
        assert "line (fields): " in render(caught.value.message, "en")


def test_merged_ranges_of_a_workbook_reach_the_table() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("S")
    for r, row in enumerate([("account_name", "email"), ("Acme", "a@x.com"), ("", "b@x.com")]):
        sheet.write_row(r, 0, row)
    sheet.merge_range(1, 0, 2, 0, "Acme")
    book.close()
    (read_back,) = sheets("a.xlsx", file.getvalue())
    assert read_back.cells["account_name"].tolist() == ["Acme", "Acme"]


def test_a_workbook_with_a_title_units_and_a_total_keeps_row_numbers() -> None:
    rows = [
        ("客户清单（2026年10月）",),
        (),
        ("客户编号", "席位数"),
        ("", "个"),
        ("A1", 3),
        ("合计", 3),
    ]
    sheet = only("a.xlsx", workbook({"客户": rows}))
    assert sheet.row_numbers.tolist() == [5]
    assert sheet.left_out == (4, 6)
