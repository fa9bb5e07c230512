"""A rule taken apart into groups and lines, and put together again."""

import pytest
from hypothesis import given

from lib.errors import DeskError
from lib.segments.catalogue import GROUPS, first_operator, group_of, operators
from lib.segments.draft import Group, Line, added, changed, draft_of, finished, part_at, whole
from lib.segments.fields import FIELDS, field_named
from lib.segments.rule import Rule
from lib.segments.rules import parsed_rule
from tests.segments.small_book import RULES


@given(RULES)
def test_a_rule_taken_apart_and_put_together_is_the_same_rule(rule: Rule) -> None:
    assert finished(draft_of(rule)) == rule
    assert finished(whole(rule)) == rule


def test_lines_that_are_not_finished_do_not_count() -> None:
    ready = Line("arr", ">=", ("1000",))
    for open_line in (Line(), Line("arr"), Line("arr", ">=")):
        assert str(finished(Group("or", (ready, open_line)))) == "arr >= 1000"
        assert finished(Group("and", (open_line,))) is None
    assert str(finished(Group())) == "all"
    assert str(finished(Line("arr", "is unknown"))) == "arr is unknown"


def test_a_line_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(DeskError):
        finished(Group("and", (Line("arr", ">=", ("many",)),)))


def test_parts_are_changed_added_and_taken_away() -> None:
    draft = whole(parsed_rule("arr > 1 and (industry = IT or region = North)"))
    assert part_at(draft, (1, 0)) == Line("industry", "=", ("IT",))
    other = changed(draft, (1, 0), Line("industry", "=", ("HR",)))
    assert str(finished(other)) == "arr > 1 and (industry = HR or region = North)"
    more = added(draft, (1,), Line("plan", "=", ("Pro",)))
    assert str(finished(more)) == "arr > 1 and (industry = IT or region = North or plan = Pro)"
    fewer = changed(changed(draft, (1, 0), None), (1, 0), None)
    assert fewer == whole(parsed_rule("arr > 1"))
    assert changed(fewer, (0,), None) == Group()
    with pytest.raises(TypeError):
        part_at(draft, (0, 0))
    with pytest.raises(TypeError):
        added(draft, (0,), Line())


def test_every_field_has_a_group_and_operators_in_words() -> None:
    for name in (*FIELDS, "usage.reports", "contracts.product", "contacts.title", "custom.x"):
        field = field_named(name)
        assert group_of(name) in GROUPS
        assert first_operator(field) in operators(field)
        assert set(field.operators) <= set(operators(field))
    assert "not >=" in operators(field_named("arr"), "not >=")
