"""De-averaging: planted groups are found, homogeneous segments are left alone."""

import numpy as np
import pandas as pd
import pytest

from lib.locale import render
from lib.segments.compare.average import Average, averaged
from lib.segments.compare.average_words import average_finding
from lib.segments.compare.behaviour import Frame
from lib.segments.compare.modes import humps
from lib.segments.compare.questions import Question, answers, questions, within
from lib.segments.compare.scan import scan
from lib.segments.rule import All, Condition, Rule
from lib.segments.rules import members, parsed_rule
from tests.segments.homogeneous import BEHAVIOURS, behaving, homogeneous, made_book, mixture
from tests.sizes import FULL

# The bars at full size take some minutes: DESK_FULL=1 runs them.
SEGMENTS = 200 if FULL else 20
MIXTURES = 40 if FULL else 3
# scoring.md 5.2: a group of so many sees this pair of rates with 80 % power, asked alone.
SIZES = [(60, (0.10, 0.30)), (195, (0.10, 0.20)), (424, (0.05, 0.10)), (681, (0.10, 0.15))]


def checked(frames: list[Frame]) -> Average:
    return averaged(frames, lambda _share: None)


def finds_the_plan(found: Average) -> bool:
    return any(split.question.field == "plan" for split in found.splits)


def test_homogeneous_segments_are_left_alone() -> None:
    raised = [bool(a.splits or a.hidden) for a in map(checked, map(homogeneous, range(SEGMENTS)))]
    assert np.mean(raised) < 0.05 if FULL else sum(raised) <= 1


@pytest.mark.parametrize(("n", "rates"), SIZES)
def test_two_groups_that_differ_in_leaving_and_use_are_found(
    n: int, rates: tuple[float, float]
) -> None:
    """At the sizes of scoring.md, when the use of the groups lies 1.2 spreads apart too."""
    found = [
        finds_the_plan(checked(mixture(n, rates, seed, apart=1.2))) for seed in range(MIXTURES)
    ]
    assert np.mean(found) >= 0.9


def test_two_groups_that_differ_in_one_rate_only_take_more_customers() -> None:
    """The guard over every question asks for 3.5 times the size that one known question takes."""
    found = [finds_the_plan(checked(mixture(210, (0.10, 0.30), seed))) for seed in range(MIXTURES)]
    assert np.mean(found) >= 0.9


def test_a_question_that_is_asked_alone_reaches_the_power_of_scoring() -> None:
    """With one question and one behaviour the guard costs nothing."""
    rng = np.random.default_rng(5)
    groups = np.repeat([0, 1], 195)
    seen = []
    for _ in range(40):
        left = (rng.random(390) < np.where(groups, 0.2, 0.1)).astype(float)[:, None]
        found = scan(groups[None, :].astype(np.int8), left, np.array([True]), 0.05, lambda _s: None)
        assert found is not None
        seen.append(bool(found.found.any()))
    assert 0.65 <= np.mean(seen) <= 0.95


def test_the_words_name_the_groups_and_their_sizes() -> None:
    found = checked(mixture(195, (0.1, 0.3), 1, apart=1.0))
    text = render(average_finding(found), "en")
    assert "plan is" in text
    assert "195" in text
    assert "hides two groups" in text


def test_too_few_customers_are_said_to_be_too_few() -> None:
    rng = np.random.default_rng(0)
    found = checked([Frame("now", made_book(59, rng), BEHAVIOURS, behaving(59, rng))])
    assert not found.judged
    assert "Too few" in render(average_finding(found), "en")


def test_the_two_segments_part_the_whole() -> None:
    """Every account is in exactly one of the two, those of unknown plan too."""
    rng = np.random.default_rng(3)
    book = made_book(300, rng).assign(is_customer=True)
    whole = parsed_rule("employees >= 10")
    for question in questions(book):
        found = checked_split(question, whole, book)
        assert found[0].intersection(found[1]).empty
        assert len(found[0]) + len(found[1]) == len(members(whole, book))


def checked_split(question: Question, whole: Rule, book: pd.DataFrame) -> list[pd.Index]:
    rules = [within(whole, question.yes()), within(whole, question.no(unknown=True))]
    for rule in rules:
        assert parsed_rule(str(rule)) == rule
    return [members(rule, book) for rule in rules]


def test_questions_are_asked_in_the_same_words_whatever_the_order_of_rows() -> None:
    book = made_book(200, np.random.default_rng(4))
    mixed = book.sample(frac=1, random_state=1)
    assert questions(book) == questions(mixed)
    asked = questions(book)
    there = pd.DataFrame(answers(asked, mixed).T, mixed.index)
    assert there.reindex(book.index).to_numpy().T.tolist() == answers(asked, book).tolist()


def test_an_amount_of_which_nothing_is_known_asks_nothing() -> None:
    book = made_book(50, np.random.default_rng(4)).assign(employees=np.nan)
    assert not [q for q in questions(book) if q.field == "employees"]


def test_no_question_is_about_a_person() -> None:
    book = made_book(50, np.random.default_rng(4))
    book = book.assign(owner="Ann", **{"custom.Account manager": "Bo", "custom.客户经理": "李"})
    asked = {q.field for q in questions(book)}
    assert "custom.Deployment" in asked
    assert not {"owner", "custom.Account manager", "custom.客户经理"} & asked


def test_two_humps_are_seen_and_one_is_not() -> None:
    rng = np.random.default_rng(6)
    two = humps(np.concatenate([rng.normal(size=150), rng.normal(4, 1, 150)]), 0.01)
    assert two is not None
    assert 1 < two.cut < 3
    assert abs(two.n_low - 150) < 15
    assert humps(rng.normal(size=300), 0.01) is None
    assert humps(rng.lognormal(size=300), 0.01) is None
    assert humps(rng.normal(size=40), 0.01) is None
    assert humps(np.full(100, 2.0), 0.01) is None


def test_humps_that_no_attribute_explains_are_said_to_be_unexplained() -> None:
    rng = np.random.default_rng(8)
    table = behaving(300, rng)
    table[:, 0] = np.where(rng.random(300) < 0.5, 0.3, 6.0) * rng.lognormal(0, 0.3, 300)
    found = checked([Frame("now", made_book(300, rng), BEHAVIOURS, table)])
    assert not found.splits
    assert [h.explained for h in found.hidden] == [None]
    assert "None of the" in render(average_finding(found), "en")


def test_a_rule_within_everybody_is_the_part_alone() -> None:
    part = Condition("plan", "=", ("starter",))
    assert within(All(), part) == part
    assert str(within(parsed_rule("region = a or region = b"), part)) == (
        "(region = a or region = b) and plan = starter"
    )
