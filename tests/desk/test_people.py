"""Roles proposed, confirmed, turned down; people changed; what the desk says of groups."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from lib.desk import Desk
from lib.desk.customer.roles import Change, Newcomer, Proposed
from lib.errors import DeskError
from lib.locale import render
from lib.model import KINDS
from tests.fixtures import NOW, opened_desk
from tests.metrics.made import row_of

ACCOUNTS = "Account ID,Account name\nA1,Ada Works\nA2,Bel Foods\n"
CONTACTS = """Account name,Name,Email,Job title,Role,Buying influence,使用影响力
Ada Works,Ann,ann@ada.example,CEO,,3,
Ada Works,Bob,bob@ada.example,Buyer,end user,1,2
Bel Foods,Cem,cem@bel.example,总经理助理,,,9
"""


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.imports.commit([("accounts.csv", ACCOUNTS.encode()), ("contacts.csv", CONTACTS.encode())])
    return desk


def rows(desk: Desk) -> pd.DataFrame:
    return desk.people.persons(NOW.date()).set_index("name")


def proposed(desk: Desk) -> list[Proposed]:
    found = desk.people.proposals_of("A1", NOW.date())
    return [Proposed(row_key=r.row_key, role=r.role, title=r.title) for r in found.itertuples()]  # type: ignore[arg-type]


def test_influence_by_phase_is_imported_under_both_languages(small: Desk) -> None:
    people = rows(small)
    assert row_of(people, "Bob")[["influence_buying", "influence_using"]].tolist() == [1, 2]
    assert pd.isna(row_of(people, "Ann")["influence_feedback"])
    assert pd.isna(row_of(people, "Cem")["influence_using"]), "9 lies outside 0 to 3"


def test_a_proposal_is_no_known_role_until_it_is_confirmed(small: Desk) -> None:
    day = NOW.date()
    (one,) = proposed(small)
    assert (one.role, one.title) == ("decision_maker", "CEO")
    before = small.data.book(day)["n_decision_makers"]
    assert before["A1"] == 0
    batch = small.people.roles.confirm([one], "Lin", day)
    assert small.data.book(day).loc["A1", "n_decision_makers"] == 1
    assert small.people.roles.counts_on(batch, day)
    assert proposed(small) == []
    kept = rows(small).loc["Ann"]
    assert (kept["title"], kept["influence_buying"], kept["account_id"]) == ("CEO", 3, "A1")
    at = rows(small)["account_id"].to_dict()
    assert at == {"Ann": "A1", "Bob": "A1", "Cem": "A2"}, "everybody keeps their place"
    (written,) = [b for b in small.imports.batches() if b.batch_id == batch]
    assert (written.author, written.counts["added"]) == ("Lin", 1)
    small.people.roles.undo(batch)
    assert small.data.book(day)["n_decision_makers"].equals(before)
    assert proposed(small) == [one]


def test_a_proposal_turned_down_is_not_made_again_until_the_title_changes(small: Desk) -> None:
    (one,) = proposed(small)
    ids = small.people.roles.reject([one], "Lin")
    assert proposed(small) == []
    promoted = CONTACTS.replace("ann@ada.example,CEO", "ann@ada.example,Chairwoman")
    small.imports.commit([("contacts.csv", promoted.encode())])
    assert [p.title for p in proposed(small)] == ["Chairwoman"]
    assert small.people.roles.undo_reject(ids) == 1
    assert small.people.roles.undo_reject(ids) == 0


def test_many_are_confirmed_in_one_batch(sample_desk: Desk, tmp_path: Path) -> None:
    own = opened_desk(Path(shutil.copytree(sample_desk.data.workspace.folder, tmp_path / "own")))
    day = own.data.known_days().last
    found = own.people.proposals("all", day)
    chosen = [Proposed(row_key=r.row_key, role=r.role, title=r.title) for r in found.itertuples()]  # type: ignore[arg-type]
    assert len(chosen) > 10
    before = own.data.book(day)
    batch = own.people.roles.confirm(chosen, "Lin", day)
    assert own.people.proposals("all", day).empty
    own.people.roles.undo(batch)
    pd.testing.assert_frame_equal(own.data.book(day), before)


def test_what_was_known_of_a_person_when(small: Desk) -> None:
    key = str(rows(small).loc["Bob", "row_key"])
    later = Desk(small.data.workspace.folder, clock=lambda: datetime(2027, 2, 1, 9))  # noqa: DTZ001
    fields = {"influence_buying": 3, "buying_roles": "influencer|end_user", "active": False}
    later.people.roles.change(
        Change(row_key=key, fields=fields),
        "Wu",
        datetime(2027, 1, 31).date(),  # noqa: DTZ001
    )
    early, late = (
        later.people.persons(datetime(*ymd).date()).set_index("name").loc["Bob"]  # noqa: DTZ001
        for ymd in ((2026, 10, 1), (2027, 2, 1))
    )
    assert (early["influence_buying"], early["there"]) == (1, True)
    assert (late["influence_buying"], late["influence_using"], late["there"]) == (3, 2, False)
    told = later.people.roles.history(key)
    of_buying = told[told["field"] == "influence_buying"]
    assert of_buying["value"].tolist() == [1, 3]
    assert of_buying["author"].tolist()[-1] == "Wu"


@pytest.mark.parametrize(
    "fields",
    [{"influence_buying": 4}, {"stance": "angry"}, {"buying_roles": "boss"}, {"title": "CEO"}],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    small: Desk, fields: dict[str, object]
) -> None:
    key = str(rows(small).loc["Bob", "row_key"])
    version = small.data.version()
    with pytest.raises(DeskError):
        small.people.roles.change(Change(row_key=key, fields=fields), "Wu", NOW.date())
    with pytest.raises(DeskError):
        small.people.roles.confirm(
            [Proposed(row_key="nobody", role="end_user", title="x")], "Wu", NOW.date()
        )
    assert small.data.version() == version


def test_the_group_of_the_sample_in_sentences(sample_desk: Desk) -> None:
    day = sample_desk.data.known_days().last
    said = [render(text, "en") for text in sample_desk.people.of_account("A0076", day).findings]
    assert said[0] == "No decision maker is known; the renewal is in 158 days."
    whole = sample_desk.people.of_segment("all", day)
    assert render(whole.finding, "en").startswith("A decision maker is known at 128 of 156")
    assert whole.deals["days_left"].between(0, 180).all()


def test_score_tells_of_coverage_and_deals(sample_desk: Desk) -> None:
    day = sample_desk.data.known_days().last
    found = sample_desk.scores.score("all", day, "en")
    (group,) = [row["buying_group"] for row in found if row["account_id"] == "A0179"]
    assert set(group) >= {"roles", "findings", "coverage", "deals"}
    assert group["coverage"]["decision_maker_heard_days"] is None
    assert group["deals"][0]["findings"] == ["wrong_person", "nobody_at_top", "single_threaded"]
    assert {"no_decision_maker", "single_threaded"} <= set(group["findings"])


def test_the_fields_are_in_the_template() -> None:
    names = KINDS["contacts"].names
    assert {"influence_buying", "influence_using", "influence_feedback"} <= set(names)


def test_a_person_is_put_on_file_from_a_day_on_and_taken_away_again(small: Desk) -> None:
    day = NOW.date()
    person = Newcomer(account_id="A2", name=" Dee Wu ", title="CFO", roles="decision_maker")
    batch = small.people.roles.add(person, "Lin", day)
    found = row_of(rows(small), "Dee Wu")
    assert (found["account_id"], found["title"], found["buying_roles"]) == (
        *("A2", "CFO", "decision_maker"),
    )
    before = small.people.persons(date(2026, 9, 30))
    assert "Dee Wu" not in set(before["name"]), "nobody knew of her then"
    with pytest.raises(DeskError, match="known_contact"):
        small.people.roles.add(person, "Lin", day)
    small.people.roles.undo(batch)
    assert "Dee Wu" not in rows(small).index


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Newcomer(account_id="A2", name="  "), "no_name"),
        (Newcomer(account_id="A9", name="Dee"), "unknown_account"),
        (Newcomer(account_id="A2", name="Dee", roles="boss"), "bad_person_field"),
    ],
)
def test_nobody_without_name_account_or_known_role(
    small: Desk, person: Newcomer, code: str
) -> None:
    with pytest.raises(DeskError, match=code):
        small.people.roles.add(person, "Lin", NOW.date())
