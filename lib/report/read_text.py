"""The frozen text read back: every number in it is a figure, a day, or part of a name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.locale import Language, Message, msg
from lib.report.follows import NOTHING, Behind, behind, numbers_in
from lib.report.pen import NAMES_IN_A_SENTENCE
from lib.report.read_evidence import STYLES, Book, shown_again

_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|])")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a text is read against: the sentences and figures of its report, and its evidence."""

    words: Mapping[str, Any]
    figures: Mapping[str, Mapping[str, Any]]
    book: Book
    seen: dict[str, Behind] = field(default_factory=dict)

    @property
    def lang(self) -> Language:
        """The language of the report."""
        lang: Language = self.words["lang"]
        return lang

    def behind(self, figure_id: str) -> Behind:
        """Return what stands behind a table or a picture."""
        if figure_id not in self.seen:
            figure = self.figures.get(figure_id)
            rows = None if figure is None else self.book.rows(str(figure["sheet"]))
            members = self.figures.get("members", {}).get("value") or 0
            self.seen[figure_id] = (
                NOTHING if rows is None else behind(rows, members, NAMES_IN_A_SENTENCE)
            )
        return self.seen[figure_id]


Told = tuple[str, Message]


def differences_of_text(markdown: str, frozen: Frozen) -> Iterator[Told]:
    """Return where the text differs from the sentences, and numbers that come from nowhere."""
    plain = _ESCAPED.sub(r"\1", markdown)
    known = _known(frozen)
    rest, place = [], 0
    for line in frozen.words["lines"]:
        yield from _of_sentence(line, frozen) if "pieces" in line else _of_rows(line, known, frozen)
        text = _text(line)
        found = plain.find(text, place)
        if found < 0:
            yield line["section"], msg("This is not as it was published: {text}", text=text)
            continue
        rest.append(plain[place:found])
        place = found + len(text)
    rest.append(plain[place:])
    # What is neither sentence nor table: headings, and the register at the end.
    for number in sorted(numbers_in(rest) - known):
        yield number, msg("The number {number} is no figure, day or name.", number=number)


def _text(line: Mapping[str, Any]) -> str:
    if "pieces" in line:
        return "".join(piece[0] for piece in line["pieces"])
    return str(line["alt"]) if "alt" in line else f"| {' | '.join(line['cells'])} |"


def _of_sentence(line: Mapping[str, Any], frozen: Frozen) -> Iterator[Told]:
    for piece in line["pieces"]:
        if len(piece) > 1:
            yield from _of_value(line["section"], piece[0], frozen.figures.get(piece[1]), frozen)
        elif not line["own"]:
            rest = _without(piece[0], line["names"])
            if _DIGIT.search(rest):
                message = msg("A number of the text is no figure: {text}", text=piece[0].strip())
                yield line["section"], message


def _without(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _of_value(
    section: str, text: str, figure: Mapping[str, Any] | None, frozen: Frozen
) -> Iterator[Told]:
    if figure is None:
        yield section, msg("The text shows {shown}, of a figure that is not there.", shown=text)
    elif text not in {shown_again(figure, frozen.lang, style) for style in STYLES}:
        yield (
            section,
            msg("The text shows {shown} for “{id}”, which is {value}.",
                shown=text, id=figure["id"], value=str(figure["shown"])),
        )  # fmt: skip


def _of_rows(line: Mapping[str, Any], known: set[str], frozen: Frozen) -> Iterator[Told]:
    """Look at a row of a table or at what a picture shows: it follows from the rows behind it."""
    taken = line.get("taken", ())
    for number in sorted(n for n in _unfollowed(line, known, frozen) if n not in taken):
        yield (
            line["section"],
            msg("The number {number} does not follow from the rows of “{id}”.",
                number=number, id=line["of"]),
        )  # fmt: skip


def _unfollowed(line: Mapping[str, Any], known: set[str], frozen: Frozen) -> Iterator[str]:
    for number in numbers_in([_text(line)]) - known:
        if not frozen.behind(line["of"]).gives(number):
            yield number


def with_taken(frozen: Frozen) -> dict[str, Any]:
    """Return the words, with the numbers of each row for which there is no simple rule.

    They are taken as published: a later reading says how many there are, and finds any other.
    """
    known = _known(frozen)
    lines = [
        line if "of" not in line else {**line, "taken": sorted(_unfollowed(line, known, frozen))}
        for line in frozen.words["lines"]
    ]
    return {**frozen.words, "lines": lines}


def n_taken(words: Mapping[str, Any]) -> int:
    """Return how many numbers of tables are taken as they were published."""
    return sum(len(line.get("taken", ())) for line in words["lines"])


def _known(frozen: Frozen) -> set[str]:
    """Return the numbers of titles and of the register: shown values, ids, names, definitions."""
    words = frozen.words
    texts = [words["title"], words["subtitle"], *(s["title"] for s in words["sections"])]
    texts += [str(place) for place in range(len(words["sections"]) + 2)]
    for figure in frozen.figures.values():
        texts += [str(value) for value in figure.values() if not isinstance(value, float)]
        texts.append(shown_again(figure, frozen.lang, "abs"))
        texts.append(f"v{figure['definition_version']}")
    return numbers_in(texts)
