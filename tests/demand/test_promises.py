"""Promises: where they come from, what became of them, and words that only sound like one."""

import pandas as pd
import pytest

from lib.demand.promise_words import promise_in
from lib.demand.promises import Known, Said, promises
from tests.demand.made import made, mapped, of, said
from tests.metrics.made import Row, row_of

MAP = mapped(("audit log", "audit", "*", "inside"), ("chat bot", "assistant", "", "outside"))


def found(
    demands: list[Row], told: dict[str, Said] | None = None, **tables: list[Row]
) -> pd.DataFrame:
    snapshot = made(demands, "AB", **tables)
    known = Known(product=MAP, called={"assistant": "assistant"}, themes={})
    return promises(snapshot, of(snapshot), known, told or {}).set_index("promise_id")


def call(key: str, body: str, **more: object) -> Row:
    return {"row_key": key, "account_id": "A", "type": "call", "direction": "ours",
            "occurred_at": "2026-06-01 10:00", "body": body, **more}  # fmt: skip


def test_demands_that_were_accepted_are_promises() -> None:
    table = found([
        said("kept", "A", "x", None, state="delivered", due_on="2026-10-20",
             answered_on="2026-10-20"),
        said("late", "A", "x", None, state="delivered", due_on="2026-10-20",
             answered_on="2026-10-21"),
        said("over", "A", "x", None, state="planned", due_on="2026-10-30"),
        said("open", "A", "x", None, state="accepted", due_on="2026-10-31"),
        said("day", "A", "x", None, state="accepted"),
        said("new", "A", "x", None, state="new", due_on="2026-10-01"),
        said("no", "A", "x", None, state="declined", due_on="2026-10-01"),
    ])  # fmt: skip
    assert {str(key).partition("/")[2]: state for key, state in table["state"].items()} == {
        "kept": "kept", "late": "late", "over": "overdue", "open": "open", "day": "unknown",
    }  # fmt: skip
    assert row_of(table, "demands/over")["days_over"] == 1


def test_the_boundary_is_the_stated_one_else_that_of_the_feature_else_of_the_theme() -> None:
    table = found([
        said("1", "A", None, None, state="planned", within_boundary="outside", feature="audit log"),
        said("2", "A", None, None, state="planned", feature="Chat Bot"),
        said("3", "A", "assistant", None, state="planned"),
        said("4", "A", None, None, state="planned"),
    ])  # fmt: skip
    assert table.sort_index()["boundary"].tolist() == ["outside", "outside", "outside", "unknown"]


def test_a_contract_promise_is_kept_by_a_delivered_demand_on_its_feature() -> None:
    contracts = [
        {"row_key": key, "account_id": account, "signed_on": "2026-01-01",
         "promises": text}
        for key, account, text in (
            ("1", "A", "Audit-log live by 30 June 2026"),
            ("2", "B", "Audit log live by 2026-06-30"),
            ("3", "B", "A chat bot by 31 December 2026"),
        )
    ]  # fmt: skip
    done = said("d", "A", None, None, feature="audit log", state="delivered",
                raised_on="2026-02-01", answered_on="2026-05-01")  # fmt: skip
    table = found([done], contracts=contracts)
    assert row_of(table, "contracts/1")[["state", "boundary"]].tolist() == ["kept", "inside"]
    assert row_of(table, "contracts/2")[["state", "days_over"]].tolist() == ["unproven", 123.0]
    assert row_of(table, "contracts/3")[["state", "boundary"]].tolist() == ["open", "outside"]
    assert not table["to_confirm"].any()


def test_an_activity_only_reads_like_a_promise_until_somebody_says_so() -> None:
    rows = [call("1", "We promised to have the chat bot by 2026-09-30."), call("2", "Good talk.")]
    table = found([], activities=rows)
    assert table.index.tolist() == ["activities/1"]
    assert row_of(table, "activities/1")[["to_confirm", "state"]].tolist() == [True, "unproven"]
    told = {"activities/1": Said("confirmed", kept_on=pd.Timestamp("2026-09-01").date())}
    after = found([], told, activities=rows)
    assert row_of(after, "activities/1")[["to_confirm", "state"]].tolist() == [False, "kept"]
    assert found([], {"activities/1": Said("dismissed")}, activities=rows).empty


@pytest.mark.parametrize("text", [
    "We committed to a second environment before the audit.",
    "I promised them an answer from product.",
    "We will deliver the interface by the end of May.",
    "You will get it within two weeks.",
    "我们答应下周给报价。",
    "已向客户保证年底前上线。",
    "我方会在月底前交付测试环境。",
])  # fmt: skip
def test_words_that_read_like_a_promise(text: str) -> None:
    assert promise_in(text) == text


@pytest.mark.parametrize("text", [
    "We could not promise a date.",
    "Nobody promised them anything.",
    "They promised to send the data by Friday.",
    "The customer committed to a pilot.",
    "No commitment was made.",
    "没有承诺上线时间。",
    "客户答应下周付款。",
    "对方承诺提供测试数据。",
    "我们无法保证。",
    "Asked whether we will support it.",
])  # fmt: skip
def test_words_that_do_not(text: str) -> None:
    assert promise_in(text) == ""


def test_of_what_the_customer_wrote_only_our_promise_counts() -> None:
    rows = [
        call("1", "You promised us the export last month.", direction="theirs"),
        call("2", "We promised our board a decision.", direction="theirs"),
    ]
    assert found([], activities=rows).index.tolist() == ["activities/1"]
