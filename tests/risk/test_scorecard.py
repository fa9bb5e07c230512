"""The card for data without dates: it adds up, is checked on others, and knows its limits."""

import json

import numpy as np
import pandas as pd
import pytest

from lib.risk.attributes import TENURE_DAYS, headings, undated, without_dates
from lib.risk.card import CARD_POINT
from lib.risk.scorecard import Scorecard, snapshot_scorecard
from tests.signals.made import DAY, accounts, dataset, table

N = 500


def book(effect: float, seed: int = 1) -> tuple[pd.DataFrame, pd.Series]:
    chance = np.random.default_rng(seed)
    monthly = chance.random(N) < 0.5
    spend = chance.gamma(2.0, 50.0, N)
    odds = -1.2 + effect * (monthly * 2 - 1) - effect * (spend > 120)
    churned = chance.random(N) < 1 / (1 + np.exp(-odds))
    index = pd.Index([f"A{n:03d}" for n in range(N)], name="account_id")
    frame = pd.DataFrame(
        {
            "Contract": np.where(monthly, "monthly", "yearly"),
            "Spend": np.where(chance.random(N) < 0.05, " ", spend.round(1).astype(str)),
            "Noise": chance.choice(list("abcdefghij"), N, p=[0.3, 0.2, *[0.0625] * 8]),
            "Record": [f"r{n}" for n in range(N)],
            "Product": "one",
        },
        index=index,
    )
    return frame, pd.Series(churned, index=index)


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return snapshot_scorecard(*book(1.2))


def test_points_of_the_card_add_up_to_the_score_of_everybody(card: Scorecard) -> None:
    attributes, _ = book(1.2)
    assert (card.parts.sum(axis=1) == card.accounts["score"]).all()
    monthly = card.points.query("attribute == 'Contract'").set_index("value")["points"]
    assert (card.parts["Contract"] == attributes["Contract"].map(monthly)).all()
    odds = card.accounts["probability"] / (1 - card.accounts["probability"])
    assert np.allclose(np.log(odds), card.accounts["score"] * CARD_POINT)
    assert np.exp(20 * CARD_POINT) == pytest.approx(2)


def test_the_card_tells_what_drives_leaving(card: Scorecard) -> None:
    spread = card.points.groupby("attribute")["points"].agg(np.ptp)
    assert spread["Contract"] > spread["Noise"]
    points = card.points.query("attribute == 'Contract'").set_index("value")["points"]
    assert points["monthly"] > points["yearly"]
    assert card.status == "fitted"
    assert card.metrics["auc"] > 0.7
    assert card.metrics["auc_low"] < card.metrics["auc"] < card.metrics["auc_high"]
    assert card.points.groupby("attribute").size().max() <= 8  # six bins, another, blank


def test_the_json_has_the_keys_of_the_combined_score(card: Scorecard) -> None:
    found = card.as_dict()
    assert found["time_order"] is False
    assert found["brier"] < found["brier_base"]
    few = snapshot_scorecard(book(1.2)[0], book(1.2)[1] & False)
    assert few.as_dict()["status"] == "not_enough_past_churn"
    assert few.as_dict()["auc"] is None


def test_it_says_that_it_is_optimistic_and_what_it_left_out(card: Scorecard) -> None:
    assert any("No time order: optimistic" in said.id for said in card.said)
    assert set(card.unused) == {"Record", "Product"}
    assert card.excluded == ()


def test_held_out_probabilities_do_not_know_their_account() -> None:
    attributes, churned = book(0.0)
    card = snapshot_scorecard(attributes, churned)
    assert card.status == "no_better_than_base_rate"
    assert "no more than the base rate" in card.said[0].id
    seen, held = (
        card.accounts.groupby("churned")[name].mean().diff().iloc[-1]
        for name in ("probability", "probability_held_out")
    )
    assert held < seen
    assert abs(held) < 0.02


def test_leaking_columns_are_named_and_have_no_points() -> None:
    attributes, churned = book(1.2)
    told = attributes.assign(Outcome=np.where(churned, "gone", "here"))
    card = snapshot_scorecard(told, churned)
    assert [leak.column for leak in card.excluded] == ["Outcome"]
    assert "Outcome" not in set(card.points["attribute"])
    assert card.metrics["auc"] < 0.9


def test_too_few_or_nothing_to_learn_from() -> None:
    attributes, churned = book(1.2)
    few = churned & (churned.cumsum() <= 9)
    card = snapshot_scorecard(attributes, few)
    assert card.status == "not_enough_past_churn"
    assert card.said[0].id.startswith("Not enough churned customers")
    assert card.metrics == {}
    only = attributes[["Record", "Product"]]
    assert snapshot_scorecard(only, churned).said[0].id == "No column is left to learn from."
    assert "Nearly everybody" in snapshot_scorecard(attributes, ~few).said[0].id


def test_attributes_come_from_accounts_and_their_own_columns() -> None:
    people = accounts(["A", "B", "C"], industry="retail", is_churned=False, custom="")
    people["is_churned"] = pd.array([True, False, None], dtype="boolean")
    texts = [json.dumps({"Lamp": "on"}), json.dumps({"Lamp": "off"}), None]
    people["custom"] = pd.Series(texts, dtype="str")
    snapshot = dataset(people).as_of(DAY)
    assert without_dates(snapshot)
    found = undated(snapshot, {"industry": "Branch"})
    assert list(found.attributes.index) == ["A", "B"]
    assert found.churned.tolist() == [True, False]
    assert set(found.attributes.columns) == {"Branch", "Lamp", TENURE_DAYS}
    assert found.attributes["Lamp"].tolist() == ["on", "off"]


def test_fields_are_called_as_the_newest_file_called_them() -> None:
    mapping = (
        {"column": "Score", "field": "accounts.csat"},
        {"column": "Lamp", "field": "custom.Lamp"},
        {"column": "Skipped", "field": None},
        {"column": "Satisfaction Score", "field": "accounts.csat"},
    )
    assert headings(mapping) == {"csat": "Satisfaction Score"}


def test_a_status_is_the_flag_where_there_is_no_other() -> None:
    people = accounts(["A", "B"])
    people["status"] = ["churned", "customer"]
    snapshot = dataset(people).as_of(DAY)
    assert without_dates(snapshot)
    found = undated(snapshot)
    assert found.churned.tolist() == [True, False]
    assert "status" not in found.attributes


def test_data_that_say_when_somebody_left_are_no_snapshot() -> None:
    people = accounts(["A", "B"])
    people["status"] = ["churned", "customer"]
    loss = table("losses", [{"account_id": "A", "churn_date": pd.Timestamp(2026, 3, 1)}])
    assert not without_dates(dataset(people, losses=loss).as_of(DAY))
    dated = people.assign(churn_date=pd.Series(pd.to_datetime(["2026-03-01", ""])))
    assert not without_dates(dataset(dated).as_of(DAY))
    nobody = people.assign(status="customer")
    assert not without_dates(dataset(nobody).as_of(DAY))
