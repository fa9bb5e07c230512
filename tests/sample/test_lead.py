"""The planted signs of customers that left are found in time; planted holidays raise no alarm."""

from datetime import date, timedelta

import pytest

from lib.desk import Desk
from lib.signals.readings import measured
from lib.signals.registry import signal_of
from tests.sample.answer_key import planted

SIGNALS = ("login_decline", "bulk_export", "api_burst", "requests_stop", "contact_stops")
DAYS = [date(2025, 1, 6) + timedelta(days=14 * n) for n in range(48)]
# Sundays in and just after Lunar New Year, National Day and the year's end.
HOLIDAYS = [
    date(2025, 2, 9), date(2025, 10, 12), date(2025, 12, 28), date(2026, 1, 4), date(2026, 2, 22),
    date(2026, 3, 1), date(2026, 10, 11),
]  # fmt: skip
LEAST_SHARE = 0.2  # of the planted time, at a look every two weeks


@pytest.fixture(scope="module")
def fired(sample_desk: Desk) -> dict[tuple[str, str], list[date]]:
    """Return by account and signal the days on which it fired."""
    found: dict[tuple[str, str], list[date]] = {}
    for day in DAYS:
        snapshot = sample_desk.data.dataset().as_of(day)
        for name in SIGNALS:
            rows = measured(signal_of(name), snapshot)
            for account_id in rows.loc[rows["grade"].isin(["watch", "alert"]), "account_id"]:
                found.setdefault((account_id, name), []).append(day)
    return found


def test_every_planted_sign_of_a_customer_that_left_is_found_in_time(
    fired: dict[tuple[str, str], list[date]],
) -> None:
    late = []
    for entry in planted():
        if entry["part"] != "churned":
            continue
        left = date.fromisoformat(entry["churn_date"])
        for sign in entry["signs"]:
            began = date.fromisoformat(sign["from"])
            seen = [d for d in fired.get((entry["account_id"], sign["signal"]), []) if d >= began]
            lead = (left - seen[0]).days if seen else -1
            if lead < LEAST_SHARE * (left - began).days:
                late.append((entry["account_id"], sign["signal"], lead))
    assert late == []


@pytest.mark.parametrize("day", HOLIDAYS)
def test_holidays_raise_no_alarm_of_falling_use(day: date, sample_desk: Desk) -> None:
    ordinary = {
        entry["account_id"]
        for entry in planted()
        if entry["part"] == "ordinary" and entry["quirk"] != "past_dip"
    }
    snapshot = sample_desk.data.dataset().as_of(day)
    on_alert: set[str] = set()
    for name in ("login_decline", "usage_silence", "active_user_decline"):
        rows = measured(signal_of(name), snapshot)
        on_alert |= set(rows.loc[rows["grade"] == "alert", "account_id"])
    assert sorted(ordinary & on_alert) == []
