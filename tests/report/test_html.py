"""The HTML file: complete in itself, and deaf to what names say."""

import json
import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser

from lib.locale.render import shown
from lib.report.blocks import Chart, Report
from lib.report.writers import html
from tests.report import hostile

OUTSIDE = re.compile(r'(?:src|href|action|srcset)\s*=\s*"(?!#)', re.IGNORECASE)


class _Page(HTMLParser):
    """Collects tags, ids, links and visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)


def _page(report: Report) -> tuple[str, _Page]:
    text = html.write(report).decode()
    page = _Page()
    page.feed(text)
    return text, page


def _without_scripts(text: str) -> str:
    return re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)


def test_it_asks_nothing_of_anybody(report: Report) -> None:
    text, page = _page(report)
    without_links = re.sub(r'xlink:href="#[^"]*"', "", _without_scripts(text))
    assert OUTSIDE.findall(without_links) == []
    assert not page.tags.keys() & {"link", "iframe", "img", "object", "form"}
    assert "url(" not in re.sub(r"url\((#[\w-]+|data:font/woff;base64,[^)]+)\)", "", without_links)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;" in text


def test_only_the_scripts_that_it_names_may_run(report: Report) -> None:
    text, _ = _page(report)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(scripts) == 2
    named = " ".join(f"'sha256-{found}'" for found in hashes)
    assert f'script-src {named}">' in text


def test_the_register_leads_back_to_where_a_figure_is_used(report: Report) -> None:
    _, page = _page(report)
    uses = {link for link in page.links if link.startswith("#use-")}
    assert len(uses) > 40
    assert {link[1:] for link in uses} == {one for one in page.ids if one.startswith("use-")}


def test_a_chart_says_its_values_when_it_is_pointed_at(report: Report) -> None:
    text, _ = _page(report)
    found = re.search(r'<script type="application/json" id="charts">(.*?)</script>', text)
    assert found is not None
    charts = [block for _, block in report.blocks() if isinstance(block, Chart)]
    for told, chart in zip(json.loads(found[1]), charts, strict=True):
        bars = [bar for _, bars in chart.groups for bar in bars]
        hints = [hint for one in told["series"] for hint in one["hint"]]
        assert sorted(h.split("<br>")[-1] for h in hints) == sorted(
            shown(bar.label, report.lang) for bar in bars
        )


def test_every_link_leads_to_a_place_in_the_page(report: Report) -> None:
    _, page = _page(report)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.links) > 60


def test_charts_are_drawn_in_and_said_in_words(report: Report) -> None:
    text, page = _page(report)
    charts = [block for _, block in report.blocks() if isinstance(block, Chart)]
    assert text.count('role="img"') == len(charts) == 3
    assert "svg" in page.tags
    assert "<!--" not in _without_scripts(text)


def test_it_follows_light_and_dark(report: Report) -> None:
    text, _ = _page(report)
    assert "prefers-color-scheme: dark" in text
    assert "var(--ink" in text


def test_hostile_names_are_shown_and_do_nothing() -> None:
    text, page = _page(hostile.report())
    assert page.tags["script"] == 3  # the values, the drawing library, ours
    assert "img" not in page.tags
    assert page.handlers == []
    assert "&lt;script&gt;window.__xss=1&lt;/script&gt;" in text
    assert "{{ 7*7 }}" in text
    assert "\ue000" not in text
