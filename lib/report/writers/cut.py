"""Texts made shorter where there is little room, at the end of a sentence if there is one."""

import re

from lib.report.text import letters

MARK = "…"
_SENTENCE_END = re.compile(
    r"(?<=[。！？])|(?<=[.!?])(?<!\bLtd\.)(?<!\bInc\.)(?<!\bCo\.)(?<!\bvs\.)(?<!\be\.g\.)\s+"
)


def cut(text: str, room: int) -> str:
    """Return a text in at most `room` Latin letters' width, with a mark where it was cut.

    >>> cut("Use falls", 20), cut("Use falls quickly", 9)
    ('Use falls', 'Use fall…')
    """
    if letters(text) <= room:
        return text
    width, end = letters(MARK), 0
    while width + letters(text[end]) <= room:
        width += letters(text[end])
        end += 1
    return text[:end].rstrip() + MARK


def sentences(text: str) -> tuple[str, ...]:
    """Return a text in its sentences, without the space between them.

    >>> sentences("ARR fell. Two left.")
    ('ARR fell.', 'Two left.')
    """
    return tuple(part for part in _SENTENCE_END.split(text) if part)


def first_sentences(text: str, room: int) -> str:
    """Return as many whole sentences as fit; of a single longer one its beginning.

    >>> first_sentences("ARR fell. Two left. Why is unknown.", 20)
    'ARR fell. Two left.'
    """
    fitting = ""
    for sentence in sentences(text):
        longer = f"{fitting}{'' if letters(sentence[0]) > 1 or not fitting else ' '}{sentence}"
        if letters(longer) > room:
            break
        fitting = longer
    return fitting.strip() or cut(text, room)
