"""The HTML file: complete in itself, and deaf to what names say."""

import re
from html.parser import HTMLParser

from lib.report.blocks import Chart, Report
from lib.report.writers import html
from tests.report import hostile

OUTSIDE = re.compile(r'(?:src|href|action|srcset)\s*=\s*"(?!#)', re.IGNORECASE)


class _Page(HTMLParser):
    """Collects tags, ids, links and visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
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


def test_it_asks_nothing_of_anybody(report: Report) -> None:
    text, page = _page(report)
    without_links = re.sub(r'xlink:href="#[^"]*"', "", text)
    assert OUTSIDE.findall(without_links) == []
    assert not page.tags & {"script", "link", "iframe", "img", "object", "form"}
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", text)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text


def test_every_link_leads_to_a_place_in_the_page(report: Report) -> None:
    _, page = _page(report)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.links) > 60


def test_charts_are_drawn_in_and_said_in_words(report: Report) -> None:
    text, page = _page(report)
    charts = [block for _, block in report.blocks() if isinstance(block, Chart)]
    assert text.count('role="img"') == len(charts) == 3
    assert "svg" in page.tags
    assert "<!--" not in text


def test_it_follows_light_and_dark(report: Report) -> None:
    text, _ = _page(report)
    assert "prefers-color-scheme: dark" in text
    assert "var(--ink" in text


def test_hostile_names_are_shown_and_do_nothing() -> None:
    text, page = _page(hostile.report())
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert page.handlers == []
    assert "&lt;script&gt;window.__xss=1&lt;/script&gt;" in text
    assert "{{ 7*7 }}" in text
    assert "\ue000" not in text
