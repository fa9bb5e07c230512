"""What a report consists of: sections of paragraphs, lists, tables and charts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from lib.locale import Language, Message, Text, msg, render
from lib.locale.message import Joined, Value
from lib.locale.render import shown
from lib.model import Period
from lib.report.findings import Finding
from lib.report.register import Register
from lib.report.text import checked, plain

Cell = Value | None
Align = Literal["text", "number"]
Role = Literal["text", "heading", "quote", "note"]
Tone = Literal["total", "gain", "loss", "level", "watch", "alert", "unknown"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences. `own` is an officer's text, which may hold what it likes."""

    sentences: tuple[Text, ...]
    role: Role = "text"
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse a drafted sentence with a number that is not in the register."""
        if not self.own:
            for sentence in self.sentences:
                checked(sentence)

    def text(self, register: Register, lang: Language) -> str:
        """Return it as one string, the values of figures put in."""
        return in_a_row(self.sentences, register, lang)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is one or more sentences."""

    items: tuple[tuple[Text, ...], ...]
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse a drafted item with a number that is not in the register."""
        if not self.own:
            for item in self.items:
                for sentence in item:
                    checked(sentence)

    def texts(self, register: Register, lang: Language) -> tuple[str, ...]:
        """Return each item as one string, the values of figures put in."""
        return tuple(in_a_row(item, register, lang) for item in self.items)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    heading: Message
    align: Align = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its rows are in the register as the figure `figure_id`.

    A cell is a typed value, a text, or None for unknown.
    """

    figure_id: str
    caption: Message
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def rendered(self, register: Register, lang: Language) -> list[list[str]]:
        """Return the cells as readers of `lang` see them."""
        return [[cell_text(cell, register, lang) for cell in row] for row in self.cells]

    def frame(self, register: Register, lang: Language) -> pd.DataFrame:
        """Return the table as a frame of texts under its headings."""
        headings = [render(column.heading, lang) for column in self.columns]
        return pd.DataFrame(self.rendered(register, lang), columns=headings, dtype="str")


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar: a value from `base`, of a tone that says what kind of thing it is."""

    value: float
    tone: Tone
    label: Value
    base: float = 0.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a table's figures. `title` states the finding.

    `groups` are the categories in order, each with its bars. `alt` says in words what the
    picture shows. `legend` names the tones where there is more than one series.
    """

    figure_id: str
    form: Literal["waterfall", "bars"]
    title: Message
    subtitle: Message
    groups: tuple[tuple[Text, tuple[Bar, ...]], ...]
    legend: tuple[tuple[Tone, Message], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a title with a number that is not in the register."""
        checked(self.title)
        checked(self.subtitle)

    def alt(self, register: Register, lang: Language) -> str:
        """Return the picture in words: its title and every labelled value."""
        end, comma = ("。", "；") if lang == "zh" else (". ", "; ")
        named = [
            f"{render(name, lang)} " + " + ".join(self._told(bar, lang) for bar in bars)
            for name, bars in self.groups
            if bars
        ]
        return f"{plain(self.title, register, lang)}{end}{comma.join(named)}"

    def _told(self, bar: Bar, lang: Language) -> str:
        """Return a bar's label, with its series where there are several."""
        series = dict(self.legend).get(bar.tone)
        label = shown(bar.label, lang)
        if series is None:
            return label
        name = render(series, lang).lower()
        return f"{label}（{name}）" if lang == "zh" else f"{label} ({name})"


Block = Paragraph | Bullets | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """One section. `version` is that of the officer's text, 0 for the draft."""

    key: str
    title: Message
    blocks: tuple[Block, ...]
    version: int = 0

    @property
    def edited(self) -> bool:
        """Whether an officer's text stands in place of the drafted one."""
        return any(isinstance(b, (Paragraph, Bullets)) and b.own for b in self.blocks)


@dataclass(frozen=True, eq=False)
class Report:
    """A whole report, bound to a language. Same data, same report.

    `findings` are what its sections claim, by what they weigh.
    """

    title: Message
    segment: str
    period: Period
    as_of: date
    lang: Language
    sections: tuple[Section, ...]
    register: Register
    rules_version: str
    findings: tuple[Finding, ...] = ()

    def section(self, key: str) -> Section:
        """Return the section with that key; KeyError when there is none."""
        return {section.key: section for section in self.sections}[key]

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Walk through all blocks with the section that each belongs to."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block


def gap(lang: Language) -> str:
    """Return what stands between two sentences: nothing in Chinese."""
    return "" if lang == "zh" else " "


def in_a_row(texts: tuple[Text, ...], register: Register, lang: Language) -> str:
    """Return sentences as one string, the values of figures put in."""
    return gap(lang).join(plain(text, register, lang) for text in texts)


def cell_text(cell: Cell, register: Register, lang: Language) -> str:
    """Return one cell as text; an unknown one is a dash."""
    match cell:
        case None:
            return "–"
        case Message() | str():
            return plain(cell, register, lang)
        case Joined():
            return plain(msg("{all}", all=cell), register, lang)
        case _:
            return shown(cell, lang)


def sentences_of(block: Block) -> tuple[Text, ...]:
    """Return the sentences of a paragraph or list; none for tables and charts."""
    if isinstance(block, Paragraph):
        return block.sentences
    if isinstance(block, Bullets):
        return tuple(sentence for item in block.items for sentence in item)
    return ()
