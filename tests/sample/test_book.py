"""The customer base: sizes, references, contracts that add up, losses that are final."""

import pandas as pd
import pytest

from tests.sample.answer_key import planted, with_quirk

FIRST, LAST = pd.Timestamp("2024-11-01"), pd.Timestamp("2026-10-31")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("contacts", "客户编号"),
        ("contracts", "Account ID"),
        ("tickets", "客户编号"),
        ("activities", "Account ID"),
        ("usage", "account_id"),
        ("losses", "Account ID"),
        ("assessments", "Account ID"),
        ("demands", "Account ID"),
        ("interviews", "客户编号"),
    ],
)
def test_every_row_is_about_an_account_that_exists(
    table: str, column: str, accounts: pd.DataFrame, request: pytest.FixtureRequest
) -> None:
    named = request.getfixturevalue(table)[column]
    assert set(named) <= set(accounts.index)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("contacts", "联系人编号"),
        ("contacts", "邮箱"),
        ("contracts", "Contract ID"),
        ("tickets", "工单编号"),
        ("activities", "Activity ID"),
        ("losses", "Loss ID"),
        ("demands", "Demand ID"),
    ],
)
def test_ids_are_unique(table: str, column: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(table)[column].is_unique


def test_activities_name_contacts_of_their_account(
    activities: pd.DataFrame, contacts: pd.DataFrame
) -> None:
    met = activities.loc[activities["Contact ID"] != "", ["Contact ID", "Account ID"]]
    known = contacts[["联系人编号", "客户编号"]]
    assert set(met.itertuples(index=False, name=None)) <= set(
        known.itertuples(index=False, name=None)
    )


def test_the_last_term_of_a_lost_customer_ends_on_the_day_it_left(
    losses: pd.DataFrame, contracts: pd.DataFrame
) -> None:
    ended = contracts.groupby("Account ID")["End date"].max()
    assert ended[losses["Account ID"]].tolist() == losses["Churn date"].tolist()


def test_the_size_is_as_promised(
    accounts: pd.DataFrame, tickets: pd.DataFrame, losses: pd.DataFrame
) -> None:
    assert 190 <= len(accounts) <= 215
    assert 3_600 <= len(tickets) <= 4_600
    assert len(losses) == 36


def test_half_of_the_names_are_chinese_and_all_are_different(accounts: pd.DataFrame) -> None:
    chinese = accounts["Account name"].str.contains(r"[\u4e00-\u9fff]")
    assert 0.4 <= chinese.mean() <= 0.6
    assert accounts["Account name"].is_unique


def test_it_covers_24_months_to_the_last_day(
    usage: pd.DataFrame, tickets: pd.DataFrame, activities: pd.DataFrame
) -> None:
    for days in (usage["day"], tickets["创建时间"].dt.normalize(), activities["day"]):
        assert (days.min(), days.max()) == (FIRST, LAST)


def test_nothing_dated_lies_after_the_last_day(
    contracts: pd.DataFrame, losses: pd.DataFrame, assessments: pd.DataFrame
) -> None:
    assert contracts[["Start date", "Signed date"]].max().max() <= LAST
    assert max(losses["Churn date"].max(), assessments["Assessed on"].max()) <= LAST


def test_there_is_one_currency(accounts: pd.DataFrame, contracts: pd.DataFrame) -> None:
    assert set(accounts["Currency"]) | set(contracts["Currency"]) == {"CNY"}


def test_terms_follow_one_another_without_gap_or_overlap(contracts: pd.DataFrame) -> None:
    main = contracts[contracts["Contract type"] != "expansion"].sort_values("Start date")
    before = main.groupby("Account ID")["End date"].shift()
    gap = (main["Start date"] - before).dropna()
    assert (gap == pd.Timedelta(days=1)).all()
    assert (contracts["Signed date"] <= contracts["Start date"]).all()
    assert (contracts["Start date"] < contracts["End date"]).all()


def test_the_crm_states_the_arr_of_the_running_terms(
    accounts: pd.DataFrame, contracts: pd.DataFrame
) -> None:
    running = contracts[(contracts["Start date"] <= LAST) & (contracts["End date"] >= LAST)]
    paid = running.groupby("Account ID")["ARR"].sum()
    stated = accounts["ARR"].drop(list(with_quirk("arr_only"))).dropna()
    pd.testing.assert_series_equal(
        paid.reindex(stated.index, fill_value=0), stated, check_names=False, check_dtype=False
    )


def test_some_customers_renew_expand_and_contract(contracts: pd.DataFrame) -> None:
    kinds = contracts["Contract type"].value_counts()
    assert set(kinds.index) == {"new", "renewal", "expansion", "contraction"}
    assert kinds.min() >= 20


def test_tags_come_from_a_short_list_and_some_accounts_carry_two(accounts: pd.DataFrame) -> None:
    tags = accounts["Tags"].dropna().str.split(";")
    assert set(tags.explode()) == {
        "key account", "pilot", "renewal risk", "reference", "price sensitive", "co-creation",
    }  # fmt: skip
    several = tags.map(len)
    assert (several == 2).sum() >= 10
    assert several.max() == 2


def test_nothing_happens_at_an_account_after_it_left(
    losses: pd.DataFrame, usage: pd.DataFrame, tickets: pd.DataFrame, activities: pd.DataFrame
) -> None:
    left = losses.set_index("Account ID")["Churn date"]
    assert not (usage["day"] > usage["account_id"].map(left)).any()
    assert not (tickets["创建时间"].dt.normalize() > tickets["客户编号"].map(left)).any()
    assert not (activities["day"] > activities["Account ID"].map(left)).any()


def test_the_crm_and_the_list_of_losses_tell_the_same(
    accounts: pd.DataFrame, losses: pd.DataFrame
) -> None:
    churned = accounts[accounts["Status"] == "churned"]
    stated = losses.set_index("Account ID")[["Churn date", "Reason"]]
    stated.columns = pd.Index(["Churn date", "Churn reason"])
    pd.testing.assert_frame_equal(
        churned[["Churn date", "Churn reason"]].sort_index(), stated.sort_index()
    )


def test_three_losses_in_five_had_signs_before() -> None:
    churned = [entry for entry in planted() if entry["part"] == "churned"]
    assert [bool(entry["signs"]) for entry in churned].count(True) == 22
    assert len(churned) == 36


def test_unknowns_are_planted(
    accounts: pd.DataFrame, usage: pd.DataFrame, tickets: pd.DataFrame, contacts: pd.DataFrame
) -> None:
    customers = set(accounts.index[accounts["Status"] == "customer"])
    assert with_quirk("no_usage") == customers - set(usage["account_id"])
    assert with_quirk("no_tickets") <= customers - set(tickets["客户编号"])
    assert accounts.loc[list(with_quirk("arr_unknown")), "ARR"].isna().all()
    decides = contacts[contacts["决策角色"].str.contains("决策人")]["客户编号"]
    assert 10 <= len(customers - set(decides)) <= 40


def test_some_accounts_are_younger_than_13_weeks(accounts: pd.DataFrame) -> None:
    tenure = LAST - accounts["Customer since"]
    assert (tenure < pd.Timedelta(weeks=13)).sum() >= 5


def test_some_people_hold_several_buying_roles(contacts: pd.DataFrame) -> None:
    roles = contacts["决策角色"].str.split(";")
    assert set(roles.explode()) == {"决策人", "决策影响人", "产品使用者", ""}
    assert (roles.map(len) > 1).sum() >= 50


def test_assessments_cover_most_customers_partly_and_of_every_age(
    assessments: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    customers = accounts.index[accounts["Status"] == "customer"]
    assessed = assessments[assessments["Account ID"].isin(customers)]
    assert 0.6 <= assessed["Account ID"].nunique() / len(customers) <= 0.8
    criteria = assessed.groupby("Account ID")["Criterion"].nunique()
    assert (criteria == 8).sum() >= 30
    assert (criteria < 4).sum() >= 3
    assert set(assessments["Points"]) == {0, 1, 2, 3, 4}
    age = (LAST - assessed["Assessed on"]).dt.days
    assert age.min() < 60
    assert age.max() > 500
    assert set(assessments["Assessed by"]) == {"Customer success"}


def test_ticket_texts_are_varied_and_in_two_languages(tickets: pd.DataFrame) -> None:
    texts = tickets["问题描述"]
    assert texts.nunique() >= 0.95 * len(texts)
    chinese = texts.str.contains(r"[\u4e00-\u9fff]").mean()
    assert 0.3 <= chinese <= 0.7
    assert not (tickets["标题"] + texts).str.contains(r"[{}]").any()
