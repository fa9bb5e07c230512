"""Conversations out of rows, coverage of a plan, and what was said by question."""

import pandas as pd
import pytest

from lib.interviews.asked import proposed, reachable
from lib.interviews.conversations import answers, conversations, last_interviewed
from lib.interviews.coverage import by_dimension, finding, not_heard
from lib.interviews.findings import by_group, by_question, quotable, said
from lib.interviews.guide import (
    STANDARD,
    Guide,
    Question,
    as_json,
    asked,
    checked,
    from_json,
    own_key,
)
from lib.locale import render
from lib.model import KINDS
from lib.model.frames import typed

DAY = pd.Timestamp("2026-09-03")


def row(n: int, account: str, question: str, **changes: object) -> dict[str, object]:
    return {
        "row_key": f"r{n}", "batch_id": 1, "source_row": n, "known_on": DAY,
        "account_id": account, "held_on": DAY, "question": question, "answer": "Saves time",
        **changes,
    }  # fmt: skip


def persons() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row_key": ["k1", "k2", "k3", "k4"],
            "account_id": ["A1", "A1", "A2", "A2"],
            "contact_id": ["P1", "P2", "P3", "P4"],
            "buying_roles": pd.Series(
                ["influencer|decision_maker", "end_user", "end_user", None], dtype="str"
            ).array,
            "there": [True, True, True, False],
            "heard": ["lately", "never", "longer", "never"],
            "heard_days": [3.0, float("nan"), 100.0, float("nan")],
        }
    )


def told(*rows: dict[str, object]) -> pd.DataFrame:
    return answers(typed(pd.DataFrame(list(rows)), KINDS["interviews"]), persons(), STANDARD)


def test_rows_of_one_person_and_day_are_one_conversation() -> None:
    rows = told(
        row(1, "A1", "reason_to_buy", contact_id="P1"),
        row(2, "A1", "main_need", contact_id="P1", quote="It must be quick", consent=True),
        row(3, "A1", "main_need", contact_id="P2"),
        row(4, "A2", "main_need", interview_id="I-1", held_on=DAY + pd.Timedelta(days=1)),
    )
    talks = conversations(rows)
    assert talks["n_answers"].tolist() == [1, 2, 1]
    # The first role in our order where a person has two; unknown without a person.
    assert talks["role"].tolist() == ["unknown", "decision_maker", "end_user"]
    last = last_interviewed(rows, pd.Index(["A1", "A2", "A3"]))
    assert last.isna().tolist() == [False, False, True]


def test_the_order_of_rows_changes_no_finding() -> None:
    rows = [row(n, f"A{n % 3}", "main_need", quote=f"q{n}") for n in range(9)]
    first, second = told(*rows), told(*reversed(rows))
    pd.testing.assert_frame_equal(first, second)


def test_a_company_counts_once_and_few_are_no_share() -> None:
    rows = told(*[row(n, f"A{n % 3}", "main_need") for n in range(6)])
    rows = rows.assign(theme=["speed", "speed", "price", "speed", "price", "price"])
    rows = rows.assign(maturity_level="low", journey_stage="partner")
    counts = by_question(rows, ["reason_to_buy", "main_need"])
    assert counts[["question", "n_accounts"]].to_numpy().tolist() == [["main_need", 3]]
    groups = by_group(rows, "theme")
    companies = rows.groupby("theme")["account_id"].nunique()
    assert groups.set_index("value")["n_accounts"].to_dict() == companies.to_dict()
    text = render(said(rows, groups, {}), "en")
    assert "of 3" in text
    assert "%" not in text


def test_from_ten_companies_on_a_share_has_its_interval() -> None:
    rows = told(*[row(n, f"A{n}", "main_need") for n in range(12)])
    rows = rows.assign(theme=["speed"] * 5 + ["price"] * 7, maturity_level="low")
    # Wilson for 5 of 12: 19.3 % to 68.0 %.
    assert "5 of 12; 42%, 95% range 19%–68%" in render(
        said(rows, by_group(rows, "theme"), {}), "en"
    )


