"""On the last day the desk finds what was planted, and little else."""

from datetime import date

import pandas as pd
import pytest

from lib.desk import Desk
from tests.sample.answer_key import planted

LAST = date(2026, 10, 31)
SIGNALS = ("login_decline", "bulk_export", "api_burst", "requests_stop", "contact_stops")


@pytest.fixture(scope="session")
def grades(sample_desk: Desk) -> pd.DataFrame:
    """Return account × signal: the grade on the last day."""
    read = sample_desk.data.readings(LAST)
    return read.pivot_table(index="account_id", columns="signal", values="grade", aggfunc="first")


@pytest.mark.parametrize("signal", SIGNALS)
def test_the_desk_warns_of_every_customer_with_a_planted_sign(
    signal: str, grades: pd.DataFrame
) -> None:
    at_risk = {
        entry["account_id"]
        for entry in planted()
        if entry["part"] == "at_risk" and signal in {sign["signal"] for sign in entry["signs"]}
    }
    assert set(grades.loc[sorted(at_risk), signal]) <= {"watch", "alert"}
    assert (grades.loc[sorted(at_risk), signal] == "alert").mean() >= 0.8


@pytest.mark.parametrize("signal", SIGNALS)
def test_few_other_customers_are_on_alert(
    signal: str, grades: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    at_risk = {entry["account_id"] for entry in planted() if entry["part"] == "at_risk"}
    others = accounts.index[accounts["Status"] == "customer"].difference(sorted(at_risk))
    assert (grades.loc[others, signal] == "alert").sum() <= 3


def test_customers_without_an_export_of_usage_are_unknown(grades: pd.DataFrame) -> None:
    silent = [entry["account_id"] for entry in planted() if entry["quirk"] == "no_usage"]
    assert set(grades.loc[silent, "login_decline"]) == {"unknown"}
