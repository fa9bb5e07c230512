"""Laws of the signals that read people, contracts, tickets and demands."""

from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.model import Dataset
from lib.signals.readings import measured, rows_behind
from lib.signals.registry import signal_of
from tests.signals.made import DAY, HISTORY, dataset, table

KEYS = (
    "contraction",
    "decision_maker_unheard",
    "demand_conflict",
    "key_person_gone",
    "overdue_promise",
    "renewal_near",
    "single_threaded",
    "ticket_surge",
)
FEW = settings(max_examples=5)
N = 24
ROLES = ("decision_maker", "influencer", "end_user")


def ago(days: float) -> pd.Timestamp:
    return pd.Timestamp(DAY) - timedelta(days=days)


def people_of(name: str, k: int) -> list[dict[str, Any]]:
    return [
        {"contact_id": f"{name}-{n}", "account_id": name, "full_name": f"Person {n}",
         "buying_roles": ROLES[(n + k // 8) % 3], "active": not (n == 0 and k % 5 == 0),
         "stance": "champion" if n == 1 else "neutral"}
        for n in range(3)
    ]  # fmt: skip


def calls_of(name: str, k: int) -> list[dict[str, Any]]:
    """Every third account speaks with one person only; every fourth fell silent."""
    with_whom = [0] if k % 3 == 0 else [0, 1, 2]
    return [
        {"account_id": name, "contact_id": f"{name}-{with_whom[n % len(with_whom)]}",
         "type": "call", "direction": "ours", "outcome": "held",
         "occurred_at": ago(12 + 17 * n + 80 * (k % 4 == 0))}
        for n in range(12)
    ]  # fmt: skip


def terms_of(name: str, k: int) -> list[dict[str, Any]]:
    split = ago(120 if k % 2 else 340)
    shared = {"account_id": name, "type": "renewal"}
    return [
        {**shared, "start_date": split - timedelta(days=366),
         "signed_on": split - timedelta(days=370), "end_date": split - timedelta(days=1),
         "arr": 1000.0, "seats": 40.0},
        {**shared, "start_date": split, "signed_on": split, "end_date": split + timedelta(days=364),
         "arr": 1000.0 if k % 3 else 600.0, "seats": 40.0 if k % 7 else 20.0},
    ]  # fmt: skip


def tickets_of(name: str, k: int) -> list[dict[str, Any]]:
    steady = [7 * n + 3.0 for n in range(1, 60, 2)]
    burst = [3.0 + n for n in range(14)] if k % 6 == 0 else []
    return [
        {"account_id": name, "created_at": ago(back), "closed_at": ago(back - 1),
         "escalated": k % 5 == 1 and back < 50}
        for back in (*steady, *burst)
    ]  # fmt: skip


def demands_of(name: str, k: int) -> list[dict[str, Any]]:
    rows = [
        (ROLES[0], "wants", "reports", "accepted", -5.0 if k % 2 else 40.0, 100.0),
        (ROLES[2], "opposes" if k % 4 == 1 else "wants", "Reports", "new", None, 90.0),
        (ROLES[1], "wants", "search", "planned", 95.0 if k % 6 == 2 else -30.0, 150.0),
    ]
    return [
        {"account_id": name, "buying_role": role, "statement": f"{theme} {n}", "direction": way,
         "theme": theme, "state": state, "due_on": None if due is None else ago(due),
         "raised_on": ago(raised)}
        for n, (role, way, theme, state, due, raised) in enumerate(rows)
    ]  # fmt: skip


def rows_of_all(names: list[str]) -> dict[str, list[dict[str, Any]]]:
    made = {"contacts": people_of, "activities": calls_of, "contracts": terms_of,
            "tickets": tickets_of, "demands": demands_of}  # fmt: skip
    return {
        kind: [row for k, name in enumerate(names) for row in of(name, k)]
        for kind, of in made.items()
    }


def named(n: int) -> list[str]:
    return [f"A{k:02d}" for k in range(n)]


@cache
def book() -> Dataset:
    people = table(
        "accounts",
        [{"account_id": name, "customer_since": pd.Timestamp(2023, 1, 1), "owner": f"o{k % 3}"}
         for k, name in enumerate(named(N))],
    )  # fmt: skip
    return of_tables(people, rows_of_all(named(N)))


def of_tables(people: pd.DataFrame, rows: dict[str, list[dict[str, Any]]]) -> Dataset:
    made = dataset(people)
    versions = {**made.versions, **{kind: table(kind, found) for kind, found in rows.items()}}
    return Dataset("book", versions, made.carried, made.cube, dict.fromkeys(versions, HISTORY))


def read(data: Dataset) -> pd.DataFrame:
    snapshot = data.as_of(DAY)
    found = pd.concat([measured(signal_of(key), snapshot) for key in KEYS], ignore_index=True)
    return found.assign(detail=found["detail"].map(repr))


@cache
def before() -> pd.DataFrame:
    return read(book())


def with_versions(**versions: pd.DataFrame) -> Dataset:
    whole = book()
    return Dataset("other", {**whole.versions, **versions}, whole.carried, whole.cube,
                   whole.coverage)  # fmt: skip


def more(kind: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    added = table(kind, rows).assign(row_key=[f"new-{kind}-{n}" for n in range(len(rows))])
    return pd.concat([book().versions[kind], added], ignore_index=True)


def test_the_book_shows_every_signal_and_leaves_most_accounts_alone() -> None:
    found = before()
    assert set(found.loc[found["grade"].isin(["watch", "alert"]), "signal"]) == set(KEYS)
    assert set(found.loc[found["grade"] == "none", "signal"]) == set(KEYS)


def test_the_rows_behind_are_as_many_as_a_reading_says() -> None:
    snapshot = book().as_of(DAY)
    for key in KEYS:
        for row in measured(signal_of(key), snapshot).to_dict("records"):
            kind, rows = rows_behind(snapshot, {str(k): v for k, v in row.items()})
            assert kind in signal_of(key).needs
            assert len(rows) == row["n_rows"], (key, row["account_id"])
            assert set(rows["account_id"]) <= {row["account_id"]}


@FEW
@given(st.integers(1, 400), st.sampled_from(named(N)))
def test_nothing_dated_after_the_day_changes_a_reading(later: int, name: str) -> None:
    day = ago(-later)
    rows: dict[str, dict[str, Any]] = {
        "contacts": {"contact_id": "later", "created_at": day, "buying_roles": "decision_maker"},
        "activities": {"contact_id": f"{name}-0", "occurred_at": day, "type": "visit"},
        "contracts": {"start_date": day, "signed_on": day, "arr": 9.0, "type": "contraction"},
        "tickets": {"created_at": day, "escalated": True},
        "demands": {"raised_on": day, "due_on": ago(300), "state": "accepted", "theme": "reports",
                    "direction": "opposes", "buying_role": "influencer"},
    }  # fmt: skip
    versions = {kind: more(kind, [{"account_id": name, **row}]) for kind, row in rows.items()}
    pd.testing.assert_frame_equal(read(with_versions(**versions)), before())


@FEW
@given(st.integers(0, 200))
def test_a_stranger_changes_nobodys_reading(k: int) -> None:
    rows = {kind: more(kind, found) for kind, found in rows_of_all(["stranger"] * (k % 3)).items()}
    account = {"account_id": "stranger", "owner": "somebody else"}
    after = read(with_versions(**rows, accounts=more("accounts", [account])))
    mine = after[after["account_id"] != "stranger"].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, before())


COLUMNS = [
    ("contacts", "buying_roles"),
    ("contacts", "active"),
    ("contacts", "full_name"),
    ("activities", "contact_id"),
    ("activities", "outcome"),
    ("activities", "direction"),
    ("activities", "type"),
    ("contracts", "end_date"),
    ("contracts", "seats"),
    ("contracts", "type"),
    ("tickets", "closed_at"),
    ("demands", "buying_role"),
    ("demands", "direction"),
    ("demands", "theme"),
    ("demands", "due_on"),
    ("demands", "state"),
]


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
@settings(max_examples=3)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
def test_a_blank_gives_the_same_severity_more_or_unknown(
    kind: str, column: str, rows: list[int]
) -> None:
    frame = book().versions[kind].copy()
    hit = np.isin(np.arange(len(frame)), [n % len(frame) for n in rows])
    frame[column] = frame[column].mask(hit)
    after = read(with_versions(**{kind: frame}))
    lower = (after["severity"] < before()["severity"]) & (after["severity"] >= 0)
    # A term without an end is open, not unknown, and seats are only one of two measures.
    lower &= ~((after["signal"] == "contraction") & (column in {"end_date", "seats"}))
    assert after.loc[lower, ["signal", "account_id"]].to_numpy().tolist() == []


def test_a_calm_book_raises_no_alarm_at_any_month_end_of_two_years() -> None:
    """Three people in touch, a steady trickle of requests, a growing contract: nothing to say."""
    names = named(6)
    rng = np.random.default_rng(5)
    calls, tickets = [], []
    for name in names:
        for n, back in enumerate(np.sort(rng.uniform(0, 900, 110))):
            call = {"type": "call", "outcome": "held", "direction": "ours"}
            whom = {"account_id": name, "contact_id": f"{name}-{n % 3}"}
            calls.append({**call, **whom, "occurred_at": ago(back)})
        tickets += [
            {"account_id": name, "created_at": ago(back), "closed_at": ago(back - 1)}
            for back in rng.uniform(1, 900, 130)
        ]
    contacts = [
        {**row, "active": True, "buying_roles": ROLES[n % 3]}
        for name in names
        for n, row in enumerate(people_of(name, 1))
    ]
    known = {"customer_since": pd.Timestamp(2022, 1, 1), "country": "China", "owner": "Lin"}
    people = table("accounts", [{"account_id": name, **known} for name in names])
    terms = [{"account_id": name, "start_date": ago(1200), "end_date": ago(-300), "arr": 900.0}
             for name in names]  # fmt: skip
    tables = {"contacts": contacts, "activities": calls, "tickets": tickets, "contracts": terms}
    data = of_tables(people, tables)
    for end in pd.date_range("2025-01-31", "2026-10-31", freq="2ME"):
        snapshot = data.as_of(end.date())
        for key in KEYS:
            found = measured(signal_of(key), snapshot)
            assert "alert" not in set(found["grade"]), (key, end)
