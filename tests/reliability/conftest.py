"""A PostgreSQL server for those tests that want one; files that are understood only once."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.desk.intake import prepare
from tests.reliability.cluster import Cluster, why_not

_known: dict[object, tuple[object, object]] = {}


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Give a running server; skip, with the reason, where none can be started."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    # pytest's own folders are closed to the user that the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="desk-postgres-"))
    folder.chmod(0o755)
    server = Cluster(folder)
    server.make()
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def understood_once() -> Iterator[None]:
    """Read, recognise and parse each file once: that touches neither database nor disk."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("sheets", "recognitions", "parsed"):
            patched.setattr(prepare, name, _remembered(name, getattr(prepare, name)))
        yield


def _remembered(name: str, function: Callable[..., object]) -> Callable[..., object]:
    def once(*arguments: object) -> object:
        parts = [part if isinstance(part, str | bytes) else id(part) for part in arguments[:2]]
        what = (name, *parts)
        if what not in _known:
            _known[what] = arguments, function(*arguments)  # kept, so that no id comes again
        return _known[what][1]

    return once
