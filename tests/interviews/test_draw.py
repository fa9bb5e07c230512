"""Sampling: proportional, everybody's stratum, the unheard on purpose, by seed alone."""

from datetime import date
from math import prod

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.interviews import strata
from lib.interviews.advice import advice, table
from lib.interviews.allocation import allocated, one_each
from lib.interviews.draw import Draw, Settings, drawn

FEW = settings(max_examples=20)  # pandas is slow, and these books are small
DAY = date(2026, 10, 31)
DAYS = (DAY, date(2026, 11, 1))
LEVELS = ["immature", "low", "medium", "high", None]
STAGES = ["onboarding", "proficient", "advocate", "partner", None]
BLANK = pd.NaT


def book(rows: list[tuple[str, float, str | None, str | None, int | None]]) -> pd.DataFrame:
    """Return members: id, ARR, level, stage, days since they were heard (None: never)."""
    ids = [key for key, *_ in rows]
    heard = [BLANK if ago is None else pd.Timestamp(DAY) - pd.Timedelta(days=ago)
             for *_, ago in rows]  # fmt: skip
    return pd.DataFrame(
        {
            "arr": [arr for _, arr, *_ in rows],
            "maturity_level": pd.Series([level for _, _, level, *_ in rows], dtype="str").array,
            "journey_stage": pd.Series([stage for *_, stage, _ in rows], dtype="str").array,
            "status": "customer",
            "tags": pd.Series([None] * len(rows), dtype="str").array,
            "last_heard_on": pd.Series(heard, dtype="datetime64[us]").array,
            "interviewed_on": pd.Series([BLANK] * len(rows), dtype="datetime64[us]").array,
            "keep_away_on": float("nan"),
            "waits_in": float("nan"),
        },
        index=pd.Index(ids, name="account_id", dtype="str"),
    )


account = st.tuples(
    st.sampled_from([100.0, 200.0, 300.0, 1000.0, float("nan")]),
    st.sampled_from(LEVELS),
    st.sampled_from(STAGES),
    st.sampled_from([None, 3, 120]),
)
books = st.lists(account, min_size=1, max_size=60).map(
    lambda rows: book([(f"A{n:03}", *row) for n, row in enumerate(rows)])
)
sizes = st.integers(1, 40)


def plan(draw: Draw) -> list[tuple[str, str]]:
    return list(zip(draw.picks.index, draw.picks["stratum"], strict=True))


@FEW
@given(books, sizes, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(members: pd.DataFrame, size: int, order: int) -> None:
    mixed = members.sample(frac=1, random_state=order)
    settings = Settings(size=size, seed=3)
    first, second = drawn(members, DAYS, settings), drawn(mixed, DAYS, settings)
    assert plan(first) == plan(second)
    assert first.reserves.index.tolist() == second.reserves.index.tolist()


@FEW
@given(books, sizes)
def test_the_plan_has_its_size_and_every_stratum_one_if_it_can(
    members: pd.DataFrame, size: int
) -> None:
    found = drawn(members, DAYS, Settings(size=size))
    assert len(found.picks) == min(size, len(members))
    assert found.picks.index.is_unique
    assert found.by_stratum["n_picked"].sum() == len(found.picks)
    counted = found.picks.groupby("stratum").size()
    assert counted.reindex(found.by_stratum.index, fill_value=0).tolist() == (
        found.by_stratum["n_picked"].tolist()
    )
    if size >= len(found.by_stratum):
        assert (found.by_stratum["n_picked"] >= 1).all()


@FEW
@given(books, sizes, st.sampled_from([0.0, 0.3, 0.5, 1.0]))
def test_at_least_the_share_was_not_heard_as_far_as_there_are_any(
    members: pd.DataFrame, size: int, share: float
) -> None:
    one = Settings(size=size, dimensions=(), unheard_share=share)
    picks = drawn(members, DAYS, one).picks
    unheard = picks["heard"].isin(["never", "silent"]).sum()
    there = members["last_heard_on"].isna() | (
        members["last_heard_on"] <= pd.Timestamp(DAY) - pd.Timedelta(days=90)
    )
    assert unheard >= min(share * len(picks) - 1e-9, there.sum())


@FEW
@given(books, sizes)
def test_a_stranger_changes_nothing(members: pd.DataFrame, size: int) -> None:
    everybody = pd.concat([members, book([("Z999", 50.0, "low", "partner", None)])])
    chosen = drawn(everybody.loc[members.index], DAYS, Settings(size=size))
    assert plan(chosen) == plan(drawn(members, DAYS, Settings(size=size)))


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50), min_size=1),
    st.integers(0, 120),
)
def test_an_allocation_sums_to_its_size_and_grows_by_one(sizes: dict[str, int], total: int) -> None:
    least = {name: min(1, n) for name, n in sizes.items()} if total >= len(sizes) else {}
    now = allocated(total, sizes, least, sizes)
    assert sum(now.values()) == min(total, sum(sizes.values()))
    assert all(now[name] <= sizes[name] for name in sizes)
    more = allocated(total + 1, sizes, least, sizes)
    assert all(more[name] >= now[name] for name in sizes)


