"""The bars of scoring.md 2 on files that others made (skipped where they are absent)."""

from functools import cache

import numpy as np
import pandas as pd

from lib.risk.beliefs import Beliefs
from lib.risk.facts import Facts
from lib.risk.learn import uncalibrated
from lib.risk.ranked import ranked
from lib.risk.scorecard import Scorecard, snapshot_scorecard
from tests.fixtures import SHARED, needs_shared_data
from tests.risk.made import flags_panel

pytestmark = needs_shared_data

EXPORTS = SHARED / "exports"
EXTENDED = EXPORTS / "ibm_telco_extended_xlsx"
BAR = {"auc": 0.843, "pr_auc": 0.650, "top_decile_lift": 2.83}  # scoring.md 2.1
CEILING = {"brier": 0.137, "ece": 0.032}


@cache
def telco() -> pd.DataFrame:
    path = EXPORTS / "ibm_telco_csv" / "Telco-Customer-Churn.csv"
    return pd.read_csv(path).set_index("customerID")


def workbook(name: str) -> pd.DataFrame:
    return pd.read_excel(EXTENDED / name, engine="calamine")


def meets_the_bar(card: Scorecard) -> None:
    assert card.status == "fitted"
    assert {name for name, least in BAR.items() if card.metrics[name] < least} == set()
    assert {name for name, most in CEILING.items() if card.metrics[name] > most} == set()
    assert card.metrics["auc_unrounded"] - card.metrics["auc"] <= 0.002


def test_the_card_meets_the_bar_and_nothing_honest_is_left_out() -> None:
    frame = telco()
    card = snapshot_scorecard(frame.drop(columns="Churn"), frame["Churn"].eq("Yes"))
    assert card.excluded == ()
    assert card.unused == {}
    meets_the_bar(card)


def test_the_leaks_of_the_extended_workbook_are_named_and_the_card_meets_the_bar() -> None:
    frame = workbook("Telco_customer_churn.xlsx").set_index("CustomerID")
    card = snapshot_scorecard(frame.drop(columns="Churn Value"), frame["Churn Value"].eq(1))
    named = {leak.column for leak in card.excluded}
    assert named == {"Churn Label", "Churn Score", "CLTV", "Churn Reason"}
    meets_the_bar(card)


def test_the_status_workbook_holds_nothing_but_leaks() -> None:
    frame = workbook("Telco_customer_churn_status.xlsx").set_index("Customer ID")
    card = snapshot_scorecard(frame.drop(columns="Churn Value"), frame["Churn Value"].eq(1))
    named = {leak.column for leak in card.excluded}
    assert named == set(frame.columns) - {"Churn Value", "Count", "Quarter"}
    assert card.status == "not_enough_past_churn"


def test_no_honest_column_of_other_files_is_taken_for_a_leak() -> None:
    saas = pd.read_csv(EXPORTS / "pysurvival_saas_churn" / "churn.csv")
    staff = pd.read_csv(EXPORTS / "pysurvival_saas_churn" / "employee_attrition.csv")
    for frame, flag in ((saas, "churned"), (staff, "left")):
        card = snapshot_scorecard(frame.drop(columns=flag), frame[flag].eq(1))
        assert card.excluded == ()
        assert card.metrics["auc"] < 0.99


def expert_flags() -> np.ndarray:
    """Return twelve flags that somebody who knows the business would raise (2.5)."""
    data = telco()
    internet = ("OnlineSecurity", "TechSupport", "OnlineBackup", "DeviceProtection")
    return np.column_stack(
        [
            data["Contract"] == "Month-to-month",
            data["tenure"] <= 12,
            data["tenure"] <= 3,
            data["InternetService"] == "Fiber optic",
            *(data[name] == "No" for name in internet),
            data["PaymentMethod"] == "Electronic check",
            data["PaperlessBilling"] == "Yes",
            data["SeniorCitizen"] == 1,
            data["MonthlyCharges"] > 70,
        ]
    )


def wrong_world() -> np.ndarray:
    """Return the flags with two of them reversed, and six that mean nothing."""
    flags = expert_flags()
    flags[:, :2] = ~flags[:, :2]
    return np.column_stack([flags, np.random.default_rng(9).random((len(flags), 6)) < 0.3])


def learnt_and_counted(flags: np.ndarray, draws: int = 12) -> tuple[float, float]:
    """Return the AUC learnt from 20 lost customers (median of draws) and of counting flags."""
    churned = telco()["Churn"].eq("Yes").to_numpy()
    chance = np.random.default_rng(0)
    left, stayed = (chance.permutation(np.flatnonzero(who)) for who in (churned, ~churned))
    test = np.sort(np.concatenate([left[:290], stayed[:2510]]))
    later = Facts.of_panel(flags_panel(flags[test], churned[test]))
    found = []
    for draw in range(draws):
        chance = np.random.default_rng(100 + draw)
        few = chance.choice(left[290:], 20, replace=False)
        others = chance.choice(stayed[2510:], 180, replace=False)
        rows = np.sort(np.concatenate([few, others]))
        model = uncalibrated(flags_panel(flags[rows], churned[rows]), Beliefs())
        found.append(ranked(model.odds(later), churned[test]).auc[0])
    counted = ranked(flags[test].sum(axis=1).astype(float), churned[test]).auc[0]
    return float(np.median(found)), float(counted)


def test_with_twenty_lost_customers_it_is_no_worse_than_counting_flags() -> None:
    learnt, counted = learnt_and_counted(expert_flags())
    assert learnt > counted - 0.01


def test_with_twenty_lost_customers_it_sees_through_wrong_flags() -> None:
    learnt, counted = learnt_and_counted(wrong_world())
    assert learnt > counted + 0.05
