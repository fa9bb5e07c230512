"""Who is who: listed for people, decided by people, and taken back without a trace."""

import json
import shutil
import time
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from lib.desk import About, Desk
from lib.errors import DeskError
from lib.locale import render
from lib.model.frames import row_of
from lib.model.near import account_pairs, near_words
from tests.fixtures import opened_desk

DAY = date(2026, 2, 1)
ACCOUNTS = """account_id,account_name,website,arr,tags,industry
A1,"Acme Corp., Ltd.",www.acme.com,100,key|a,
A2,ACME,acme.com,50,b|key,Retail
A3,云杉科技有限公司,,30,,
A4,云杉科技（上海）分公司,,10,,
A5,Microsoft,,10,,
A6,Microsfot,,10,,
A7,Betasoft GmbH,https://beta.de,10,,
"""
CONTACTS = """contact_id,account_id,full_name,email,department
C1,A1,Ann Lee,ann@acme.com,
C2,A7,Bob,bob@beta.de,
C3,A7,Info Desk,info@beta.de,
C4,A7,Dora May,dora@beta.de,IT
"""
NO_IDS = """company,full_name,email,department
Betasoft,Bob Miller,BOB@beta.de,Sales
,Carl,carl@beta.de,IT
Betasoft,Zoe,info@beta.de,Front
Betasoft,Dora May,,
"""
TICKETS = """ticket_id,company,created_at,requester_email
T1,Acme,2026-01-02,x@gmail.com
T2,雲杉科技,2026-01-02,
T3,Beta soft,2026-01-02,
T4,云杉,2026-01-03,
T5,Nobody,2026-01-03,zoe@beta.de
T6,Betasofft,2026-01-03,
"""


def loaded(desk: Desk, **files: str) -> Desk:
    for name, text in files.items():
        (outcome,) = desk.imports.commit([(f"{name}.csv", text.encode())])
        assert outcome.status == "committed", outcome
    return desk


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matches")
    files = {"accounts": ACCOUNTS, "contacts": CONTACTS, "people": NO_IDS, "tickets": TICKETS}
    loaded(opened_desk(folder), **files)
    return folder


@pytest.fixture
def known(filled: Path, tmp_path: Path) -> Desk:
    """Give a desk of one's own with the files above."""
    return opened_desk(Path(shutil.copytree(filled, tmp_path / "own")))


def table(desk: Desk, kind: str) -> pd.DataFrame:
    return desk.data.snapshot(desk.data.known_days().last).table(kind)


def at(desk: Desk) -> dict[str, str | None]:
    tickets = table(desk, "tickets")
    places = tickets["account_id"].astype("object").where(tickets["account_id"].notna(), None)
    return dict(zip(tickets["ticket_id"], places, strict=True))


def pairs(desk: Desk) -> list[tuple[str, str, str]]:
    found = desk.matches.open().pairs
    return [tuple(row) for row in found[["subject", "other", "reason"]].itertuples(index=False)]


def dump(desk: Desk) -> dict[str, pd.DataFrame]:
    """Return all that the data are read as, with the usage cube and the review list."""
    data = desk.data.dataset()
    day = data.as_of(desk.data.known_days().last)
    frames = {f"version {kind}": rows for kind, rows in data.versions.items()}
    frames |= {f"state {kind}": day.table(kind) for kind in day.tables}
    frames |= {f"stored {kind}": rows for kind, rows in data.stored.items()}
    return frames | {"cube": data.cube, "review": desk.matches.open().pairs.drop(columns="why")}


