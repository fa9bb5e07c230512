"""Snapshots know nothing of the days after them."""

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.desk import Desk
from lib.model import KINDS, Coverage, Dataset, Span
from lib.model.frames import row_of, typed
from lib.model.usage import Usage, empty_cube
from tests.fixtures import NOW

DAY = date(2026, 6, 30)


def versions(kind: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    base = {"batch_id": 1, "source_row": 2, "known_on": pd.Timestamp("2026-10-01")}
    frame = pd.DataFrame([{**base, **row} for row in rows])
    return typed(frame, KINDS[kind])


def dataset_with(tickets: list[dict[str, object]]) -> Dataset:
    return Dataset(
        fingerprint="test",
        versions={
            "accounts": versions("accounts", [{"account_id": "A", "row_key": "A"}]),
            "tickets": versions("tickets", tickets),
        },
        carried={1: frozenset(KINDS["accounts"].names) | frozenset(KINDS["tickets"].names)},
    )


def ticket(number: int, created: str, **fields: object) -> dict[str, object]:
    return {
        "ticket_id": f"T{number}",
        "row_key": f"T{number}",
        "account_id": "A",
        "created_at": pd.Timestamp(created),
        **fields,
    }


def test_the_day_itself_belongs_to_the_snapshot_and_the_next_does_not() -> None:
    data = dataset_with([ticket(1, "2026-06-30 23:59"), ticket(2, "2026-07-01 00:00")])
    assert data.as_of(DAY).table("tickets")["ticket_id"].tolist() == ["T1"]


def test_a_ticket_closed_later_is_still_open_on_the_day() -> None:
    data = dataset_with([ticket(1, "2026-06-01", closed_at=pd.Timestamp("2026-07-15"))])
    assert data.as_of(DAY).table("tickets")["closed_at"].isna().all()


def test_what_was_first_loaded_later_is_marked_as_loaded() -> None:
    data = dataset_with([ticket(1, "2026-06-01")])
    assert data.as_of(DAY).table("tickets")["as_loaded"].tolist() == [True]
    assert data.as_of(date(2026, 10, 1)).table("tickets")["as_loaded"].tolist() == [False]


@given(st.lists(st.dates(date(2026, 7, 1), date(2026, 12, 31)), max_size=5))
def test_no_row_dated_after_the_day_changes_anything(later: list[date]) -> None:
    now = [ticket(1, "2026-06-01"), ticket(2, "2026-05-01")]
    future = [ticket(10 + i, f"{day} 10:00") for i, day in enumerate(later)]
    without = dataset_with(now).as_of(DAY).table("tickets")
    with_future = dataset_with(now + future).as_of(DAY).table("tickets")
    pd.testing.assert_frame_equal(without, with_future)


def test_an_account_that_begins_later_is_not_there_yet() -> None:
    rows: list[dict[str, object]] = [
        {"account_id": "A", "row_key": "A", "customer_since": pd.Timestamp("2026-01-01")},
        {"account_id": "B", "row_key": "B", "customer_since": pd.Timestamp("2026-07-01")},
        {"account_id": "C", "row_key": "C"},
    ]
    data = Dataset("test", {"accounts": versions("accounts", rows)}, {1: frozenset()})
    assert data.as_of(DAY).accounts["account_id"].tolist() == ["A", "C"]


def cube(*rows: tuple[str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["account_id", "day", "events"])
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[us]")
    return frame.assign(event="login", users=1.0, quantity=float("nan")).astype(
        dict(empty_cube().dtypes)
    )[list(empty_cube().columns)]


def test_silence_is_zero_inside_the_export_and_unknown_outside() -> None:
    coverage = Coverage.of([Span(date(2026, 6, 8), date(2026, 6, 28))])
    usage = Usage(DAY, cube(("A", "2026-06-10", 5.0)), coverage)
    weeks = row_of(usage.weekly("login", "events", 4), "A")
    assert weeks.index[-1] == pd.Timestamp("2026-06-28")
    assert weeks.fillna(-1).tolist() == [-1, 5, 0, 0], "the week to 7 June is not covered"


def test_a_week_covered_in_part_is_unknown() -> None:
    coverage = Coverage.of([Span(date(2026, 6, 9), date(2026, 6, 28))])
    usage = Usage(DAY, cube(("A", "2026-06-10", 5.0)), coverage)
    assert row_of(usage.weekly("login", "events", 3), "A").isna().tolist() == [True, False, False]


def test_days_are_counted_from_the_day_back() -> None:
    coverage = Coverage.of([Span(date(2026, 1, 1), DAY)])
    usage = Usage(DAY, cube(("A", "2026-06-30", 2.0), ("A", "2026-06-27", 3.0)), coverage)
    assert row_of(usage.daily("login", "events", 3), "A").tolist() == [0.0, 0.0, 2.0]


def test_rows_keep_their_account_when_a_later_file_names_it_in_another_way(desk: Desk) -> None:
    accounts = b"Account ID,Account name\nA1,Ada Works\n"
    contacts = "Account name,Name,Email,Job title\nAda Works,Ann,ann@ada.example,{}\n"
    for title in ("Buyer", "Director"):
        files = [("accounts.csv", accounts), ("contacts.csv", contacts.format(title).encode())]
        desk.imports.commit(files)
    (row,) = desk.data.snapshot(NOW.date()).table("contacts").to_dict("records")
    assert (row["account_id"], row["title"]) == ("A1", "Director")
