"""The frozen text read back: every number in it is a figure, a day, or part of a name."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations
from typing import Any

import pandas as pd

from lib.locale import Count, Language, Message, Money, Number, Share, msg
from lib.locale.render import shown
from lib.report.pen import NAMES_IN_A_SENTENCE
from lib.report.read_evidence import STYLES, Book, shown_again

_ESCAPED = re.compile(r"\\([\\`*_\[\]<>|])")
_NUMBER = re.compile(r"\d[\d.,]*")
_DIGIT = re.compile(r"\d")
_PERCENT = 100
_MOST_GROUPS = 60  # values of a column by which a table may be put together


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a text is read against: the sentences and figures of its report, and its evidence."""

    words: Mapping[str, Any]
    figures: Mapping[str, Mapping[str, Any]]
    book: Book
    seen: dict[str, set[str]] = field(default_factory=dict)

    @property
    def lang(self) -> Language:
        """The language of the report."""
        lang: Language = self.words["lang"]
        return lang

    def of_sheet(self, figure_id: str) -> set[str]:
        """Return the numbers that follow from the rows behind a table or a picture."""
        if figure_id not in self.seen:
            figure = self.figures.get(figure_id)
            rows = None if figure is None else self.book.rows(str(figure["sheet"]))
            if figure is None or rows is None:
                return set()
            numbers = {*_cells(rows), *_totals(rows)}
            self.seen[figure_id] = _numbers(
                way
                for cell in {*numbers, *self._derived(numbers)}
                for way in _ways(cell, figure["currency"], self.lang)
            )
        return self.seen[figure_id]

    def _derived(self, cells: set[Any]) -> Iterator[float]:
        """Return the share of the members that a count is, and how many more than those named."""
        members = self.figures.get("members", {}).get("value") or 0
        for cell in cells:
            if isinstance(cell, float) and cell.is_integer():
                yield cell - NAMES_IN_A_SENTENCE
                yield from (cell / members,) if members else ()


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
    for number in sorted(_numbers(rest) - known):
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
    unknown = _numbers([_text(line)]) - known
    if unknown:
        unknown -= frozen.of_sheet(line["of"])
    for number in sorted(unknown):
        yield (
            line["section"],
            msg("The number {number} does not follow from the rows of “{id}”.",
                number=number, id=line["of"]),
        )  # fmt: skip


def _known(frozen: Frozen) -> set[str]:
    """Return the numbers of titles and of the register: shown values, ids, names, definitions."""
    words = frozen.words
    texts = [words["title"], words["subtitle"], *(s["title"] for s in words["sections"])]
    texts += [str(place) for place in range(len(words["sections"]) + 2)]
    for figure in frozen.figures.values():
        texts += [str(value) for value in figure.values() if not isinstance(value, float)]
        texts.append(shown_again(figure, frozen.lang, "abs"))
        texts.append(f"v{figure['definition_version']}")
    return _numbers(texts)


def _cells(rows: pd.DataFrame) -> set[Any]:
    return {cell for name in rows.columns for cell in rows[name].dropna()}


def _totals(rows: pd.DataFrame) -> Iterator[float]:
    """Count and add up the rows of each group by one or two of the columns, and all rows."""
    known = rows.infer_objects()
    numbers = known.select_dtypes("number").columns
    groups = [name for name in known if 1 < known[name].nunique() <= _MOST_GROUPS]
    for keys in [*combinations(groups, 1), *combinations(groups, 2)]:
        grouped = known.groupby(list(keys), dropna=False, sort=False)
        yield from (float(n) for n in grouped.size())
        for name in numbers:
            yield from (math.fsum(part.dropna()) for _, part in grouped[name])
    yield float(len(known))
    yield from (math.fsum(known[name].dropna()) for name in numbers)


def _ways(cell: object, currency: str | None, lang: Language) -> Sequence[str]:
    match cell:
        case bool():
            return ()
        case int() | float():
            return [shown(value, lang) for value in _typed(float(cell), currency)]
        case datetime():
            return [shown(cell.date(), lang)]
        case date():
            return [shown(cell, lang)]
        case _:
            return [str(cell)]


def _typed(value: float, currency: str | None) -> tuple[Count | Number | Share | Money, ...]:
    return (
        Count(round(value)),
        Number(value, 1),
        Number(value, 2),
        Share(value),
        Share(value, 1),
        Number(_PERCENT * value),
        Number(_PERCENT * value, 1),
        Money(value, currency),
    )


def _numbers(texts: Iterable[str]) -> set[str]:
    return {number.rstrip(".,") for text in texts for number in _NUMBER.findall(text)}
