"""One look at the past, many labels: other gaps, and terms by their end."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lib.backtest.days import ObservationDays
from lib.backtest.gaps import by_gap
from lib.backtest.labelled import by_term, labelled
from lib.backtest.labels import endings
from lib.risk.panel import Panel
from tests.backtest.small import LAST, Rows, book, loss, term

DAY = date(2026, 1, 31)
_ACCOUNT = {"account_id": "A", "customer_since": "2023-01-01"}


def seen(*rows: tuple[str, float]) -> Panel:
    """Return what was seen: (day, days to the end of the term) of account A."""
    days = tuple(date.fromisoformat(day) for day, _ in rows)
    frame = pd.DataFrame(
        {
            "observed_on": pd.to_datetime([day for day, _ in rows]).astype("datetime64[us]"),
            "account_id": pd.Series(["A"] * len(rows), dtype="str"),
            "churned": False,
            "churned_on": pd.Series(pd.NaT, range(len(rows)), dtype="datetime64[us]"),
            "noticed_on": pd.Series(pd.NaT, range(len(rows)), dtype="datetime64[us]"),
            "ends_in_days": [left for _, left in rows],
        }
    )
    none = np.zeros((len(rows), 1))
    return Panel(
        90, 30, days, ("login_decline",), frame, none.astype(np.int8), none.astype(np.float32)
    )


def days_of(panel: Panel, *losses: dict[str, Any], **more: Rows) -> ObservationDays:
    data = book(accounts=[_ACCOUNT], losses=losses, **more)
    return ObservationDays(panel.days, 90, 30, endings(data, LAST))


def lost(panel: Panel, *losses: dict[str, Any], **more: Rows) -> list[bool]:
    return by_term(panel, days_of(panel, *losses, **more)).rows["churned"].tolist()


def test_a_term_that_ends_in_ten_days_is_lost_at_once() -> None:
    near = seen(("2026-01-31", 10))
    left = loss("A", "2026-02-10")
    assert lost(near, left) == [True]
    assert labelled(near, days_of(near, left)).rows.empty, "the usual label begins after the gap"


@pytest.mark.parametrize(
    ("left", "expected"), [("2026-03-12", [True]), ("2026-03-13", [False]), ("2026-02-01", [True])]
)
def test_a_term_is_lost_until_thirty_days_after_its_end(left: str, expected: list[bool]) -> None:
    assert lost(seen(("2026-01-31", 10)), loss("A", left)) == expected


def test_who_renewed_and_left_after_the_next_term_lost_only_that_one() -> None:
    monthly = seen(("2026-01-31", 10), ("2026-02-28", 12), ("2026-03-31", 11))
    assert lost(monthly, loss("A", "2026-04-11")) == [False, False, True]


def test_a_term_whose_outcome_is_not_known_yet_is_left_out() -> None:
    assert lost(seen(("2026-09-30", 1))) == [False]
    assert lost(seen(("2026-09-30", 2))) == [], "until 1 November it may still be renewed"
    assert lost(seen(("2026-01-31", 366))) == []
    assert lost(seen(("2026-01-31", np.nan))) == []


def test_who_had_given_notice_or_was_forced_to_leave_teaches_nothing() -> None:
    near = seen(("2026-01-31", 60))
    assert lost(near, loss("A", "2026-03-31", kind="involuntary")) == []
    refused = term("A", "2026-04-01", "2027-03-31", type="renewal", is_won=False,
                   closed_on="2026-01-10", signed_on=None)  # fmt: skip
    assert lost(near, loss("A", "2026-03-31"), contracts=[refused]) == []


def test_a_day_for_notice_that_passed_tells_nobody_who_leaves() -> None:
    """Without those who left after it, all others would look safer than they are."""
    near = seen(("2026-01-31", 60))
    own = term("A", "2025-04-01", "2026-03-31", notice_days=90.0)
    assert lost(near, loss("A", "2026-03-31"), contracts=[own]) == [True]


def test_the_loss_of_a_term_is_seen_from_far_as_from_near() -> None:
    far = seen(("2025-06-30", 200), ("2025-12-31", 16))
    found = by_term(far, days_of(far, loss("A", "2026-01-16")))
    assert found.rows["churned"].tolist() == [True, True]
    assert (found.gap_days, found.horizon_days) == (0, 365)
    assert found.n_churned == 1


def test_gaps_are_compared_on_the_same_days() -> None:
    panel = seen(("2025-12-31", 10), ("2026-04-30", 300), ("2026-05-31", 300))
    found = by_gap(panel, panel, days_of(panel, loss("A", "2026-07-15")))
    assert [gap.gap_days for gap in found] == [0, 30, 60, 90]
    assert {gap.n_days for gap in found} == {2}, "31 May plus 180 days is not over by October"
    # From 30 April 76 days: inside the windows after gaps of 0, 30 and 60 days, not of 90.
    assert [gap.n_churned for gap in found] == [1, 1, 1, 0]
    assert all(np.isnan(gap.auc) for gap in found), "one customer says nothing of an order"
