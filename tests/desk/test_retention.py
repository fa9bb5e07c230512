"""Retention of segments: parts of the book add up to it, and frozen members stay the same."""

from datetime import date

import pandas as pd
import pytest

from lib.desk import Desk
from lib.desk.book.past import Past
from lib.desk.book.retention import moved
from lib.desk.segmentation.shelf import Why
from lib.errors import DeskError
from lib.metrics.bridge import Bridge
from tests.fixtures import opened_desk

YEAR = (date(2025, 11, 1), date(2026, 10, 31))
BEFORE, LAST = date(2025, 10, 31), date(2026, 10, 31)
FILES = {
    "accounts.csv": "Account ID,Account name\nA,One\nB,Two\nC,Three\nD,Four\n",
    "contracts.csv": (
        "Contract ID,Account ID,ARR,Start date,End date,Product\n"
        "C1,A,100,2024-01-01,2025-12-31,Pro\nC2,A,40,2026-01-01,2027-12-31,Pro\n"
        "C3,B,30,2024-01-01,2025-12-31,Base\nC4,B,80,2026-01-01,2027-12-31,Base\n"
        "C5,C,60,2026-03-01,2027-02-28,Pro\nC6,D,20,2024-01-01,2026-06-30,Base\n"
    ),
    "activities.csv": (
        "Activity ID,Account ID,Date,Type\nW,A,2025-01-31,Call\nX,A,2026-10-31,Call\n"
    ),
}
SUMS = ("arr_start", "new", "expansion", "contraction", "churned", "arr_end", "accounts_start")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = opened_desk(tmp_path_factory.mktemp("retention"))
    desk.imports.commit([(name, text.encode()) for name, text in FILES.items()])
    assert desk.data.known_days().last == LAST
    return desk


def ids(members: pd.Index | None) -> list[str]:
    assert members is not None
    return [str(one) for one in members]


def of(desk: Desk, rule: str) -> Bridge:
    return moved(desk.data, desk.segments, rule, YEAR)


def test_the_parts_of_a_partition_add_up_to_the_book(book: Desk) -> None:
    """A falls out of the large ones and B moves in: each counts where it began the year."""
    whole, large, small = of(book, "all"), of(book, "arr > 50"), of(book, "not arr > 50")
    for name in SUMS:
        assert getattr(large, name) + getattr(small, name) == getattr(whole, name), name
    assert large.moves["account_id"].tolist() == ["A", "C"]
    assert (large.nrr, large.grr, large.logo_churn) == (0.4, 0.4, 0.0)
    assert small.logo_churn == 0.5


def test_groups_are_compared_by_the_same_churn(book: Desk) -> None:
    group, facts = book.comparing.group("arr > 50", LAST), book.comparing.facts(LAST)
    assert facts.past is not None
    assert group.then is not None
    lost = facts.past.loc[group.then, "lost"].dropna()
    assert len(lost) == of(book, "arr > 50").accounts_start
    assert lost.mean() == of(book, "arr > 50").logo_churn


def test_frozen_members_are_the_same_on_every_past_day(book: Desk) -> None:
    book.segments.save("Large", "arr > 50")
    past = Past(book.data, book.segments, "Large")
    assert [ids(past.members(day)) for day in (BEFORE, LAST)] == [["A"], ["B", "C"]]
    book.segments.freeze("Large", LAST, Why("Ann", "for the campaign"))
    past = Past(book.data, book.segments, "Large")
    for day in (BEFORE, LAST):
        assert ids(past.members(day)) == list(book.segments.members("Large", day))
    assert ids(past.members_ever(LAST)) == ["B", "C"]
    nested = Past(book.data, book.segments, 'segment = "Large"')
    assert ids(nested.members(LAST)) == ["B", "C"]
    with pytest.raises(DeskError, match="past_unknown"):
        nested.members_ever(LAST)


def test_a_rule_on_contracts_is_told_of_past_days_too(book: Desk) -> None:
    past = Past(book.data, book.segments, "contracts.product = Pro")
    assert ids(past.members(LAST)) == list(book.segments.members("contracts.product = Pro", LAST))