def test_only_quotes_with_consent_leave_and_no_company_with_them() -> None:
    rows = told(
        row(1, "A1", "main_need", quote="open", consent=True),
        row(2, "A2", "main_need", quote="secret", consent=False),
        row(3, "A3", "main_need", quote="unasked"),
    ).assign(maturity_level="low", journey_stage="partner")
    kept = quotable(rows)
    assert kept["quote"].tolist() == ["open"]
    assert not {"account_id", "account_name", "contact_id"} & set(kept.columns)


def test_roles_come_in_turn_and_the_unheard_first() -> None:
    people = reachable(persons(), frozenset({"P1"}))
    assert people["contact_id"].tolist() == ["P2", "P3"]
    picks = pd.DataFrame(
        {"arr_band": ["4", "1", "1"], "journey_stage": "proficient"},
        index=pd.Index(["A1", "A2", "A3"], name="account_id"),
    )
    both = proposed(picks, reachable(persons(), frozenset()), 4)
    assert both["role"].tolist() == ["decision_maker", "end_user", "influencer"]
    assert both["person_key"].tolist()[:2] == ["k1", "k3"]
    assert both["way"].tolist() == ["visit", "video", "call"]


@pytest.fixture
def picks() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "maturity_level": ["low", "low", "high", "high"],
            "role": ["end_user", "end_user", "influencer", "influencer"],
            "arr": [10.0, 20.0, 30.0, 40.0],
            "state": ["done", "planned", "replaced", "done"],
        }
    )


def test_coverage_counts_who_stepped_in_and_not_who_is_replaced(picks: pd.DataFrame) -> None:
    cells = pd.DataFrame(
        {"maturity_level": ["high", "low", "unknown"], "arr_band": "1",
         "journey_stage": "partner", "n": [5, 6, 7], "arr": [50.0, 60.0, 90.0], "n_open": 1}
    )  # fmt: skip
    rows = by_dimension(cells, picks, "maturity_level")
    assert rows["value"].tolist() == ["low", "high", "unknown"]
    assert rows[["n", "planned", "done"]].to_numpy().tolist() == [[6, 2, 1], [5, 1, 1], [7, 0, 0]]
    roles = by_dimension(cells, picks, "role")
    assert roles["planned"].tolist() == [0, 1, 2]
    assert "2 of 3 planned conversations are held" in render(finding(picks, 200.0, None), "en")
    assert "25% of" in render(finding(picks, 200.0, None), "en")


def test_who_was_not_heard_in_words() -> None:
    members = pd.DataFrame(
        {"arr": [10.0, 30.0, 60.0], "heard": ["never", "heard", "heard"],
         "interviewed_on": [pd.NaT, pd.NaT, DAY]}
    )  # fmt: skip
    text = render(not_heard(members, None), "en")
    assert "2 accounts of 3, with ARR 40 (40%), were never interviewed." in text
    assert "1 account of 3, with ARR 10 (10%), was neither interviewed nor heard" in text


def test_a_guide_keeps_its_words_and_says_the_standard_ones() -> None:
    own = own_key({"en": "Which step first?"}, frozenset())
    assert own_key({"en": "Which step first?"}, frozenset({own})) == f"{own}_2"
    question = Question(key=own, wording={"en": "Which step first?"})
    guide = Guide(questions=(*STANDARD.questions, question), intro={"zh": "你好"})
    assert from_json(as_json(checked(guide))) == guide
    assert render(asked(question, "zh"), "zh") == "Which step first?"
    changed = Question(key="main_need", wording={"en": "What counts most?"})
    assert render(asked(changed, "en"), "en") == "What counts most?"
    assert render(asked(changed, "zh"), "zh") != "What counts most?"


def test_answers_without_a_theme_are_counted_apart() -> None:
    rows = told(*[row(n, f"A{n}", "main_need") for n in range(3)])
    rows = rows.assign(theme=pd.Series(["speed", None, None], dtype="str").array)
    groups = by_group(rows.assign(maturity_level="low"), "theme")
    assert groups["n_accounts"].tolist() == [1, 2]
    assert groups["unknown"].tolist() == [1, 2]
    assert groups["value"].isna().tolist() == [False, True]
