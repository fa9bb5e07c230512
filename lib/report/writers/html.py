"""The report as one HTML file that needs nothing else: no script, no font, no request."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lib.locale import msg, render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Table
from lib.report.text import Run, plain
from lib.report.writers import charts
from lib.report.writers.parts import (
    REGISTER_HEADINGS,
    REGISTER_LEAD,
    REGISTER_TITLE,
    anchors,
    entries,
    sentence_runs,
    subtitle,
)

_TEMPLATE = "report.html.j2"


def write(report: Report) -> bytes:
    """Return the report as HTML in UTF-8. The same report gives the same bytes."""
    printed = entries(report)
    view = _View(report)
    page = _templates().get_template(_TEMPLATE)
    return page.render(
        lang="zh-CN" if report.lang == "zh" else "en",
        title=render(report.title, report.lang),
        subtitle=subtitle(report),
        contents=render(msg("Contents"), report.lang),
        sections=[
            {
                "key": section.key,
                "title": render(section.title, report.lang),
                "blocks": [view.block(block) for block in section.blocks],
            }
            for section in report.sections
        ],
        register={
            "title": render(REGISTER_TITLE, report.lang),
            "lead": render(REGISTER_LEAD, report.lang),
            "headings": [render(heading, report.lang) for heading in REGISTER_HEADINGS],
            "entries": printed,
        },
        anchors=anchors(printed),
    ).encode()


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class _View:
    """Turns blocks into what the template shows."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lang = report.lang

    def block(self, block: Block) -> dict[str, object]:
        """Return one block as the template takes it."""
        match block:
            case Paragraph(sentences, role):
                return {"form": role, "runs": self._runs(sentence_runs(sentences, self._report))}
            case Bullets(items):
                runs = [self._runs(sentence_runs(item, self._report)) for item in items]
                return {"form": "bullets", "items": runs}
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)

    def _runs(self, runs: list[Run]) -> list[dict[str, object]]:
        return [
            {
                "text": run.text,
                "unknown": run.unknown,
                "figure": run.figure.id if run.figure else None,
                "hint": render(run.figure.name, self._lang) if run.figure else None,
            }
            for run in runs
        ]

    def _table(self, block: Table) -> dict[str, object]:
        return {
            "form": "table",
            "figure": block.figure_id,
            "caption": plain(block.caption, self._report.register, self._lang),
            "columns": [
                {"heading": render(column.heading, self._lang), "align": column.align}
                for column in block.columns
            ],
            "rows": block.rendered(self._report.register, self._lang),
        }

    def _chart(self, block: Chart) -> dict[str, object]:
        register = self._report.register
        return {
            "form": "chart",
            "title": plain(block.title, register, self._lang),
            "subtitle": charts.below_title(block, register, self._lang),
            # Drawn by us from numbers; its texts are glyphs, and its words are escaped there.
            "svg": Markup(charts.svg(block, register, self._lang)),  # noqa: S704
        }
