"""Paragraphs and lists in which every figure can be pressed: what it means stands behind it.

Written as HTML of our own, all data escaped: a press must answer at once, without a rerun.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import count
from urllib.parse import urlencode

import streamlit as st

from lib.locale import Count, Text, msg, render
from lib.report.blocks import Bullets, Paragraph, Report, gap
from lib.report.figures import Figure
from lib.report.text import Run, runs
from lib.ui import state
from lib.ui.panels.reports.words import FIGURE
from lib.ui.wording import shown

# A button breaks the line before what follows it: punctuation is held fast to it.
_HELD = re.compile(r"([(（“]?)(<button.*?</button>|<mark.*?</mark>)([^\s<\w(（“]*)")
_TAGS = {"text": "p", "heading": "h4", "quote": "blockquote", "note": "blockquote"}


def show(report: Report, blocks: Sequence[Paragraph | Bullets], key: str) -> None:
    """Draw text blocks; `key` tells them from every other on the page."""
    boxes: list[str] = []
    numbers = count()
    body = "".join(_block(report, block, (key, numbers, boxes)) for block in blocks)
    st.html(f'<div class="prose" lang="{report.lang}">{body}{"".join(boxes)}</div>')


_Place = tuple[str, Iterator[int], list[str]]


def _block(report: Report, block: Paragraph | Bullets, place: _Place) -> str:
    if isinstance(block, Bullets):
        items = (f"<li>{_line(report, item, place)}</li>" for item in block.items)
        return f"<ul>{''.join(items)}</ul>"
    tag = _TAGS[block.role]
    return f"<{tag}>{_line(report, block.sentences, place)}</{tag}>"


def _line(report: Report, sentences: tuple[Text, ...], place: _Place) -> str:
    line = gap(report.lang).join(
        "".join(_run(report, run, place) for run in runs(s, report.register, report.lang))
        for s in sentences
    )
    return _HELD.sub(r'<span class="held">\1\2\3</span>', line)


def _run(report: Report, run: Run, place: _Place) -> str:
    if run.unknown:
        why = escape(shown(msg("There is no such figure in this report.")), quote=True)
        return f'<mark class="no-figure" title="{why}">{escape(run.text)}</mark>'
    if run.figure is None:
        return escape(run.text)
    key, numbers, boxes = place
    name = f"figure-{key}-{next(numbers)}"
    boxes.append(_box(report, run.figure, name))
    return (
        f'<button type="button" class="figure" popovertarget="{name}">{escape(run.text)}</button>'
    )


def _box(report: Report, figure: Figure, name: str) -> str:
    """Return what opens when a figure is pressed."""
    facts = [
        render(figure.definition.text, report.lang),
        f"{figure.period} · {figure.filter}",
        *([render(figure.reason, report.lang)] if figure.reason else []),
    ]
    lines = "".join(f"<p>{escape(fact)}</p>" for fact in facts)
    title = f"<strong>{escape(render(figure.name, report.lang))}</strong>"
    value = f"<span>{escape(figure.shown(report.lang))}</span>"
    link = (
        f'<a href="{escape(_address(figure.id), quote=True)}" target="_self">'
        f"{escape(_link(figure))}</a>"
    )
    return f'<div popover="auto" class="figure-box" id="{name}">{title}{value}{lines}{link}</div>'


def _link(figure: Figure) -> str:
    return shown(msg("Rows ({n}), notes and source", n=Count(figure.n)))


def _address(figure_id: str) -> str:
    """Return the address of this page with a figure opened."""
    here: dict[str, list[str]] = {name: st.query_params.get_all(name) for name in st.query_params}
    here |= {"lang": [state.language()], FIGURE: [figure_id]}
    return f"?{urlencode(here, doseq=True)}"
