"""Saved segments: versions, frozen members, names, deletion and its undo, segments of segments."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from alembic import command
from openpyxl import load_workbook
from sqlalchemy import create_engine, text

from lib.desk import Desk
from lib.desk.segmentation.segments import Why
from lib.errors import DeskError, NotFoundError
from lib.store import sqlite
from lib.store.migrate import config, upgraded
from tests.fixtures import opened_desk

ACCOUNTS = """account_id,account_name,status,tags,arr,region
A-1,Alpha,customer,gold;old,100,North
A-2,Beta,customer,gold,200,South
A-3,Gamma,customer,,300,North
"""
MORE = """account_id,account_name,status,tags,arr,region
A-4,Delta,customer,gold,400,South
"""


@pytest.fixture
def small(desk: Desk) -> Desk:
    desk.imports.commit([("accounts.csv", ACCOUNTS.encode())])
    return desk


def day_of(desk: Desk) -> date:
    return desk.data.known_days().last


def ids(desk: Desk, segment: str) -> list[str]:
    return desk.segments.members(segment, day_of(desk)).tolist()


def test_another_rule_is_another_version_and_an_older_one_can_be_restored(small: Desk) -> None:
    small.segments.save("Gold", "tag = gold", Why("Ann", "first try"), "Those who pay on time")
    small.segments.save("Gold", "tag = gold", Why("Ann", "nothing changed"))
    small.segments.save("Gold", "tag = gold and arr > 150", Why("Ben", "too many small ones"))
    assert ids(small, "Gold") == ["A-2"]
    found = small.segments.shelf.versions("Gold")
    assert [(v.version, v.rule, v.author, v.reason) for v in found] == [
        (2, "tag = gold and arr > 150", "Ben", "too many small ones"),
        (1, "tag = gold", "Ann", "first try"),
    ]
    small.segments.shelf.restore("Gold", 1, "Ann")
    assert ids(small, "Gold") == ["A-1", "A-2"]
    assert [v.version for v in small.segments.shelf.versions("Gold")] == [3, 2, 1]
    assert small.segments.shelf.one("Gold").description == "Those who pay on time"
    with pytest.raises(NotFoundError):
        small.segments.shelf.restore("Gold", 9, "Ann")


def test_the_members_of_a_frozen_segment_never_change(small: Desk) -> None:
    small.segments.save("Gold", "tag = gold")
    frozen_on = day_of(small)
    small.segments.freeze("Gold", frozen_on, Why("Ann", "for the campaign"))
    small.imports.commit([("more.csv", MORE.encode())])
    assert ids(small, "tag = gold") == ["A-1", "A-2", "A-4"]
    view = small.segments.view("Gold", day_of(small))
    assert view.accounts["account_id"].tolist() == ["A-2", "A-1"]
    assert (view.frozen_on, view.missing) == (frozen_on, ())
    narrowed = small.segments.narrowed("Gold", {"region": ["South"]})
    assert ids(small, narrowed) == ["A-2"]
    small.segments.shelf.thaw("Gold", Why("Ann", "over"))
    assert ids(small, "Gold") == ["A-1", "A-2", "A-4"]


def test_frozen_members_taken_away_by_an_undo_are_said_to_be_missing(small: Desk) -> None:
    (more,) = small.imports.commit([("more.csv", MORE.encode())])
    small.segments.save("Gold", "tag = gold")
    small.segments.freeze("Gold", day_of(small), Why())
    assert more.batch_id is not None
    small.imports.undo(more.batch_id)
    view = small.segments.view("Gold", day_of(small))
    assert view.totals.n_accounts == 2
    assert view.missing == ("Delta (A-4)",)


def test_a_deleted_segment_comes_back_unless_its_name_is_taken(small: Desk) -> None:
    small.segments.save("Gold", "tag = gold")
    number = small.segments.delete("Gold")
    assert "Gold" not in small.segments.saved()
    small.segments.shelf.bring_back(number)
    assert ids(small, "Gold") == ["A-1", "A-2"]
    number = small.segments.delete("Gold")
    small.segments.save("Gold", "tag = old")
    with pytest.raises(DeskError, match="bad_segment_name"):
        small.segments.shelf.bring_back(number)
    with pytest.raises(NotFoundError):
        small.segments.delete("nobody knows it")


def test_rename_and_duplicate_keep_what_the_segment_is(small: Desk) -> None:
    small.segments.save("Gold", "tag = gold", Why(), "d")
    small.segments.shelf.duplicate("Gold", "Gold too", "Ann")
    small.segments.shelf.rename("Gold", "Silver", "other words")
    assert list(small.segments.saved()) == ["all", "Silver", "Gold too"]
    assert ids(small, "Silver") == ids(small, "Gold too") == ["A-1", "A-2"]
    assert small.segments.shelf.one("Silver").description == "other words"
    for taken in ("Gold too", "all", "  "):
        with pytest.raises(DeskError, match="bad_segment_name"):
            small.segments.shelf.rename("Silver", taken, "")


def test_a_segment_may_be_made_of_others_but_never_of_itself(small: Desk) -> None:
    small.segments.save("Gold", "tag = gold")
    small.segments.save("Rest", "not segment = Gold or tag is unknown")
    assert ids(small, "Rest") == ["A-3"]
    small.segments.save("Gold", "tag = old")  # what is made of it follows at once
    assert ids(small, "Rest") == ["A-2", "A-3"]
    with pytest.raises(DeskError, match="segment_circle"):
        small.segments.save("Gold", "segment = Rest")
    for forbidden in (small.segments.delete, lambda n: small.segments.shelf.rename(n, "New", "")):
        with pytest.raises(DeskError, match="segment_in_use"):
            forbidden("Gold")
    with pytest.raises(NotFoundError):
        small.segments.save("Lost", "segment = nowhere")


def test_segments_saved_before_versions_were_kept_have_one(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'desk.db'}")
    sqlite.prepare(engine)
    settings = config()
    with engine.connect().execution_options(desk_writes=True) as connection, connection.begin():
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0004")
        connection.execute(
            text(
                "INSERT INTO segments (name, rule, saved_at)"
                " VALUES ('Gold', 'tag = gold', '2026-10-01 09:00:00.000000')"
            )
        )
    upgraded(engine)
    engine.dispose()
    desk = opened_desk(tmp_path)
    assert desk.segments.saved() == {"all": "all", "Gold": "tag = gold"}
    (first,) = desk.segments.shelf.versions("Gold")
    assert (first.version, first.rule, first.frozen_on) == (1, "tag = gold", None)
    assert first.saved_at == datetime.fromisoformat("2026-10-01 09:00:00")


def test_members_are_taken_away_with_what_they_are_and_no_formula(desk: Desk) -> None:
    file = "account_id,account_name,status,tags,arr\nA-1,=1+1,customer,gold;old,100\n"
    desk.imports.commit([("accounts.csv", file.encode())])
    day = day_of(desk)
    rows = desk.segment_export.rows("tag = gold", day, "en")
    assert rows.columns[:4].tolist() == ["account id", "company name", "ARR", "status"]
    assert rows["tag"].tolist() == ["gold; old"]
    assert rows.notna().any().all()
    content = desk.segment_export.workbook("tag = gold", day, "zh", "http://here/")
    book = load_workbook(BytesIO(content))
    members, definition = book.worksheets
    assert members["B2"].value == "=1+1"
    assert members["B2"].data_type == "s"
    told = {row[0].value: row[1].value for row in definition.iter_rows()}
    assert "tag = gold" in told.values()
    assert "http://here/" in told.values()
    assert content == desk.segment_export.workbook("tag = gold", day, "zh", "http://here/")


def test_a_rule_may_ask_for_the_combined_risk(sample_desk: Desk) -> None:
    day = day_of(sample_desk)
    told = sample_desk.risk.scores(day)
    bands = told["band"].value_counts()
    assert bands["high"] > 0
    sizes = {
        band: len(sample_desk.segments.members(f"risk_band = {band}", day)) for band in bands.index
    }
    assert sizes == bands.to_dict()
    riskiest = sample_desk.segments.members("risk >= 0.2", day)
    assert set(riskiest) == set(told.index[told["probability"] >= 0.2])


def test_risk_that_was_never_learnt_is_unknown_and_puts_nobody_in_or_out(small: Desk) -> None:
    found = small.segments.judged("risk_band = high", day_of(small))
    assert found.inside.empty
    assert found.unsure.tolist() == ["A-1", "A-2", "A-3"]