def assert_equal(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    assert one.keys() == other.keys()
    for name, rows in one.items():
        pd.testing.assert_frame_equal(rows, other[name], obj=name)


def test_what_is_sure_is_placed_and_the_rest_is_listed(known: Desk) -> None:
    assert at(known) == {"T1": None, "T2": "A3", "T3": "A7", "T4": None, "T5": "A7", "T6": None}
    assert pairs(known) == [
        ("account:A2", "account:A1", "same_name"),
        ("name:acme", "account:A1", "same_name"),
        ("name:acme", "account:A2", "same_name"),
        ("contact:info@beta.de", "contact:C3", "same_mail"),
        *[pair for pair in pairs(known) if pair[2] == "same_person"],
        ("account:A4", "account:A3", "same_core"),
        ("account:A6", "account:A5", "near_name"),
        ("name:betasofft", "account:A7", "near_name"),
        ("name:云杉", "account:A3", "part_of_name"),
        ("name:云杉", "account:A4", "part_of_name"),
    ]
    (person,) = [pair for pair in pairs(known) if pair[2] == "same_person"]
    assert person[1] == "contact:C4", "who has an id is kept"


def test_one_mail_at_one_account_is_one_person(known: Desk) -> None:
    review = known.matches.open()
    assert review.by_rule[["subject", "other"]].to_numpy().tolist() == [
        ["contact:bob@beta.de", "contact:C2"]
    ]
    people = table(known, "contacts").set_index("contact_id")
    assert row_of(people[["full_name", "department"]], "C2").tolist() == ["Bob", "Sales"]
    known.matches.decide("contact:bob@beta.de", "contact:C2", "apart", "me")
    assert len(table(known, "contacts")) == len(people) + 1


def test_the_same_mail_at_two_accounts_is_two_people(desk: Desk) -> None:
    two = "account_id,account_name\nA1,Acme\nA2,Beta\n"
    first = "contact_id,account_id,full_name,email\nC1,A1,Ann,ann@consult.com\n"
    second = "company,full_name,email\nBeta,Ann,ann@consult.com\n"
    loaded(desk, accounts=two, contacts=first, people=second)
    assert table(desk, "contacts")["account_id"].tolist() == ["A1", "A2"]
    assert pairs(desk) == []


def test_a_merged_account_counts_for_the_other_and_fills_its_blanks(known: Desk) -> None:
    known.matches.decide("account:A2", "account:A1", "merge", "me")
    accounts = table(known, "accounts").set_index("account_id")
    assert "A2" not in accounts.index
    kept = row_of(accounts[["account_name", "arr", "tags", "industry"]], "A1")
    assert kept.tolist() == ["Acme Corp., Ltd.", 100, "key|a|b", "Retail"]
    assert at(known)["T1"] == "A1", "the name fits one account now"
    assert not [pair for pair in pairs(known) if "A2" in str(pair)]


DECISIONS = [
    ("account:A2", "account:A1", "merge"),
    ("account:A2", "account:A1", "apart"),
    ("account:A1", "account:A7", "merge"),
    ("name:Acme Ltd", "account:A2", "merge"),
    ("name:云杉", "account:A4", "apart"),
    ("contact:info@beta.de", "contact:C3", "merge"),
    ("contact:C4", "contact:C2", "merge"),
    ("contact:bob@beta.de", "contact:C2", "apart"),
]


@pytest.mark.parametrize(("subject", "other", "verdict"), DECISIONS)
def test_undo_gives_back_everything(known: Desk, subject: str, other: str, verdict: str) -> None:
    before, version = dump(known), known.data.version()
    decision = known.matches.decide(subject, other, verdict, "me")
    assert known.data.version() == version + 1
    after = dump(known)
    assert any(not rows.equals(before[name]) for name, rows in after.items())
    for name in before:
        if name.startswith("stored"):
            pd.testing.assert_frame_equal(after[name], before[name])
    known.matches.undo(decision)
    assert_equal(dump(known), before)
    assert known.matches.decided().empty


def test_decisions_are_undone_in_any_order(known: Desk) -> None:
    one = known.matches.decide("account:A2", "account:A1", "merge", "me")
    only_one = dump(known)
    two = known.matches.decide("account:A1", "account:A7", "merge", "me")
    assert set(at(known).values()) == {"A7", "A3", None}
    three = known.matches.decide("account:A6", "account:A5", "merge", "me")
    known.matches.undo(two)
    known.matches.undo(three)
    assert_equal(dump(known), only_one)
    known.matches.undo(one)
    assert known.matches.decided().empty


def test_an_undone_import_takes_no_other_rows_along(known: Desk) -> None:
    more = "account_id,account_name\nZ1,Acme Europe\n"
    before = dump(known)
    (outcome,) = known.imports.commit([("more.csv", more.encode())])
    known.matches.decide("account:A1", "account:Z1", "merge", "me")
    assert at(known)["T5"] == "A7"
    assert "A1" not in set(table(known, "accounts")["account_id"])
    assert outcome.batch_id is not None
    known.imports.undo(outcome.batch_id)
    after = dump(known)
    pd.testing.assert_frame_equal(after["state accounts"], before["state accounts"])


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (
            ("account:A1", "account:A2", "merge"),
            ("account:A2", "account:A1", "merge"),
            "match_circle",
        ),
        (
            ("account:A1", "account:A2", "merge"),
            ("account:A1", "account:A3", "merge"),
            "already_decided",
        ),
        (
            ("account:A1", "account:A2", "apart"),
            ("account:A1", "account:A2", "merge"),
            "already_decided",
        ),
        (
            ("account:A1", "account:A2", "merge"),
            ("account:A1", "account:A2", "apart"),
            "already_decided",
        ),
        (None, ("account:A1", "account:A1", "merge"), "match_circle"),
        (None, ("account:A1", "account:NO", "merge"), "unknown_match"),
        (None, ("account:A1", "contact:C1", "merge"), "different_things"),
        (None, ("contact:C1", "contact:C2", "merge"), "different_things"),
        (None, ("account:A1", "account:A2", "perhaps"), "unknown_verdict"),
    ],
)
def test_a_decision_that_contradicts_another_is_refused_in_a_sentence(
    known: Desk,
    first: tuple[str, str, str] | None,
    second: tuple[str, str, str],
    code: str,
) -> None:
    if first is not None:
        known.matches.decide(*first, "me")
    version = known.data.version()
    with pytest.raises(DeskError) as refused:
        known.matches.decide(*second, "me")
    assert refused.value.code == code
    assert len(render(refused.value.message, "en").split()) <= 40
    assert known.data.version() == version


