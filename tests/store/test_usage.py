"""Usage files that share days: each event counts once, whatever is loaded or taken back."""

from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from lib.model import ANY, KINDS
from lib.model.frames import typed
from lib.store import Workspace, opened
from lib.store.batches import Batch, added, undone
from lib.store.big_files import overlapping, standing
from lib.store.dataset import dataset
from lib.store.usage import UsageEvents
from lib.store.vocabulary import Term, decide, undo

AT = datetime.fromisoformat("2026-11-01 09:00:00")
Row = dict[str, object]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = opened(tmp_path)
    added(found, batch("accounts", [{"account_id": "A-1"}]))
    return found


def frame(kind: str, rows: list[Row]) -> pd.DataFrame:
    given = pd.DataFrame(rows)
    given = given.assign(
        source_row=range(2, len(given) + 2),
        row_key=[f"k{n}" for n in range(len(given))],
        batch_id=0,
        known_on=pd.Timestamp(AT),
    )
    return typed(given, KINDS[kind])


def batch(kind: str, rows: list[Row], part: Path | None = None) -> Batch:
    made = frame(kind, rows)
    if part is not None:
        made.drop(columns=["row_key", "batch_id", "known_on"]).to_parquet(part)
    return Batch(
        file=f"{kind}.csv", sheet=None, kind=kind, imported_at=AT, known_on=AT.date(),
        content_hash="0" * 64, carried=frozenset(KINDS[kind].names), counts={"read": len(made)},
        rows=made if part is None else pd.DataFrame(), part=part,
    )  # fmt: skip


def event(day: int, name: str | None = "login", **more: object) -> Row:
    moment = pd.Timestamp("2026-10-01 08:00") + timedelta(days=day - 1)
    return {"account_id": "A-1", "event": name, "occurred_at": moment, "user_id": "u1", **more}


def counted(workspace: Workspace) -> dict[tuple[date, str], float]:
    cube = dataset(workspace).cube
    return {
        (day.date(), name): n
        for day, name, n in zip(cube["day"], cube["event"], cube["events"], strict=True)
    }


def total(workspace: Workspace) -> float:
    cube = dataset(workspace).cube
    return float(cube.loc[cube["event"] == ANY, "events"].sum())


def test_files_that_overlap_count_each_event_once(workspace: Workspace) -> None:
    added(workspace, batch("usage", [event(1), event(2), event(2), event(3)]))
    added(workspace, batch("usage", [event(3), event(2), event(4), event(2)]))
    assert total(workspace) == 5


def test_a_corrected_count_of_a_period_replaces_the_older(workspace: Workspace) -> None:
    month = pd.Timestamp("2026-10-01")
    added(workspace, batch("usage", [event(1, period=month, count=10.0)]))
    added(workspace, batch("usage", [event(1, period=month, count=12.0)]))
    assert total(workspace) == 12


def test_a_row_with_its_own_id_is_replaced_by_its_newer_version(workspace: Workspace) -> None:
    added(workspace, batch("usage", [event(1, usage_id="e1"), event(2, usage_id="e2")]))
    added(workspace, batch("usage", [event(2, "report", usage_id="e1")]))
    assert counted(workspace)[date(2026, 10, 2), "report"] == 1
    assert total(workspace) == 2


@pytest.mark.parametrize("filled", ["count", "users"])
def test_a_corrected_count_of_a_day_replaces_the_older(workspace: Workspace, filled: str) -> None:
    row = event(1, user_id=None)
    added(workspace, batch("usage", [{**row, filled: 10.0}, event(2)]))
    added(workspace, batch("usage", [{**row, filled: 12.0}]))
    cube = dataset(workspace).cube
    first = cube[(cube["day"] == pd.Timestamp("2026-10-01")) & (cube["event"] == ANY)]
    assert first["events" if filled == "count" else filled].tolist() == [12.0]


def test_an_id_that_moves_to_another_day_counts_once(workspace: Workspace, tmp_path: Path) -> None:
    first = added(workspace, batch("usage", [event(1, usage_id="e1"), event(2, usage_id="e2")]))
    moved = [event(40, usage_id="e1"), event(41, usage_id="e3")]
    part = tmp_path / "part.parquet"
    batch("usage", moved, part)
    with workspace.reading() as connection:
        changes = UsageEvents(workspace, connection).changes(
            part, (date(2026, 11, 9), date(2026, 11, 10)), KINDS["usage"].names
        )
    assert (changes.added, changes.changed) == (1, 1)
    added(workspace, batch("usage", moved))
    assert (date(2026, 10, 1), "login") not in counted(workspace)
    assert total(workspace) == 3
    undone(workspace, first, AT)
    assert total(workspace) == 2


