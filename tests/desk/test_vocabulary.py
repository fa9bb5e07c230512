"""One vocabulary: what is unknown, what may be one word, and decisions that leave no trace."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.desk import Desk
from lib.errors import DeskError
from lib.locale import render
from lib.model.frames import row_of
from lib.model.similar import Word, proposals
from lib.model.spec import Type
from lib.model.vocabulary import Vocabulary
from tests.fixtures import opened_desk

INDUSTRY, TAGS, STATUS = "accounts.industry", "accounts.tags", "accounts.status"
ACCOUNTS = """account_id,account_name,industry,tags,status,arr
A1,Acme,technolgy,key;Europe,customer,1
A2,Beta,technology,Key,custommer,1
A3,Gamma,Technology,EUROPE,on hold,1
A4,Delta,制造业,重點,customer,1
A5,Eps,制造,重点,Churned,1
"""
LATER = """account_id,account_name,industry,tags,status,arr
A6,Zeta,SaaS,new tag,customer,1
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vocabulary")
    desk = opened_desk(folder)
    for name, text in (("accounts", ACCOUNTS), ("later_accounts", LATER)):
        (outcome,) = desk.imports.commit([(f"{name}.csv", text.encode())])
        assert outcome.status == "committed", outcome
    return folder


@pytest.fixture
def known(filled: Path, tmp_path: Path) -> Desk:
    """Give a desk of one's own with the files above."""
    return opened_desk(Path(shutil.copytree(filled, tmp_path / "own")))


def accounts(desk: Desk) -> pd.DataFrame:
    return desk.data.snapshot(desk.data.known_days().last).accounts.set_index("account_id")


def unknown(desk: Desk, field: str) -> list[str]:
    return desk.vocabulary.unknown(field)["value"].tolist()


def proposed(desk: Desk, field: str) -> dict[str, tuple[str, str]]:
    found = desk.vocabulary.proposals(field)
    rows = found[["spelling", "value", "reason"]].to_numpy().tolist()
    return {text: (value, reason) for text, value, reason in rows}


def test_a_fixed_field_knows_its_words_and_others_those_of_the_first_file(known: Desk) -> None:
    assert sorted(unknown(known, STATUS)) == ["custommer", "on hold"]
    assert unknown(known, INDUSTRY) == ["SaaS"]
    assert unknown(known, TAGS) == ["new tag"]
    fields = known.vocabulary.fields().set_index("field")
    counts = fields[["n_values", "n_unknown", "n_proposals"]]
    assert row_of(counts, STATUS).tolist() == [4, 2, 1]
    assert fields.index[0] == STATUS, "what needs most decisions comes first"
    (first,) = known.vocabulary.unknown(TAGS)["first_file"]
    assert first == "later_accounts.csv"


def test_what_may_be_one_word_is_proposed_with_its_reason(known: Desk) -> None:
    assert proposed(known, INDUSTRY) == {
        "technology": ("Technology", "spelling"),
        "technolgy": ("Technology", "typo"),
        "制造业": ("制造", "ending"),
    }
    assert proposed(known, TAGS) == {
        "key": ("Key", "spelling"),
        "EUROPE": ("Europe", "spelling"),
        "重點": ("重点", "letters"),
    }
    assert proposed(known, STATUS) == {"custommer": ("customer", "typo")}


def test_nothing_is_changed_unasked(known: Desk) -> None:
    assert accounts(known)["industry"].tolist()[:3] == ["technolgy", "technology", "Technology"]


def test_the_preview_names_the_accounts_and_the_decision_changes_just_these(known: Desk) -> None:
    preview = known.vocabulary.preview(INDUSTRY, "technolgy", "technology")
    assert preview.to_numpy().tolist() == [["A1", "Acme", 1, "technolgy", "technology"]]
    before = accounts(known)["industry"]
    known.vocabulary.map(INDUSTRY, "technolgy", "technology", "me")
    after = accounts(known)["industry"]
    assert after[after != before].to_dict() == {"A1": "technology"}
    assert known.vocabulary.preview(INDUSTRY, "technolgy", "technology").empty


