"""What only a browser can tell: nothing foreign is asked for, nothing of the data runs."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.fixtures import CHROMIUM

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
DRAWN = "the end of the page"
# Texts of a chart that stick out of it by more than a pixel.
CLIPPED = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(chart => {
  const frame = chart.getBoundingClientRect();
  return [...chart.querySelectorAll('.gtitle tspan, .xtick text, .annotation-text')].filter(t => {
    const box = t.getBoundingClientRect();
    return box.width && (box.right > frame.right + 1 || box.left < frame.left - 1);
  }).map(t => t.textContent);
})"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the hostile app; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        str(ROOT / "tests" / "ui" / "hostile_app.py"),
        str(port),
        str(tmp_path_factory.mktemp("app")),
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(START_SECONDS)


def _wait(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url):  # noqa: S310 - our own server
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def drawn(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_text(DRAWN).wait_for(timeout=START_SECONDS * 1000)
    page.wait_for_function(
        "() => document.querySelectorAll('.js-plotly-plot .gtitle').length === 4",
        timeout=START_SECONDS * 1000,
    )


def test_nothing_foreign_is_asked_for_and_nothing_of_the_data_runs(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    drawn(page, address)
    foreign = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    links = page.locator("a[href*='canary'], a[href^='mailto'], a[href^='javascript']").count()
    pictures = page.locator("[data-testid=stMain] img[src*='canary']").count()
    refused = [text for text in told if "Content Security Policy" in text]
    assert (foreign, links, pictures, refused) == ([], 0, 0, [])
    assert page.evaluate("window.__xss") is None
    page.close()


@pytest.mark.parametrize("width", [1440, 900])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_text_of_a_chart_is_cut_off(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1200}, color_scheme=scheme)
    drawn(page, address)
    assert page.evaluate(CLIPPED) == []
    page.close()
