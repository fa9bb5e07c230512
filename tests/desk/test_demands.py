"""Demands taken in by hand and out of texts, changed, answered, put together; all undoable."""

from datetime import date

import pandas as pd
import pytest

from lib.desk import Desk
from lib.desk.need.demand_entries import NewDemand
from lib.errors import DeskError, NotFoundError
from lib.locale import render

TODAY = date(2026, 11, 1)  # by the clock of the tests
LAST = date(2026, 9, 30)  # of the exports
FILES = {
    "accounts.csv": "account_id,account_name,status,arr\nA,Acme,customer,1200\nB,Bolt,customer,\n",
    "contacts.csv": "contact_id,account_id,full_name,buying_roles\nP,A,Ann Lee,decision maker\n",
    "tickets.csv": "ticket_id,account_id,subject,description,created_at\n"
                   "T1,A,Slow export,The export to Excel takes an hour.,2026-09-30\n"
                   "T2,B,Login,We cannot log in.,2026-09-01\n",
    "demands.csv": "demand_id,account_id,statement,state,raised_on,due_on,theme\n"
                   "D1,A,Export the list to Excel,planned,2026-06-01,2026-09-01,exports\n"
                   "D2,A,Export the list to excel.,new,2026-07-01,,\n"
                   "D3,B,Single sign-on,accepted,2026-07-01,,access\n",
}  # fmt: skip


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    desk.imports.commit([(name, text.encode()) for name, text in FILES.items()])
    assert desk.data.known_days().last == LAST
    return desk


def one(desk: Desk, row_key: str) -> dict[str, object]:
    rows = desk.demands.register(LAST)
    found = rows[rows["row_key"] == row_key].to_dict("records")
    return {str(name): None if pd.isna(v) else v for name, v in found[0].items()}


def test_a_demand_taken_in_by_hand_stands_at_once_and_moves_no_day(loaded: Desk) -> None:
    key = loaded.demand_entries.add(
        NewDemand(account_id="A", statement=" Nightly reports ", raised_on=TODAY, contact_id="P",
                  kind="charm", benefit="efficiency", importance=3, due_on=date(2026, 12, 1)),
        "Lin",
    )  # fmt: skip
    assert loaded.data.known_days().last == LAST, "the exports reach no further than before"
    row = one(loaded, key)
    assert (row["statement"], row["roles"], row["state"]) == (
        "Nightly reports",
        "decision_maker",
        "new",
    )
    assert (row["importance"], row["days_open"], row["overdue"]) == (3, 0, False)
    history = loaded.demand_entries.history(key)
    assert set(history["author"]) == {"Lin"}
    loaded.demand_entries.undo(int(history["batch_id"].iloc[0]))
    assert key not in set(loaded.demands.register(LAST)["row_key"])
    assert loaded.demand_entries.history(key).empty


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"statement": " "}, "no_statement"),
        ({"account_id": "Z"}, "unknown_account"),
        ({"contact_id": "Z"}, "unknown_contact"),
        ({"importance": 4}, "bad_demand_field"),
        ({"state": "done"}, "bad_demand_field"),
        ({"raised_on": date(2026, 11, 2)}, "bad_demand_field"),
        ({"source_kind": "ticket"}, "half_a_source"),
        ({"source_kind": "ticket", "source_id": "T2"}, "unknown_source"),
        ({"source_kind": "ticket", "source_id": "T1"}, "words_not_in_source"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    loaded: Desk, more: dict[str, object], code: str
) -> None:
    before = loaded.demands.register(LAST)
    whole = {"account_id": "A", "statement": "Words", "raised_on": LAST, **more}
    with pytest.raises(DeskError) as refused:
        loaded.demand_entries.add(NewDemand(**whole), "Lin")  # type: ignore[arg-type]
    assert refused.value.code == code
    pd.testing.assert_frame_equal(loaded.demands.register(LAST), before)


def test_words_out_of_a_ticket_are_linked_to_it(loaded: Desk) -> None:
    sources = loaded.demand_entries.sources.of_account("A")
    assert sources[["source_kind", "source_id"]].to_numpy().tolist() == [["ticket", "T1"]]
    key = loaded.demand_entries.add(
        NewDemand(account_id="A", statement="the export to  Excel takes an hour", raised_on=LAST,
                  source_kind="ticket", source_id="T1"),
        "Lin",
    )  # fmt: skip
    row = one(loaded, key)
    assert (row["source_kind"], row["source_id"]) == ("ticket", "T1")


