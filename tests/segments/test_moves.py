"""Who entered and left, and which condition made the difference."""

from datetime import date

import pandas as pd
from hypothesis import given

from lib.locale import render
from lib.segments.moves import Moves, Seen, moves
from lib.segments.rule import Rule
from lib.segments.rules import members, parsed_rule
from lib.segments.truth import Given
from tests.segments.small_book import BOOKS, RULES, Row, book_of, context

BEFORE, AFTER = date(2026, 5, 31), date(2026, 6, 30)


def seen(rule: Rule, book: pd.DataFrame, given: Given) -> Seen:
    return Seen(book, given, members(rule, book, given))


def moved(text: str, before: list[Row], after: list[Row]) -> Moves:
    rule = parsed_rule(text)
    return moves(
        rule,
        seen(rule, book_of(*before), Given(BEFORE)),
        seen(rule, book_of(*after), Given(AFTER)),
    )


def why(rows: pd.DataFrame) -> dict[str, str]:
    return {row["account_id"]: render(row["reason"], "en") for row in rows.to_dict("records")}


def test_the_condition_that_changed_is_the_reason_with_what_it_was_and_is() -> None:
    before: list[Row] = [
        {"maturity_level": "low", "arr": 5},
        {"maturity_level": "high", "arr": 50},
        {"maturity_level": "high", "arr": 50, "is_customer": False},
        {"maturity_level": "high", "arr": 60},
        {"maturity_level": "high", "arr": 70},
    ]
    after: list[Row] = [
        {"maturity_level": "medium", "arr": 15},
        {"maturity_level": None, "arr": 50},
        {"maturity_level": "high", "arr": 50},
        {"maturity_level": "high", "arr": 60, "is_customer": False},
        {"maturity_level": "high", "arr": 70},
        {"maturity_level": "high", "arr": 80},
    ]
    found = moved("maturity_level in (medium, high) and arr >= 10", before, after)
    assert why(found.entered) == {
        "f": "new account",
        "c": "became a customer",
        "a": "maturity is medium or high (low → medium) and ARR is at least 10 (5 → 15)",
    }
    assert list(why(found.entered)) == ["f", "c", "a"]  # by ARR
    assert why(found.left) == {
        "d": "is no longer a customer",
        "b": "maturity is medium or high (high → unknown)",
    }
    assert found.n_stayed == 1
    back = moved("maturity_level in (medium, high) and arr >= 10", after, before)
    assert why(back.left)["f"] == "no longer in the data"


def test_time_alone_can_be_the_reason() -> None:
    rows: list[Row] = [{"renewal_on": "2026-09-15"}]
    found = moved("renewal_on in next 90 days", rows, rows)
    assert why(found.entered) == {"a": "end of term within the next 90 days"}


@given(RULES, BOOKS, BOOKS)
def test_moves_lead_from_one_membership_to_the_other(
    rule: Rule, one: pd.DataFrame, other: pd.DataFrame
) -> None:
    before, after = seen(rule, one, context()), seen(rule, other, context())
    found = moves(rule, before, after)
    entered, left = set(found.entered["account_id"]), set(found.left["account_id"])
    assert (set(before.members) | entered) - left == set(after.members)
    assert found.n_stayed == len(before.members) - len(left)
    for rows in (found.entered, found.left):
        assert all(render(reason, "zh") for reason in rows["reason"])
