"""Terms due in a period: renewed, lost, or too early to say."""

from lib.metrics.renewal_rate import RenewalRate, renewal_rate
from lib.model import Period
from tests.metrics.made import Row, accounts, contract, snapshot


def rate(*rows: Row) -> RenewalRate:
    ids = sorted({str(row["account_id"]) for row in rows})
    found = snapshot("2026-06-30", accounts=accounts(*ids), contracts=rows)
    return renewal_rate(found, Period.month(2026, 6, 6))


def test_a_next_term_within_thirty_days_renews_and_a_later_one_does_not() -> None:
    found = rate(
        contract("A", 100, "2025-02-01", end_date="2026-01-31"),
        contract("A", 120, "2026-03-02"),
        contract("B", 50, "2025-02-01", end_date="2026-01-31"),
        contract("B", 50, "2026-03-03"),
    )
    assert (found.n_due, found.n_renewed, found.arr_due, found.arr_renewed) == (2, 1, 150, 100)
    assert found.rate == 0.5
    assert found.arr_rate == 100 / 150


def test_a_term_of_several_years_counts_only_when_it_ends() -> None:
    found = rate(
        contract("A", 100, "2024-01-01", end_date="2026-12-31"),
        contract("B", 50, "2023-02-01", end_date="2025-12-31"),
    )
    assert (found.n_due, found.rate, found.arr_rate) == (0, None, None)


def test_a_term_that_ended_less_than_thirty_days_ago_is_still_open() -> None:
    found = rate(
        contract("A", 100, "2025-06-02", end_date="2026-06-01"),
        contract("B", 100, "2025-06-01", end_date="2026-05-31"),
        contract("C", 100, "2025-06-02", end_date="2026-06-29"),
        contract("C", 100, "2026-06-30"),
    )
    assert (found.n_due, found.n_renewed, found.n_open) == (2, 1, 1)


def test_trials_and_open_deals_were_never_due() -> None:
    found = rate(
        contract("A", 100, "2025-06-02", end_date="2026-03-01", is_trial=True),
        contract("B", 100, "2025-06-02", end_date="2026-03-01", is_won=False),
    )
    assert found.n_due == 0
