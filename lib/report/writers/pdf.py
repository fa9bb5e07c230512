"""The report as PDF, set by typst: contents with page numbers, links into the register.

Texts are data of the template and never part of it. Fonts are ours (`fonts`), no clock is read:
the same report gives the same bytes on every machine.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst

from lib.locale import msg, render
from lib.report.blocks import Chart, Report
from lib.report.writers import charts, fonts
from lib.report.writers.parts import subtitle
from lib.report.writers.view import Shown, View
from lib.report.writers.widths import REGISTER, widths

_TEMPLATE = Path(__file__).with_name("report.typ")
_UNBROKEN = re.compile(r"[!-\u2e7f]{41,}")
_PIECE = re.compile(".{1,20}")
_BREAK = "\u200b"  # where a line may end that has no space


def write(report: Report) -> bytes:
    """Return the report as PDF. The same report gives the same bytes."""
    files = {
        "main.typ": _TEMPLATE.read_bytes(),
        "report.json": json.dumps(_shown(report), ensure_ascii=False).encode(),
    }
    for number, chart in enumerate(_charts(report), 1):
        files[f"chart{number}.svg"] = charts.drawing(chart, report.lang).encode()
    made: bytes = typst.compile(  # type: ignore[call-overload] # its types know no files in memory
        files, font_paths=_faces(), format="pdf"
    )
    return made


@cache
def _faces() -> typst.Fonts:
    """Return our fonts, read once; installed ones are not looked for."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in fonts.FOLDERS]
    )


def _charts(report: Report) -> Iterator[Chart]:
    return (block for _, block in report.blocks() if isinstance(block, Chart))


def _shown(report: Report) -> object:
    """Return all that the template shows."""
    view, lang = View(report), report.lang
    sections = view.sections()
    shown: Shown = {
        "title": render(report.title, lang),
        "subtitle": subtitle(report),
        "lang": lang,
        "day": [report.as_of.year, report.as_of.month, report.as_of.day],
        "fonts": list(fonts.families(lang)),
        "words": {
            "contents": render(msg("Contents"), lang),
            "table": render(msg("Table"), lang),
            "chart": render(msg("Chart"), lang),
        },
        "sections": sections,
        "register": {**view.register(), "widths": REGISTER},
        "note": None,
    }
    _measure(sections)
    missing = fonts.not_drawn([*_texts(shown), *_labels(report)])
    if missing:
        shown["note"] = render(fonts.boxes_note(missing), lang)
    return _mended(shown, str.maketrans(dict.fromkeys(missing, fonts.BOX)))


def _measure(sections: list[Shown]) -> None:
    """Give each table the widths of its columns, and each chart the number of its picture."""
    number = 0
    for section in sections:
        for block in section["blocks"]:  # type: ignore[attr-defined]
            if block["form"] == "table":
                block["widths"] = widths([block["headings"], *block["rows"]])
            if block["form"] == "chart":
                number += 1
                block["chart"] = number


def _labels(report: Report) -> Iterator[str]:
    for chart in _charts(report):
        yield from charts.texts(chart, report.lang)


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list() | tuple():
            for inner in value:
                yield from _texts(inner)


def _mended(value: object, boxes: dict[int, str]) -> object:
    """Return values with boxes for letters that we cannot draw, and breaks in endless words."""
    match value:
        case str():
            return _UNBROKEN.sub(lambda m: _BREAK.join(_PIECE.findall(m[0])), value).translate(
                boxes
            )
        case dict():
            return {key: _mended(inner, boxes) for key, inner in value.items()}
        case list() | tuple():
            return [_mended(inner, boxes) for inner in value]
        case _:
            return value
