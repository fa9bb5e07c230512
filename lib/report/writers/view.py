"""A report as plain values for templates: sections, blocks, and pieces of text that are links.

The first piece that names an entry of the register says so (`first`), so that the entry can
lead back to it.
"""

from lib.locale import render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Table
from lib.report.text import Run, plain
from lib.report.writers.parts import (
    REGISTER_HEADINGS,
    REGISTER_LEAD,
    REGISTER_TITLE,
    anchors,
    entries,
    sentence_runs,
)

Shown = dict[str, object]


class View:
    """Turns a report into what templates show. `used` holds the entries met so far."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lang = report.lang
        self._entries = entries(report)
        self._anchors = anchors(self._entries)
        self.used: set[str] = set()

    def sections(self) -> list[Shown]:
        """Return every section with its blocks."""
        return [
            {
                "key": section.key,
                "title": render(section.title, self._lang),
                "blocks": [self._block(block) for block in section.blocks],
            }
            for section in self._report.sections
        ]

    def register(self) -> Shown:
        """Return the register of figures; ask for the sections first, so that uses are known."""
        return {
            "title": render(REGISTER_TITLE, self._lang),
            "lead": render(REGISTER_LEAD, self._lang),
            "headings": [render(heading, self._lang) for heading in REGISTER_HEADINGS],
            "entries": [
                {"anchor": e.anchor, "texts": e.texts, "used": e.anchor in self.used}
                for e in self._entries
            ],
        }

    def _block(self, block: Block) -> Shown:
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

    def _runs(self, runs: list[Run]) -> list[Shown]:
        return [
            {
                "text": run.text,
                "unknown": run.unknown,
                "hint": render(run.figure.name, self._lang) if run.figure else None,
                **self._place(run.figure.id if run.figure else ""),
            }
            for run in runs
        ]

    def _place(self, figure_id: str) -> Shown:
        """Say where a figure's entry stands, and whether this is the first that leads there."""
        anchor = self._anchors.get(figure_id)
        first = anchor is not None and anchor not in self.used
        if anchor is not None:
            self.used.add(anchor)
        return {"anchor": anchor, "first": first}

    def _table(self, block: Table) -> Shown:
        return {
            "form": "table",
            **self._place(block.figure_id),
            "caption": plain(block.caption, self._report.register, self._lang),
            "headings": [render(column.heading, self._lang) for column in block.columns],
            "numbers": [column.align == "number" for column in block.columns],
            "rows": block.rendered(self._report.register, self._lang),
        }

    def _chart(self, block: Chart) -> Shown:
        register = self._report.register
        return {
            "form": "chart",
            **self._place(block.figure_id),
            "title": plain(block.title, register, self._lang),
            "subtitle": plain(block.subtitle, register, self._lang),
            "alt": block.alt(register, self._lang),
            "chart": block,
        }
