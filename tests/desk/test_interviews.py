"""Plans kept as drawn, worked off and undone; conversations as entries; guides with versions."""

from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn

from lib.desk import Desk
from lib.desk.voice.interview_plans import StoredPlan
from lib.desk.voice.interview_records import Talk
from lib.errors import DeskError
from lib.interviews.draw import Settings
from lib.interviews.guide import STANDARD, Guide, Question, own_key
from lib.locale import LANGUAGES, msg, render
from lib.report.writers.table import Sheet, workbook

TODAY = date(2026, 11, 1)  # of the tests' clock
ACCOUNTS = "Account ID,Account name,ARR,Status,Tags,Region\n" + "".join(
    f"A{n},Company {n},{n * 1000},customer,{'do not disturb' if n == 9 else ''},"
    f"{'north' if n < 10 else 'south'}\n"
    for n in range(1, 13)
)
CONTACTS = """Contact ID,Account ID,Name,Job title,Contact role,Mobile
P1,A1,Ana Moss,Owner,Decision maker,+49 30 1234561
P2,A2,Ben Ode,Clerk,End user,+49 30 1234562
P3,A2,Cle Fox,Head of IT,Influencer,+49 30 1234563
"""
SHEET = """访谈编号,客户编号,受访人角色,访谈日期,访谈问题,回答,客户原话,是否同意引用
I-1,A3,决策人,2026-09-03,购买的主要原因,每月省一天,两天就能关账,是
I-1,A3,决策人,2026-09-03,您最想先改哪一步？,审批,审批太慢,否
"""


@pytest.fixture
def book(desk: Desk) -> Desk:
    desk.imports.commit([("accounts.csv", ACCOUNTS.encode()), ("contacts.csv", CONTACTS.encode())])
    return desk


def day(desk: Desk) -> date:
    return desk.data.known_days().last


def planned(desk: Desk, size: int = 4, segment: str = "all") -> StoredPlan:
    settings = Settings(size=size, dimensions=())
    plan_id = desk.interviews.plans.save(segment, day(desk), settings, ("November", "Officer"))
    return desk.interviews.plans.one(plan_id)


def talk(account: str = "A1", **changes: object) -> Talk:
    values: dict[str, object] = {
        "account_id": account, "held_on": TODAY, "method": "call", "interviewer": "Lin",
        "contact_id": "P1", "answers": {"reason_to_buy": "Saves a day"},
        "quotes": {"reason_to_buy": "We close in two days"},
    }  # fmt: skip
    return Talk(**{**values, **changes})  # type: ignore[arg-type]


def states(desk: Desk, plan: StoredPlan) -> dict[str, str]:
    picks = desk.interviews.plans.one(int(plan.row["plan_id"])).picks
    return dict(zip(picks["account_id"], picks["state"], strict=True))


def test_a_plan_is_kept_as_it_was_drawn(book: Desk) -> None:
    plan = planned(book)
    assert plan.kept.n == 12
    assert plan.kept.arr == sum(n * 1000 for n in range(1, 13))
    assert plan.kept.left_out.to_numpy().tolist() == [["A9", "do_not_disturb"]]
    assert (plan.row["author"], plan.row["seed"], plan.row["rule"]) == ("Officer", 1, "all")
    before = plan.picks.drop(columns="person_key")
    book.imports.commit([("more.csv", b"Account ID,Account name,ARR,Status\nB1,Late,5,customer\n")])
    after = book.interviews.plans.one(int(plan.row["plan_id"])).picks
    pd.testing.assert_frame_equal(before, after.drop(columns="person_key"))


def test_an_account_outside_of_the_segment_changes_nothing(book: Desk) -> None:
    settings = Settings(size=4)
    segment = "region = north"
    before = book.interviews.plans.proposed(segment, day(book), settings).picks
    stranger = b"Account ID,Account name,ARR,Status,Region\nB1,Late,7000,customer,south\n"
    book.imports.commit([("more.csv", stranger)])
    after = book.interviews.plans.proposed(segment, day(book), settings).picks
    pd.testing.assert_frame_equal(before, after)


