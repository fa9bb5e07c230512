"""The report as Markdown: for diffs, for wikis, and for the golden files of the tests."""

import re

from lib.locale import render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Table
from lib.report.text import plain
from lib.report.writers.parts import REGISTER_HEADINGS, REGISTER_TITLE, entries

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def write(report: Report) -> bytes:
    """Return the report as UTF-8 Markdown; pictures are given in words."""
    parts = [f"# {_escaped(render(report.title, report.lang))}"]
    for number, section in enumerate(report.sections, 1):
        parts.append(f"## {number} {_escaped(render(section.title, report.lang))}")
        parts += [_block(block, report) for block in section.blocks]
    parts += [f"## {_escaped(render(REGISTER_TITLE, report.lang))}", _register(report)]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block, report: Report) -> str:
    match block:
        case Paragraph(role=role):
            text = _escaped(block.text(report.register, report.lang))
            return {"text": text, "heading": f"### {text}"}.get(role, f"> {text}")
        case Bullets():
            items = block.texts(report.register, report.lang)
            return "\n".join(f"- {_escaped(item)}" for item in items)
        case Table():
            headings = [render(column.heading, report.lang) for column in block.columns]
            rows = block.rendered(report.register, report.lang)
            caption = _escaped(plain(block.caption, report.register, report.lang))
            align = [column.align == "number" for column in block.columns]
            return f"**{caption}**\n\n{_table(headings, rows, align)}"
        case Chart():
            return f"*{_escaped(block.alt(report.register, report.lang))}*"


def _register(report: Report) -> str:
    headings = [render(heading, report.lang) for heading in REGISTER_HEADINGS]
    rows = [list(entry.texts) for entry in entries(report)]
    return _table(headings, rows, [False] * len(headings))


def _table(headings: list[str], rows: list[list[str]], numbers: list[bool]) -> str:
    lines = [
        _line(headings),
        "|" + "|".join("--:" if number else "---" for number in numbers) + "|",
        *(_line(row) for row in rows),
    ]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
