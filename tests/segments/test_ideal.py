"""The profile of customers that grew: found when planted, silent by chance, never from a leak."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from lib.locale import render
from lib.segments.compare.facts import Facts
from lib.segments.ideal import LEAST_COMPARED, ideal, marks_met

DAY = date(2025, 10, 31)
USE = ("tenure_years", "contract_months")


def made(n: int, seed: int, lift: float = 1.0, base: float = 0.3) -> tuple[Facts, pd.DataFrame]:
    """Return facts of n accounts a year before, and what became of them.

    Customers of the industry `retail` (a third) grow `lift` times as often as the others.
    """
    random = np.random.default_rng(seed)
    ids = pd.Index([f"A{k:04d}" for k in range(n)], name="account_id")
    industry = random.choice(["retail", "energy", "logistics"], n)
    region = random.choice(["north", "south"], n)
    employees = random.integers(10, 900, n).astype(np.float64)
    rate = np.where(industry == "retail", np.minimum(base * lift, 1.0), base)
    grew = random.random(n) < rate
    lost = ~grew & (random.random(n) < 0.2)
    end = np.where(grew, 150.0, np.where(lost, 0.0, 100.0))
    book = pd.DataFrame(
        {
            "industry": pd.Series(industry, ids, dtype="str"),
            "region": pd.Series(region, ids, dtype="str"),
            "employees": pd.Series(employees, ids),
            "owner": pd.Series(np.where(grew, "Li", "Wu"), ids, dtype="str"),
            "custom.Account manager": pd.Series(np.where(grew, "Li", "Wu"), ids, dtype="str"),
        }
    )
    use = pd.DataFrame({name: np.full(n, np.nan) for name in USE}, index=ids)
    past = pd.DataFrame({"arr_start": 100.0, "arr_end": end, "lost": lost.astype(float)}, index=ids)
    return Facts(DAY, book, use), past


def test_a_planted_mark_is_found_with_its_lift() -> None:
    facts, past = made(600, 1, lift=2.2)
    found = ideal(facts, past)
    assert [mark.key for mark in found.wanted] == ["industry=retail"]
    row = found.rows.set_index("key").loc["industry=retail"]
    has = facts.book["industry"] == "retail"
    grew = past["arr_end"] > past["arr_start"]
    assert row["n"] == has.sum()
    assert row["rate"] == pytest.approx(grew[has].mean())
    assert row["lift"] == pytest.approx(grew[has].mean() / grew.mean())
    assert row["lift_low"] < row["lift"] < row["lift_high"]
    assert render(found.wanted[0].title, "en") == "industry: retail"


def test_without_an_effect_hardly_any_book_shows_a_mark() -> None:
    shown = sum(bool(ideal(*made(400, seed)).wanted) for seed in range(40))
    assert shown <= 4  # one in ten at most, as Benjamini and Hochberg promise


def test_people_are_no_marks_however_well_they_tell() -> None:
    found = ideal(*made(300, 2, lift=2.0))
    assert not [key for key in found.marks if "owner" in key or "manager" in key]


def test_a_column_that_knows_the_outcome_is_named_and_left_out() -> None:
    facts, past = made(300, 3)
    grew = past["arr_end"] > past["arr_start"]
    note = pd.Series(past["lost"].map({1.0: "left us"}), facts.ids, dtype="str")
    tier = pd.Series(np.where(grew, "gold", "iron"), facts.ids, dtype="str")
    book = facts.book.assign(**{"custom.Exit note": note, "custom.Tier": tier})
    found = ideal(replace(facts, book=book), past)
    assert {leak.column for leak in found.left_out} == {"custom.Exit note", "custom.Tier"}
    assert not [key for key in found.marks if "Tier" in key or "Exit" in key]


def test_small_groups_are_counted_and_not_compared() -> None:
    facts, past = made(60, 4, lift=3.0)
    found = ideal(facts, past)
    small = found.rows[found.rows["n"] < LEAST_COMPARED]
    assert set(small["state"]) <= {"few", "too_few"}
    assert found.rows.loc[found.rows["state"] == "too_few", "lift"].isna().all()


def test_the_order_of_accounts_changes_nothing() -> None:
    facts, past = made(400, 5, lift=2.0)
    turned = np.random.default_rng(9).permutation(len(facts.ids))
    mixed = Facts(DAY, facts.book.iloc[turned], facts.use.iloc[turned])
    a, b = ideal(facts, past), ideal(mixed, past.iloc[turned])
    pd.testing.assert_frame_equal(
        a.rows.drop(columns="title"), b.rows.drop(columns="title"), check_exact=False
    )


def test_an_account_that_is_not_known_of_then_is_not_counted() -> None:
    facts, past = made(200, 6)
    newcomer = pd.DataFrame(
        {"arr_start": [np.nan], "arr_end": [500.0], "lost": [np.nan]}, index=["Z1"]
    )
    assert len(ideal(facts, pd.concat([past, newcomer])).cohort) == 200


def test_marks_met_are_counted_by_the_bounds_that_were_learnt() -> None:
    facts, past = made(600, 1, lift=2.2)
    found = ideal(facts, past)
    book = facts.book.head(3).assign(industry=pd.Series(["retail", "energy", None], facts.ids[:3]))
    met = marks_met(found, Facts(DAY, book, facts.use.head(3)))
    assert met["met"].tolist()[:2] == [1.0, 0.0]
    assert np.isnan(met["met"].iloc[2])
    assert met["asked"].tolist() == [1.0, 1.0, 0.0]


def test_without_customers_there_is_nothing_to_say() -> None:
    facts, past = made(20, 7)
    found = ideal(facts, past.assign(arr_start=np.nan))
    assert found.cohort.empty
    assert found.wanted == ()
