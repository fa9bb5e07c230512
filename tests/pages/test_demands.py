"""Demands on their page and on the account's: each part opens; what is done there is undone."""

import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk
from lib.ui.panels.demands import acts
from tests.fixtures import opened_desk
from tests.pages.test_pages import assert_sound, opened, texts

LAST = date(2026, 10, 31)
pytestmark = pytest.mark.usefixtures("navigated")


def overdue(desk: Desk) -> pd.DataFrame:
    rows = desk.demands.view("all", desk.data.known_days().last).members
    return rows[rows["overdue"]]


@pytest.mark.parametrize(("lang", "view"), [("en", "table"), ("zh", "loop")])
def test_every_part_opens(
    lang: str, view: str, sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("pages/demands.py", sample_desk, monkeypatch, lang=lang, view=view,
                 demand=str(overdue(sample_desk)["row_key"].iloc[0]))  # fmt: skip
    assert_sound(app)
    assert str(len(overdue(sample_desk))) in texts(app)


def test_names_of_people_stand_on_the_account_only(
    sample_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = overdue(sample_desk).iloc[0]
    app = opened("pages/accounts.py", sample_desk, monkeypatch, lang="en",
                 account=str(row["account_id"]), part="demands")  # fmt: skip
    assert_sound(app)
    people = sample_desk.people.persons(sample_desk.data.known_days().last)
    name = people.loc[people["contact_id"] == row["contact_id"], "name"].iloc[0]
    assert any(name in frame.value.to_csv() for frame in app.dataframe)
    board = opened("pages/demands.py", sample_desk, monkeypatch, lang="en", view="table")
    on_page = " ".join(frame.value.to_csv() for frame in board.dataframe) + texts(board)
    assert not any(str(each) in on_page for each in people["name"].unique())


def own_desk(sample_desk: Desk, folder: Path) -> Desk:
    return opened_desk(Path(shutil.copytree(sample_desk.data.workspace.folder, folder / "own")))


def state_of(desk: Desk, row_key: str) -> str:
    rows = desk.demands.register(desk.data.known_days().last)
    return str(rows.loc[rows["row_key"] == row_key, "state"].iloc[0])


def test_a_card_is_moved_and_moved_back(
    sample_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_desk(sample_desk, tmp_path)
    key = str(overdue(own)["row_key"].iloc[0])
    before = state_of(own, key)
    app = opened("pages/demands.py", own, monkeypatch, lang="en", due="overdue")
    app.selectbox(key=f"move_demand_{key}_{before}").set_value("delivered").run()
    assert_sound(app)
    assert state_of(own, key) == "delivered"
    n = len(own.demand_entries.history(key))
    with monkeypatch.context() as patch:  # a browser quicker than the page sends it twice
        patch.setattr(acts, "state", SimpleNamespace(desk=lambda: own, day=lambda: LAST))
        assert acts.changed(key, {"state": "delivered"}, "again")
    assert len(own.demand_entries.history(key)) == n
    app.button(key="undo_demand").click().run()
    assert_sound(app)
    assert state_of(own, key) == before


def test_words_out_of_a_ticket_become_a_demand_on_the_account(
    sample_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_desk(sample_desk, tmp_path)
    tickets = own.data.snapshot(own.data.known_days().last).table("tickets")
    ticket = tickets.dropna(subset=["subject", "account_id", "ticket_id"]).iloc[-1]
    account = str(ticket["account_id"])
    app = opened("pages/accounts.py", own, monkeypatch, lang="en", account=account, part="rows",
                 rows="tickets", source=f"ticket:{ticket['ticket_id']}")  # fmt: skip
    assert_sound(app)
    submitted(app, "Words that nobody wrote there")
    assert key_of(own, str(ticket["ticket_id"])) is None
    submitted(app, str(ticket["subject"]))
    assert key_of(own, str(ticket["ticket_id"])) is not None


def submitted(app: AppTest, words: str) -> None:
    (area,) = [a for a in app.text_area if str(a.key).startswith("statement_")]
    area.set_value(words)
    (send,) = [b for b in app.button if b.label == "Take the demand in"]
    send.click().run()
    assert_sound(app)


def key_of(desk: Desk, source_id: str) -> str | None:
    rows = desk.demands.register(desk.data.known_days().last)
    mine = rows[rows["source_id"] == source_id]
    return None if mine.empty else str(mine["row_key"].iloc[0])
