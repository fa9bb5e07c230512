"""The bytes of a large log are met by the reading process alone, which may fail without harm."""

import ctypes
import gzip
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from lib.errors import DeskError
from lib.foreign.confine import _CREATE_RULESET
from lib.foreign.logs.work import _STEPS
from lib.ingest.big.work import Work
from lib.ingest.progress import silent
from lib.locale import msg
from lib.store import Workspace, opened
from lib.store.sweep import swept
from tests.ingest.test_big import large, log, written

ROOT = str(Path(__file__).parents[2])
DYING = """
import io, json, os, sys
sys.path.insert(0, {root!r})
line = sys.stdin.buffer.readline()
if json.loads(line).get("step") == {step!r}:
    os.abort()
sys.stdin = io.TextIOWrapper(io.BytesIO(line + sys.stdin.buffer.read()))
from lib.foreign.child import main
main()
"""
ATTEMPTS = {
    "network": "import socket; socket.socket()",
    "program": "import os; os.execv('/bin/true', ['true'])",
    "another file": "open('/etc/hostname').read()",
    "a new file": "open({folder!r} + '/new', 'w')",
}
# It gives up what the reading process gives up, then tries what it may not.
TRYING = """
import sys
sys.path.insert(0, {root!r})
from lib.foreign.confine import confined, shut_in
import os, socket
confined()
shut_in([{own!r}], [])
assert open({own!r}).read() == "own"
try:
    {attempt}
except PermissionError:
    sys.exit(7)
"""


@pytest.mark.parametrize("step", list(_STEPS))
def test_a_reader_that_dies_at_any_step_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    rows = log(2_500)
    rows[2_000][6] = "火狐浏览器" * 10
    text = written(rows)
    if step == "rewrite":  # which only an irregular text needs
        text = text.replace("e0001500,", "e0001500,extra,")
    content = text.encode("gb18030" if step in {"telling", "recode"} else "utf-8")
    packed = gzip.compress(content) if step == "unpack" else content
    monkeypatch.setattr("lib.ingest.reading.foreign._PROGRAM", DYING.format(root=ROOT, step=step))
    with pytest.raises(DeskError) as refusal:
        large(tmp_path, "log.csv", packed, {"ragged": "set_aside"})
    assert refusal.value.code == "too_large"
    assert list(tmp_path.iterdir()) == []


def _takes_rights_away() -> bool:
    """Say whether this system can shut a process in: Linux with Landlock."""
    if not sys.platform.startswith("linux"):
        return False
    return bool(ctypes.CDLL(None).syscall(_CREATE_RULESET, None, 0, 1) > 0)


@pytest.mark.skipif(not _takes_rights_away(), reason="the kernel has no Landlock")
@pytest.mark.parametrize("attempt", list(ATTEMPTS))
def test_the_reading_process_reaches_nothing_else(tmp_path: Path, attempt: str) -> None:
    own = tmp_path / "own.csv"
    own.write_text("own")
    what = ATTEMPTS[attempt].format(folder=str(tmp_path))
    program = TRYING.format(root=ROOT, own=str(own), attempt=what)
    found = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert found.returncode == 7, found.stderr.decode()


def test_a_full_disk_is_what_the_system_calls_it(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(4_000_000)))
    with pytest.raises(OSError, match=os.strerror(28)):
        Work(path.name, path, silent).done("unpack", msg("Unpacking"), Path("/dev/full"))


def test_a_reader_may_not_write_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.ingest.big.work.MAX_BIG_BYTES", 1_000_000)
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(4_000_000)))
    with pytest.raises(DeskError) as refusal:
        Work(path.name, path, silent).written(tmp_path, "unpack", msg("Unpacking"))
    assert refusal.value.code == "too_large"
    assert list(tmp_path.iterdir()) == [path]


def test_when_the_server_is_killed_its_reader_ends_and_its_files_are_swept(tmp_path: Path) -> None:
    workspace = opened(tmp_path / "workspace")
    source = tmp_path / "log.csv"
    source.write_text(written(log(2_000)) + written(log(200_000)).split("\n", 1)[1] * 5)
    importer = subprocess.Popen([sys.executable, "-c", _importing(workspace, source)])
    readers = _readers(importer, workspace.usage_folder)
    os.kill(importer.pid, signal.SIGKILL)
    importer.wait()
    _, alive = psutil.wait_procs(readers, timeout=10)
    assert alive == []
    assert any(".big." in name for name in swept(workspace))
    assert list(workspace.usage_folder.iterdir()) == []


def _importing(workspace: Workspace, source: Path) -> str:
    return textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {ROOT!r})
        from pathlib import Path
        from lib.ingest import recognised
        from lib.ingest.big.log import big_parsed, opened_big
        big = opened_big("log.csv", Path({str(source)!r}), Path({str(workspace.usage_folder)!r}))
        big_parsed(big, recognised(big.sheet))
        """
    )


def _readers(importer: "subprocess.Popen[bytes]", folder: Path) -> list[psutil.Process]:
    """Wait until a reading process of the importer is writing; return it."""
    for _ in range(2_000):
        found = psutil.Process(importer.pid).children()
        if found and any(path.stat().st_size for path in folder.glob(".big.*")):
            return found
        time.sleep(0.01)
    raise TimeoutError
