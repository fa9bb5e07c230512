"""What was planted in the demands is found: conflicts, breaks, promises, overdue, unmet."""

import pandas as pd
import pytest

from lib.demand.conflicts import MUCH
from lib.demand.gap import gap
from lib.demand.product import proposed
from lib.desk import Desk
from lib.model import Snapshot
from lib.model.frames import records
from tests.sample.answer_key import voices

UNMET = {"unmet", "unknown"}  # nobody has said yet in which plans an unused feature stands


@pytest.fixture(scope="module")
def register(sample_desk: Desk) -> pd.DataFrame:
    return sample_desk.demands.register(sample_desk.data.known_days().last)


@pytest.fixture(scope="module")
def snapshot(sample_desk: Desk) -> Snapshot:
    return sample_desk.data.snapshot(sample_desk.data.known_days().last)


def test_planted_conflicts_are_found_and_no_other_opposite_wishes(sample_desk: Desk) -> None:
    view = sample_desk.conflicts.view("all", sample_desk.data.known_days().last)
    found = {(row.account_id, row.kind) for row in view.certain.itertuples()}
    key = voices("demand_conflicts")
    wanted = {(row["account_id"], row["by"]) for row in key if row["recent"]}
    assert wanted <= found
    others = found - wanted
    assert {kind for _, kind in others} <= {"priority"}, "opposite wishes: only those planted"
    assert view.possible.empty
    for account_id, _ in others:  # by chance: one side's importance 2 or 3, the other's 0 or 1
        said = view.voices[view.voices["account_id"] == account_id]
        assert set(said.loc[said["importance"] >= MUCH, "side"]) == {"for"}
        assert set(said.loc[said["importance"] < MUCH, "side"]) == {"against"}
    same = {row["account_id"] for row in voices("same_side_demands")}
    assert not same & {account_id for account_id, _ in found}


def test_planted_breaks_are_found_and_no_others(sample_desk: Desk) -> None:
    view = sample_desk.breaks.view("all", sample_desk.data.known_days().last)
    accounts = view.found.accounts.set_index("account_id")["move"]
    moved = set(accounts.index[accounts == "moved"])
    assert moved == {row["account_id"] for row in voices("breaks")}
    steady = {row["account_id"] for row in voices("same_before_and_after")}
    assert set(accounts.reindex(sorted(steady))) <= {"same", "partly"}


def test_planted_promises_are_found_with_their_days_and_no_others(
    sample_desk: Desk, snapshot: Snapshot
) -> None:
    found = sample_desk.breaks.promises.view("all", snapshot.day).set_index("promise_id")
    key = pd.DataFrame(voices("promises_beyond_boundary"))
    names = {
        (source, row[f"{source}_id"]): f"{kind}/{row['row_key']}"
        for source, kind in (("demand", "demands"), ("contract", "contracts"),
                             ("activity", "activities"))
        for row in records(snapshot.table(kind))
    }  # fmt: skip
    ids = [names[str(row["source"]), row["id"]] for _, row in key.iterrows()]
    members = found.reindex(ids)
    assert members["due_on"].dt.date.astype("str").tolist() == key["due_on"].tolist()
    told = found[found["source"] != "demands"]
    assert set(told.index) <= set(ids), "nothing else reads like a promise"
    beyond = found[(found["source"] == "demands") & (found["boundary"] == "outside")]
    assert set(beyond.index) == {
        i for i, s in zip(ids, key["source"], strict=True) if s == "demand"
    }
    delivered = (key["source"].eq("demand") & key["kept"]).to_numpy()
    assert members[delivered]["state"].isin(["kept", "late"]).all()
    late = found.index[found["state"] == "overdue"]
    overdue = {names["demand", row["demand_id"]] for row in voices("overdue_demands")}
    assert set(late) <= overdue
    assert len(overdue) == len(late)


def test_planted_gaps_are_found(register: pd.DataFrame, snapshot: Snapshot) -> None:
    found = gap(snapshot, register, proposed(snapshot, register), wanted_days=800)
    stated = found.demands[found.demands["theme_how"] == "stated"]
    states = stated.set_index("demand_id")["met"]
    expected = {"unmet": UNMET, "met_unused": {"unused"}, "met_used": {"met"}}
    judged = 0
    for row in voices("unmet_demands"):
        if row["demand_id"] in states.index:  # what the engine makes of others is its own test
            assert states[row["demand_id"]] in expected[row["met"]], row
            judged += 1
    assert judged > len(states) / 3
