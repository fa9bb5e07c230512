"""A report as it is frozen: its figures and sentences for programs, and one archive of all."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lib.locale import Text, render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Table
from lib.report.figures import Figure
from lib.report.text import Run, names_and_days, wording_of
from lib.report.writers.parts import sentence_runs, subtitle

PRODUCT_VERSION = "0.6.0"
FIGURES, WORDS, MANIFEST = "figures.json", "words.json", "manifest.json"
EVIDENCE, TEXT = "evidence.xlsx", "report.md"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day that the format can hold
_READABLE = 0o600 << 16


def member_of(ending: str) -> str:
    """Return under which name a format stands in the archive.

    >>> member_of(".docx"), member_of(".xlsx")
    ('report.docx', 'evidence.xlsx')
    """
    return EVIDENCE if ending == ".xlsx" else f"report{ending}"


def figures_of(report: Report) -> list[dict[str, Any]]:
    """Return the register: each figure with what is needed to work it out and show it again."""
    return [_figure(figure, report) for figure in report.register]


def _figure(figure: Figure, report: Report) -> dict[str, Any]:
    recipe = figure.definition.recipe
    return {
        **figure.summary(report.lang),
        "lang": report.lang,
        "shown": figure.shown(report.lang),
        "digits": figure.definition.digits,
        "recipe": None
        if recipe is None
        else {"how": recipe.how, "column": recipe.column, "flag": recipe.flag},
    }


def words_of(report: Report) -> dict[str, Any]:
    """Return what the text says, in its order, so that its numbers can be told from its names.

    A line is a sentence in pieces (a text, or a text with the id of the figure whose value it
    is; `names` are its days and names with digits, `own` says that a person wrote it), or a
    row of the table, or what the picture shows, of the figure `of`.
    """
    return {
        "title": render(report.title, report.lang),
        "subtitle": subtitle(report),
        "lang": report.lang,
        "sections": [
            {"key": section.key, "title": render(section.title, report.lang)}
            for section in report.sections
        ],
        "lines": [
            {"section": section.key, **line}
            for section, block in report.blocks()
            for line in _lines(block, report)
        ],
    }


def _lines(block: Block, report: Report) -> Iterator[dict[str, Any]]:
    match block:
        case Paragraph(sentences=sentences, own=own):
            yield _sentence(sentences, report, own=own)
        case Bullets(items=items, own=own):
            yield from (_sentence(item, report, own=own) for item in items)
        case Table(figure_id=key, caption=caption, columns=columns):
            yield _sentence((caption,), report)
            yield {"of": key, "cells": [render(c.heading, report.lang) for c in columns]}
            for cells in block.rendered(report.register, report.lang):
                yield {"of": key, "cells": cells}
        case Chart(figure_id=key):
            yield {"of": key, "alt": block.alt(report.register, report.lang)}


def _sentence(texts: tuple[Text, ...], report: Report, *, own: bool = False) -> dict[str, Any]:
    names = {name for text in texts for name in names_and_days(text, report.lang)}
    wording = {piece for text in texts for piece in wording_of(text, report.lang)}
    return {
        "own": own,
        "pieces": [_piece(run) for run in sentence_runs(texts, report)],
        "names": sorted(n for n in names | wording if not own and any(c.isdigit() for c in n)),
    }


def _piece(run: Run) -> list[str]:
    return [run.text] if run.figure is None else [run.text, run.figure.id]


def as_json(document: object) -> bytes:
    """Return a JSON document; the same document gives the same bytes."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def packed(members: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """Return the archive: the members, and a manifest with what is said `about` them.

    The same members give the same bytes: nothing in it knows the time.
    """
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    manifest = as_json({**about, "members": sums})
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in {**members, MANIFEST: manifest}.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = _READABLE
            info.create_system = 3
            archive.writestr(info, content)
    return out.getvalue()
