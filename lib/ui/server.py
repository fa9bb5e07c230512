"""The app as a server: `app` for uvicorn, `serve` for `python -m lib serve`.

Compared with `streamlit run` it sends the security headers that Streamlit does not, and
it imports what pages need before the first visitor and then freezes it, so that the
garbage collection after every rerun has nothing to walk through.
"""

import gc
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from lib.errors import DeskError
from lib.locale import msg
from lib.locale.render import catalogue
from lib.ui import state
from lib.ui.boundary import uncaught
from lib.ui.headers import SecurityHeaders

ROOT = Path(__file__).parents[2]
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
_HEAVY = (
    "pandas",
    "plotly.graph_objects",
    "plotly.subplots",
    "lib.desk",
    "lib.ui.frame",
    "lib.ui.charts",
)
_MEGABYTE = 1024 * 1024


@asynccontextmanager
async def _lifespan(_app: object) -> AsyncIterator[None]:
    for name in _HEAVY:
        import_module(name)
    catalogue("zh")
    _draw_once()
    state.opened().warm()
    # The past takes seconds: nobody waits for it here, and hardly anybody will later.
    Thread(target=state.opened().warm_past, name="warm-past", daemon=True).start()
    # Otherwise the first visitor who opens a page by its address gets it without app.py.
    PagesManager.uses_pages_directory = False
    gc.collect()
    gc.freeze()
    yield


def _draw_once() -> None:
    """Let Plotly load what it loads with the first figure of each kind."""
    figures = import_module("plotly.graph_objects")
    for kind in ("Bar", "Scatter", "Treemap"):
        figures.Figure(getattr(figures, kind)()).to_json()


async def _to_first_page(request: Request) -> RedirectResponse:
    """Lead the first page's own name to where Streamlit has it."""
    return RedirectResponse(f"/?{request.url.query}")


def application(script: Path) -> st.App:
    """Return the ASGI app that runs `script`."""
    return st.App(
        script,
        lifespan=_lifespan,
        routes=[Route("/overview", _to_first_page)],
        middleware=[Middleware(SecurityHeaders)],
        on_script_error=uncaught,
    )


app = application(ROOT / "app.py")


class _Server(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, settings: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(settings)
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._tell_started()


def serve(
    host: str,
    port: int,
    *,
    open_browser: bool = False,
    announce: Callable[[str], None] | None = None,
    served: st.App = app,
) -> None:
    """Run the app until it is stopped. `announce` is given the address once it answers.

    DeskError `port_taken` when something else listens there.
    """
    listening = _listening(host, port)
    address = f"http://{'localhost' if host in LOCAL_HOSTS else host}:{port}"
    _allow(host, port)

    def started() -> None:
        if announce is not None:
            announce(address)
        if open_browser:
            webbrowser.open(address)

    settings = uvicorn.Config(
        served,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=int(config.get_option("server.maxMessageSize")) * _MEGABYTE,
    )
    _Server(settings, started).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: without it asyncio leaves Nagle's delay on, 40 ms a rerun.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise DeskError(
            "port_taken",
            msg("The app cannot listen on {host}, port {port}.", host=host, port=str(port)),
            msg("Stop what listens there, or choose another port with --port."),
        ) from error
    return listening


def _allow(host: str, port: int) -> None:
    """Accept the host that was asked for beside this machine's own names."""
    config.set_option("server.port", port)
    if host not in LOCAL_HOSTS:
        names = {host, socket.gethostname(), socket.getfqdn()}
        config.set_option("server.allowedHosts", [*LOCAL_HOSTS, *sorted(names)])
        config.set_option("browser.serverAddress", socket.getfqdn())
