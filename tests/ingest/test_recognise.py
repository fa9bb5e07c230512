"""Recognition: kinds, mappings with reasons, questions."""

import pytest

from lib.errors import DeskError
from lib.ingest import Answers, recognised, recognitions, sheets
from lib.locale import render
from tests.ingest.files import fields, only, taken, workbook

CONTRACTS = "Opportunity ID,Account Name,Stage,Amount,Close Date\nO1,Acme,Won,100,2026-01-31\n"


def test_a_mapping_says_why_and_how_sure() -> None:
    text = "account_id,Signup Date,Comapny Nmae,Foo\nA1,2026-01-31,Acme,x\nA2,2026-02-01,Beta,y\n"
    found = {m.column: m for m in recognised(only("accounts.csv", text)).mapping}
    assert (
        render(found["account_id"].reason, "en")
        == "The heading is the name of accounts.account_id."
    )
    assert "known name for accounts.customer_since. The values look like days." in render(
        found["Signup Date"].reason, "en"
    )
    assert found["account_id"].confidence == 1.0
    assert found["Foo"].field == "custom.Foo"
    assert all(0 <= m.confidence <= 1 for m in found.values())


@pytest.mark.parametrize(
    ("file", "header", "kind"),
    [
        ("a.csv", "account_id,name,mrr", "accounts"),
        ("a.csv", "编号,客户名称,所属行业,客户等级,客户来源", "accounts"),
        ("a.csv", "Record ID,First Name,Last Name,Email,Company Name", "contacts"),
        ("a.csv", "联系人姓名,客户名称,手机号,职位", "contacts"),
        (
            "a.csv",
            "Deal - ID,Deal - Title,Deal - Value,Organization - Name,Deal - Stage",
            "contracts",
        ),
        ("a.csv", "合同编号,合同名称,客户名称,开始时间,结束时间,合同金额", "contracts"),
        ("a.csv", "Case Number,Account Name,Subject,Priority,Date/Time Opened", "tickets"),
        ("a.csv", "工单编号,客户名称,标题,优先级,创建时间", "tickets"),
        ("a.csv", "客户名称,跟进方式,跟进时间,跟进内容", "activities"),
        ("a.csv", "account_id,user_id,event,timestamp", "usage"),
        ("usage.csv", "客户编号,日期,事件,次数", "usage"),
        ("a.csv", "account_id,churn_date,reason_code,feedback_text", "losses"),
        ("a.csv", "account_id,scheme,criterion,points,assessed_on", "assessments"),
        ("a.csv", "客户编号,评估维度,评分,评估日期", "assessments"),
    ],
)
def test_kinds_in_both_languages(file: str, header: str, kind: str) -> None:
    row = ",".join(
        "2026-01-31"
        if "date" in h.lower()
        or h.endswith(("时间", "日期"))
        or h in {"timestamp", "assessed_on", "Date/Time Opened"}
        else "1"
        for h in header.split(",")
    )
    assert recognised(only(file, f"{header}\n{row}\n")).kind == kind


def test_generic_headings_belong_to_the_kind_of_the_file() -> None:
    tickets = "id,company,title,type,status,date,priority\n1,Acme,x,bug,open,2026-01-31,high\n"
    assert fields("tickets.csv", tickets) == {
        "id": "tickets.ticket_id",
        "company": "tickets.account_name",
        "title": "tickets.subject",
        "type": "tickets.type",
        "status": "tickets.status",
        "date": "tickets.created_at",
        "priority": "tickets.priority",
    }
    contacts = "id,company,name,title,email\n1,Acme,Li Wei,CTO,li@acme.cn\n"
    assert fields("contacts.csv", contacts)["title"] == "contacts.title"
    assert fields("contacts.csv", contacts)["name"] == "contacts.full_name"


@pytest.mark.parametrize(
    "heading",
    [
        "NumberOfEmployees",
        "number_of_employees",
        "*员工人数",
        "员工人数(必填)",
        "Employees*",
        "employees__c",
    ],
)
def test_spelling_of_a_heading_does_not_matter(heading: str) -> None:
    text = f"account_id,account_name,{heading}\nA1,Acme,3\n"
    assert fields("a.csv", text)[heading] == "accounts.employees"


def test_do_not_modify_columns_are_understood() -> None:
    text = (
        "(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,"
        "Account Name\n"
        "guid-1,abc,2026-01-31 10:00,Acme\n"
    )
    assert list(fields("a.csv", text).values()) == [
        "accounts.account_id",
        "custom.(Do Not Modify) Row Checksum",
        "accounts.updated_at",
        "accounts.account_name",
    ]


