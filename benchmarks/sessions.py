"""Real sessions on a running server, over its websocket: what a rerun costs the server."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

T = TypeVar("T")


class Session:
    """One visitor. Knows what it has already received, as a browser does."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket
        self._known: set[str] = set()
        self._filters: dict[str, tuple[str, str]] = {}

    async def show(self, page: str, query: str) -> float:
        """Open a page with an address; return the seconds until the script has ended."""
        wanted = BackMsg()
        wanted.rerun_script.page_name = page
        wanted.rerun_script.query_string = query
        wanted.rerun_script.cached_message_hashes.extend(self._known)
        return await self._took(wanted)

    async def choose(self, page: str, pills: str, value: str) -> float:
        """Choose in a filter; return the seconds until its part of the page is drawn anew."""
        widget, fragment = self._filters[pills]
        wanted = BackMsg()
        wanted.rerun_script.page_name = page
        wanted.rerun_script.fragment_id = fragment
        wanted.rerun_script.cached_message_hashes.extend(self._known)
        state = wanted.rerun_script.widget_states.widgets.add()
        state.id = widget
        state.string_array_value.data.append(value)
        return await self._took(wanted)

    async def _took(self, wanted: BackMsg) -> float:
        began = time.perf_counter()
        await self._socket.send(wanted.SerializeToString())
        await self._finished()
        return time.perf_counter() - began

    async def _finished(self) -> None:
        started = False
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self._socket.recv(), 120))
            kind = message.WhichOneof("type")
            started |= kind == "new_session"
            if message.metadata.cacheable and message.hash:
                self._known.add(message.hash)
            if kind == "delta":
                self._note_filters(message)
            if kind == "script_finished" and started:
                return

    def _note_filters(self, message: ForwardMsg) -> None:
        """Remember the pills of the page and the fragment that they belong to."""
        element = message.delta.new_element
        if element.WhichOneof("type") == "button_group":
            name = element.button_group.id.rsplit("-", 1)[-1]
            self._filters[name] = (element.button_group.id, message.delta.fragment_id)


async def _opened(port: int, measure: Callable[[Session], Awaitable[T]]) -> T:
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(
        address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None
    ) as socket:
        return await measure(Session(socket))


def median_rerun(port: int, page: str, queries: Sequence[str], rounds: int = 10) -> float:
    """Return the median seconds of a rerun that goes to and fro between addresses."""

    async def measure(session: Session) -> list[float]:
        for query in queries:
            await session.show(page, query)
        return [await session.show(page, query) for _ in range(rounds) for query in queries]

    return statistics.median(asyncio.run(_opened(port, measure)))


def median_choice(port: int, page: str, choices: tuple[str, Sequence[str]]) -> float:
    """Return the median seconds of choosing one value after another in a filter."""
    pills, values = choices

    async def measure(session: Session) -> list[float]:
        await session.show(page, "lang=en")
        return [await session.choose(page, pills, value) for _ in range(10) for value in values]

    return statistics.median(asyncio.run(_opened(port, measure)))
