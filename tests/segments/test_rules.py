"""The rule language: text to rule and back, members, words, and clear refusals."""

import os
from datetime import date
from math import isnan

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.errors import DefinitionError, DeskError
from lib.locale import LANGUAGES, render
from lib.segments.rule import All, Any, Condition, Not, Rule, fields_of, segments_of
from lib.segments.rules import FIELDS, members, parsed_rule, undecided, words
from lib.segments.titles import TITLES, VALUES
from lib.segments.truth import Given, truth
from lib.segments.views import totals
from tests.segments.small_book import BOOKS, COLUMNS, RULES, SEGMENTS, Row, book_of, context, holds


def found(text: str, *rows: Row) -> list[str]:
    return members(parsed_rule(text), book_of(*rows)).tolist()


def refused(text: str) -> str:
    with pytest.raises(DeskError) as error:
        parsed_rule(text)
    remedy = error.value.remedy
    return f"{render(error.value.message, 'en')} {render(remedy, 'en') if remedy else ''}"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("all", "all"),
        ('tag = "key account" and maturity_level in (medium, high) and arr >= 10000', None),
        ("not signal = login_decline and renewal_days <= 90", None),
        ("  ARR>=10000 ", "arr >= 10000"),
        (
            "industry = IT or industry = HR and arr < 5",
            "industry = IT or (industry = HR and arr < 5)",
        ),
        ("(industry = IT or industry = HR) and arr < 5", None),
        ("industry not in (a, b)", "not industry in (a, b)"),
        ("industry is not unknown", "industry is known"),
        ("industry is IT", "industry = IT"),
        ("industry <> IT", "industry != IT"),
        ("renewal_on < 2026-12-31", "renewal_on before 2026-12-31"),
        ("renewal_on >= 2026-12-31", None),
        ("completeness < 40%", "completeness < 0.4"),
        ("arr = 2.50", "arr = 2.5"),
        ("arr = 1e3", "arr = 1000"),
        ("arr > -5", None),
        ("is_trial = YES", "is_trial = yes"),
        ("tag = 'key account'", 'tag = "key account"'),
        ('tag = "say \\"hi\\" \\\\ there"', None),
        ('tag = "and"', None),
        ('custom."Some col" contains x', None),
        ("custom.score > 5", None),
        ('"customer segment" = Gold', "segment_label = Gold"),
        ("tags = x", "tag = x"),
        ("not not (arr > 1 and arr < 2)", None),
        ("标签 = “重点客户”", "tag = 重点客户"),
        (
            "成熟度 属于 （中， 高） 且 非 行业 包含 「金融」",
            "maturity_level in (medium, high) and not industry contains 金融",
        ),
        (
            "档案完整度 ≥ 40% 或 续费日期 早于 2026-12-31",
            "completeness >= 0.4 or renewal_on before 2026-12-31",
        ),
        ("地区 为 华东", "region = 华东"),
        ("地区 未知 或者 行业 已知", "region is unknown or industry is known"),
        ("全部", "all"),
        ("动机 ＝ hot", "bant_level = hot"),
        ("last_heard_on in last 90 days", None),
        ("renewal_on within 90 days", "renewal_on in next 90 days"),
        ("last_heard_on not in the last 1 day", "not last_heard_on in last 1 days"),
        (
            "续费日期 未来90天内 且 最近使用 超过 30 天",
            "renewal_on in next 90 days and last_used_on older than 30 days",
        ),
        ("tag = last or tag in (next, days)", None),
        ('usage."bulk export" > 3 and usage.reports = 0', None),
        ("contracts.auto_renew = 是", "contracts.auto_renew = yes"),
        ('contacts."Own col" = x', None),
        ('segment = "key ones" and not segment in (a, b)', None),
    ],
)
def test_text_becomes_canonical_text(text: str, canonical: str | None) -> None:
    rule = parsed_rule(text)
    assert str(rule) == (canonical or text)
    assert parsed_rule(str(rule)) == rule