def test_a_heading_whose_values_do_not_fit_stays_custom() -> None:
    text = "account_id,account_name,employees\nA1,Acme,10-50\nA2,Beta,50-100\n"
    found = {m.column: m for m in recognised(only("a.csv", text)).mapping}
    assert found["employees"].field == "custom.employees"
    assert "accounts.employees, but the values do not fit" in render(
        found["employees"].reason, "en"
    )


def test_an_unsure_column_is_named_as_a_possibility_and_not_guessed() -> None:
    text = "account_id,account_name,renewal dat\nA1,Acme,2026-01-31\n"
    sure = {m.column: m for m in recognised(only("a.csv", text)).mapping}["renewal dat"]
    assert sure.field == "accounts.renewal_date"
    text = "account_id,account_name,next renewals on\nA1,Acme,2026-01-31\n"
    unsure = {m.column: m for m in recognised(only("a.csv", text)).mapping}["next renewals on"]
    assert unsure.field == "custom.next renewals on"


def test_hours_become_minutes_and_the_reason_says_so() -> None:
    text = "ticket_id,account_id,created_at,resolution_time_hours\nT1,A1,2026-01-31,27\n"
    mapped = recognised(only("a.csv", text)).mapping[3]
    assert (mapped.field, mapped.scale) == ("tickets.resolution_minutes", 60.0)
    assert "in another unit (hours); values are multiplied by 60" in render(mapped.reason, "en")
    assert taken("a.csv", text).rows["resolution_minutes"].tolist() == [1620.0]


def test_amounts_in_ten_thousands_become_amounts() -> None:
    text = "合同编号,客户名称,合同金额(万元),开始日期\n1,甲公司,12.5,2026-01-31\n"
    assert taken("a.csv", text).rows["amount"].tolist() == [125000.0]


def test_accounts_known_by_name_only_ask_for_the_id() -> None:
    text = "account name,industry,plan\nAcme,Retail,Pro\nBeta,Retail,Pro\n"
    found = recognised(only("crm.csv", text))
    (question,) = found.questions
    assert (found.kind, question.code) == ("accounts", "no_id")
    assert question.options == ("account name",)
    assert (
        render(question.message, "en")
        == "crm.csv has no column with the customers' id (account_id)."
    )
    assert question.remedy is not None
    assert "answer accounts.account_id" in render(question.remedy, "en")
    assert len(taken("crm.csv", text).rows) == 0


def test_the_answer_makes_the_name_the_id_as_well() -> None:
    text = "account name,industry,plan\nAcme,Retail,Pro\nBeta,Retail,Pro\n"
    result = taken("crm.csv", text, answers={"account name": "accounts.account_id"})
    assert result.rows["account_id"].tolist() == ["Acme", "Beta"]
    assert result.rows["account_name"].tolist() == ["Acme", "Beta"]
    assert {"account_id", "account_name"} <= result.carried


@pytest.mark.parametrize("heading", ["account", "Customer", "客户", "公司"])
def test_a_column_headed_just_customer_serves_as_both_while_all_differ(heading: str) -> None:
    text = f"{heading},industry,plan\nAcme,Retail,Pro\nBeta,Retail,Pro\n"
    result = taken("a.csv", text)
    assert result.rows["account_id"].tolist() == ["Acme", "Beta"]
    assert result.rows["account_name"].tolist() == ["Acme", "Beta"]
    assert "both id and name" in render(result.mapping[0].reason, "en")
    twice = text + "Acme,Retail,Basic\n"
    assert [q.code for q in recognised(only("a.csv", twice)).questions] == ["no_id"]


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        (
            "contact_id,full_name,email,title\n1,Li,li@a.cn,CTO\n",
            "no_account",
            "account_id, account_name",
        ),
        (
            "ticket_id,subject,priority,created_at\n1,x,high,2026-01-31\n",
            "no_account",
            "requester_email",
        ),
        ("ticket_id,account_id,subject,priority\n1,A,x,high\n", "no_day", "created_at"),
        (
            "account_id,scheme,criterion,assessed_on\nA,bant,need,2026-01-31\n",
            "missing_column",
            "points",
        ),
    ],
)
def test_what_a_kind_needs_is_asked_for_by_name(text: str, code: str, named: str) -> None:
    (question,) = recognised(only("a.csv", text)).questions
    assert question.code == code
    assert named in render(question.message, "en")


