"""What each slide for leadership says: the finding, some sentences, one picture, its sources.

One slide a section; sections that belong together share one, the appendix has none. What has
no room on a slide stands in the report, and the slide says in which section.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lib.locale import Text, msg, render
from lib.report.blocks import Block, Bullets, Chart, Paragraph, Report, Section, Table
from lib.report.text import letters, plain
from lib.report.writers.cut import MARK, first_sentences, sentences
from lib.report.writers.parts import Entry, anchors, entries, sentence_runs

_TOGETHER: Mapping[str, str] = {"gap": "demands", "files": "touchpoints"}
_LEFT_OUT = frozenset({"appendix"})
_HEADLINE_ROOM = 150  # letters: two lines
_LEADS_TO = (":", "：")
_SIZES = (20, 18, 16, 15, 14)  # points
_LINE, _GAP = 1.32, 0.5  # of the size: the height of a line; of that: the space below a paragraph
_LETTER = 0.57  # of the size: the width of a letter in a wide font
_NOTES_ROOM = 4_000


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph of a slide with its figures. A `lead` names the section that follows."""

    text: str
    first: str = ""
    figures: tuple[str, ...] = ()
    lead: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. `place` are the numbers of its sections; `told` is their text in full."""

    kicker: str
    headline: Item
    parts: tuple[tuple[Item, ...], ...]
    picture: Chart | Table | None
    place: tuple[int, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Room:
    """A place for text, in points."""

    width: float
    height: float


def decision(report: Report) -> str:
    """Return the decision that the summary asks for; "" when it asks for none."""
    for section, block in report.blocks():
        if section.key == "summary" and isinstance(block, Paragraph) and block.role == "quote":
            return block.text(report.register, report.lang)
    return ""


def slides(report: Report) -> tuple[Slide, ...]:
    """Return the slides after the first in the order of the report's sections."""
    numbered = [
        (number, section)
        for number, section in enumerate(report.sections, 1)
        if section.key not in _LEFT_OUT and section.blocks
    ]
    keys = {section.key for _, section in numbered}
    groups: dict[str, list[tuple[int, Section]]] = {}
    for number, section in numbered:
        partner = _TOGETHER.get(section.key, "")
        groups.setdefault(partner if partner in keys else section.key, []).append((number, section))
    return tuple(_slide(report, group) for group in groups.values())


def _slide(report: Report, group: list[tuple[int, Section]]) -> Slide:
    sections = [section for _, section in group]
    items = [_items(section, report) for section in sections]
    headline, rest = _headline(items[0])
    titles = [render(section.title, report.lang) for section in sections]
    parts = [rest, *items[1:]]
    if len(parts) > 1:
        parts = [[Item(title, lead=True), *part] for title, part in zip(titles, parts, strict=True)]
    blocks = [block for section in sections for block in section.blocks]
    return Slide(
        kicker=" · ".join(titles),
        headline=headline or Item(titles[0]),
        parts=tuple(tuple(part) for part in parts if any(not item.lead for item in part)),
        picture=_picture(blocks),
        place=tuple(number for number, _ in group),
        told=first_sentences(_joined(items), _NOTES_ROOM),
    )


def _headline(items: list[Item]) -> tuple[Item | None, list[Item]]:
    """Return the finding that heads a slide and what follows it; None when it is too long.

    A quote heads nothing, and words that only lead to a list are left out.
    """
    for place, item in enumerate(items):
        if item.strong or item.text.endswith(_LEADS_TO):
            continue
        first = item.first if letters(item.first) <= _HEADLINE_ROOM else sentences(item.first)[0]
        if letters(first) > _HEADLINE_ROOM:
            break
        rest = item.text[len(first) :].strip()
        before = [one for one in items[:place] if not one.text.endswith(_LEADS_TO)]
        after = [replace(item, text=rest)] if rest else []
        return replace(item, text=first), [*before, *after, *items[place + 1 :]]
    return None, items


def _picture(blocks: Iterable[Block]) -> Chart | Table | None:
    """Return the first chart that shows something, else the first table with rows."""
    found = list(blocks)
    charts = [b for b in found if isinstance(b, Chart) and any(bars for _, bars in b.groups)]
    tables = [b for b in found if isinstance(b, Table) and b.cells]
    return charts[0] if charts else tables[0] if tables else None


def _items(section: Section, report: Report) -> list[Item]:
    found: list[Item] = []
    for block in section.blocks:
        match block:
            case Paragraph(role="heading" | "note"):
                continue
            case Paragraph(sentences, role):
                found.append(_item(sentences, report, strong=role == "quote"))
            case Bullets(items):
                found += [_item(item, report, strong=False) for item in items]
            case _:
                continue
    return [item for item in found if item.text]


def _item(texts: tuple[Text, ...], report: Report, *, strong: bool) -> Item:
    pieces = sentence_runs(texts, report)
    figures = tuple(piece.figure.id for piece in pieces if piece.figure)
    text = "".join(piece.text for piece in pieces).strip()
    first = plain(texts[0], report.register, report.lang).strip() if texts else ""
    return Item(text, first, figures, strong=strong)


def _joined(items: list[list[Item]]) -> str:
    return "\n".join(item.text for part in items for item in part)


def fitted(slide: Slide, room: Room) -> tuple[float, list[Item]]:
    """Return the size of letters at which all fits, and the texts; cut only at the smallest."""
    everything = [item for part in slide.parts for item in part]
    for size in _SIZES:
        lines, line = room.height / (size * _LINE), int(room.width / (size * _LETTER))
        if sum(_needed(item, line) for item in everything) <= lines:
            return size, everything
    shares = [lines / len(slide.parts)] * len(slide.parts)
    return size, [
        i for p, share in zip(slide.parts, shares, strict=True) for i in _cut(p, share, line)
    ]


def _needed(item: Item, line: int) -> float:
    """Return how many lines a paragraph takes, with the space below it."""
    return -(-letters(item.text) // line) + _GAP


def _cut(part: tuple[Item, ...], lines: float, line: int) -> list[Item]:
    """Return the paragraphs that fit, the last of them cut at the end of a sentence."""
    left, found = lines, list[Item]()
    for item in part:
        if _needed(item, line) > left:
            rest = first_sentences(item.text, int(left - _GAP) * line) if left > 1 + _GAP else ""
            if rest and (not rest.endswith(MARK) or all(one.lead for one in found)):
                found.append(replace(item, text=rest))
            break
        found.append(item)
        left -= _needed(item, line)
    return found


def notes(slide: Slide, shown: Iterable[Item], report: Report) -> str:
    """Return the speaker's notes: all that the sections say, and where the figures come from."""
    printed = entries(report)
    by_id, by_anchor = anchors(printed), {entry.anchor: entry for entry in printed}
    figures = [figure for item in (slide.headline, *shown) for figure in item.figures]
    if slide.picture is not None:
        figures.append(slide.picture.figure_id)
    wanted = dict.fromkeys(by_id[figure] for figure in figures if figure in by_id)
    sources = [_source(by_anchor[anchor]) for anchor in wanted]
    heading = render(msg("Sources"), report.lang)
    return "\n".join([slide.told, *(["", heading, *sources] if sources else [])])


def _source(entry: Entry) -> str:
    name, value, meaning, source = entry.texts
    return f"• {name} = {value}. {meaning} {source}"
