"""Sentences of other parts (evidence, reasons, data findings) with every number registered.

Such a sentence comes with numbers in its values, and at times with a rule in its wording
("in the 14 days to …"). Both kinds become figures, so that a reader can ask where any
number on the page comes from.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from lib.locale import Count, Message, Money, Month, Number, Share, Text, joined, msg, render
from lib.locale.message import Joined, Value
from lib.locale.render import shown
from lib.report.brief import SignalText
from lib.report.figures import MARKS, Definition, Ref, Unit
from lib.report.pen import Pen
from lib.report.settings import settings_rows
from lib.report.text import clean

_KEPT = "\ue002\ue003"  # around text that is not wording: names, days, nested sentences
_DIGIT = re.compile(r"\d")
_PLACE = re.compile(r"\{\w+\}")
_PIECES = re.compile(f"({_KEPT[0]}[^{_KEPT[1]}]*{_KEPT[1]}|{MARKS[0]}[^{MARKS[1]}]*{MARKS[1]})")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where a sentence comes from.

    `prefix` begins the ids of its figures, `what` says what it is about, `rows` are those it
    was made of and `kind` their kind. `rules` are the thresholds behind numbers in its
    wording, under ids that begin with `rules_prefix`.
    """

    prefix: str
    what: Message
    rows: pd.DataFrame
    kind: str = ""
    rules_prefix: str = "rule"
    rules: pd.DataFrame = field(default_factory=settings_rows)


def told(pen: Pen, sentence: Message, source: Source) -> Text:
    """Return `sentence` with each number in it a reference to a figure.

    Its figures share one sheet: the rows that the sentence was made of.
    """
    return _Teller(pen, source).message(sentence, ())


def in_words_of(pen: Pen, signal: SignalText, words: Message) -> Text:
    """Return words of a signal's definition; the numbers in them are its rules."""
    source = Source(
        prefix=f"{signal.key}.words",
        what=signal.title,
        rows=signal.rules,
        rules_prefix=f"{signal.key}.rule",
        rules=signal.rules,
    )
    return told(pen, words, source)


class _Teller:
    """Walks through one sentence. All its figures stand on one sheet."""

    def __init__(self, pen: Pen, source: Source) -> None:
        self._pen = pen
        self._source = source
        self._sheet = pen.register.free_sheet(source.prefix)

    def message(self, message: Message, path: tuple[str, ...]) -> Text:
        """Return the message with its numbers registered; as text when its wording has some."""
        given = message.values  # noqa: PD011 - a mapping
        values = {
            name: self._value(value, (*path, name))
            for name, value in given.items()
            if f"{{{name}}}" in f"{message.id}{message.many or ''}"
        }
        whole = Message(message.id, values, message.many, message.n)
        if not _DIGIT.search(_PLACE.sub("", f"{message.id}{message.many or ''}")):
            return whole
        kept = {name: self._kept(value) for name, value in values.items()}
        text = render(Message(message.id, kept, message.many, message.n), self._pen.lang)
        pieces = _PIECES.split(text)
        wording = [piece if i % 2 else self._with_rules(piece) for i, piece in enumerate(pieces)]
        return "".join(wording).translate({ord(mark): None for mark in _KEPT})

    def _value(self, value: Value, path: tuple[str, ...]) -> Value:
        match value:
            case Message():
                return self.message(value, path)
            case Joined(parts):
                inner = [self._value(part, (*path, str(i))) for i, part in enumerate(parts, 1)]
                return joined([part for part in inner if isinstance(part, (str, Message))])
            case Ref() | date() | Month():
                return value
            case str():
                return clean(value)
            case _:
                return self._registered(value, path)

    def _kept(self, value: Value) -> str:
        text = shown(value, self._pen.lang)
        return text if isinstance(value, Ref) else f"{_KEPT[0]}{text}{_KEPT[1]}"

    def _registered(self, value: Count | Number | Share | Money, path: tuple[str, ...]) -> Ref:
        part = ".".join(path)
        definition = Definition(
            id=f"{self._source.prefix}.{part}",
            name=msg("{what}: “{part}”", what=self._source.what, part=part.replace("_", " ")),
            text=msg("A number of this sentence; its sheet holds the rows it was made of."),
            unit=_unit(value),
            recipe=None,
            digits=value.digits if isinstance(value, (Number, Share)) else 0,
        )
        figure = self._pen.figure(definition, value.value, self._source.rows)
        batches = figure.batches or self._batches_of_kind()
        currency = value.currency if isinstance(value, Money) else figure.currency
        return self._pen.register.add(
            replace(
                figure,
                sheet=self._sheet,
                batches=batches,
                currency=currency,
                filter=render(self._source.what, self._pen.lang),
            )
        )

    def _batches_of_kind(self) -> tuple[int, ...]:
        batches = self._pen.brief.context.batches
        mine = batches.loc[batches["kind"] == self._source.kind, "batch_id"]
        return tuple(sorted(int(batch) for batch in mine))

    def _with_rules(self, wording: str) -> str:
        return _NUMBER.sub(lambda found: self._rule(found[0]), wording)

    def _rule(self, number: str) -> Ref:
        """Return the reference to a number in the wording: a rule, registered once."""
        value = float(number.replace(",", ""))
        definition = Definition(
            id=f"{self._source.rules_prefix}.{number.replace(',', '')}",
            name=msg("A rule: {number}", number=number),
            text=msg("A number in the wording of a rule; it comes from no row."),
            unit="number",
            recipe=None,
            digits=len(number.partition(".")[2]),
            of="setting",
        )
        if definition.id not in self._pen.register:
            figure = self._pen.figure(definition, value, self._source.rules)
            self._pen.register.add(replace(figure, sheet=f"{self._source.rules_prefix}s"))
        return self._pen.register.ref(definition.id)


def _unit(value: Count | Number | Share | Money) -> Unit:
    match value:
        case Count():
            return "count"
        case Number():
            return "number"
        case Share():
            return "share"
        case Money():
            return "currency"
