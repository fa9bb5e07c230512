"""Bar 13: whatever was imported, edited and undone, the state is the one without the undone."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.desk import About, Desk
from lib.desk.customer.assess import Judgement
from lib.model import KINDS, Span
from lib.model.frames import typed
from lib.store import batches as store
from lib.store import opened
from lib.store.batches import Batch
from tests.fixtures import NOW, opened_desk
from tests.reliability.state import standing

SEQUENCES = int(os.environ.get("DESK_UNDO_SEQUENCES", "4"))  # the bar: 100
LARGE = 100_000
WITHIN_SECONDS = 10

FILES: dict[str, str] = {
    "accounts.csv": "account_id,account_name,city\nA-1,Acme,Köln\nA-2,云杉科技,北京\n",
    "accounts newer.csv": "account_id,account_name,city\nA-1,Acme,\nA-3,Gamma,Rom\n",
    "contracts.csv": "contract_id,account_id,start_date,arr\nC-1,A-1,2026-01-15,1200\n"
    "C-2,A-2,2026-02-01,800\n",
    "contracts newer.csv": "contract_id,account_id,start_date,arr\nC-1,A-1,2026-01-15,1500\n",
    "usage.csv": "account_id,user_id,event,occurred_at\nA-1,u1,login,2026-09-01 09:00:00\n"
    "A-2,u2,login,2026-09-02 09:00:00\n",
    "usage newer.csv": "account_id,user_id,event,occurred_at\nA-2,u2,login,2026-09-02 09:00:00\n"
    "A-3,u3,export,2026-09-30 10:00:00\n",
}


pytestmark = pytest.mark.usefixtures("understood_once")


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Batch]:
    """Return each file as the importer would store it."""
    found: list[Batch] = []
    desk = opened_desk(tmp_path_factory.mktemp("parsed"))

    def caught(_workspace: object, batches: list[Batch]) -> tuple[int, ...]:
        found.extend(batches)
        return tuple(range(len(batches)))

    with patch.object(store, "all_added", caught):
        for name, text in FILES.items():
            desk.imports.commit([(name, text.encode())])
    return {batch.file: batch for batch in found}


@dataclass
class Story:
    """What was done to a desk, and what of it still stands."""

    desk: Desk
    stands: dict[int, Batch] = field(default_factory=dict)

    def then(self, what: str, value: object) -> bool:
        """Do one step; say whether it was one that imports or takes back."""
        steps: dict[str, Callable[[Any], None]] = {
            "import": self.take_in,
            "undo": self.undo,
            "assess": self.assess,
        }
        if what in steps:
            steps[what](value)
        return what in steps

    def take_in(self, batch: Batch) -> None:
        (number,) = store.all_added(self.desk.data.workspace, [batch])
        self.stands[number] = batch

    def undo(self, which: int) -> None:
        if self.stands:
            number = sorted(self.stands)[which % len(self.stands)]
            self.desk.imports.undo(number)
            del self.stands[number]

    def assess(self, points: int) -> None:
        known = self.desk.data.dataset().versions["accounts"]["account_id"]
        if known.empty:
            return
        with taken_down() as batches:
            number = self.desk.assessing.record(judgement(str(known.iloc[0]), points))
        self.stands[number] = batches[0]


@contextmanager
def taken_down() -> Iterator[list[Batch]]:
    """Note the batches that are stored meanwhile."""
    found: list[Batch] = []
    real = store.all_added

    def noting(workspace: object, batches: tuple[Batch, ...]) -> tuple[int, ...]:
        found.extend(batches)
        return real(workspace, batches)  # type: ignore[arg-type]

    with patch.object(store, "all_added", noting):
        yield found


def judgement(account: str, points: int) -> Judgement:
    return Judgement(
        account_id=account,
        scheme="bant",
        criterion="need",
        points=points,
        evidence="said so",
        assessed_on=date(2026, 9, 30),
        assessed_by="me",
    )


imports = st.tuples(st.just("import"), st.sampled_from(sorted(FILES)))
undos = st.tuples(st.just("undo"), st.integers(0, 9))
edits = st.one_of(
    st.tuples(st.just("note"), st.sampled_from(["one", "two"])),
    st.tuples(st.just("segment"), st.sampled_from(["mine", "yours"])),
    st.tuples(st.just("forget"), st.sampled_from(["mine", "yours"])),
    st.tuples(st.just("assess"), st.integers(0, 4)),
)
sequences = st.lists(st.one_of(imports, undos, imports, undos, edits), min_size=4, max_size=12)


@settings(max_examples=SEQUENCES)
@given(steps=sequences)
def test_undo_in_any_order_gives_the_state_without(
    parsed: dict[str, Batch],
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, object]],
) -> None:
    told = Story(opened_desk(tmp_path_factory.mktemp("undone")))
    plain = opened_desk(tmp_path_factory.mktemp("plain"))
    for what, value in steps:
        if not told.then(what, parsed[str(value)] if what == "import" else value):
            edited(told.desk, what, str(value))
            edited(plain, what, str(value))
    for number in sorted(told.stands):
        store.all_added(plain.data.workspace, [told.stands[number]])
    assert standing(told.desk.data.workspace) == standing(plain.data.workspace)
    for desk in (told.desk, plain):
        desk.data.workspace.engine.dispose()


def edited(desk: Desk, what: str, name: str) -> None:
    if what == "note":
        desk.notes.add(About(account_id="A-1"), name, "me")
    elif what == "segment":
        desk.segments.save(name, "arr > 100")
    elif name in desk.segments.saved():
        desk.segments.delete(name)


def test_an_undone_file_can_be_taken_in_again(tmp_path: Path) -> None:
    desk = opened_desk(tmp_path)
    files = [
        (name, FILES[name].encode()) for name in ("accounts.csv", "contracts.csv", "usage.csv")
    ]
    desk.imports.commit(files)
    whole = standing(desk.data.workspace)
    for batch in desk.imports.batches():
        desk.imports.undo(batch.batch_id)
    assert standing(desk.data.workspace) == standing(opened_desk(tmp_path / "new").data.workspace)
    outcomes = desk.imports.commit(files)
    assert [outcome.status for outcome in outcomes] == ["committed"] * 3
    assert standing(desk.data.workspace) == whole


def test_undo_of_a_hundred_thousand_rows_is_quick(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    ids = [f"A-{i}" for i in range(LARGE)]
    rows = pd.DataFrame({"account_id": ids, "row_key": ids, "account_name": ids,
                         "source_row": range(2, LARGE + 2)})  # fmt: skip
    batch = Batch(
        file="large.csv", sheet=None, kind="accounts", imported_at=NOW, known_on=NOW.date(),
        content_hash="0" * 64, carried=frozenset({"account_id", "account_name"}),
        counts={"read": LARGE}, spans=(Span(NOW.date(), NOW.date()),),
        rows=typed(rows.assign(batch_id=0, known_on=pd.Timestamp(NOW)), KINDS["accounts"]),
    )  # fmt: skip
    (number,) = store.all_added(workspace, [batch])
    start = time.monotonic()
    store.undone(workspace, number, NOW)
    assert time.monotonic() - start < WITHIN_SECONDS
