"""Laws that hold whatever is loaded: no look ahead, no stranger's influence, no gain by gaps."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.model import ANY, Coverage, Dataset, Span
from lib.model.usage import CUBE_COLUMNS, empty_people
from lib.signals.readings import readings
from tests.signals.made import (
    DAY,
    EVERYTHING,
    HISTORY,
    accounts,
    cube_of,
    dataset,
    noisy,
    portfolio,
    rows_of,
    table,
)

FEW = settings(max_examples=10)
START = date(2025, 6, 1)
N_DAYS = (DAY - START).days


def moments(n: int, seed: int, last: int = N_DAYS) -> list[pd.Timestamp]:
    rng = np.random.default_rng(seed)
    days = rng.integers(0, last + 1, n)
    return [pd.Timestamp(START) + timedelta(days=int(day), hours=9) for day in days]


def ticket_rows(name: str, n: int, seed: int, last: int = N_DAYS) -> list[dict[str, Any]]:
    return [
        {"account_id": name, "created_at": at, "closed_at": at, "reopens": float(k % 2)}
        for k, at in enumerate(moments(n, seed, last))
    ]


def activity_rows(name: str, n: int, seed: int, last: int = N_DAYS) -> list[dict[str, Any]]:
    kinds = [("call", "ours", "held"), ("mail", "ours", None), ("mail", "theirs", None),
             ("meeting", "ours", "held"), ("call", "ours", "no_answer")]  # fmt: skip
    return [
        dict(zip(("type", "direction", "outcome"), kinds[k % 5], strict=True))
        | {"account_id": name, "occurred_at": at}
        for k, at in enumerate(moments(n, seed + 1, last))
    ]


def term_rows(name: str) -> list[dict[str, Any]]:
    return [
        {"account_id": name, "start_date": pd.Timestamp(2025, 9, 1), "seats": 20.0,
         "end_date": pd.Timestamp(2026, 8, 31)},
        {"account_id": name, "start_date": pd.Timestamp(2026, 9, 1), "seats": 15.0,
         "end_date": pd.Timestamp(2027, 8, 31)},
    ]  # fmt: skip


def book(n: int, seed: int = 1) -> tuple[list[str], list[dict[str, Any]], dict[str, Any]]:
    """Return names, usage and tables of accounts of which every third falls and goes quiet."""
    weekly = noisy(n, 60, 30, seed)
    weekly[::3, -8:] = np.round(weekly[::3, -8:] * 0.3)
    weekly[1::7, -3:] = 0
    names, usage = portfolio(weekly)
    tickets, activities, terms = [], [], []
    for k, name in enumerate(names):
        usage += rows_of(name, [40] * 59 + [40 + 4000 * (k % 2)], event="api_call",
                         measure="events")  # fmt: skip
        usage += rows_of(name, [0] * 59 + [9000 * (k % 3 == 0)], event="data_export",
                         measure="quantity")  # fmt: skip
        usage += rows_of(name, [9] * (60 - 10 * (k % 4 == 0)), event="reports",
                         end=DAY - timedelta(days=70 * (k % 4 == 0)))  # fmt: skip
        tickets += ticket_rows(name, 30, k, N_DAYS - 70 * (k % 3 == 0))
        activities += activity_rows(name, 20, k, N_DAYS - 140 * (k % 2))
        terms += term_rows(name)
    return names, usage, {"tickets": tickets, "activities": activities, "contracts": terms}


def built(names: list[str], usage: list[dict[str, Any]], tables: dict[str, Any]) -> Dataset:
    people = table(
        "accounts",
        [
            {"account_id": name, "customer_since": pd.Timestamp(2024, 1, 1), "country": "China",
             "owner": f"owner {k % 4}"}
            for k, name in enumerate(names)
        ],
    )  # fmt: skip
    made = dataset(people, usage)
    frames = {kind: table(kind, rows) for kind, rows in tables.items()}
    coverage = {**made.coverage, **dict.fromkeys(frames, HISTORY)}
    return replace(
        made,
        versions={**made.versions, **frames},
        coverage=coverage,
        people=pd.concat([people_rows(name, k) for k, name in enumerate(names)]),
    )


def people_rows(name: str, k: int) -> pd.DataFrame:
    """Return people of four weeks: every third account lost most of its own."""
    ends = pd.date_range(end=pd.Timestamp(DAY), periods=60, freq="7D")
    users = np.where((np.arange(60) >= 56) & (k % 3 == 0), 4.0, 14.0)
    rows = pd.DataFrame({"account_id": name, "day": ends, "users": users, "top_days": 9.0})
    return rows.astype(dict(empty_people().dtypes))


@cache
def whole(n: int) -> Dataset:
    return built(*book(n))


def comparable(read: pd.DataFrame) -> pd.DataFrame:
    """Dates before pandas' times differ in nothing but the detail's floats; keep all columns."""
    return read.assign(detail=read["detail"].map(repr)).reset_index(drop=True)


def with_rows(
    data: Dataset, usage: list[dict[str, Any]], tables: dict[str, list[dict[str, Any]]]
) -> Dataset:
    versions = dict(data.versions)
    for kind, rows in tables.items():
        if rows:
            keys = [f"new-{kind}-{n}" for n in range(len(rows))]
            more = table(kind, rows).assign(row_key=keys, batch_id=2)
            versions[kind] = pd.concat([versions[kind], more], ignore_index=True)
    cube = pd.concat([data.cube, cube_of(usage)], ignore_index=True) if usage else data.cube
    return replace(data, versions=versions, carried=dict.fromkeys((1, 2), EVERYTHING), cube=cube)


def test_the_book_of_these_laws_shows_every_signal() -> None:
    read = readings(whole(20).as_of(DAY))
    fired = read[read["grade"].isin(["watch", "alert"])]
    assert set(fired["signal"]) >= {
        "active_user_decline", "api_burst", "bulk_export", "contact_stops", "contraction",
        "feature_abandonment", "login_decline", "requests_stop", "seat_utilization",
        "ticket_surge", "usage_silence",
    }  # fmt: skip


LATER = st.integers(1, 400)


@FEW
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["P000", "P001", "P009"]),
            LATER,
            st.sampled_from(["login", ANY, "api_call", "data_export", "reports"]),
            st.integers(1, 90_000),
        ),
        min_size=1, max_size=6,
    ),
    st.lists(st.tuples(st.sampled_from(["P000", "P003"]), LATER), max_size=4),
)  # fmt: skip
def test_no_row_dated_after_the_day_changes_anything(
    usage: list[tuple[str, int, str, int]], others: list[tuple[str, int]]
) -> None:
    def later(n: int) -> pd.Timestamp:
        return pd.Timestamp(DAY) + timedelta(days=n)

    rows = [
        dict(zip(CUBE_COLUMNS, (name, later(n), event, number, number, number), strict=True))
        for name, n, event, number in usage
    ]
    tables = {
        "tickets": [{"account_id": a, "created_at": later(n)} for a, n in others],
        "activities": [
            {"account_id": a, "occurred_at": later(n), "type": "meeting"} for a, n in others
        ],
        "contracts": [{"account_id": a, "start_date": later(n), "seats": 1.0} for a, n in others],
    }
    data = whole(20)
    pd.testing.assert_frame_equal(
        comparable(readings(with_rows(data, rows, tables).as_of(DAY))), without_anybody_new(20)
    )


def joined_by_stranger(data: Dataset, usage: list[dict[str, Any]], seed: int) -> Dataset:
    tables = {
        "tickets": ticket_rows("stranger", seed % 40, seed),
        "activities": activity_rows("stranger", seed % 25, seed),
        "contracts": term_rows("stranger"),
        "accounts": [{"account_id": "stranger", "owner": "somebody else", "country": "China"}],
    }
    return with_rows(data, usage, tables)


@cache
def without_anybody_new(n: int) -> pd.DataFrame:
    return comparable(readings(whole(n).as_of(DAY)))


def without_stranger(data: Dataset) -> pd.DataFrame:
    read = readings(data.as_of(DAY))
    return comparable(read[read["account_id"] != "stranger"])


STRANGE_EVENTS = st.sampled_from([("login", "events"), ("boards", "users"), ("reports", "users")])


@FEW
@given(
    st.sampled_from([12, 20, 40]),
    st.lists(st.integers(0, 900), min_size=60, max_size=60),
    STRANGE_EVENTS,
    st.integers(0, 1000),
)
def test_a_stranger_changes_nobodys_reading(
    n: int, weekly: list[int], event: tuple[str, str], seed: int
) -> None:
    """A stranger is an account that a later import brings alone; whatever it does."""
    usage = [
        *rows_of("stranger", weekly),
        *rows_of("stranger", weekly, event=event[0], measure=event[1]),
        *rows_of("stranger", weekly, event="data_export", measure="quantity"),
        *rows_of("stranger", weekly, event="api_call", measure="events"),
    ]
    more = joined_by_stranger(whole(n), usage, seed)
    people = people_rows("stranger", seed).assign(users=float(seed))
    more = replace(more, people=pd.concat([more.people, people]))
    pd.testing.assert_frame_equal(without_stranger(more), without_anybody_new(n))


def test_a_stranger_with_the_only_exports_says_nothing_about_others() -> None:
    """What only a newcomer's rows record is no news about those who have no such rows."""
    names, usage = portfolio(noisy(20, 60, 30, 1))
    data = dataset(accounts(names), usage)
    strange = rows_of("stranger", [900] * 60, event="data_export", measure="quantity")
    strange += rows_of("stranger", [900] * 60, event="boards")
    more = with_rows(data, strange, {"accounts": [{"account_id": "stranger"}]})
    pd.testing.assert_frame_equal(without_stranger(more), comparable(readings(data.as_of(DAY))))