def test_who_waits_in_a_plan_is_not_drawn_again(book: Desk) -> None:
    first = planned(book)
    second = book.interviews.plans.proposed("all", day(book), Settings(size=11)).picks
    assert not set(second.index) & set(first.picks["account_id"])
    book.interviews.plans.remove(int(first.row["plan_id"]))
    again = book.interviews.plans.proposed("all", day(book), Settings(size=11)).picks
    assert len(again) == 11
    book.interviews.plans.restore(int(first.row["plan_id"]))
    assert book.interviews.plans.all("all")["name"].tolist() == ["November"]


def test_a_pick_is_replaced_by_the_next_with_a_record_and_back(book: Desk) -> None:
    plan = planned(book)
    plans = book.interviews.plans
    gone = plan.picks.iloc[0]
    new = plans.replace(int(gone["pick_id"]), "Not reachable.", "Officer")
    after = plans.one(int(plan.row["plan_id"])).picks
    added = after[after["pick_id"] == new].iloc[0]
    assert added["account_id"] == plan.kept.reserves["account_id"].iloc[0]
    assert (added["instead_of"], added["reason"]) == (gone["account_id"], "Not reachable.")
    assert states(book, plan)[gone["account_id"]] == "replaced"
    assert book.interviews.plans.all()["n_planned"].tolist() == [4]
    with pytest.raises(DeskError, match="replaced_already"):
        plans.replace(int(gone["pick_id"]), "Again.", "Officer")
    plans.undo_replace(new)
    assert states(book, plan)[gone["account_id"]] == "planned"
    with pytest.raises(DeskError, match="reason_missing"):
        plans.replace(int(gone["pick_id"]), " ", "Officer")


def test_who_asked_not_to_be_asked_is_in_no_later_plan(book: Desk) -> None:
    plan = planned(book, size=1)
    pick = plan.picks.iloc[0]
    refusal = book.interviews.plans.decline(
        int(pick["pick_id"]), "Never again.", "Officer", keep_away=True
    )
    assert list(states(book, plan).values()) == ["declined"]
    later = book.interviews.plans.proposed("all", day(book), Settings(size=12)).draw.left_out
    assert later["reason"][pick["account_id"]] == "keep_away"
    book.interviews.plans.undo_decline(refusal)
    assert list(states(book, plan).values()) == ["planned"]


def test_a_conversation_holds_its_pick_and_undo_opens_it_again(book: Desk) -> None:
    plan = planned(book, size=12)
    waiting = book.interviews.plans.waiting("A1")
    assert waiting is not None
    last = day(book)
    batch = book.interviews.records.record(talk(interview_id=waiting), "Officer")
    assert states(book, plan)["A1"] == "done"
    assert book.interviews.plans.waiting("A1") is None
    (row,) = book.interviews.records.all("A1").to_dict("records")
    assert (row["role"], row["n_answers"], row["in_app"]) == ("decision_maker", 1, True)
    assert row["author"] == "Officer"
    assert day(book) == last, "what we note ourselves does not move the day of the data"
    left_out = book.interviews.plans.proposed("all", last, Settings(size=12)).draw.left_out
    assert left_out["reason"]["A1"] == "interviewed"
    book.imports.undo(batch)
    assert states(book, plan)["A1"] == "planned"
    assert book.interviews.records.all("A1").empty


def test_an_interview_from_a_file_counts_for_the_plan_when_held_since(book: Desk) -> None:
    plan = planned(book, size=12)
    rows = "A4,2026-11-01,Why buy,Price\nA5,2026-10-30,Why buy,Price\n"
    sheet = f"Account ID,Interview date,Interview question,Response\n{rows}"
    book.imports.commit([("interviews.csv", sheet.encode())])
    found = states(book, plan)
    assert (found["A4"], found["A5"]) == ("done", "planned")


