"""Servers to measure: the app on a workspace, and a bare page with a table of the same size."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BARE = """
import pandas as pd
import streamlit as st

st.title("Bare")
rows = pd.read_parquet({rows!r})
wanted = st.query_params.get("grade")
st.dataframe(rows[rows["grade"] == wanted] if wanted else rows, hide_index=True)
"""
_CHART = """
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

st.title("Bare")
st.plotly_chart(go.Figure(go.Bar(x=[1, 2], y=[3, 4]), {{"title": "Bare"}}))
st.dataframe(pd.read_parquet({rows!r}), hide_index=True)
"""
_SERVE_BARE = """
import sys
from pathlib import Path
from lib.ui.server import application, serve
serve("127.0.0.1", int(sys.argv[1]), served=application(Path(sys.argv[2])))
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], workspace: Path, port: int) -> Iterator[int]:
    environment = {**os.environ, "DESK_WORKSPACE": str(workspace), "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(port)


@contextmanager
def app(workspace: Path) -> Iterator[int]:
    """Serve the app; give its port once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "lib", "serve", "--port", str(port), "--no-browser"]
    with _running(command, workspace, port) as answering:
        yield answering


@contextmanager
def bare(rows: Path, workspace: Path, *, chart: bool = False) -> Iterator[int]:
    """Serve one page with a table of `rows` (Parquet) and, if wanted, one chart; same server."""
    port = free_port()
    script = workspace / "bare.py"
    script.write_text((_CHART if chart else _BARE).format(rows=str(rows)))
    with _running(
        [sys.executable, "-c", _SERVE_BARE, str(port), str(script)], workspace, port
    ) as answering:
        yield answering