def test_columns_that_may_be_what_is_missing_are_offered() -> None:
    text = "ticket_id,account_id,subject,priority,moment\n1,A,x,high,2026-01-31\n"
    (question,) = recognised(only("a.csv", text)).questions
    assert question.options == ("moment",)


@pytest.mark.parametrize(
    "text",
    ["foo,bar\n1,2\n", "satisfaction_level,department,salary\n0.3,sales,low\n", "1,2,3\n4,5,6\n"],
)
def test_a_table_of_something_else_is_not_recognised(text: str) -> None:
    found = recognised(only("a.csv", text))
    assert found.kind is None
    assert found.problem is not None
    assert found.problem.code == "unrecognised"
    with pytest.raises(DeskError) as caught:
        taken("a.csv", text)
    assert caught.value.code == "unrecognised"


@pytest.mark.parametrize(
    ("header", "thing"),
    [
        ("编号,线索名称,客户名称,所属行业,客户来源", "leads"),
        ("编号,回款编号,客户名字,回款金额,合同编号", "payments"),
    ],
)
def test_leads_and_payments_are_not_taken_for_customers(header: str, thing: str) -> None:
    found = recognised(only("a.csv", f"{header}\n1,2,3,4,5\n"))
    assert found.kind is None
    assert found.problem is not None
    assert thing in render(found.problem.message, "en")


def test_the_user_can_force_a_kind_that_exists() -> None:
    text = "account_id,date\nA1,2026-01-31\n"
    assert recognised(only("a.csv", text), as_kind="losses").kind == "losses"
    with pytest.raises(DeskError) as caught:
        recognised(only("a.csv", text), as_kind="unicorns")
    assert caught.value.code == "unknown_kind"


def test_answers_map_keep_and_skip_columns() -> None:
    answers = {"Firma": "contracts.account_name", "Amount": "custom", "Stage": "skip"}
    text = CONTRACTS.replace("Account Name", "Firma")
    found = {m.column: m.field for m in recognised(only("a.csv", text), None, answers).mapping}
    assert found == {
        "Opportunity ID": "contracts.contract_id",
        "Firma": "contracts.account_name",
        "Stage": None,
        "Amount": "custom.Amount",
        "Close Date": "contracts.expected_close_date",
    }


def test_a_guessed_encoding_is_a_question_until_it_is_answered() -> None:
    content = "account_id,name,mrr\n1,Müller,3\n".encode("cp1252")
    assert [q.code for q in recognised(only("a.csv", content)).questions] == ["encoding"]
    assert recognised(only("a.csv", content), None, {"encoding": "cp1252"}).questions == ()


def test_an_encoding_that_was_answered_but_not_used_is_asked_for_again() -> None:
    content = "account_id,name,mrr\n1,Müller,3\n".encode("cp1252")
    answers = {"encoding": "gb18030"}
    assert [q.code for q in recognised(only("a.csv", content), None, answers).questions] == [
        "encoding"
    ]
    (sheet,) = sheets("a.csv", content, Answers(answers))
    assert recognised(sheet, None, answers).questions == ()


def test_sheets_that_are_not_data_are_skipped_and_the_others_go_on() -> None:
    book = workbook(
        {
            "填写说明": [("填写说明",), ("请按模板填写客户资料，带星号的列为必填列。",)],
            "客户": [("*客户编号", "*客户名称", "所属行业"), ("K1", "甲公司", "制造")],
            "可选值": [("所属行业", "客户等级"), ("制造", "A"), ("零售", "B"), ("金融", None)],
            "hiddenSheet": [("account_id", "account_name"), ("x", "y")],
        },
        hidden=["hiddenSheet"],
    )
    found = recognitions(sheets("template.xlsx", book))
    assert [f.kind for f in found] == [None, "accounts", None, None]
    assert [f.skipped is None for f in found] == [False, True, False, False]
    assert all(f.problem is None for f in found)


def test_a_workbook_of_nothing_but_such_sheets_is_not_recognised() -> None:
    book = workbook({"说明": [("x",), ("y",)], "Notes": [("a",), ("b",)]})
    found = recognitions(sheets("template.xlsx", book))
    assert [f.problem.code if f.problem else None for f in found] == ["unrecognised"] * 2


def test_a_workbook_may_hold_several_kinds() -> None:
    book = workbook(
        {
            "Accounts": [("account_id", "name", "mrr"), ("A1", "Acme", 5)],
            "Contacts": [("contact_id", "account_id", "full_name"), ("C1", "A1", "Li Wei")],
        }
    )
    assert [f.kind for f in recognitions(sheets("all.xlsx", book))] == ["accounts", "contacts"]
