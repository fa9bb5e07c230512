"""The main job in a browser, in both languages: load, segment, signal, note, report, download."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.fixtures import CHROMIUM

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data"
PICTURES = Path(__file__).with_name("pictures")
PATIENCE_MS = 120_000

pytestmark = pytest.mark.browser

WORDS = {
    "en": {
        "note": "Context note",
        "add": "Add the note",
        "draft": "Draft the report",
        "word": "Word report",
        "acknowledge": "Acknowledge",
    },
    "zh": {
        "note": "备注",
        "add": "添加备注",
        "draft": "起草报告",
        "word": "Word",
        "acknowledge": "确认",
    },
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "lib", "serve", "--port", str(port), "--no-browser"],
        cwd=ROOT,
        env={**os.environ, "DESK_WORKSPACE": str(tmp_path / "workspace")},
    )
    try:
        answered(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def answered(url: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(url)


def test_from_files_to_a_report(browser: Browser, address: str, tmp_path: Path) -> None:
    """In English from the files on; a colleague then does the same in Chinese on what is loaded."""
    for lang, words in WORDS.items():
        page = browser.new_page(viewport={"width": 1440, "height": 1500})
        page.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        complaints = complaints_of(page, address)

        if lang == "en":
            load(page, address, lang)
            expect(page.get_by_text("Imported:").first).to_be_visible()

        open_page(page, address, lang, "segments", "tag=key+account")
        expect(page.locator('[class*="st-key-finding"]').first).to_contain_text("key account")

        open_page(page, address, lang, "signals")
        picture(page, f"signals_{lang}")
        choose_first_row(page)
        note = f"Budget moved to the flagship line in March ({lang})"
        page.get_by_label(words["note"]).fill(note)
        page.get_by_role("button", name=words["add"]).click()
        expect(page.get_by_text(note).first).to_be_visible()

        open_page(page, address, lang, "reports")
        report = drafted(page, words, tmp_path / f"report_{lang}.docx")
        assert report[:2] == b"PK"
        assert len(report) > 20_000
        assert complaints == []


def drafted(page: Page, words: dict[str, str], path: Path) -> bytes:
    """Draft the report of the page and take it away as a Word file."""
    page.get_by_role("button", name=words["draft"]).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=words["word"]).click()
    download.value.save_as(path)
    return path.read_bytes()


def complaints_of(page: Page, address: str) -> list[str]:
    """Collect breaches of the content policy, and requests to anywhere but our server."""
    found: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            found.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            found.append(request.url)

    page.on("console", said)
    page.on("request", asked)
    return found


def load(page: Page, address: str, lang: str) -> None:
    open_page(page, address, lang, "imports")
    files = sorted(path for path in SAMPLE.iterdir() if path.suffix in {".csv", ".xlsx"})
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(files)
    page.locator(".st-key-commit button").click()


def open_page(page: Page, address: str, lang: str, name: str, query: str = "") -> None:
    page.goto(f"{address}/{name}?lang={lang}&{query}")
    expect(page.locator(".st-key-header h1")).to_be_visible()


def choose_first_row(page: Page) -> None:
    grid = page.locator('[data-testid="stDataFrame"]').first
    expect(grid).to_be_visible()
    page.wait_for_timeout(1500)  # the grid is drawn on a canvas: there is nothing to wait for
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 18, box["y"] + 36 + 30)


def picture(page: Page, name: str) -> None:
    """Keep a picture for README when asked to: DESK_PICTURES=1."""
    if os.environ.get("DESK_PICTURES"):
        page.wait_for_timeout(2500)
        PICTURES.mkdir(exist_ok=True)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURES / f"{name}.png")