def test_proportion_by_hand() -> None:
    # 60:30:10 of ten: quotients 60 30 20 … : 6, 3, 1.
    assert one_each(10, {"a": 60, "b": 30, "c": 10}) == {"a": 6, "b": 3, "c": 1}
    # Fewer conversations than strata: the largest get one.
    assert one_each(2, {"a": 60, "b": 19, "c": 10}) == {"a": 2, "b": 0, "c": 0}
    assert one_each(2, {"a": 40, "b": 30, "c": 30}) == {"a": 1, "b": 1, "c": 0}


def test_another_seed_is_another_plan() -> None:
    members = book([(f"A{n:03}", 100.0, "low", "partner", 3) for n in range(60)])
    first, second = (drawn(members, DAYS, Settings(size=10, seed=s)) for s in (1, 2))
    assert set(first.picks.index) != set(second.picks.index)
    # The smallest of `printf '1\x1fA025' | sha256sum` over A000 to A059.
    assert first.picks.index[0] == "A025"


def test_who_is_left_out_and_why() -> None:
    members = book([(f"A{n}", 100.0 * n, "low", "partner", 3) for n in range(1, 7)])
    members.loc["A1", "status"] = "invalid"
    members.loc["A2", "tags"] = "key account|免打扰"
    members.loc["A3", "keep_away_on"] = 1.0
    members.loc["A4", "interviewed_on"] = pd.Timestamp(DAY) - pd.Timedelta(days=30)
    members.loc["A5", "waits_in"] = 7.0
    found = drawn(members, DAYS, Settings(size=5))
    assert found.left_out["reason"].to_dict() == {
        "A1": "invalid",
        "A2": "do_not_disturb",
        "A3": "keep_away",
        "A4": "interviewed",
        "A5": "waits",
    }
    assert found.picks.index.tolist() == ["A6"]
    assert found.cells["n"].sum() == 6
    assert found.cells["n_open"].sum() == 1


def test_the_never_heard_come_before_the_long_silent() -> None:
    members = book([("A1", 1.0, "low", None, 200), ("A2", 1.0, "low", None, None),
                    ("A3", 1.0, "low", None, 1), ("A4", 1.0, "low", None, 2)])  # fmt: skip
    (first, *_) = drawn(members, DAYS, Settings(size=2, unheard_share=0.5)).picks.index
    assert first == "A2"


def test_without_a_contact_log_nobody_is_called_unheard() -> None:
    members = book([(f"A{n}", 1.0, "low", None, None) for n in range(5)])
    picks = drawn(members, DAYS, Settings(size=3), logged=False).picks
    assert picks["heard"].unique().tolist() == ["unknown"]


def test_bands_are_quarters_and_part_no_equal_amounts() -> None:
    arr = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, float("nan")])
    ends = strata.edges(arr)
    assert ends == (2.0, 4.0, 6.0)
    assert strata.banded(arr, ends).tolist() == [*"11223344", "unknown"]
    assert strata.edges(pd.Series([5.0, 5.0, 5.0])) == ()


def test_dimensions_are_dropped_until_the_strata_fit() -> None:
    members = book([(f"A{n}", float(n), LEVELS[n % 4], STAGES[n % 3], 3) for n in range(40)])
    places = strata.placed(members, strata.edges(members["arr"]))
    assert strata.fitting(places, 3) == ()
    assert strata.fitting(places, 4) == ("maturity_level",)
    assert strata.fitting(places, 40) == tuple(strata.DIMENSIONS)


def test_advice_says_what_a_number_gives() -> None:
    # n = 20 of 156, 16 of them rare: 1 - C(140, 20) / C(156, 20).
    one = advice(20, 156)
    assert (round(one.low, 3), round(one.high, 3)) == (0.299, 0.701)
    assert one.heard == pytest.approx(1 - prod((140 - i) / (156 - i) for i in range(20)))
    whole = advice(30, 30)
    assert (whole.low, whole.high, whole.heard) == (0.5, 0.5, 1.0)
    assert [row.n for row in table(25, 8)] == [6, 8, 12, 20, 25]
