"""A PostgreSQL server of one's own, thrown away afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
BINARIES = _FOLDERS[-1] if _FOLDERS else Path(shutil.which("initdb") or "/nowhere").parent
IS_ROOT = os.geteuid() == 0
STARTS_WITHIN_SECONDS = 30


def why_not() -> str | None:
    """Say why no server can be started here; None when one can."""
    if not (BINARIES / "initdb").exists():
        return "PostgreSQL is not installed"
    if IS_ROOT and not any(user.pw_name == "postgres" for user in pwd.getpwall()):
        return "PostgreSQL does not run as root, and there is no user postgres"
    return None


@dataclass
class Cluster:
    """A server with its files in `folder`, listening on a socket there and on a free port."""

    folder: Path
    port: int = 0

    def make(self) -> None:
        """Make the files of the server and start it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if IS_ROOT:
            shutil.chown(self.folder, "postgres")
        self._run(
            "initdb", "-D", str(self._data), "-U", "desk", "-A", "trust", "-E", "UTF8", "-k", "-N"
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start the server, as often as it takes after a crash."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        end = time.monotonic() + STARTS_WITHIN_SECONDS
        while True:
            try:
                self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(self.folder / "log"),
                          "-o", options, "start")  # fmt: skip
            except subprocess.CalledProcessError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
            else:
                return

    def stop(self) -> None:
        """Stop the server for good; nothing happens when it does not run."""
        if not (self._data / "postmaster.pid").exists():
            return
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kill the server as a power cut would end it, without a word to anyone."""
        os.kill(int((self._data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def database(self, name: str) -> str:
        """Make an empty database and return its address."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "desk", name)
        return f"postgresql://desk@127.0.0.1:{self.port}/{name}"

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        user = "postgres" if IS_ROOT else None
        subprocess.run(
            [str(BINARIES / program), *arguments],
            check=True, user=user, cwd=self.folder, env={"PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