def test_changes_are_dated_attributed_and_undone_one_by_one(loaded: Desk) -> None:
    entries = loaded.demand_entries
    before = one(loaded, "D1")
    moved = entries.change("D1", {"state": "in_progress"}, "Lin")
    owned = entries.change("D1", {"owner": "Wu", "due_on": date(2026, 12, 1)}, "Wei")
    told = entries.answer("D1", "In the next release.", TODAY, "Wei")
    now = one(loaded, "D1")
    assert (now["state"], now["owner"], now["answer"]) == (
        "in_progress", "Wu", "In the next release.",
    )  # fmt: skip
    assert not now["overdue"]
    assert now["statement"] == before["statement"], "what an entry does not say stays"
    history = entries.history("D1")
    steps = [(r["field"], r["before"], r["value"], r["author"]) for r in history.to_dict("records")]
    assert ("state", "planned", "in_progress", "Lin") in steps
    assert ("owner", None, "Wu", "Wei") in steps
    entries.undo(moved)
    assert one(loaded, "D1")["state"] == "planned", "undone in any order"
    for batch in (told, owned):
        entries.undo(batch)
    assert one(loaded, "D1") == before
    with pytest.raises(NotFoundError):
        entries.undo(moved)


def test_an_import_is_not_undone_here_and_words_stay(loaded: Desk) -> None:
    entries = loaded.demand_entries
    (imported,) = set(loaded.data.dataset().versions["demands"]["batch_id"])
    with pytest.raises(NotFoundError):
        entries.undo(imported)
    with pytest.raises(DeskError):
        entries.change("D1", {"statement": "Other words"}, "Lin")
    with pytest.raises(NotFoundError):
        entries.change("D9", {"state": "new"}, "Lin")


def test_the_same_wish_is_counted_once_and_comes_back(loaded: Desk) -> None:
    merging = loaded.demand_merging
    before = loaded.demands.register(LAST)
    proposed = merging.proposed(LAST)
    assert proposed[["row_key", "into_row_key"]].to_numpy().tolist() == [["D2", "D1"]]
    preview = merging.preview("D2", "D1", LAST)
    assert (preview.n_before, preview.n_after) == (3, 2)
    pd.testing.assert_frame_equal(loaded.demands.register(LAST), before)
    merge_id = merging.merge("D2", "D1", LAST, "Lin")
    after = loaded.demands.register(LAST)
    assert dict(zip(after["row_key"], after["n_merged"], strict=True)) == {"D1": 1, "D3": 0}
    assert merging.proposed(LAST).empty
    assert merging.of_demand("D1")["row_key"].tolist() == ["D2"]
    merging.undo(merge_id)
    pd.testing.assert_frame_equal(loaded.demands.register(LAST), before)
    apart = merging.keep_apart("D2", "D1", "Lin")
    assert merging.proposed(LAST).empty
    merging.undo(apart)
    assert len(merging.proposed(LAST)) == 1
    for pair in (("D3", "D1"), ("D1", "D1"), ("D9", "D1")):
        with pytest.raises(DeskError):
            merging.merge(*pair, LAST, "Lin")


def test_the_finding_counts_customers_once(loaded: Desk) -> None:
    view = loaded.demands.view("all", LAST)
    words = render(view.finding, "en")
    assert words.startswith("3 open demands of 2 customers with ARR 1,200; 1 is overdue on"), words
    assert words.endswith("by 29 days; 2 have no due date."), words
    assert view.members["account_id"].nunique() == 2
    assert view.members["overdue"].sum() == 1, "an undated one is not overdue"
    assert loaded.demands.view("arr > 1000", LAST).rows["row_key"].tolist() == ["D1", "D2"]


def test_what_is_known_of_accounts_outlives_a_move_but_no_import(loaded: Desk) -> None:
    """ARR is remembered while demands move; whatever else changes must show at once."""

    def arr() -> list[object]:
        rows = loaded.demands.view("all", LAST).rows
        return [None if pd.isna(value) else value for value in rows["arr"]]

    assert arr() == [1200, 1200, None]
    moved = loaded.demand_entries.change("D1", {"state": "new"}, "Lin")
    assert arr() == [1200, 1200, None]
    more = b"account_id,account_name,status,arr\nA,Acme,customer,1500\nB,Bolt,customer,90\n"
    (batch,) = loaded.imports.commit([("later.csv", more)])
    assert arr() == [1500, 1500, 90]
    loaded.demand_entries.undo(moved)
    assert arr() == [1500, 1500, 90]
    assert batch.batch_id is not None
    loaded.imports.undo(batch.batch_id)
    assert arr() == [1200, 1200, None]
    mark = loaded.invalid.mark("B", "A test entry", "Lin")
    assert arr() == [1200, 1200], "an invalid customer counts in no figure"
    loaded.invalid.take_back(mark, "Lin")
    assert arr() == [1200, 1200, None]
