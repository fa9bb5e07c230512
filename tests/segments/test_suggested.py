"""Suggested segments: planted groups are found and confirmed, chance is not."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.locale import render
from lib.model import Snapshot
from lib.model.usage import Usage
from lib.segments.compare.behaviour import Frame, honest
from lib.segments.compare.mix import Cluster, clusters, log_ratios, shares
from lib.segments.compare.suggested import of_cluster, of_leaf, why_none
from lib.segments.compare.tree import halves, leaves
from lib.segments.rule import Condition
from lib.segments.rules import members, parsed_rule
from tests.segments.homogeneous import THEN, leaving, made_book


def planted(n: int, seed: int, rates: tuple[float, float]) -> Frame:
    """Return customers of a year ago of which those of the plan "starter" left more often."""
    rng = np.random.default_rng(seed)
    book, table = made_book(n, rng).assign(is_customer=True), leaving(n, rng)
    starter = book["plan"].eq("starter").to_numpy()
    table[:, 0] = (rng.random(n) < np.where(starter, *rates)).astype(float)
    table[table[:, 0] == 1, 1] = np.nan
    return Frame("then", book, THEN, table)


def test_a_group_that_leaves_more_is_found_and_its_rule_holds_it() -> None:
    frame = planted(900, 1, (0.45, 0.08))
    found = [leaf for leaf in leaves(frame) if leaf.behaviour.key == "lost"]
    best = next(leaf for leaf in found if leaf.value > leaf.other)
    assert "plan = starter" in str(best.rule)
    assert parsed_rule(str(best.rule)) == best.rule
    held_out = ~halves(frame.book.index)
    inside = members(best.rule, frame.book)
    assert best.n == int((frame.book.index.isin(inside) & held_out).sum())
    assert best.low > 0


def test_chance_suggests_next_to_nothing() -> None:
    raised = sum(bool(leaves(planted(400, seed, (0.12, 0.12)))) for seed in range(8))
    assert raised <= 1


def test_the_order_of_rows_does_not_matter() -> None:
    frame = planted(600, 2, (0.5, 0.1))
    order = np.random.default_rng(0).permutation(600)
    mixed = Frame("then", frame.book.iloc[order], THEN, frame.table[order])
    assert [str(x.rule) for x in leaves(mixed)] == [str(x.rule) for x in leaves(frame)]


def test_few_customers_suggest_nothing_and_it_is_said() -> None:
    assert leaves(planted(100, 3, (0.5, 0.1))) == []
    assert len(why_none({"cohort": 100, "lost": 30, "users": 10})) == 2
    assert why_none({"cohort": 400, "lost": 30, "users": 400}) == ()


def test_a_field_that_knows_the_outcome_is_never_asked() -> None:
    frame = planted(300, 4, (0.5, 0.1))
    lost = pd.Series(frame.column("lost") == 1, frame.book.index)
    book = frame.book.assign(
        as_loaded=False, lead_source=pd.Series(lost.map({True: "gone", False: "here"}), dtype="str")
    )
    asked = honest(book, lost)
    assert "lead_source" not in asked
    assert "plan" in asked
    # Today's picture says nothing sure of a year ago but what does not change.
    assert "tag" in asked
    assert "tag" not in honest(book.assign(as_loaded=True), lost)


def used(n: int, seed: int, *, groups: bool) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    likes = np.repeat([0, 1, 2], n // 3) if groups else np.zeros(n, dtype=int)
    means = np.array([[8, 1, 1, 2], [1, 8, 1, 2], [1, 1, 8, 2]])[likes] * 20
    noise = rng.lognormal(0, 0.4, (n, 4))
    counts = rng.poisson(means * noise)
    names = ["board", "chart", "flow", "mobile"]
    return pd.DataFrame(counts, pd.Index([f"A{k:04d}" for k in range(n)]), names, dtype=float)


def test_groups_by_use_are_found_and_named_by_what_they_use() -> None:
    found = clusters(used(150, 1, groups=True))
    assert sorted(cluster.feature for cluster in found) == ["board", "chart", "flow"]
    assert all(abs(len(cluster.members) - 50) <= 5 for cluster in found)
    assert all(cluster.share > cluster.other for cluster in found)


def test_one_cloud_is_no_groups() -> None:
    assert [clusters(used(150, seed, groups=False)) for seed in range(2)] == [[]] * 2


def test_groups_by_use_do_not_depend_on_the_order_of_rows() -> None:
    counts = used(150, 2, groups=True)
    mixed = clusters(counts.sample(frac=1, random_state=3))
    assert [sorted(c.members) for c in mixed] == [sorted(c.members) for c in clusters(counts)]


def test_shares_do_not_depend_on_how_much_is_used() -> None:
    few, many = log_ratios(np.array([[100.0, 200.0, 700.0], [1000.0, 2000.0, 7000.0]]))
    assert few == pytest.approx(many, abs=0.01)


def test_a_group_by_use_is_saved_as_a_least_share_where_that_tells_it_from_the_others() -> None:
    counts = used(150, 1, groups=True)
    found = next(c for c in clusters(counts) if c.feature == "board")
    portions = counts["board"] / counts.sum(axis="columns")
    offered = of_cluster(found, portions)
    assert isinstance(offered.rule, Condition)
    assert (offered.rule.field, offered.rule.operator) == ("usage_share.board", ">=")
    reached = set(portions.index[portions >= offered.rule.operands[0]])
    inside = reached & set(found.members)
    assert 2 * len(inside) / (len(reached) + len(found.members)) >= 0.9
    assert f"{len(inside)} of the {len(found.members)} accounts" in render(
        offered.evidence[1], "en"
    )
    assert offered.why_not is None


def test_a_group_that_no_share_tells_from_the_others_is_a_list_that_may_be_too_long() -> None:
    found = clusters(used(150, 1, groups=True))[0]
    alike = pd.Series(0.5, used(150, 1, groups=True).index)
    assert str(of_cluster(found, alike).rule).startswith("account_id in")
    names = pd.Index([f"A{k:06d}" for k in range(900)])
    both = pd.Series(0.5, [*names, *(f"B{k:06d}" for k in range(900))])
    long = of_cluster(Cluster(names, "x", 0.5, 0.1, 0.9), both)
    assert long.rule is None
    assert long.why_not is not None


def test_a_leaf_is_said_with_its_interval() -> None:
    leaf = leaves(planted(900, 1, (0.45, 0.08)))[0]
    offered = of_leaf(leaf, pd.Index(["a"]))
    assert offered.key == str(leaf.rule)
    assert len(offered.evidence) == 1


def test_logins_and_programs_are_no_mix() -> None:
    cube = pd.DataFrame(
        {
            "account_id": ["a"] * 4, "day": pd.Timestamp(2026, 10, 1),
            "event": ["any", "login", "board", "api_call"], "events": 40.0, "users": 1.0,
            "quantity": np.nan,
        }
    )  # fmt: skip
    day = date(2026, 10, 31)
    snapshot = Snapshot(day, {}, Usage(day, cube), {})
    table = shares(snapshot, pd.Index(["a"]))
    assert list(table.columns) == ["board"]
