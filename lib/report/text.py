"""Texts of a report: sentences whose numbers are references to figures, and how they are read.

The rule: a drafted sentence holds no number. Its template has no digit, and its values are
references, days, months, names and further sentences. `checked` refuses anything else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from lib.errors import DefinitionError
from lib.locale import Count, Language, Message, Money, Month, Number, Share, Text, render
from lib.locale.message import Joined, Value
from lib.locale.render import shown, template_of
from lib.report.figures import MARKS, Figure, Ref, Style
from lib.report.register import Register

_MARK = re.compile(f"{MARKS[0]}([^{MARKS}]*){MARKS[1]}")
_WRITTEN = re.compile(r"\{([A-Za-z][\w.\-]*)(?::(abs|signed))?\}", re.ASCII)
_PLACE = re.compile(r"\{\w+\}")
_DIGIT = re.compile(r"\d")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    f"{MARKS}\ud800-\udfff\ufffe\uffff]"
)
_LAST_NARROW = 0x2E7F  # East Asian scripts begin after it
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text as shown.

    `figure` is set where it is a value of the register, `unknown` where an officer's text
    names a figure that does not exist.
    """

    text: str
    figure: Figure | None = None
    unknown: bool = False


def clean(text: object) -> str:
    """Return data as one line that is safe in any format: no control or direction characters.

    >>> clean("Acme" + chr(0) + " Ltd" + chr(10))
    'Acme Ltd'
    """
    return _SPACE.sub(" ", _CONTROL.sub("", str(text).replace("\n", " "))).strip()


def letters(text: str) -> int:
    """Return how wide a text is, in Latin letters: a Chinese one is as wide as two."""
    return sum(2 if ord(letter) > _LAST_NARROW else 1 for letter in text)


def checked(text: Text) -> Text:
    """Return a drafted sentence; DefinitionError when it holds a number of its own."""
    for part in _parts(text):
        if isinstance(part, (Count, Number, Share, Money)):
            raise DefinitionError(f"A sentence must refer to a figure. Got {part!r} in {text!r}.")
        if isinstance(part, Message) and _DIGIT.search(_PLACE.sub("", f"{part.id}{part.many}")):
            raise DefinitionError(f"A sentence must have no digit of its own. Got {part.id!r}.")
    return text


def _parts(value: Value) -> Iterator[Value]:
    """Walk through a text and everything that is put into it."""
    yield value
    if isinstance(value, Message):
        used = set(_PLACE.findall(value.id + (value.many or "")))
        for name, inner in value.values.items():
            if f"{{{name}}}" in used:
                yield from _parts(inner)
    elif isinstance(value, Joined):
        for part in value.parts:
            yield from _parts(part)


def names_and_days(text: Text, lang: Language) -> frozenset[str]:
    """Return every piece of a sentence that may hold digits without being a figure."""
    found = set()
    for part in _parts(text):
        if isinstance(part, (date, Month)):
            found.add(shown(part, lang))
        elif isinstance(part, str) and not isinstance(part, Ref):
            found.update(_MARK.split(part)[::2])
    return frozenset(found)


def wording_of(text: Text, lang: Language) -> frozenset[str]:
    """Return the pieces of a sentence's own words, between what is put in, as `lang` has them.

    English words have no digit (`checked`), Chinese ones may: 不足4周 for “less than four weeks”.
    """
    templates = {template_of(part, lang) for part in _parts(text) if isinstance(part, Message)}
    return frozenset(piece for one in templates for piece in _PLACE.split(one) if piece)


def runs(text: Text, register: Register, lang: Language) -> tuple[Run, ...]:
    """Return `text` in pieces, the values of figures put in."""
    pieces: list[Run] = []
    rest = render(text, lang)
    place = 0
    for mark in _MARK.finditer(rest):
        pieces.append(Run(rest[place : mark.start()]))
        pieces.append(_figure_run(mark[1], register, lang))
        place = mark.end()
    pieces.append(Run(rest[place:]))
    return tuple(run for run in pieces if run.text)


def _figure_run(mark: str, register: Register, lang: Language) -> Run:
    figure_id, _, style = mark.partition(":")
    if figure_id not in register:
        return Run(f"{{{figure_id}}}", unknown=True)
    figure = register[figure_id]
    return Run(figure.shown(lang, cast("Style", style)), figure)


def plain(text: Text, register: Register, lang: Language) -> str:
    """Return `text` as one string, the values of figures put in."""
    return "".join(run.text for run in runs(text, register, lang))


def editable(text: Text, lang: Language) -> str:
    """Return a drafted text for the editor: references written as `{arr_end}`."""
    return _MARK.sub(lambda mark: f"{{{mark[1]}}}", render(text, lang))


def with_references(text: str) -> str:
    """Return an officer's text with each `{figure_id}` made a reference."""
    return _WRITTEN.sub(
        lambda found: f"{MARKS[0]}{found[1]}{':' + found[2] if found[2] else ''}{MARKS[1]}",
        "\n".join(clean(line) for line in text.splitlines()),
    )


def referred(text: str) -> tuple[str, ...]:
    """Return the ids of all figures that an officer's text refers to, known or not."""
    return tuple(found[1] for found in _WRITTEN.finditer(text))


def with_values(text: str, figures: Mapping[str, str]) -> str:
    """Return an officer's text with the values of figures put in, as they are given.

    >>> with_values("ARR is {arr_end}, {other}.", {"arr_end": "$684K"})
    'ARR is $684K, {other}.'
    """
    return _WRITTEN.sub(lambda found: figures.get(found[1], found[0]), text)


def referred_in(text: Text, lang: Language) -> tuple[str, ...]:
    """Return the ids of all figures that a drafted text refers to."""
    return tuple(mark.partition(":")[0] for mark in _MARK.findall(render(text, lang)))
