"""T10: the name of an upload is data; no path is ever made of it."""

import re
from pathlib import Path

from tests.fixtures import opened_desk
from tests.reliability import story

NAMES = (
    "../../../up.csv",
    "/etc/absolute.csv",
    "..\\..\\windows.csv",
    "C:\\temp\\drive.csv",
    "stream.csv:hidden.csv",
    "long" * 750 + ".csv",
    "<img src=x onerror=alert(1)>.csv",
    "\u202efsv.exe.csv",
    "null\x00byte.csv",
    "usage/../desk.db.csv",
    "ballast.csv",
    " .csv",
)
OURS = re.compile(
    r"[0-9a-f]{32}[-0-9]*\.parquet|(?:cube|people)-1\.parquet|desk\.db(-\w+)?|import\.lock"
)


def test_file_names_reach_no_path(tmp_path: Path) -> None:
    folder = tmp_path / "outer" / "inner" / "workspace"
    desk = opened_desk(folder)
    outside = names_below(tmp_path) - names_below(folder)
    files = [(name, story.files(turn)[2 * (turn % 2)][1]) for turn, name in enumerate(NAMES)]
    outcomes = desk.imports.commit(files)
    assert {outcome.kind for outcome in outcomes} == {"accounts", "usage"}
    assert [outcome.status for outcome in outcomes] == ["committed"] * len(NAMES)
    assert {batch.file for batch in desk.imports.batches()} == set(NAMES), "kept as they came"
    desk.data.dataset()
    assert names_below(tmp_path) - names_below(folder) == outside, "nothing outside"
    inside = {path.name for path in folder.rglob("*") if path.is_file()}
    strange = {name for name in inside if not OURS.fullmatch(name)}
    assert strange == set()


def names_below(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))
