"""Many accounts tagged at once: preview, one batch, undo, the vocabulary."""

import pytest

from lib.desk import Desk
from lib.desk.segmentation.tagging import Tagging
from lib.errors import DeskError
from tests.desk.test_segments import ACCOUNTS, day_of

ALL = ("A-1", "A-2", "A-3")


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.imports.commit([("accounts.csv", ACCOUNTS.encode())])
    return desk


def tags(desk: Desk) -> list[str]:
    found = desk.data.snapshot(day_of(desk)).accounts
    return found["tags"].fillna("").tolist()


def test_a_tag_is_added_to_those_without_it_and_the_batch_undone_as_a_whole(small: Desk) -> None:
    wanted = Tagging("gold", ALL)
    found = small.tagging.preview(wanted, day_of(small))
    assert (found.rows["account_id"].tolist(), found.n_unchanged) == (["A-3"], 2)
    batch = small.tagging.apply(wanted, day_of(small), "Ann")
    assert tags(small) == ["gold|old", "gold", "gold"]
    assert small.segments.members("tag = gold", day_of(small)).tolist() == list(ALL)
    assert batch is not None
    small.imports.undo(batch)
    assert tags(small) == ["gold|old", "gold", ""]


def test_a_tag_is_taken_off_and_nothing_else_changes(small: Desk) -> None:
    before = small.data.book_of_files(day_of(small))
    small.tagging.apply(Tagging("GOLD", ALL, remove=True), day_of(small), "Ann")
    assert tags(small) == ["old", "", ""]
    after = small.data.book_of_files(day_of(small))
    same = [name for name in before if name not in {"tags", "batch_id", "source_row", "known_on"}]
    moved = [name for name in same if not before[name].equals(after[name])]
    assert set(moved) <= {"completeness"}
    assert small.tagging.apply(Tagging("gold", ALL, remove=True), day_of(small), "Ann") is None


def test_an_unknown_tag_is_asked_about_before_it_is_used(small: Desk) -> None:
    wanted = Tagging("new word", ("A-1",))
    assert small.tagging.preview(wanted, day_of(small)).is_new
    with pytest.raises(DeskError, match="unknown_tag"):
        small.tagging.apply(wanted, day_of(small), "Ann")
    small.tagging.accept("new word", "Ann")
    small.tagging.apply(wanted, day_of(small), "Ann")
    assert tags(small)[0] == "gold|old|new word"
    assert "new word" in small.tagging.tags()


@pytest.mark.parametrize("text", ["", "  ", "a|b", "x" * 81])
def test_what_cannot_be_a_tag_is_refused(text: str, small: Desk) -> None:
    with pytest.raises(DeskError, match="bad_tag"):
        small.tagging.preview(Tagging(text, ALL), day_of(small))


def test_accounts_that_no_accounts_file_names_cannot_be_tagged(desk: Desk) -> None:
    contracts = "contract_id,account_id,account_name,arr,start_date\nC1,A-1,Alpha,5,2026-01-01\n"
    desk.imports.commit([("contracts.csv", contracts.encode())])
    desk.tagging.accept("gold", "Ann")
    with pytest.raises(DeskError, match="no_accounts_file"):
        desk.tagging.apply(Tagging("gold", ("A-1",)), day_of(desk), "Ann")