def test_not_binds_tighter_than_and_and_that_than_or() -> None:
    one, two, three = (Condition("industry", "=", (name,)) for name in "abc")
    text = "not industry = a and industry = b or industry = c"
    assert parsed_rule(text) == Any((All((Not(one), two)), three))


@given(RULES)
def test_canonical_text_is_stable_and_parses_to_the_same_rule(rule: Rule) -> None:
    assert parsed_rule(str(rule)) == rule
    assert str(parsed_rule(str(rule))) == str(rule)


# DESK_RULES=10000 is the full run.
@settings(
    max_examples=int(os.environ.get("DESK_RULES", "60")), suppress_health_check=list(HealthCheck)
)
@given(RULES, BOOKS)
def test_the_engine_agrees_with_walking_row_by_row(rule: Rule, book: pd.DataFrame) -> None:
    records = [{str(k): v for k, v in row.items()} for row in book.reset_index().to_dict("records")]
    expected = [holds(rule, row) for row in records]
    judged = truth(rule, book, context())
    assert [None if pd.isna(value) else bool(value) for value in judged] == expected
    anybody = fields_of(rule) & {"status", "is_customer"}
    named = {i for name in segments_of(rule) for i in SEGMENTS.get(name, ("", ""))[0]}
    walked = [
        row["account_id"]
        for row, held in zip(records, expected, strict=True)
        if held and (anybody or row["is_customer"] or row["account_id"] in named)
    ]
    assert members(rule, book, context()).tolist() == walked


@given(RULES, BOOKS)
def test_a_rule_its_opposite_and_the_undecided_share_out_the_book(
    rule: Rule, book: pd.DataFrame
) -> None:
    parts = [
        members(rule, book, context()),
        members(Not(rule), book, context()),
        undecided(rule, book, context()),
    ]
    whole = parts[0].append(parts[1]).append(parts[2])
    asked = members(All(), book) if whole.isin(members(All(), book)).all() else book.index
    if segments_of(rule):
        asked = whole
    assert whole.is_unique
    assert set(whole) == set(asked)
    sums = [totals(book, part) for part in parts]
    one = totals(book, asked)
    assert sum(t.n_accounts for t in sums) == one.n_accounts
    assert sum(t.n_arr_unknown for t in sums) == one.n_arr_unknown
    known = [t.arr for t in sums if not isnan(t.arr)]
    assert sum(known) == pytest.approx(0 if isnan(one.arr) else one.arr)


@given(RULES)
def test_every_rule_can_be_said_in_words(rule: Rule) -> None:
    for lang in LANGUAGES:
        said = render(words(rule), lang)
        assert said
        assert "{" not in said


def test_all_is_every_current_customer() -> None:
    assert found("all", {}, {"is_customer": False}) == ["a"]


def test_a_rule_picks_from_customers_unless_it_asks_for_the_status() -> None:
    rows: tuple[Row, ...] = (
        {"status": "churned", "is_customer": False},
        {"status": "customer"},
        {"arr": 5},
    )
    assert found("arr is unknown", *rows) == ["b"]
    assert found("status = churned", *rows) == ["a"]
    assert found("is_customer = no", *rows) == ["a"]
    assert found("arr is unknown and not status = customer", *rows) == ["a"]


def test_unknown_matches_no_comparison_nor_its_opposite() -> None:
    rows: tuple[Row, ...] = ({"industry": "IT"}, {"industry": "HR"}, {})
    assert found("industry = IT", *rows) == ["a"]
    assert found("not industry = IT", *rows) == ["b"]
    assert found("industry != IT", *rows) == ["b"]
    assert found("industry is unknown", *rows) == ["c"]
    assert found("industry = IT or industry is unknown", *rows) == ["a", "c"]


