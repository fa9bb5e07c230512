"""The main job on RavenStack's CSV files exactly as they are."""

from datetime import date

import pandas as pd
import pytest

from lib.desk import Desk
from tests.fixtures import RAVENSTACK, needs_shared_data

pytestmark = needs_shared_data

KINDS = {
    "ravenstack_accounts.csv": ("accounts", 500),
    "ravenstack_subscriptions.csv": ("contracts", 5000),
    "ravenstack_feature_usage.csv": ("usage", 25000),
    "ravenstack_supports_ticket.csv": ("tickets", 2000),
    "ravenstack_churn_events.csv": ("losses", 600),
}


def test_every_file_is_taken_for_what_it_is_and_no_row_is_lost(ravenstack_desk: Desk) -> None:
    batches = {batch.file: batch for batch in ravenstack_desk.imports.batches()}
    assert {name: batch.kind for name, batch in batches.items()} == {
        name: kind for name, (kind, _) in KINDS.items()
    }
    for name, (_, n_rows) in KINDS.items():
        counts = batches[name].counts
        assert counts["read"] == n_rows
        assert counts["added"] + counts["unchanged"] + counts["rejected"] == n_rows


def test_dates_are_read_day_first(ravenstack_desk: Desk) -> None:
    source = pd.read_csv(RAVENSTACK / "ravenstack_accounts.csv", dtype=str)
    expected = pd.to_datetime(source.set_index("account_id")["signup_date"], format="%d-%m-%Y")
    accounts = ravenstack_desk.data.dataset().versions["accounts"].set_index("account_id")
    got = accounts["customer_since"].reindex(expected.index)
    assert (got == expected).all()


def test_the_contradictions_are_found(ravenstack_desk: Desk) -> None:
    codes = {finding.code for finding in ravenstack_desk.quality.findings()}
    assert {"usage_outside_contract", "tickets_before_customer", "churn_flag_disagrees"} <= codes


def test_the_same_files_again_change_nothing(ravenstack_desk: Desk) -> None:
    version = ravenstack_desk.data.version()
    files = [(path.name, path.read_bytes()) for path in sorted(RAVENSTACK.glob("*.csv"))]
    again = ravenstack_desk.imports.commit(files)
    assert [outcome.status for outcome in again] == ["unchanged"] * 5
    assert ravenstack_desk.data.version() == version


def test_the_desk_looks_at_the_last_day_of_the_data(ravenstack_desk: Desk) -> None:
    days = ravenstack_desk.data.known_days()
    assert days.last == date(2024, 12, 31)
    assert days.newest.key == "2024-12"


def test_the_book_is_the_sum_of_the_running_subscriptions(ravenstack_desk: Desk) -> None:
    source = pd.read_csv(RAVENSTACK / "ravenstack_subscriptions.csv", dtype=str)
    start = pd.to_datetime(source["start_date"], format="%d-%m-%Y")
    end = pd.to_datetime(source["end_date"], format="%d-%m-%Y")
    day = pd.Timestamp("2024-12-31")
    running = source[(start <= day) & (end.isna() | (end >= day))]
    total = ravenstack_desk.segments.view("all", date(2024, 12, 31)).totals
    assert total.n_accounts == running["account_id"].nunique()
    assert total.arr == pytest.approx(running["arr_amount"].astype(float).sum())