def test_decided_words_reach_the_cube(workspace: Workspace) -> None:
    added(workspace, batch("usage", [event(1, "Sign-On"), event(1), event(2, None, feature="Rpt")]))
    assert counted(workspace)[date(2026, 10, 1), "Sign-On"] == 1
    terms = [
        Term(0, "usage.event", "sign on", "login", "tester", AT),
        Term(0, "usage.feature", "RPT", "Reports", "tester", AT),
    ]
    kept = decide(workspace, terms, lambda _standing: None)
    assert counted(workspace) == {
        (date(2026, 10, 1), "login"): 2,
        (date(2026, 10, 1), ANY): 2,
        (date(2026, 10, 2), "Reports"): 1,
        (date(2026, 10, 2), ANY): 1,
    }
    undo(workspace, kept[0], AT)
    assert counted(workspace)[date(2026, 10, 1), "Sign-On"] == 1


def test_people_are_counted_once_a_day_and_events_without_people_by_their_own_counts(
    workspace: Workspace,
) -> None:
    rows = [
        event(1, user_id="u1"), event(1, user_id="u1"), event(1, user_id="u2"),
        event(1, "report", user_id="u1"), event(1, "report", user_id=None, users=9.0),
        event(2, user_id=None, users=3.0), event(2, "report", user_id=None, users=5.0),
        event(3, user_id=None), event(4, user_id=None, user_email="a@b.c"),
    ]  # fmt: skip
    added(workspace, batch("usage", rows))
    cube = dataset(workspace).cube
    users = {
        (day.day, name): n
        for day, name, n in zip(cube["day"], cube["event"], cube["users"], strict=True)
        if pd.notna(n)
    }
    assert users == {
        (1, "login"): 2, (1, "report"): 1, (1, ANY): 2,
        (2, "login"): 3, (2, "report"): 5, (2, ANY): 5,
        (4, "login"): 1, (4, ANY): 1,
    }  # fmt: skip


@pytest.mark.parametrize("as_part", [False, True])
def test_pending_usage_is_counted_as_if_it_were_stored(
    workspace: Workspace, *, as_part: bool
) -> None:
    added(workspace, batch("usage", [event(1), event(2)]))
    rows = [event(2), event(3, "report")]
    part = workspace.usage_folder / ".big.one.1.tmp" if as_part else None
    coming = batch("usage", rows, part)
    before = counted(workspace)
    expected = dataset(workspace, [coming])
    assert counted(workspace) == before
    added(workspace, batch("usage", rows))
    stored = dataset(workspace)
    pd.testing.assert_frame_equal(expected.cube, stored.cube)
    assert len(list(workspace.usage_folder.glob("cube-*"))) == 1


def test_pending_accounts_take_up_usage_that_waits_for_them(workspace: Workspace) -> None:
    added(workspace, batch("usage", [event(1), event(1, account_id="A-2")]))
    coming = batch("accounts", [{"account_id": "A-1"}, {"account_id": "A-2"}])
    assert set(dataset(workspace).cube["account_id"]) == {"A-1"}
    expected = dataset(workspace, [coming])
    assert set(expected.cube["account_id"]) == {"A-1", "A-2"}
    assert set(dataset(workspace).cube["account_id"]) == {"A-1"}


def test_a_torn_cube_is_made_anew(workspace: Workspace) -> None:
    added(workspace, batch("usage", [event(1), event(2)]))
    whole = counted(workspace)
    (path,) = workspace.usage_folder.glob("cube-*.parquet")
    for content in (b"", path.read_bytes()[:-40]):
        path.write_bytes(content)
        assert counted(workspace) == whole
    assert pq.read_table(path).num_rows == len(whole)


def test_a_cube_that_cannot_be_written_is_shown_all_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(workspace, batch("usage", [event(1), event(2)]))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lib.store.usage.written_whole", full)
    assert total(workspace) == 2
    assert list(workspace.usage_folder.glob("cube-*")) == []


FILES: list[list[Row]] = [
    [event(1), event(2), event(2)],
    [event(2), event(2), event(3), event(2)],
    [event(2, "report"), event(3), event(9)],
]