def test_tags_are_sets() -> None:
    rows: tuple[Row, ...] = ({"tags": "key account|old"}, {"tags": "key"}, {})
    assert found('tag = "KEY ACCOUNT"', *rows) == ["a"]
    assert found("tag = key", *rows) == ["b"]
    assert found("tag contains key", *rows) == ["a", "b"]
    assert found("tag = old and tag = 'key account'", *rows) == ["a"]
    assert found("tag != old", *rows) == ["b"]


def test_a_signal_that_could_not_be_judged_is_unknown() -> None:
    rows: tuple[Row, ...] = (
        {"signals": "login_decline"},
        {"signals_unknown": "login_decline"},
        {"signals": "bulk_export", "signals_unknown": "login_decline"},
        {"worst": "unknown"},
        {},
    )
    assert found("signal = login_decline", *rows) == ["a"]
    assert found("not signal = login_decline", *rows) == ["d", "e"]
    assert found("signal in (login_decline, bulk_export)", *rows) == ["a", "c"]
    assert found("signal is unknown", *rows) == ["d"]


def test_days_compare_by_day_whatever_the_hour() -> None:
    rows: tuple[Row, ...] = ({"created_at": "2026-06-30 23:59"}, {"created_at": "2026-07-01"})
    assert found("created_at = 2026-06-30", *rows) == ["a"]
    assert found("created_at <= 2026-06-30", *rows) == ["a"]
    assert found("created_at after 2026-06-30", *rows) == ["b"]


def test_days_counted_from_the_day_looked_at_have_both_edges() -> None:
    days = ("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01", "2026-09-28", "2026-09-29")
    rows: tuple[Row, ...] = (*({"renewal_on": day} for day in days), {})
    book, now = book_of(*rows), Given(date(2026, 6, 30))
    expected = {
        "renewal_on in last 90 days": ["c"],
        "renewal_on in last 91 days": ["b", "c"],
        "renewal_on older than 90 days": ["a", "b"],
        "renewal_on in next 90 days": ["c", "d", "e"],
        "not renewal_on in next 90 days": ["a", "b", "f"],
    }
    found = {text: members(parsed_rule(text), book, now).tolist() for text in expected}
    assert found == expected
    with pytest.raises(DefinitionError):
        truth(parsed_rule("renewal_on in last 90 days"), book)


def test_a_segment_named_brings_its_members_in_even_if_they_left() -> None:
    book = book_of({"is_customer": False}, {}, {"is_customer": False})
    text = "segment = mine"
    assert members(parsed_rule(text), book, context()).tolist() == ["a", "b", "c"]
    text = "segment = mine and segment = yours or account_name is unknown"
    assert members(parsed_rule(text), book, context()).tolist() == ["a", "b", "c"]
    assert members(parsed_rule("not segment = yours"), book, context()).tolist() == ["b"]
    assert members(parsed_rule("segment = gone"), book, context()).tolist() == []


def test_accounts_can_be_asked_for_by_id() -> None:
    assert found("account_id in (a, C)", {}, {}, {}) == ["a", "c"]


