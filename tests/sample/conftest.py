"""The committed sample, read plainly (not by the importer under test)."""

import pandas as pd
import pytest

from tests.sample.answer_key import SAMPLE, sheet


@pytest.fixture(scope="session")
def accounts() -> pd.DataFrame:
    days = ["Customer since", "Renewal date", "Churn date"]
    return pd.read_csv(SAMPLE / "accounts.csv", parse_dates=days).set_index("Account ID")


@pytest.fixture(scope="session")
def contacts() -> pd.DataFrame:
    return sheet(SAMPLE / "contacts.xlsx")


@pytest.fixture(scope="session")
def contracts() -> pd.DataFrame:
    days = ["Start date", "End date", "Signed date"]
    return pd.read_csv(SAMPLE / "contracts.csv", parse_dates=days)


@pytest.fixture(scope="session")
def tickets() -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "tickets.csv", encoding="gb18030", parse_dates=["创建时间"])


@pytest.fixture(scope="session")
def activities() -> pd.DataFrame:
    frame = sheet(SAMPLE / "activities.xlsx")
    return frame.assign(day=pd.to_datetime(frame["Activity date"]).dt.normalize())


@pytest.fixture(scope="session")
def usage() -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "usage.csv", parse_dates=["day"])


@pytest.fixture(scope="session")
def losses() -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "losses.csv", parse_dates=["Churn date"])


@pytest.fixture(scope="session")
def assessments() -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "assessments.csv", parse_dates=["Assessed on"])


@pytest.fixture(scope="session")
def demands() -> pd.DataFrame:
    days = ["Due date", "Date raised", "Answer date"]
    return pd.read_csv(SAMPLE / "demands.csv", parse_dates=days)


@pytest.fixture(scope="session")
def interviews() -> pd.DataFrame:
    return sheet(SAMPLE / "interviews.xlsx")


@pytest.fixture(scope="session")
def walkthroughs() -> pd.DataFrame:
    return pd.read_csv(SAMPLE / "walkthroughs.csv", parse_dates=["Walkthrough date"])