@pytest.mark.parametrize("taken_back", [*permutations(range(3), 2)])
def test_undo_in_any_order_gives_the_state_without_the_batch(
    tmp_path: Path, workspace: Workspace, taken_back: tuple[int, int]
) -> None:
    numbers = [added(workspace, batch("usage", rows)) for rows in FILES]
    for place in taken_back:
        undone(workspace, numbers[place], AT)
    fresh = opened(tmp_path / "fresh")
    added(fresh, batch("accounts", [{"account_id": "A-1"}]))
    (left,) = {0, 1, 2} - set(taken_back)
    added(fresh, batch("usage", FILES[left]))
    assert counted(workspace) == counted(fresh)


def test_a_part_is_taken_over_as_the_rows_of_a_batch(workspace: Workspace, tmp_path: Path) -> None:
    part = tmp_path / ".big.one.1.tmp"
    number = added(workspace, batch("usage", [event(1), event(2)], part))
    assert not part.exists()
    assert total(workspace) == 2
    with workspace.reading() as connection:
        (file,) = standing(workspace.usage_folder, connection)
    assert (file.first, file.last, file.batch_id) == (date(2026, 10, 1), date(2026, 10, 2), number)
    assert pq.read_metadata(file.path).num_rows == 2


def test_changes_are_counted_before_anything_is_stored(
    workspace: Workspace, tmp_path: Path
) -> None:
    added(workspace, batch("usage", [event(1, usage_id="e1"), event(2, usage_id="e2")]))
    part = tmp_path / "part.parquet"
    rows = [event(1, usage_id="e1"), event(2, "report", usage_id="e2"), event(3, usage_id="e3")]
    batch("usage", rows, part)
    with workspace.reading() as connection:
        events = UsageEvents(workspace, connection)
        changes = events.changes(part, (date(2026, 10, 1), date(2026, 10, 3)), KINDS["usage"].names)
        met = events.met_by(frame("usage", rows))
        batch("usage", [event(40, usage_id="f1"), event(41)], part := tmp_path / "later.parquet")
        later = events.changes(part, (date(2026, 11, 9), date(2026, 11, 10)), {"event"})
    assert (changes.added, changes.changed, changes.unchanged) == (1, 1, 1)
    assert (later.added, later.changed, later.unchanged) == (2, 0, 0)
    assert met.sort_values("row_key")["event"].tolist() == ["login", "login"]
    assert sorted(met["row_key"]) == ["k0", "k1"]


def test_only_files_that_share_days_are_compared(workspace: Workspace) -> None:
    for rows in ([event(1), event(5)], [event(6)], [event(3), event(4)], [event(7), event(9)]):
        added(workspace, batch("usage", rows))
    with workspace.reading() as connection:
        files = standing(workspace.usage_folder, connection)
    assert [file.batch_id for file in overlapping(files)] == [2, 4]


def test_people_of_four_weeks_are_counted_once_up_to_each_sunday(workspace: Workspace) -> None:
    rows = [
        event(1, user_id="u1"), event(1, "report", user_id="u1"), event(2, user_id="u1"),
        event(6, user_id="u2"), event(8, user_id=None, users=9.0),
        event(8, user_id=None, user_email="a@b.c"),
    ]  # fmt: skip
    added(workspace, batch("usage", rows))
    for _ in range(2):  # made, then kept
        people = dataset(workspace).people
        found = [
            (day.date(), users, top)
            for day, users, top in zip(
                people["day"], people["users"], people["top_days"], strict=True
            )
        ]
        assert found == [  # 1 October 2026 is a Thursday
            (date(2026, 10, 4), 1, 2),
            (date(2026, 10, 11), 3, 2),
            (date(2026, 10, 18), 3, 2),
            (date(2026, 10, 25), 3, 2),
            (date(2026, 11, 1), 2, 1),
        ]
    assert len(list(workspace.usage_folder.glob("people-*.parquet"))) == 1


def test_what_was_kept_is_what_was_made(workspace: Workspace) -> None:
    ids = ("A-1", "A-9", "A-0")
    added(workspace, batch("accounts", [{"account_id": each} for each in ids]))
    rows = [
        event(40, account_id="A-9"), event(-25_000), event(2, "api_call", user_id=None, users=3.0),
        event(2, account_id="nobody"),
    ]  # fmt: skip
    added(workspace, batch("usage", rows))
    made, kept = dataset(workspace), dataset(workspace)
    pd.testing.assert_frame_equal(made.cube, kept.cube)
    pd.testing.assert_frame_equal(made.people, kept.people)
    assert list(made.cube["account_id"].cat.categories) == ["A-1", "A-9"]
    assert made.people["day"].min() == pd.Timestamp("1958-04-20")  # a Sunday
