"""The answer key holds: each planted sign is really in the data, and so are the seasons."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.sample.answer_key import planted, planted_signs, with_quirk

LAST = pd.Timestamp("2026-10-31")
HALF_YEAR = pd.Timedelta(weeks=26)
DAY = pd.Timedelta(days=1)
SIGNALS = ("login_decline", "bulk_export", "api_burst", "requests_stop", "contact_stops")


@pytest.fixture(scope="session")
def daily(usage: pd.DataFrame) -> pd.DataFrame:
    """Return people logged in, account × day; 0 where the file has no row."""
    logins = usage[usage["event"] == "login"]
    days = pd.date_range(usage["day"].min(), LAST)
    return logins.pivot_table(index="account_id", columns="day", values="users").reindex(
        columns=days, fill_value=0
    ).fillna(0)  # fmt: skip


def of_event(usage: pd.DataFrame, account_id: str, event: str, column: str) -> pd.Series:
    rows = usage[(usage["account_id"] == account_id) & (usage["event"] == event)]
    days = pd.date_range(usage["day"].min(), LAST)
    return rows.set_index("day")[column].reindex(days, fill_value=0)


@pytest.mark.parametrize("sign", planted_signs("login_decline"))
def test_logins_fell_below_three_fifths(sign: SimpleNamespace, daily: pd.DataFrame) -> None:
    logins = daily.loc[sign.account_id]
    before = logins[max(sign.first - HALF_YEAR, daily.columns[0]) : sign.first - DAY].mean()
    assert before * 7 >= 10  # enough to see a fall in counts
    assert logins[sign.first : sign.last].mean() < 0.6 * before
    assert logins[sign.last - pd.Timedelta(days=27) : sign.last].mean() < 0.5 * before


@pytest.mark.parametrize("sign", planted_signs("bulk_export"))
def test_exports_burst_beyond_three_times_the_usual(
    sign: SimpleNamespace, usage: pd.DataFrame
) -> None:
    moved = of_event(usage, sign.account_id, "data_export", "rows_exported").rolling(14).sum()
    usual = moved[sign.first - HALF_YEAR : sign.first - DAY].quantile(0.9)
    assert moved[sign.first : sign.last].max() >= max(3 * usual, 5_000)
    if not sign.left:
        assert moved[LAST] >= max(3 * usual, 5_000)


@pytest.mark.parametrize("sign", planted_signs("api_burst"))
def test_api_calls_burst_on_several_days(sign: SimpleNamespace, usage: pd.DataFrame) -> None:
    calls = of_event(usage, sign.account_id, "api_call", "count")
    usual = calls[sign.first - pd.Timedelta(weeks=8) : sign.first - DAY].median()
    recent = calls[sign.first : sign.first + pd.Timedelta(days=13)]
    assert usual > 0
    assert ((recent >= 5 * usual) & (recent >= 500)).sum() >= 2


@pytest.mark.parametrize("sign", planted_signs("requests_stop"))
def test_no_ticket_came_after_many(
    sign: SimpleNamespace, tickets: pd.DataFrame, daily: pd.DataFrame
) -> None:
    asked = tickets.loc[tickets["客户编号"] == sign.account_id, "创建时间"]
    assert not (asked >= sign.first).any()
    since = max(sign.first - HALF_YEAR, daily.columns[0])
    weeks = asked[asked >= since].dt.to_period("W").nunique()
    assert weeks >= 0.5 * (sign.first - since).days / 7
    logins = daily.loc[sign.account_id]
    before = logins[sign.first - HALF_YEAR : sign.first - DAY].mean()
    assert logins[sign.last - pd.Timedelta(days=27) : sign.last].mean() < 0.75 * before


@pytest.mark.parametrize("sign", planted_signs("contact_stops"))
def test_nobody_answered_any_more(sign: SimpleNamespace, activities: pd.DataFrame) -> None:
    own = activities[activities["Account ID"] == sign.account_id]
    heard = own.loc[own["Outcome"] == "completed", "day"]
    assert not (heard >= sign.first).any()
    assert (heard >= sign.first - HALF_YEAR).sum() >= 3
    in_vain = own[(own["Outcome"] == "no reply") & (own["day"] >= sign.first)]
    assert len(in_vain) >= 2
    assert (in_vain["Direction"] == "outbound").all()


@pytest.mark.parametrize("signal", SIGNALS)
def test_four_to_seven_customers_show_each_sign_on_the_last_day(signal: str) -> None:
    now = [
        entry["account_id"]
        for entry in planted()
        if entry["part"] == "at_risk" and signal in {sign["signal"] for sign in entry["signs"]}
    ]
    assert 4 <= len(now) <= 7


def test_customers_at_risk_differ_in_size(accounts: pd.DataFrame) -> None:
    at_risk = [entry["account_id"] for entry in planted() if entry["part"] == "at_risk"]
    arr = accounts.loc[at_risk, "ARR"]
    assert (arr < 60_000).sum() >= 3
    assert (arr > 150_000).sum() >= 3
    assert accounts.loc[at_risk, "Tags"].fillna("").str.contains("key account").sum() >= 3


def test_losses_without_warning_kept_logging_in(daily: pd.DataFrame) -> None:
    kept = []
    for entry in planted():
        if entry["part"] != "churned" or entry["signs"]:
            continue
        left = pd.Timestamp(entry["churn_date"])
        if (left - pd.Timestamp("2024-11-01")) < HALF_YEAR:
            continue  # nothing to compare with
        logins = daily.loc[entry["account_id"]]
        before = logins[left - pd.Timedelta(weeks=26) : left - pd.Timedelta(weeks=8)].mean()
        kept.append(logins[left - pd.Timedelta(weeks=8) : left].mean() / before)
    assert len(kept) >= 10
    assert 0.8 <= np.median(kept) <= 1.25
    assert min(kept) > 0.4


def test_customers_without_a_plant_were_heard_lately(
    activities: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    silent = {
        entry["account_id"]
        for entry in planted()
        if "contact_stops" in {sign["signal"] for sign in entry["signs"]}
    }
    heard = activities[activities["Outcome"] == "completed"].groupby("Account ID")["day"].max()
    customers = accounts.index[accounts["Status"] == "customer"].difference(list(silent))
    assert (LAST - heard.reindex(customers)).dt.days.max() < 90


def test_quiet_customers_stopped_asking_but_kept_working(
    tickets: pd.DataFrame, daily: pd.DataFrame
) -> None:
    for account_id in with_quirk("quiet_now"):
        asked = tickets.loc[tickets["客户编号"] == account_id, "创建时间"]
        assert (LAST - asked.max()).days >= 70
        logins = daily.loc[account_id]
        assert logins[-28:].mean() > 0.7 * logins[-240:-56].mean()


def test_past_dips_came_back(daily: pd.DataFrame) -> None:
    weekly = daily.loc[sorted(with_quirk("past_dip"))].T.resample("W").sum().T
    assert (weekly.iloc[:, -9:-1].mean(axis=1) > 0.6 * weekly.median(axis=1)).mean() >= 0.9


def test_weekends_are_quiet(daily: pd.DataFrame) -> None:
    total = daily.sum()
    weekend = pd.DatetimeIndex(total.index).day_of_week >= 5
    assert total[weekend].mean() < 0.3 * total[~weekend].mean()


@pytest.mark.parametrize("new_year", ["2025-01-29", "2026-02-17"])
def test_chinese_customers_rest_at_chinese_new_year_and_others_do_not(
    new_year: str, daily: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    first = pd.Timestamp(new_year)
    chinese = accounts["Country"].reindex(daily.index) == "China"
    levels = {
        name: rows[first : first + pd.Timedelta(days=6)].mean()
        / rows[first - pd.Timedelta(days=37) : first - pd.Timedelta(days=10)].mean()
        for name, rows in (("cn", daily[chinese].sum()), ("other", daily[~chinese].sum()))
    }
    assert levels["cn"] < 0.4
    assert levels["other"] > 0.8


def test_others_rest_at_the_end_of_the_year(daily: pd.DataFrame, accounts: pd.DataFrame) -> None:
    others = daily[accounts["Country"].reindex(daily.index) != "China"].sum()
    assert others["2025-12-22":"2026-01-02"].mean() < 0.6 * others["2025-11-10":"2025-12-14"].mean()


def test_weekly_counts_vary_about_three_times_more_than_chance(
    daily: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    others = accounts["Country"].reindex(daily.index) != "China"
    calm = daily.loc[others, "2026-03-02":"2026-06-28"].T.resample("W").sum().T
    busy = calm[calm.mean(axis=1) >= 20]
    assert 2 <= (busy.var(axis=1) / busy.mean(axis=1)).median() <= 5