def test_columns_of_the_source_compare_as_text_or_as_numbers() -> None:
    rows: tuple[Row, ...] = (
        {"custom.score": "10"},
        {"custom.score": "9"},
        {"custom.score": "n/a"},
        {},
    )
    assert found("custom.score > 9", *rows) == ["a"]
    assert found("not custom.score > 9", *rows) == ["b"]
    assert found("custom.score = 10", *rows) == ["a"]
    assert found("custom.score contains /", *rows) == ["c"]
    assert found('custom."Never loaded" = 1 or custom.score is unknown', *rows) == ["d"]
    assert found('custom."Never loaded" is unknown', *rows) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The rule is empty."),
        ("industri = x", "There is no field named 'industri'. Did you mean industry?"),
        ("qqq = x", "There is no field named 'qqq'. Known fields: account_name,"),
        ("arr >= lots", "ARR is compared with a number. Got 'lots'."),
        ("arr contains 3", "'contains' does not go with ARR (character 1). Possible: =, !=, <,"),
        ("industry > 3", "'>' does not go with industry"),
        ("renewal_on = 31.12.2026", "end of term is compared with a day. Got '31.12.2026'."),
        ("is_trial = maybe", "on trial is yes or no. Got 'maybe'."),
        ("maturity_level = hugh", "maturity cannot be 'hugh'. Possible: immature, low, medium,"),
        ("signal = logins", "churn signal cannot be 'logins'. Possible: active_user_decline,"),
        (
            "renewal_on in last 0 days",
            "Days are counted in whole numbers from 1 to 36,500. Got '0'.",
        ),
        ("arr in last 5 days", "'in last' does not go with ARR"),
        ("arr > 5 and (industry = IT", "The rule cannot be read from character"),
        ("industry = a b", "The rule cannot be read from character 14 on: 'b'."),
        ("industry =", "The rule cannot be read from character"),
        ("(" * 13 + "arr = 1" + ")" * 13, "too deeply nested"),
        ("not " * 400 + "arr = 1", "too deeply nested"),
        ("arr = 1 or " * 1000 + "arr = 1", "too long"),
    ],
)
def test_bad_text_is_refused_with_what_to_do(text: str, said: str) -> None:
    assert said in refused(text)


@given(st.text(max_size=40))
def test_any_other_text_is_refused_and_never_crashes(text: str) -> None:
    try:
        rule = parsed_rule(text)
    except DeskError:
        return
    assert parsed_rule(str(rule)) == rule


@pytest.mark.parametrize("depth", [1, 12])
def test_parentheses_may_nest(depth: int) -> None:
    assert str(parsed_rule("(" * depth + "arr = 1" + ")" * depth)) == "arr = 1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'tag = "key account" and maturity_level in (medium, high)',
            "tag is key account and maturity is medium or high",
        ),
        ("all", "every current customer"),
        ("not industry = IT", "industry is not IT"),
        ("industry in (a, b, c)", "industry is a, b or c"),
        ("not (arr > 1 and arr < 2.5)", "not (ARR is above 1 and ARR is below 2.5)"),
        (
            "(arr > 1 or arr < 0) and is_trial = no",
            "(ARR is above 1 or ARR is below 0) and on trial: no",
        ),
        ("not is_trial = no", "on trial: yes"),
        ("renewal_on <= 2026-12-31", "end of term is on or before 31 Dec 2026"),
        ("completeness >= 40%", "completeness of the customer file is at least 40%"),
        ("not region is unknown", "region is known"),
        ('custom."Some col" = 3', "Some col is 3"),
        ("signal in (login_decline, api_burst)", "signal fired: Logins fall or API calls surge"),
        ("not signal = login_decline", "signal not fired: Logins fall"),
        ("last_heard_on in last 1 days", "last two-way contact within the last 1 day"),
        ("renewal_on in next 90 days", "end of term within the next 90 days"),
        ("last_used_on older than 30 days", "last use 30 days ago or longer"),
        ("usage.reports > 3", "uses of reports in 4 weeks is above 3"),
        ("contracts.product = Pro", "product of a running contract is Pro"),
        ("contacts.Team = x", "Team of a contact is x"),
        ("segment = mine or segment != yours", "in the segment mine or not in the segment yours"),
    ],
)
def test_rules_in_words(text: str, said: str) -> None:
    assert render(words(parsed_rule(text)), "en") == said


def test_every_field_has_a_title_and_its_values_have_names() -> None:
    assert set(TITLES) == set(FIELDS)
    for name, named in VALUES.items():
        assert set(named) == set(FIELDS[name].choices)
    assert {field.column for field in FIELDS.values()} >= set(COLUMNS) - {
        "custom.score",
        "custom.Some col",
        "signals_unknown",
    }
