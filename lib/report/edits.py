"""An officer's own text in place of drafted paragraphs; tables and charts stay and stay live."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from lib.locale import Language, Message, Text, msg
from lib.report.blocks import (
    Block,
    Bullets,
    Paragraph,
    Report,
    Role,
    Section,
    Table,
    gap,
    sentences_of,
)
from lib.report.text import editable, plain, referred, with_references

_BULLET = re.compile(r"^\s*[-*•]\s+")
_HEADING = re.compile(r"^#{1,6}\s+")
_QUOTE = re.compile(r"^>\s+")
_PREFIX: Mapping[Role, str] = {"text": "", "heading": "### ", "quote": "> ", "note": "> "}
_BLANK_LINE = re.compile(r"\n\s*\n")
_NUMBER = re.compile(r"\d[\d.,]*")
_IN_BRACES = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Edit:
    """The text that stands in a section and its version."""

    text: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in an officer's text to look at. Nothing is refused because of it."""

    section: str
    code: str
    message: Message


def source_text(section: Section, lang: Language) -> str:
    """Return a section's paragraphs and lists as text for the editor.

    Figures stand as `{arr_end}`, headings begin with `### `, quotations with `> `, items of
    a list with `- `. `own_blocks` reads it back.
    """
    parts = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            parts.append(_PREFIX[block.role] + _sentences(block.sentences, lang))
        elif isinstance(block, Bullets):
            parts.append("\n".join(f"- {_sentences(item, lang)}" for item in block.items))
    return "\n\n".join(parts)


def _sentences(sentences: tuple[Text, ...], lang: Language) -> str:
    return gap(lang).join(editable(sentence, lang) for sentence in sentences)


def edited(report: Report, edits: Mapping[str, Edit]) -> Report:
    """Return the report with an officer's texts in their sections. An empty text is the draft."""
    return replace(
        report,
        sections=tuple(
            _edited(section, edits[section.key])
            if section.key in edits and edits[section.key].text.strip()
            else section
            for section in report.sections
        ),
    )


def _edited(section: Section, edit: Edit) -> Section:
    """Put the text where the first drafted paragraph stood, and leave the other ones out."""
    own = own_blocks(edit.text)
    kept: list[Block] = []
    placed = False
    for block in section.blocks:
        if not isinstance(block, (Paragraph, Bullets)):
            kept.append(block)
        elif not placed:
            kept.extend(own)
            placed = True
    return replace(section, blocks=tuple(kept if placed else [*own, *kept]), version=edit.version)


def own_blocks(text: str) -> tuple[Block, ...]:
    """Return an officer's text as paragraphs and lists; blank lines part them."""
    blocks: list[Block] = []
    for part in _BLANK_LINE.split(text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        blocks += [
            _own_list(list(chunk)) if is_list else _own_paragraph(list(chunk))
            for is_list, chunk in groupby(lines, key=lambda line: bool(_BULLET.match(line)))
        ]
    return tuple(blocks)


def _own_list(lines: Iterable[str]) -> Bullets:
    return Bullets(tuple((with_references(_BULLET.sub("", line)),) for line in lines), own=True)


def _own_paragraph(lines: Iterable[str]) -> Paragraph:
    text = " ".join(lines)
    role: Role = "heading" if _HEADING.match(text) else "quote" if _QUOTE.match(text) else "text"
    words = _QUOTE.sub("", _HEADING.sub("", text))
    return Paragraph((with_references(words),), role, own=True)


def problems(report: Report, edits: Mapping[str, Edit]) -> tuple[Problem, ...]:
    """Return what to look at in officers' texts: unknown figures, numbers typed by hand.

    `report` is the draft. A number that stands in it anywhere (in a figure, a day, a name)
    passes.
    """
    typed_in = {key: _typed(edit.text) for key, edit in edits.items()}
    known = _numbers_of(report) if any(typed_in.values()) else frozenset()
    found = []
    for key, edit in edits.items():
        unknown = [name for name in referred(edit.text) if name not in report.register]
        for name in dict.fromkeys(unknown):
            message = msg("There is no figure “{id}” in this report.", id=name)
            found.append(Problem(key, "unknown_figure", message))
        for number in typed_in[key]:
            if number not in known:
                message = msg(
                    "The number “{number}” was typed by hand and is no figure of this report.",
                    number=number,
                )
                found.append(Problem(key, "typed_number", message))
    return tuple(found)


def _typed(text: str) -> tuple[str, ...]:
    """Return every number that stands in a text outside of braces, each once."""
    numbers = _NUMBER.findall(_IN_BRACES.sub(" ", text))
    return tuple(dict.fromkeys(number.rstrip(".,") for number in numbers))


def _numbers_of(report: Report) -> frozenset[str]:
    """Return every number that the draft shows, as it is written there."""
    texts = [figure.shown(report.lang) for figure in report.register]
    for _, block in report.blocks():
        texts += [plain(s, report.register, report.lang) for s in sentences_of(block)]
        if isinstance(block, Table):
            texts += [cell for row in block.rendered(report.register, report.lang) for cell in row]
    return frozenset(n.rstrip(".,") for text in texts for n in _NUMBER.findall(text))
