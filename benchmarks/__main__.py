"""Measure the bars of the main job and of large imports, and print them as JSON lines."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from playwright.sync_api import sync_playwright

from benchmarks import imports
from benchmarks.servers import ROOT, app, bare
from benchmarks.sessions import median_choice, median_rerun
from lib.desk import Desk

FILTERS = ("lang=en&grade=alert", "lang=en&grade=watch")
DEMO_TO_REPORT_SECONDS = 30
FIRST_PAGE_SECONDS = 3
FILTER_RATIO = 2


def told(name: str, **figures: object) -> None:
    """Print one measurement."""
    print(json.dumps({"benchmark": name, **figures}), flush=True)


def seconds_of(*arguments: str) -> float:
    """Return how long a command of the library takes."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "lib", *arguments], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - began


def demo_to_report(workspace: Path) -> None:
    """From nothing to a Word report; peer: only importing what both commands import."""
    where = ("--workspace", str(workspace))
    whole = seconds_of("demo", *where)
    whole += seconds_of("report", "--out", str(workspace / "report.docx"), *where)
    peer = 2 * seconds_of("doctor", "--workspace", str(workspace / "empty"))
    told("demo to DOCX", seconds=round(whole, 1), bar=DEMO_TO_REPORT_SECONDS,
         peer="two starts of the command line", ratio=round(whole / peer, 2))  # fmt: skip


def first_page(workspace: Path) -> None:
    """From the server's answer to the first chart drawn in Chromium; peer: a bare page with one."""
    rows = pd.DataFrame({"name": ["x"] * 100, "value": range(100)})
    rows.to_parquet(workspace / "small.parquet")
    with bare(workspace / "small.parquet", workspace, chart=True) as port:
        peer = drawn(port)
    with app(workspace) as port:
        ours = drawn(port)
    told("first page drawn", seconds=round(ours, 2), bar=FIRST_PAGE_SECONDS,
         peer="bare page with one chart and a table", peer_seconds=round(peer, 2),
         ratio=round(ours / peer, 2))  # fmt: skip


def drawn(port: int) -> float:
    """Return the seconds until a browser that starts cold has drawn the first chart."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        began = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}/?lang=en")
        page.locator(".js-plotly-plot .gtitle").first.wait_for(timeout=60_000)
        seconds = time.perf_counter() - began
        browser.close()
    return seconds


def filter_change(workspace: Path) -> None:
    """Change a filter on Churn signals; peer: a bare page with the same rows."""
    desk = Desk(workspace)
    rows = desk.watch.board("all", desk.data.known_days().last, "en").rows
    table = workspace / "rows.parquet"
    rows[["account_name", "signal_title", "grade", "evidence", "arr", "renewal_on", "trend",
          "state"]].to_parquet(table)  # fmt: skip
    with bare(table, workspace) as peer_port, app(workspace) as port:
        peer = median_rerun(peer_port, "", FILTERS)
        ours = median_choice(port, "signals", ("pills_grade", ("alert", "watch")))
        whole = median_rerun(port, "signals", FILTERS)
    told("filter change on Churn signals", ms=round(ours * 1000, 1), rows=len(rows),
         peer="bare page with the same table", peer_ms=round(peer * 1000, 1),
         ratio=round(ours / peer, 2), bar=FILTER_RATIO,
         whole_page_ms=round(whole * 1000, 1))  # fmt: skip


def main() -> None:
    """Run all."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        demo_to_report(workspace)
        first_page(workspace)
        filter_change(workspace)
    imports.main()


if __name__ == "__main__":
    main()