def test_a_tag_is_changed_inside_its_cell(known: Desk) -> None:
    known.vocabulary.map(TAGS, "ＥＵＲＯＰＥ", "EU")
    assert accounts(known)["tags"].tolist()[:3] == ["key|EU", "Key", "EU"]
    known.vocabulary.map(TAGS, "EU", "Key")
    assert accounts(known)["tags"].tolist()[:3] == ["key|Key", "Key", "Key"]
    values = known.vocabulary.values(TAGS).set_index("value")
    assert values.loc["Key", "spellings"] == "EUROPE|Europe|Key"
    assert row_of(values[["n_rows", "n_accounts"]], "Key").tolist() == [3, 3]


def test_an_accepted_value_is_known_with_all_its_spellings(known: Desk) -> None:
    known.vocabulary.accept(TAGS, "new tag", "me")
    known.vocabulary.accept(TAGS, "key", "me")
    assert unknown(known, TAGS) == []
    assert accounts(known)["tags"].tolist()[:2] == ["key|Europe", "key"]
    known.vocabulary.accept_all(STATUS, ("custommer", "on hold"), "me")
    assert unknown(known, STATUS) == []
    assert proposed(known, STATUS) == {}, "both are words of their own"


def test_a_renamed_value_takes_its_spellings_along(known: Desk) -> None:
    known.vocabulary.map(INDUSTRY, "technolgy", "Technology")
    known.vocabulary.rename(INDUSTRY, "Technology", "IT")
    assert accounts(known)["industry"].tolist()[:3] == ["IT", "IT", "IT"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_decisions_are_undone_in_any_order(known: Desk, order: tuple[int, ...]) -> None:
    words = known.vocabulary
    before, values = accounts(known), words.values(TAGS)
    made = [
        words.map(TAGS, "key", "VIP", "me"),
        words.map(TAGS, "VIP", "Very important", "me"),
        words.map(TAGS, "key", "Key", "me"),
    ]
    assert accounts(known)["tags"].tolist()[:2] == ["Key|Europe", "Key"], "the newest counts"
    for n in order:
        words.undo(made[n])
    pd.testing.assert_frame_equal(accounts(known), before)
    pd.testing.assert_frame_equal(words.values(TAGS), values)
    assert words.decided().empty


def test_stored_rows_stay_and_the_same_file_still_changes_nothing(known: Desk) -> None:
    stored = known.data.dataset().stored["accounts"]
    version = known.data.version()
    known.vocabulary.map(INDUSTRY, "technolgy", "technology")
    assert known.data.version() == version + 1
    pd.testing.assert_frame_equal(known.data.dataset().stored["accounts"], stored)
    (outcome,) = known.imports.commit([("renamed_accounts.csv", ACCOUNTS.encode())])
    assert outcome.status == "unchanged"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((INDUSTRY, "technology", "technolgy"), "word_circle"),
        ((STATUS, "customer", "trial"), "fixed_word"),
        ((INDUSTRY, "SaaS", " "), "empty_word"),
        (("accounts.nowhere", "a", "b"), "unknown_field"),
        (("accounts.notes", "a", "b"), "unknown_field"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence(
    known: Desk, arguments: tuple[str, str, str], code: str
) -> None:
    known.vocabulary.map(INDUSTRY, "technolgy", "technology")
    with pytest.raises(DeskError) as refused:
        known.vocabulary.map(*arguments)
    assert refused.value.code == code
    assert len(render(refused.value.message, "en").split()) <= 40
    assert len(known.vocabulary.decided()) == 1


def test_undoing_what_is_not_there_is_refused(known: Desk) -> None:
    with pytest.raises(DeskError) as refused:
        known.vocabulary.undo(77)
    assert refused.value.code == "unknown_term"


def test_tickets_are_counted_by_the_accounts_behind_them(known: Desk) -> None:
    text = (
        "ticket_id,account_id,created_at,priority\n"
        "T1,A1,2026-01-01,P0\nT2,A1,2026-01-02,P0\nT3,A2,2026-01-02,critcal\n"
    )
    known.imports.commit([("tickets.csv", text.encode())])
    values = known.vocabulary.values("tickets.priority").set_index("value")
    assert row_of(values[["n_rows", "n_accounts", "known"]], "P0").tolist() == [2, 1, False]
    assert proposed(known, "tickets.priority") == {"critcal": ("urgent", "typo")}
    known.vocabulary.map("tickets.priority", "p0", "urgent")
    day = known.data.snapshot(known.data.known_days().last)
    assert day.table("tickets")["priority"].tolist() == ["urgent", "urgent", "critcal"]


def test_without_data_there_are_no_fields(desk: Desk) -> None:
    assert desk.vocabulary.fields().empty
    assert desk.vocabulary.decided().empty


_TEXTS = st.text("aAbB -业業1", min_size=1, max_size=6).filter(str.strip)
_TERMS = st.lists(st.tuples(st.just("f"), _TEXTS, _TEXTS), max_size=8)


@given(_TERMS, st.lists(_TEXTS, max_size=5))
def test_a_vocabulary_always_ends_and_saying_it_twice_changes_nothing(
    terms: list[tuple[str, str, str]], texts: list[str]
) -> None:
    words = Vocabulary.of(terms)
    column = pd.Series(texts, dtype="str")
    assert words.column("f", column, Type.CHOICE).tolist() == [words.value("f", t) for t in texts]
    assert words.column("g", column, Type.CHOICE).tolist() == texts, "another field"


@given(st.lists(_TEXTS, unique=True, max_size=8))
def test_proposals_do_not_depend_on_order_and_never_lead_in_a_circle(texts: list[str]) -> None:
    words = [Word(text, n_rows=1 + n % 3) for n, text in enumerate(texts)]
    found = proposals(words, {})
    assert proposals(list(reversed(words)), {}) == found
    targets = {one.spelling: one.value for one in found}
    assert all(value not in targets for value in targets.values())


def test_words_of_usage_are_counted_where_they_lie(known: Desk) -> None:
    first = "A1,Report,2026-01-05\nA1,Report,2026-01-06\nA2,login,2026-01-05\n"
    later = "A3,reports run,2026-02-05\nA9,Report,2026-02-06\n"
    for name, rows in (("usage", first), ("later_usage", later)):
        text = f"account_id,event,date\n{rows}"
        (outcome,) = known.imports.commit([(f"{name}.csv", text.encode())])
        assert outcome.status == "committed", outcome
    values = known.vocabulary.values("usage.event").set_index("value")
    assert values["n_rows"].to_dict() == {"Report": 3, "login": 1, "reports run": 1}
    assert values["n_accounts"].to_dict() == {"Report": 1, "login": 1, "reports run": 1}
    assert unknown(known, "usage.event") == ["reports run"]
    assert values.loc["reports run", "first_file"] == "later_usage.csv"
    touched = known.vocabulary.preview("usage.event", "reports run", "Report")
    assert touched[["account_id", "n_rows"]].to_numpy().tolist() == [["A3", 1]]
    known.vocabulary.map("usage.event", "reports run", "Report")
    assert "usage.event" in known.vocabulary.fields()["field"].tolist()
    cube = known.data.dataset().cube
    assert set(cube["event"]) == {"Report", "login", "any"}


def test_words_of_damaged_usage_are_unknown_and_the_others_are_shown(known: Desk) -> None:
    known.imports.commit([("usage.csv", b"account_id,event,date\nA1,Report,2026-01-05\n")])
    assert "usage.event" in known.vocabulary.fields()["field"].tolist()
    for path in known.data.workspace.usage_folder.glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-40])
    again = Desk(known.data.workspace.folder).vocabulary.fields()["field"].tolist()
    assert INDUSTRY in again
    assert "usage.event" not in again
