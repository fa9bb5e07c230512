import asyncio
import hashlib
import socket
import tomllib
from base64 import b64encode
from pathlib import Path
from typing import cast

import pytest
import streamlit
from starlette.types import Message, Receive, Scope, Send
from streamlit import config

from lib.errors import DeskError
from lib.ui import headers, server

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))


async def bare(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer without any header."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def nothing() -> Message:
    return {"type": "http.request"}


def answer(path: str) -> dict[str, str]:
    """Ask a bare app behind the headers and return what it sends along."""
    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": []}
    asyncio.run(headers.SecurityHeaders(bare)(scope, nothing, keep))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_every_answer_carries_the_security_headers() -> None:
    found = answer("/")
    assert found["x-content-type-options"] == "nosniff"
    assert found["x-frame-options"] == "DENY"
    assert found["referrer-policy"] == "no-referrer"
    assert found["cross-origin-opener-policy"] == "same-origin"
    assert found["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in found["permissions-policy"]
    assert "frame-ancestors 'none'" in found["content-security-policy"]


def test_downloads_are_kept_nowhere() -> None:
    assert answer("/media/abc.csv")["cache-control"] == "no-store"
    assert "cache-control" not in answer("/")


def test_the_policy_allows_no_foreign_script_and_no_evaluated_text() -> None:
    policy = headers.content_security_policy()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in rules["script-src"]
    assert rules["default-src"] == "'none'"
    assert "http" not in policy
    assert "*" not in policy


def test_the_one_inline_script_of_streamlit_is_allowed_by_its_hash() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    script = page.split(b"<script>")[1].split(b"</script>")[0]
    digest = b64encode(hashlib.sha256(script).digest()).decode()
    assert f"'sha256-{digest}'" in headers.content_security_policy()


def test_websockets_pass_untouched() -> None:
    seen: list[Send] = []

    async def kept(_scope: Scope, _receive: Receive, send: Send) -> None:
        seen.append(send)

    async def send(_message: Message) -> None:
        pass

    asyncio.run(headers.SecurityHeaders(kept)({"type": "websocket"}, nothing, send))
    assert seen == [send]


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(DeskError) as refused:
            server._listening("127.0.0.1", other.getsockname()[1])
    assert refused.value.code == "port_taken"
    assert refused.value.remedy is not None


def test_the_socket_names_its_protocol_so_that_no_rerun_waits_for_nagle() -> None:
    listening = server._listening("127.0.0.1", 0)
    assert listening.proto == socket.IPPROTO_TCP
    listening.close()


def test_another_host_is_allowed_beside_this_machines_own_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: dict[str, object] = {}
    monkeypatch.setattr(config, "set_option", told.__setitem__)
    server._allow("127.0.0.1", 8600)
    assert told == {"server.port": 8600}
    server._allow("desk.example", 8600)
    assert {"desk.example", "localhost"} <= set(cast("list[str]", told["server.allowedHosts"]))


def test_every_setting_is_one_that_streamlit_knows() -> None:
    known = config.get_config_options()
    unknown = [
        f"{section}.{name}"
        for section in ("server", "client", "browser", "runner", "logger")
        for name in SETTINGS[section]
        if f"{section}.{name}" not in known
    ]
    assert unknown == []


def test_the_app_is_locked_down() -> None:
    assert SETTINGS["server"]["address"] == "127.0.0.1"
    assert SETTINGS["server"]["enableXsrfProtection"] is True
    assert SETTINGS["server"]["enableCORS"] is True
    assert SETTINGS["server"]["allowedHosts"] == ["127.0.0.1", "localhost"]
    assert SETTINGS["browser"]["gatherUsageStats"] is False
    assert SETTINGS["client"]["showErrorDetails"] == "none"
    assert SETTINGS["client"]["showErrorLinks"] is False
    assert SETTINGS["client"]["toolbarMode"] == "minimal"
    assert SETTINGS["runner"]["magicEnabled"] is False
    assert "postScriptGC" not in SETTINGS["runner"]
