"""The map of the product and words on promises at the desk: versioned, kept, undone."""

from datetime import date

import pandas as pd
import pytest

from lib.demand.promises import Said
from lib.desk import Desk
from lib.errors import DeskError, NotFoundError

LAST = date(2026, 9, 30)
FILES = {
    "accounts.csv": "account_id,account_name,status,plan,arr\nA,Acme,customer,Pro,1200\n"
                    "B,Bolt,customer,Basic,600\n",
    "activities.csv": "activity_id,account_id,type,direction,occurred_at,subject,body\n"
                      "V1,A,call,outbound,2026-08-01,Call,We promised the exports by 2026-09-01.\n"
                      "V2,B,call,outbound,2026-09-30,Call,A good talk about exports.\n",
    "demands.csv": "demand_id,account_id,statement,raised_on,theme,feature\n"
                   "D1,A,Export the list to Excel,2026-06-01,lists,export\n",
}  # fmt: skip


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    desk.imports.commit([(name, text.encode()) for name, text in FILES.items()])
    assert desk.data.known_days().last == LAST
    return desk


def cell(desk: Desk) -> list[str]:
    cells = desk.gap.of_account("A", LAST)
    return cells[["state", "why"]].iloc[0].tolist()


def test_a_map_is_proposed_then_saved_then_taken_back(loaded: Desk) -> None:
    proposed = loaded.product.now(LAST)
    assert proposed.version is None
    assert proposed.rows["themes"].tolist() == ["lists"]
    assert cell(loaded) == ["unknown", "no_plans"]
    changed = loaded.product.read("map.csv", b"feature,theme,plans\nexport,lists,Basic\n")
    version = loaded.product.save(changed, LAST, "Ann", "checked with product")
    assert loaded.product.now(LAST).version == version
    assert cell(loaded) == ["unmet", "not_bought"], "A has another plan"
    with pytest.raises(DeskError, match="nothing_differs"):
        loaded.product.save(changed, LAST, "Ann", "again")
    with pytest.raises(DeskError, match="reason_missing"):
        loaded.product.save(proposed.rows, LAST, "Ann", " ")
    loaded.product.undo(version)
    assert loaded.product.now(LAST).version is None
    assert cell(loaded) == ["unknown", "no_plans"]
    assert loaded.product.versions()["state"].tolist() == ["undone"]
    with pytest.raises(NotFoundError):
        loaded.product.undo(version)


def test_a_promise_is_confirmed_dismissed_and_taken_back(loaded: Desk) -> None:
    told = loaded.breaks.promises
    found = told.view("all", LAST).set_index("promise_id")
    assert found[["text", "to_confirm", "state"]].to_numpy().tolist() == [
        ["We promised the exports by 2026-09-01.", True, "unproven"]
    ]
    name = str(found.index[0])
    kept = told.decide(name, Said("confirmed", kept_on=date(2026, 9, 20)), "Ann")
    after = told.view("all", LAST)
    assert after[["to_confirm", "state"]].to_numpy().tolist() == [[False, "late"]]
    told.undo(kept)
    pd.testing.assert_frame_equal(told.view("all", LAST).set_index("promise_id"), found)
    dismissed = told.decide(name, Said("dismissed"), "Ann")
    assert told.view("all", LAST).empty
    told.undo(dismissed)
    assert len(told.of_account("A", LAST)) == 1
    with pytest.raises(DeskError, match="bad_decision"):
        told.decide(name, Said("maybe"), "Ann")


def test_a_map_may_call_themes_by_their_names_in_either_language(loaded: Desk) -> None:
    names = "feature,themes\nexport,报表与导出; Mobile use; our own words\n"
    rows = loaded.product.read("map.csv", names.encode())
    loaded.product.save(rows, LAST, "Ann", "by name")
    assert loaded.product.now(LAST).rows["themes"].tolist() == ["reports|mobile|our own words"]
    with pytest.raises(DeskError, match="nothing_differs"):
        loaded.product.save(rows, LAST, "Ann", "again")