def test_no_conversation_without_an_answer_or_of_tomorrow(book: Desk) -> None:
    record = book.interviews.records.record
    for wrong, code in (
        (talk(answers={}, quotes={"reason_to_buy": " "}), "no_answer"),
        (talk(held_on=date(2026, 11, 2)), "bad_day"),
        (talk(account="X"), "unknown_account"),
        (talk(method="dream"), "bad_way"),
    ):
        with pytest.raises(DeskError) as refusal:
            record(wrong, "Officer")
        assert refusal.value.code == code


def test_an_own_question_from_a_file_is_kept_shown_and_found_in_the_guide(book: Desk) -> None:
    book.imports.commit([("访谈.csv", SHEET.encode())])
    voices = book.interviews.voices("all", day(book))
    assert voices.questions["question"].tolist() == ["reason_to_buy", "您最想先改哪一步？"]
    own = Question(key=own_key({"zh": "您最想先改哪一步？"}, frozenset()),
                   wording={"zh": "您最想先改哪一步？", "en": "Which step first?"})  # fmt: skip
    guide = Guide(questions=(own, *STANDARD.questions))
    version = book.interviews.guides.save(guide, "Officer", "Approval comes up everywhere.")
    asked = book.interviews.voices("all", day(book)).questions["question"].tolist()
    assert asked == [own.key, "reason_to_buy"]
    book.interviews.guides.undo(version)
    assert book.interviews.guides.now() == STANDARD
    assert book.interviews.guides.versions()["state"].tolist() == ["undone"]


def test_a_guide_needs_a_reason_a_change_and_words(desk: Desk) -> None:
    guides = desk.interviews.guides
    for guide, reason, code in (
        (STANDARD, "Why not.", "nothing_changed"),
        (Guide(questions=STANDARD.questions[:2]), " ", "reason_missing"),
        (Guide(questions=()), "Empty.", "bad_guide"),
        (Guide(questions=(Question(key="own_x"),)), "No words.", "no_wording"),
    ):
        with pytest.raises(DeskError) as refusal:
            guides.save(guide, "Officer", reason)
        assert refusal.value.code == code


def test_who_was_not_heard_is_said_with_arr(book: Desk) -> None:
    text, rows = book.interviews.unheard("all", day(book))
    assert "12 accounts of 12, with ARR 78K (100%), were never interviewed." in render(text, "en")
    assert rows["account_id"].iloc[0] == "A12"
    book.interviews.records.record(talk(), "Officer")
    _, rows = book.interviews.unheard("all", day(book))
    assert rows["interviewed_on"].notna().sum() == 1


def test_the_guide_is_a_word_file_with_chinese_fonts_and_room_for_notes(desk: Desk) -> None:
    for lang in LANGUAGES:
        made = desk.interviews.guides.docx(lang, "=Segment")
        assert made == desk.interviews.guides.docx(lang, "=Segment")
        paper = Document(BytesIO(made))
        headings = [p.text for p in paper.paragraphs if p.style and p.style.name == "Heading 2"]
        assert len(headings) == 6
        assert len(paper.tables) == 1 + 2 * 6
        fonts = paper.styles["Normal"].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Desk Sans SC"


def test_the_list_without_names_holds_none(book: Desk) -> None:
    plan = planned(book, size=12)
    plain = book.interviews.call_list(plan, with_names=False)
    assert not {"person", "phone", "email"} & set(plain.columns)
    named = book.interviews.call_list(plan, with_names=True).set_index("account_id")
    assert (named.loc["A1", "person"], named.loc["A1", "phone"]) == ("Ana Moss", "+49 30 1234561")
    rows = named.reset_index()[["account_name"]].assign(account_name="=1+1")
    sheet = openpyxl.load_workbook(BytesIO(workbook(Sheet(msg("Call list"), ["A"], rows), "en")))
    assert sheet.worksheets[0]["A2"].data_type == "s"
