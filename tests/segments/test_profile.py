"""Two groups compared: minimum sizes, chance, strata, and what the sentences say."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.locale import msg, render
from lib.segments.compare.facts import Facts
from lib.segments.compare.measures import Measure, Measures, measures, names_people
from lib.segments.compare.profile import Profile, profile
from lib.segments.compare.sides import Group, Side, aligned, rest_of
from lib.segments.compare.simpson import change, strata
from lib.segments.compare.wording import profile_finding
from tests.segments.homogeneous import made_book

NOTHING = frozenset[str]()
USE = ("use_a_week", "use_a_seat", "use_trend", "seat_use", "tickets", "arr_a_seat",
       "contract_months", "tenure_years")  # fmt: skip


def facts_of(n: int, seed: int = 0) -> Facts:
    rng = np.random.default_rng(seed)
    book = made_book(n, rng).assign(
        is_customer=True, worst="none", signals="", signals_unknown="", n_alerts=0
    )
    use = pd.DataFrame({name: rng.lognormal(size=n) for name in USE}, index=book.index)
    return Facts(date(2026, 10, 31), book, use)


def rate(key: str, field: str | None = None) -> Measure:
    return Measure(key=key, title=key, meaning=msg("known"), form="share", area="who",
                   is_rate=True, field=field)  # fmt: skip


def simple(a: tuple[int, int], b: tuple[int, int]) -> tuple[Side, Side]:
    """Return two groups of which k of n have something."""
    has = np.concatenate([np.arange(n) < k for k, n in (a, b)]).astype(float)[:, None]
    ids = pd.Index([f"A{n:04d}" for n in range(len(has))])
    whole = Measures(ids, (rate("x", "plan"),), has, np.ones_like(has))
    return Side(whole, Group(ids[: a[1]])), Side(whole, Group(ids[a[1] :]))


def state(found: Profile, key: str = "x") -> str:
    return str(found.row(key)["state"])


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((3, 9), (60, 200), "too_few"),
        ((3, 10), (60, 200), "not_compared"),
        ((20, 29), (60, 200), "not_compared"),
        ((4, 30), (60, 200), "not_compared"),
        ((20, 30), (60, 200), "stands_out"),
        ((9, 30), (60, 200), "no_difference"),
    ],
)
def test_the_least_sizes_of_scoring(a: tuple[int, int], b: tuple[int, int], expected: str) -> None:
    assert state(profile(*simple(a, b), NOTHING)) == expected


def test_the_worked_example_of_the_interval() -> None:
    row = profile(*simple((8, 40), (12, 150)), NOTHING).row("x")
    assert (round(row["low"], 3), round(row["high"], 3)) == (0.010, 0.271)


def test_what_the_rule_asks_for_is_no_finding() -> None:
    assert state(profile(*simple((30, 30), (60, 200)), frozenset({"plan"}))) == "by_rule"


def test_ratings_are_one_family() -> None:
    sides = simple((30, 40), (10, 200))
    whole = Measures(
        sides[0].measures.ids, (rate("maturity_score", "maturity_score"),),
        sides[0].measures.top, sides[0].measures.bottom,
    )  # fmt: skip
    found = profile(
        Side(whole, sides[0].group), Side(whole, sides[1].group), frozenset({"maturity_level"})
    )
    assert state(found, "maturity_score") == "by_rule"


def test_unknown_is_in_neither_count() -> None:
    first, second = simple((20, 40), (20, 200))
    bottom = first.measures.bottom.copy()
    bottom[20:30] = 0.0
    whole = Measures(first.measures.ids, first.measures.all, first.measures.top, bottom)
    row = profile(Side(whole, first.group), Side(whole, second.group), NOTHING).row("x")
    assert (row["n"], row["value"]) == (30, pytest.approx(20 / 30))


def test_measures_count_what_a_plain_walk_counts() -> None:
    facts = facts_of(120)
    whole = measures(facts)
    place = {m.key: n for n, m in enumerate(whole.all)}
    for value in ("starter", "business"):
        n = place[f"plan={value}"]
        known = facts.book["plan"].dropna()
        assert whole.bottom[:, n].sum() == len(known)
        assert whole.top[:, n].sum() == known.eq(value).sum()
    n = place["tag=key"]
    assert whole.top[:, n].sum() == facts.book["tags"].eq("key").sum()
    assert whole.bottom[:, n].sum() == facts.book["tags"].notna().sum()
    n = place["employees"]
    assert whole.top[:, n].sum() == pytest.approx(facts.book["employees"].sum())


def test_no_measure_is_about_a_person() -> None:
    facts = facts_of(60)
    book = facts.book.assign(owner="Ann", **{"custom.Assigned to": "Bo", "custom.负责人": "李"})
    keys = [m.key for m in measures(Facts(facts.day, book, facts.use)).all]
    assert not [key for key in keys if "owner=" in key or "Assigned" in key or "负责人" in key]
    assert [key for key in keys if key.startswith("custom.Deployment")]
    assert names_people("Account Manager")
    assert not names_people("Deployment")


@settings(max_examples=4)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    facts = facts_of(90, seed=1)
    ids = facts.book.index
    inside = pd.Index(np.random.default_rng(seed).permutation(ids)[:40])
    found = [
        profile(Side(whole, Group(part)), Side(whole, Group(ids.difference(part))), NOTHING)
        for whole, part in ((measures(facts), inside), (measures(facts), inside.sort_values()))
    ]
    pd.testing.assert_frame_equal(found[0].rows, found[1].rows)


def test_among_segments_by_chance_few_have_a_finding() -> None:
    """Benjamini-Hochberg at 10 % lets about one page in ten have a false finding."""
    facts = facts_of(200, seed=2)
    whole, rng = measures(facts), np.random.default_rng(3)
    pages = []
    for _ in range(25):
        inside = facts.ids[rng.random(200) < 0.4]
        sides = Side(whole, Group(inside)), Side(whole, Group(facts.ids.difference(inside)))
        pages.append(len(profile(*sides, NOTHING).found) > 0)
    assert np.mean(pages) <= 0.2


def test_the_same_accounts_on_two_days_are_compared_with_themselves() -> None:
    """Everybody uses one more than before: a small change, seen since all of them made it."""
    rng = np.random.default_rng(4)
    ids = pd.Index([f"A{n:03d}" for n in range(60)])
    level = rng.lognormal(3, 1, 60)[:, None]
    of = Measure(key="use", title="use", meaning=msg("known"), form="number", area="use")
    ones = np.ones_like(level)
    now, before = (Measures(ids, (of,), values, ones) for values in (level + 1, level))
    other = Measures(ids + "x", (of,), level, np.ones_like(level))
    paired = profile(Side(now, Group(ids)), Side(before, Group(ids)), NOTHING)
    strangers = profile(Side(now, Group(ids)), Side(other, Group(ids + "x")), NOTHING)
    assert state(paired, "use") == "stands_out"
    assert state(strangers, "use") == "no_difference"
    assert paired.both == 60


def test_two_days_share_the_measures_that_both_have() -> None:
    first, second = simple((3, 30), (5, 30))
    ones = np.ones((40, 2))
    fewer = Measures(first.measures.ids[:40], (rate("y"), rate("x")), ones, ones)
    sides = aligned(first, Side(fewer, second.group))
    assert [m.key for m in sides[1].measures.all] == ["x"]
    assert sides[0].measures.top.shape == sides[1].measures.top.shape == (60, 1)


def test_a_reversal_within_strata_is_flagged() -> None:
    """In the group are mostly those of a plan that leaves seldom; within plans it leaves more."""
    cells = [(150, 6, 1, 1), (50, 5, 1, 0), (40, 16, 0, 1), (160, 40, 0, 0)]
    rows = [(float(k < lost), plan, inside) for n, lost, plan, inside in cells for k in range(n)]
    frame = pd.DataFrame(rows, columns=["lost", "plan", "inside"])
    ids = pd.Index([f"A{n:04d}" for n in range(len(frame))], name="account_id")
    facts = facts_of(len(frame))
    book = facts.book.set_axis(ids).assign(plan=frame["plan"].astype("str").to_numpy())
    facts = Facts(facts.day, book, facts.use.set_axis(ids))
    has = frame["lost"].to_numpy()[:, None]
    whole = Measures(ids, (rate("lost"),), has, np.ones_like(has))
    inside = ids[frame["inside"].to_numpy() == 1]
    sides = Side(whole, Group(inside)), Side(whole, Group(ids.difference(inside)))
    found = profile(*sides, NOTHING, strata(facts))
    assert state(found, "lost") == "stands_out"
    verdicts = {check.by: check.found.verdict for check in found.checks["lost"]}
    assert verdicts["plan"] in {"reversal", "confounded"}
    assert verdicts["plan"] != verdicts["region"]


def test_the_sentence_names_what_stands_out_and_never_why() -> None:
    found = profile(*simple((20, 40), (20, 200)), NOTHING)
    text = render(profile_finding(found, (40, 200), None), "en")
    assert text == "1 of 1 comparisons stands out: x 50% against 10%."
    few = profile_finding(profile(*simple((2, 9), (20, 200)), NOTHING), (9, 200), None)
    assert "Too few customers" in render(few, "en")
    alone = profile_finding(profile(*simple((2, 9), (0, 0)), NOTHING), (9, 0), None)
    assert "whole book" in render(alone, "en")


def test_the_rest_are_other_customers() -> None:
    facts = facts_of(30)
    book = facts.book.assign(is_customer=[n % 3 > 0 for n in range(30)])
    facts = Facts(facts.day, book, facts.use)
    rest = rest_of(facts, Group(facts.ids[:10]), facts.ids[:20])
    assert list(rest.now) == [i for n, i in enumerate(facts.ids) if n >= 10 and n % 3]
    assert list(rest.then) == list(facts.ids[:20])


def test_a_change_is_taken_apart_by_label() -> None:
    before = pd.Series([1.0, 0.0, 0.0, np.nan]), pd.Series(["a", "a", "b", "b"])
    after = pd.Series([1.0, 1.0, 0.0]), pd.Series(["a", "a", None])
    found = change(before, after)
    assert found is not None
    parts, labels = found
    assert labels == ["", "a", "b"]
    assert parts.rate.sum() + parts.mix.sum() == pytest.approx(2 / 3 - 1 / 3)
