"""What has happened since a text was written: figures that moved, a draft that says otherwise.

With every text stands a `Basis`: what its writer had in front of them. Compared with the report
as it is drafted now, it tells what to look at. The text itself is never touched.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from lib.locale import Language, Message
from lib.report.blocks import Report
from lib.report.register import Register
from lib.report.text import referred

Fate = Literal["same", "removed", "added"]
_WIDE_END = ("。", "！", "？")  # nothing stands between two Chinese sentences
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])\s*|\n+")


@dataclass(frozen=True, slots=True)
class Basis:
    """What stood before the writer of a text.

    `figures` holds, as shown then, every figure that the text or the draft refers to; `draft`
    is the drafted text of the section. None and empty for texts of which it was not kept.
    """

    figures: Mapping[str, str] = field(default_factory=dict)
    draft: str | None = None

    def to_json(self) -> str:
        """Return the figures as they are kept."""
        return json.dumps(dict(self.figures), ensure_ascii=False, sort_keys=True)

    @classmethod
    def of_json(cls, figures: str | None, draft: str | None) -> "Basis":
        """Read back what `to_json` wrote; nothing where nothing was kept."""
        return cls(json.loads(figures) if figures else {}, draft)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that a text refers to and that shows something else now; None: it is gone."""

    figure_id: str
    name: Message | str
    was: str
    now: str | None


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed under a text: the figures in it, and the draft it was written on."""

    moved: tuple[Moved, ...] = ()
    draft_was: str = ""
    draft_now: str = ""

    @property
    def stale(self) -> bool:
        """Whether the rules would write this section otherwise today."""
        return self.draft_was != self.draft_now

    def __bool__(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.moved) or self.stale


def basis(register: Register, lang: Language, text: str, draft: str) -> Basis:
    """Return what stands before somebody who writes `text` over `draft` now."""
    wanted = dict.fromkeys((*referred(text), *referred(draft)))
    known = {name: register[name].shown(lang) for name in wanted if name in register}
    return Basis(known, draft)


def drift(report: Report, text: str, seen: Basis, draft_now: str) -> Drift:
    """Return what changed under a text since `seen`; nothing where that was not kept."""
    return Drift(
        moved(report.register, report.lang, text, seen),
        seen.draft if seen.draft is not None else draft_now,
        draft_now,
    )


def moved(register: Register, lang: Language, text: str, seen: Basis) -> tuple[Moved, ...]:
    """Return the figures of a text that show something else now, in the order of the text."""
    found = []
    for figure_id in dict.fromkeys(referred(text)):
        was = seen.figures.get(figure_id)
        now = register[figure_id].shown(lang) if figure_id in register else None
        if was is not None and was != now:
            name = register[figure_id].name if now is not None else figure_id
            found.append(Moved(figure_id, name, was, now))
    return tuple(found)


def sentences(text: str) -> tuple[str, ...]:
    """Return a text in sentences.

    >>> sentences("It fell by 1.5 points. Why? Ask.")
    ('It fell by 1.5 points.', 'Why?', 'Ask.')
    """
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part.strip())


def differences(old: str, new: str) -> tuple[tuple[Fate, str], ...]:
    """Return the sentences of two texts in order, each with what became of it."""
    before, after = sentences(old), sentences(new)
    found: list[tuple[Fate, str]] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for _, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if before[a_from:a_to] == after[b_from:b_to]:
            found += [("same", sentence) for sentence in after[b_from:b_to]]
            continue
        found += [("removed", sentence) for sentence in before[a_from:a_to]]
        found += [("added", sentence) for sentence in after[b_from:b_to]]
    return tuple(found)


def merged(theirs: str, mine: str) -> str:
    """Return a text with every sentence of both, each that they share only once.

    >>> merged("It rose. We ask on.", "It rose. Nobody left.")
    'It rose. We ask on. Nobody left.'
    """
    before, after = _with_gaps(theirs), _with_gaps(mine)
    matcher = SequenceMatcher(
        a=[sentence for sentence, _ in before], b=[sentence for sentence, _ in after],
        autojunk=False,
    )  # fmt: skip
    found: list[tuple[str, str]] = []
    for same, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        old, new = before[a_from:a_to], after[b_from:b_to]
        pairs = zip(old, new, strict=True) if same == "equal" else ()
        found += [max(pair, key=_lines) for pair in pairs] or [*old, *new]
    return "".join(sentence + gap for sentence, gap in found).strip()


def _lines(piece: tuple[str, str]) -> int:
    return piece[1].count("\n")


def _with_gaps(text: str) -> list[tuple[str, str]]:
    """Return the sentences of a text, each with the white space that parts it from the next."""
    found, rest = [], text.strip()
    for sentence in sentences(rest):
        end = rest.index(sentence) + len(sentence)
        gap = rest[end : len(rest) - len(rest[end:].lstrip())]
        found.append((sentence, gap or _usual_gap(sentence)))
        rest = rest[end:]
    return found


def _usual_gap(sentence: str) -> str:
    """Return what stands behind a sentence that was the last one and is no longer."""
    if sentence.startswith(("- ", "* ", "#", ">")):
        return "\n"
    return "" if sentence.endswith(_WIDE_END) else " "