@FEW
@given(st.sampled_from([20, 80, 5000]), st.integers(0, 1000))
def test_a_busy_newcomer_of_the_same_import_hardly_changes_a_severity(
    level: int, seed: int
) -> None:
    """Among those who came together the law cannot hold: medians may move by a rank."""
    weekly = noisy(1, 60, level, seed)[0].tolist()
    more = joined_by_stranger(whole(40), rows_of("stranger", weekly), seed)
    people = more.versions["accounts"].assign(batch_id=1)
    more = replace(more, versions={**more.versions, "accounts": people})
    before, after = without_anybody_new(40), without_stranger(more)
    relative = before["signal"] == "low_use"
    changed = (after["severity"] != before["severity"])[~relative]
    assert changed.sum() <= 2
    assert before["reason"].fillna("").tolist() == after["reason"].fillna("").tolist()


@FEW
@given(st.integers(0, 33))
def test_a_missing_week_of_usage_raises_no_alarm(back: int) -> None:
    names, usage = portfolio(noisy(20, 60, 40, seed=8, dispersion=1.5))
    sunday = DAY - timedelta(days=7 * back)
    spans = [Span(HISTORY.spans[0].first, sunday - timedelta(days=7)), Span(sunday, DAY)]
    people = accounts(names)
    lost = readings(dataset(people, usage, covered=Coverage.of(spans)).as_of(DAY))
    mine = lost[lost["signal"] == "login_decline"]
    assert set(mine["grade"]) <= {"none", "unknown"}


