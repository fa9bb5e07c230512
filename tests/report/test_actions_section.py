"""The section on actions: proposed, agreed, and what became of those of the report before."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.locale import Language
from lib.report.actions_proposed import proposed
from lib.report.actions_state import standing
from lib.report.blocks import Report, Table
from lib.report.brief import Brief
from lib.report.brief_actions import Action
from lib.report.draft import draft
from tests.report import small
from tests.report.small_month import actions, with_agreed, with_last


def _words(brief: Brief, lang: Language = "en") -> str:
    report = draft(brief, lang)
    section = report.section("actions")
    return "\n".join(
        block.text(report.register, lang) for block in section.blocks if hasattr(block, "text")
    )


def _table(report: Report, figure: str) -> list[list[str]]:
    table = next(
        block
        for block in report.section("actions").blocks
        if isinstance(block, Table) and block.figure_id == figure
    )
    return table.rendered(report.register, report.lang)


def test_the_first_report_says_that_there_is_nothing_to_follow_up() -> None:
    assert "This is the first report on this segment" in _words(small.brief())
    assert "For the report of September 2026 no action was agreed." in _words(
        with_last(small.brief(), told=())
    )


def test_each_action_of_the_report_before_is_told_with_what_became_of_it() -> None:
    brief = with_last(small.brief(), told=actions())
    words = _words(brief)
    assert (
        "Of 3 actions agreed for the report of September 2026, 1 is done, 1 is still open and late,"
        " and 1 was given up." in words
    )
    # A-004 was on alert on both days, nobody has left.
    assert (
        "Of 3 customers that these actions concern, since 30 Sep 2026: 1 on alert then still is and"
        " none has left." in words
    )
    rows = _table(draft(brief, "en"), "table_last_actions")
    assert [row[3] for row in rows] == [
        "Done on 4 Oct 2026: The integration works again.",
        "Still open, 11 days late",
        "Given up on 21 Oct 2026: The newsletter was stopped.",
    ]
    assert [row[4:] for row in rows] == [["2", "2", "0"], ["2", "1", "0"], ["–", "–", "–"]]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_number_told_of_them_follows_from_its_rows(lang: Language) -> None:
    register = draft(with_last(small.brief(), told=actions()), lang).register
    mine = [figure for figure in register if figure.id.startswith("last_")]
    assert len(mine) == 10
    for figure in mine:
        assert figure.recomputed() == figure.value, figure.id


def test_what_left_and_what_was_relieved_is_counted_by_hand() -> None:
    brief = small.brief()
    now = brief.book.copy()
    now.loc[small.account_id(1), "is_customer"] = False
    now.loc[small.account_id(4), "n_alerts"] = 0
    now.loc[small.account_id(11), "renewal_on"] = pd.Timestamp(2028, 1, 1)
    assert brief.history is not None
    was = replace(brief.history, book=brief.history.book.copy())
    was.book.loc[small.account_id(11), "is_customer"] = True
    was.book.loc[small.account_id(11), "renewal_on"] = pd.Timestamp(2026, 10, 9)
    words = _words(with_last(replace(brief, book=now, history=was), told=actions()))
    assert "1 on alert then is no longer, 1 has left, and 1 is a customer beyond" in words


def test_what_was_taken_up_stands_with_owner_and_day_and_is_proposed_no_more() -> None:
    first = proposed(draft(small.brief(), "en"))[0]
    taken = Action(action_id=7, what="做回访", owner="Team East", due_on=date(2026, 11, 12),
                   finding=first.finding, ids=first.ids, arr=first.arr)  # fmt: skip
    report = draft(with_agreed(small.brief(), taken), "en")
    rows = _table(report, "table_actions")
    before = _table(draft(small.brief(), "en"), "table_actions")
    assert rows[0][0] == "做回访"
    assert rows[0][3:] == ["Team East", "12 Nov 2026"]
    assert first.texts["en"] not in [row[0] for row in rows]
    assert len(rows) == len(before)
    assert {row[3] for row in before} == {"to be agreed"}
    assert report.register["table_actions"].value == len(report.register["table_actions"].rows)


def test_proposals_are_in_words_of_both_languages_whatever_the_report_s() -> None:
    english, chinese = (proposed(draft(small.brief(), lang)) for lang in ("en", "zh"))
    assert [one.finding for one in english] == [one.finding for one in chinese]
    assert all(one.texts["zh"] != one.texts["en"] for one in english)


def _stored(*steps: tuple[int, int, str, object]) -> pd.DataFrame:
    """Return what stands on 10 October of two actions and these steps."""
    acted = pd.DataFrame(
        {
            "action_id": [1, 2], "report_id": 1, "finding": None, "texts": '{"en": "x"}',
            "accounts": "[]", "arr": None, "author": "Ann", "created_at": pd.Timestamp(2026, 9, 1),
            "undone_at": None,
        }
    )  # fmt: skip
    rows = pd.DataFrame(
        [
            {"step_id": n, "action_id": action, "what": what,
             "owner": "Ann" if what == "assigned" else None,
             "due_on": value if what == "assigned" else None,
             "ended_on": value if what in {"done", "dropped"} else None,
             "outcome": "well" if what == "done" else None, "author": "Ann"}
            for n, action, what, value in steps
        ]
    )  # fmt: skip
    return standing(acted, rows.sample(frac=1, random_state=3), date(2026, 10, 10))


def test_the_newest_step_counts_and_the_day_itself_is_not_late() -> None:
    assigned = ((1, 1, "assigned", date(2026, 10, 9)), (2, 2, "assigned", date(2026, 10, 10)))
    states = _stored(*assigned).set_index("action_id")["state"]
    assert states.to_dict() == {1: "overdue", 2: "open"}
    done = (*assigned, (3, 1, "done", date(2026, 10, 8)))
    rows = _stored(*done).set_index("action_id")
    assert rows["state"].to_dict() == {1: "done", 2: "open"}
    assert rows.loc[1, "outcome"] == "well"
    rows = _stored(*done, (4, 1, "reopened", None), (5, 1, "assigned", date(2026, 11, 1)))
    assert rows.set_index("action_id")["state"].to_dict() == {1: "open", 2: "open"}
    assert rows["outcome"].isna().all()
    assert rows["ended_on"].isna().all()
