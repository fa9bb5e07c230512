"""Roles from job titles: a hand-made list of 265 titles in English and Chinese.

The rules were written with the part `written_for` in view; `held_out` was looked at once they
stood (116 of 117 were right then; 副总监 was not), `added_later` holds traps found after that.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from lib.profile.titles import proposal_of, proposals

LIST = Path(__file__).with_name("job_titles.csv").read_text("utf-8")
ROWS = list(csv.DictReader(LIST.splitlines()))
LETTERS = {"decision_maker": "d", "influencer": "i", "end_user": "u", None: "-"}


def test_the_list_is_long_and_in_both_languages() -> None:
    chinese = sum(not row["title"].isascii() for row in ROWS)
    assert len(ROWS) >= 150
    assert min(chinese, len(ROWS) - chinese) >= 75
    assert len({row["title"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("part", ["written_for", "held_out", "added_later"])
def test_precision_of_each_role(part: str) -> None:
    rows = [row for row in ROWS if row["part"] == part]
    found = Counter((LETTERS[proposal_of(row["title"]).role], row["truth"]) for row in rows)
    for letter in LETTERS.values():
        said = sum(n for (given, _), n in found.items() if given == letter)
        true = sum(n for (_, truth), n in found.items() if truth == letter)
        right = found[letter, letter]
        print(f"{part} {letter}: precision {right}/{said}, recall {right}/{true}")  # noqa: T201 - asked for
        assert right >= 0.95 * said
        assert right >= 0.95 * true


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("VP Procurement", "decision_maker"),
        ("采购总监", "decision_maker"),
        ("CFO", "decision_maker"),
        ("副总", "decision_maker"),
        ("Head of IT", "influencer"),
        ("Product owner", "influencer"),
        ("仓库主管", "end_user"),
        ("Sales Assistant", "end_user"),
        ("前端工程师", "end_user"),  # 前 alone makes no former title
        ("总经理助理", None),
        ("總經理助理", None),
        ("Assistant to the CEO", None),
        ("Former CEO", None),
        ("Ex-CFO", None),
        ("原采购总监", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_traps(title: str, role: str | None) -> None:
    assert proposal_of(title).role == role


def test_case_width_and_the_strongest_part_count() -> None:
    assert proposal_of("ＣＥＯ").role == proposal_of("ceo").role == "decision_maker"
    assert proposal_of("Buyer / Owner").role == "decision_maker"


def test_a_proposal_says_by_which_words_and_is_never_certain() -> None:
    proposal = proposal_of("Finance director")
    assert proposal.reason.values == {"words": "director"}
    assert all(0 < proposal_of(t).confidence < 1 for t in ("CEO", "Buyer", "IT manager"))


def test_only_titles_that_suggest_a_role_are_proposed() -> None:
    assert set(proposals(["CEO", "CEO", "Former CEO", "IT"])) == {"CEO"}