def blanked(data: Dataset, kind: str, columns: list[str], rows: list[int]) -> Dataset:
    frame = data.versions[kind].copy()
    places = [n % len(frame) for n in rows]
    for column in columns:
        frame[column] = frame[column].mask(np.isin(np.arange(len(frame)), places))
    return replace(data, versions={**data.versions, kind: frame})


BLANKS = st.sampled_from(
    [
        *(("activities", column) for column in ("type", "direction", "outcome")),
        *(("tickets", column) for column in ("closed_at", "subject")),
        *(("contracts", column) for column in ("seats", "end_date")),
    ]
)


@settings(max_examples=20)
@given(BLANKS, st.lists(st.integers(0, 10_000), min_size=1, max_size=120))
def test_blanking_a_field_gives_the_same_severity_more_or_unknown(
    field: tuple[str, str], rows: list[int]
) -> None:
    """Of an account's own evidence; low use is a comparison, so peers that drop out move it."""
    before = without_anybody_new(20)
    after = readings(blanked(whole(20), field[0], [field[1]], rows).as_of(DAY))
    own = before["signal"] != "low_use"
    # A term without an end is open, not unknown: a fall that began at its end is not seen.
    own &= ~((before["signal"] == "contraction") & (field == ("contracts", "end_date")))
    kept = (after["severity"] >= before["severity"]) | (after["severity"] == -1)
    assert kept[own].all()


def test_blanking_all_seats_leaves_no_judgement_of_them() -> None:
    read = readings(blanked(whole(20), "contracts", ["seats"], list(range(40))).as_of(DAY))
    judged = read[read["signal"].isin(["seat_utilization", "low_use"])]
    assert set(judged["reason"]) == {"no_seats"}


@pytest.mark.parametrize("kind", ["tickets", "activities", "usage"])
def test_a_kind_that_was_never_loaded_is_unknown_and_not_fine(kind: str) -> None:
    data = whole(20)
    versions = {name: frame for name, frame in data.versions.items() if name != kind}
    coverage = {name: spans for name, spans in data.coverage.items() if name != kind}
    cube = data.cube.iloc[:0] if kind == "usage" else data.cube
    less = replace(data, versions=versions, cube=cube, coverage=coverage)
    read = readings(less.as_of(DAY))
    blind = {
        "tickets": ["requests_stop"],
        "activities": ["contact_stops"],
        "usage": [
            *("login_decline", "api_burst", "bulk_export", "usage_silence", "low_use"),
            *("active_user_decline", "seat_utilization", "feature_abandonment"),
        ],
    }[kind]
    assert set(read.loc[read["signal"].isin(blind), "grade"]) == {"unknown"}
    if kind == "usage":  # silence of requests alone is at most worth watching
        assert "alert" not in set(read.loc[read["signal"] == "requests_stop", "grade"])
