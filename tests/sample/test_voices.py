"""The answer key holds for what customers said, and for who was not heard."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
import pytest

from lib.desk import Desk
from tests.sample.answer_key import planted, voices

LAST = pd.Timestamp("2026-10-31")
CHINESE = r"[\u4e00-\u9fff]"


@pytest.fixture(scope="session")
def by_id(demands: pd.DataFrame) -> pd.DataFrame:
    return demands.set_index("Demand ID")


def test_there_are_many_demands_over_24_months_in_both_languages(demands: pd.DataFrame) -> None:
    assert 350 <= len(demands) <= 450
    months = demands["Date raised"].dt.to_period("M")
    assert months.nunique() == 24
    chinese = demands["Demand statement"].str.contains(CHINESE)
    assert 0.4 <= chinese.mean() <= 0.6
    assert demands["Demand statement"].is_unique


def test_about_half_of_the_demands_state_one_of_16_themes(
    demands: pd.DataFrame, by_id: pd.DataFrame
) -> None:
    themes = pd.Series(voices("themes"))
    assert set(themes.index) == set(by_id.index)
    assert themes.nunique() == 16
    assert themes.value_counts().min() >= 10
    assert 0.45 <= demands["Demand theme"].notna().mean() <= 0.62
    names = by_id["Demand theme"].groupby(themes).nunique()
    assert sorted(names) == [1] * 6 + [2] * 10  # those of the list have one in each language


def test_one_theme_is_new_and_one_fades(by_id: pd.DataFrame) -> None:
    raised = by_id["Date raised"].groupby(pd.Series(voices("themes")))
    assert raised.min()["ai_assistant"] >= pd.Timestamp(2026, 2, 1)
    assert raised.max()["clean_data"] <= pd.Timestamp(2026, 1, 31)


def test_days_follow_one_another(demands: pd.DataFrame, accounts: pd.DataFrame) -> None:
    assert (demands["Date raised"] <= LAST).all()
    answered = demands.dropna(subset="Answer date")
    assert (answered["Answer date"] >= answered["Date raised"]).all()
    assert (answered["Answer date"] <= LAST).all()
    left = demands["Account ID"].map(accounts["Churn date"])
    assert not (demands["Date raised"] > left).any()
    since = demands["Account ID"].map(accounts["Customer since"])
    before = demands["Demand phase"] == "before payment"
    after = demands["Demand phase"] == "after payment"
    assert not (before & (demands["Date raised"] >= since)).any()
    assert not (after & (demands["Date raised"] < since)).any()


def sides(by_id: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    rows = by_id.loc[list(ids)]
    assert len(set(rows["Account ID"])) == len(set(rows["Demand theme"])) == 1
    assert len(set(rows["Requester role"])) >= 2
    return rows


def test_conflicts_set_roles_of_one_account_against_each_other(by_id: pd.DataFrame) -> None:
    for entry in voices("demand_conflicts"):
        rows = sides(by_id, entry["demand_ids"])
        if entry["by"] == "direction":
            assert set(rows["Wants or opposes"]) == {"wants", "opposes"}
        else:
            assert set(rows["Wants or opposes"]) == {"wants"}
            assert set(rows["Demand importance"]) == {0, 3}
        recent = (LAST - rows["Date raised"]).dt.days <= 180
        assert recent.eq(entry["recent"]).all()


def test_who_opposes_something_is_part_of_a_planted_conflict(by_id: pd.DataFrame) -> None:
    against = set(by_id.index[by_id["Wants or opposes"] == "opposes"])
    assert against <= {one for e in voices("demand_conflicts") for one in e["demand_ids"]}


def test_same_side_demands_differ_in_role_only(by_id: pd.DataFrame) -> None:
    for entry in voices("same_side_demands"):
        rows = sides(by_id, entry["demand_ids"])
        assert set(rows["Wants or opposes"]) == {"wants"}
        assert rows["Demand importance"].max() - rows["Demand importance"].min() <= 1


def test_no_other_account_holds_a_theme_by_two_roles(by_id: pd.DataFrame) -> None:
    keys = ("demand_conflicts", "same_side_demands", "breaks", "same_before_and_after")
    known = {one for key in keys for entry in voices(key) for one in entry["demand_ids"]}
    rest = by_id.assign(key=pd.Series(voices("themes"))).drop(index=sorted(known))
    assert not rest.duplicated(["Account ID", "key"]).any()


def test_breaks_lie_in_two_industries_and_change_the_theme(
    by_id: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    themes = pd.Series(voices("themes"))
    entries = voices("breaks")
    assert {entry["industry"] for entry in entries} == {"Healthcare", "Financial services"}
    for entry in entries:
        rows = by_id.loc[entry["demand_ids"]]
        assert accounts.loc[entry["account_id"], "Industry"] == entry["industry"]
        before = rows["Demand phase"] == "before payment"
        assert sorted(set(themes[rows.index[before]])) == entry["before"] == ["growth"]
        assert sorted(set(themes[rows.index[~before]])) == entry["after"] == ["all_hours_support"]


def test_overdue_demands_are_those_on_the_list(demands: pd.DataFrame) -> None:
    open_ = demands["Demand state"].isin(["accepted", "planned", "in progress"])
    late = demands[open_ & demands["Answer date"].isna() & (demands["Due date"] < LAST)]
    listed = {entry["demand_id"] for entry in voices("overdue_demands")}
    assert set(late["Demand ID"]) == listed
    assert 6 <= len(listed) <= 10
    assert demands.loc[open_, "Due date"].notna().all()


def test_promises_are_where_the_list_says(
    by_id: pd.DataFrame, contracts: pd.DataFrame, activities: pd.DataFrame
) -> None:
    entries = pd.DataFrame(voices("promises_beyond_boundary"))
    of = {source: rows.set_index("id") for source, rows in entries.groupby("source")}
    assert by_id.loc[of["demand"].index, "Product boundary"].eq("outside").all()
    told = contracts.dropna(subset="Promises").set_index("Contract ID")["Promises"]
    assert set(told.index) == set(of["contract"].index)
    assert all(day in told[str(name)] for name, day in of["contract"]["due_on"].items())
    said = activities.set_index("Activity ID").loc[of["activity"].index, "Notes"]
    assert said.str.contains("承诺|答应|保证|romised|ommitted").all()
    kept = entries.groupby("source")["kept"].agg(["min", "max"])
    assert (kept["max"] & ~kept["min"]).all()  # of each source some were kept and some not


def test_kept_promises_have_a_delivered_demand(by_id: pd.DataFrame) -> None:
    done = by_id[by_id["Demand state"] == "delivered"]
    themes = pd.Series(voices("themes"))
    delivered = set(zip(done["Account ID"], themes[done.index], strict=True))
    for entry in voices("promises_beyond_boundary"):
        assert ((entry["account_id"], entry["theme"]) in delivered) == entry["kept"]


def test_wishes_are_unmet_met_but_unused_or_used(by_id: pd.DataFrame, usage: pd.DataFrame) -> None:
    used = set(zip(usage["account_id"], usage["event"], strict=True))
    product = set(usage["event"])
    met = set()
    for entry in voices("unmet_demands"):
        assert by_id.loc[entry["demand_id"], "Related feature"] == entry["feature"]
        here = (entry["account_id"], entry["feature"]) in used
        expected = "met_used" if here else "met_unused"
        assert entry["met"] == (expected if entry["feature"] in product else "unmet")
        met.add(entry["met"])
    assert met == {"unmet", "met_unused", "met_used"}


def test_accounts_never_heard_have_neither_demand_nor_interview(
    demands: pd.DataFrame, interviews: pd.DataFrame, accounts: pd.DataFrame
) -> None:
    customers = set(accounts.index[accounts["Status"] == "customer"])
    heard = set(demands["Account ID"]) | set(interviews["客户编号"])
    assert customers - heard == set(voices("never_heard"))
    assert 30 <= len(customers - heard) <= 60


def test_interviews_ask_the_six_questions_in_both_languages(interviews: pd.DataFrame) -> None:
    assert 50 <= interviews["访谈编号"].nunique() <= 70
    assert interviews["访谈问题"].nunique() == 6
    assert not interviews.duplicated(["访谈编号", "访谈问题"]).any()
    assert 0.3 <= interviews["回答"].str.contains(CHINESE).mean() <= 0.7
    assert set(interviews["同意引用"]) == {"是", "否", ""}
    assert interviews.groupby("访谈编号")["同意引用"].nunique().eq(1).all()


@pytest.mark.parametrize("signal", ["demand_conflict", "overdue_promise"])
def test_the_desk_warns_of_the_planted_accounts_and_no_other(
    signal: str, sample_desk: Desk
) -> None:
    read = sample_desk.data.readings(date(2026, 10, 31))
    fired = read[(read["signal"] == signal) & read["grade"].isin(["watch", "alert"])]
    conflicts = [e for e in voices("demand_conflicts") if e["by"] == "direction" and e["recent"]]
    broken = [
        entry
        for entry in voices("promises_beyond_boundary")
        if entry["source"] == "contract" and not entry["kept"] and entry["due_on"] < "2026-10-31"
    ]
    expected = {
        "demand_conflict": conflicts,
        "overdue_promise": [*voices("overdue_demands"), *broken],
    }
    assert set(fired["account_id"]) == {entry["account_id"] for entry in expected[signal]}
    assert len(fired) <= 12


def test_customers_who_show_signs_have_no_planted_voice() -> None:
    at_risk = {entry["account_id"] for entry in planted() if entry["part"] != "ordinary"}
    for key in ("demand_conflicts", "same_side_demands", "breaks", "overdue_demands"):
        assert not at_risk & {entry["account_id"] for entry in voices(key)}


def test_who_fell_silent_on_purpose_says_no_more(
    demands: pd.DataFrame, interviews: pd.DataFrame
) -> None:
    last_asked = demands.groupby("Account ID")["Date raised"].max()
    last_met = interviews.groupby("客户编号")["访谈日期"].max()
    for entry in planted():
        for sign in entry["signs"]:
            if sign["signal"] in {"contact_stops", "requests_stop"}:
                first = pd.Timestamp(sign["from"])
                for last in (last_asked, last_met):
                    assert pd.Timestamp(last.get(entry["account_id"], 0)) < first
