"""Interviews and walk-throughs come in from the sheets that officers keep."""

import pytest

from lib.desk import Desk

INTERVIEWS = {
    "en": (
        "Interview no,Account ID,Interviewee role,Interview date,Interviewed by,Interview method,"
        "Interview question,Response,Verbatim,May be quoted\n"
        "I-1,A-1,Decision maker,2026-09-03,Lin,Visit,Why buy,Saves a day,We close in two days,yes\n"
        "I-1,A-1,Decision maker,2026-09-03,Lin,Visit,Why not buy,Price,,no\n"
    ),
    "zh": (
        "访谈编号,客户编号,受访人角色,访谈日期,访谈人,访谈方式,访谈问题,回答,客户原话,是否同意引用\n"
        "I-1,A-1,决策人,2026年9月3日,林,拜访,购买的主要原因,每月省一天,两天就能关账,是\n"
        "I-1,A-1,决策人,2026年9月3日,林,拜访,不购买的主要原因,价格,,否\n"
    ),
}
WALKTHROUGHS = (
    "走查编号,走查日期,旅程阶段,负责团队,触点,走查结果,耗时分钟,走查说明\n"
    "W-1,2026-09-10,实施,交付,开通账号,无人负责,45,三次转接后无人答复\n"
    "W-1,2026-09-10,实施,客服,培训邀请,重复,5,两个团队各发一封\n"
)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_interview_is_one_row_a_question(desk: Desk, lang: str) -> None:
    desk.imports.commit([("accounts.csv", b"account_id,account_name\nA-1,Acme GmbH\n")])
    (found,) = desk.imports.commit([("sheet.csv", INTERVIEWS[lang].encode())])
    assert (found.kind, found.counts.added) == ("interviews", 2)
    rows = desk.data.snapshot(desk.data.known_days().last).table("interviews")
    assert rows["question"].tolist() == ["reason_to_buy", "reason_not_to_buy"]
    assert rows["buying_role"].tolist() == ["decision_maker"] * 2
    assert rows["method"].tolist() == ["visit"] * 2
    assert rows["consent"].tolist() == [True, False]
    assert rows["account_id"].tolist() == ["A-1", "A-1"]


def test_a_walkthrough_needs_no_customer(desk: Desk) -> None:
    (found,) = desk.imports.commit([("走查.csv", WALKTHROUGHS.encode())])
    assert (found.kind, found.counts.added) == ("walkthroughs", 2)
    assert "no_customer" not in [issue.code for issue in found.issues]
    rows = desk.data.snapshot(desk.data.known_days().last).table("walkthroughs")
    assert rows["finding"].tolist() == ["blank", "duplicate"]
    assert rows["journey_stage"].tolist() == ["onboarding"] * 2
    assert rows["minutes"].tolist() == [45, 5]