def test_a_chain_of_three_goes_in_no_circle(known: Desk) -> None:
    known.matches.decide("account:A1", "account:A2", "merge", "me")
    known.matches.decide("account:A2", "account:A3", "merge", "me")
    with pytest.raises(DeskError) as refused:
        known.matches.decide("account:A3", "account:A1", "merge", "me")
    assert refused.value.code == "match_circle"
    assert at(known)["T2"] == "A3"
    assert table(known, "accounts")["account_id"].tolist() == ["A3", "A4", "A5", "A6", "A7"]


def test_undoing_what_is_not_there_is_refused(known: Desk) -> None:
    with pytest.raises(DeskError) as refused:
        known.matches.undo(77)
    assert refused.value.code == "unknown_decision"


def test_a_merge_of_people_leads_their_tickets_along(known: Desk) -> None:
    loaded(known, more_tickets="ticket_id,account_id,contact_id,created_at\nT9,A7,C4,2026-01-05\n")
    known.matches.decide("contact:C4", "contact:C2", "merge", "me")
    tickets = table(known, "tickets").set_index("ticket_id")
    assert tickets.loc["T9", "contact_id"] == "C2"


def test_columns_of_their_own_are_united(desk: Desk) -> None:
    text = "account_id,account_name,Shoe size,Colour\nA1,Acme,42,\nA2,Beta,43,red\n"
    loaded(desk, accounts=text)
    desk.matches.decide("account:A2", "account:A1", "merge", "me")
    (custom,) = table(desk, "accounts")["custom"]
    assert {str(k).casefold(): v for k, v in json.loads(custom).items()} == {
        "shoe size": "42",
        "colour": "red",
    }


def test_without_data_nothing_waits(desk: Desk) -> None:
    assert desk.matches.open().pairs.empty
    assert desk.matches.decided().empty


def many(n: int) -> pd.DataFrame:
    """Return accounts with names of made-up words, every hundredth one twice."""
    numbers = range(n)
    letters = "bcdfglmnprst"
    words = ["".join(letters[(i * 7919 >> 3 * k) % 12] for k in range(8)) for i in numbers]
    names = [f"{word} {i % 100} Ltd" for i, word in zip(numbers, words, strict=True)]
    names[::100] = [name.replace("Ltd", "Inc.") for name in names[1 % n :: 100]][
        : len(names[::100])
    ]
    domains = [
        f"www.{word}{i}.com" if i % 2 else None for i, word in zip(numbers, words, strict=True)
    ]
    ids = [f"A{i}" for i in numbers]
    frame = pd.DataFrame({"account_id": ids, "account_name": names, "domain": domains})
    return frame.astype("str")


def test_twenty_thousand_accounts_do_not_take_long() -> None:
    accounts = many(20_000)
    began = time.process_time()
    found = account_pairs(accounts)
    assert time.process_time() - began < 8, "about 2 seconds on a quiet machine"
    assert len(found) >= 200


def test_names_that_differ_by_a_number_are_not_near() -> None:
    assert near_words([f"customer{n}" for n in range(2000)]) == []


def test_notes_and_what_was_done_follow_a_merged_account_and_come_back(known: Desk) -> None:
    one, other = About(account_id="A2"), About(account_id="A1")
    known.notes.add(one, "They are moving house.", "me")
    known.notes.add(About(account_id="A2", signal="login_decline"), "Their test tenant.", "me")
    known.watch.act("A1", "contact_stops", "snoozed", until=DAY, reason="Holidays", author="me")
    known.watch.act("A2", "login_decline", "acknowledged", author="me")
    known.watch.act("A2", "contact_stops", "acknowledged", author="me")
    before = known.notes.all(), known.watch.states(DAY)

    decision = known.matches.decide("account:A2", "account:A1", "merge", "me")
    assert known.notes.on(one).empty
    assert known.notes.on(other)["text"].tolist() == ["They are moving house.",
                                                      "Their test tenant."]  # fmt: skip
    states = known.watch.states(DAY - timedelta(days=1)).set_index("signal")
    assert states["account_id"].unique().tolist() == ["A1"]
    assert states["state"].to_dict() == {
        "login_decline": "acknowledged",
        "contact_stops": "snoozed",  # its own, though it was said before
    }

    known.matches.undo(decision)
    pd.testing.assert_frame_equal(known.notes.all(), before[0])
    pd.testing.assert_frame_equal(known.watch.states(DAY), before[1])
