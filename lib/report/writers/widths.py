"""How wide the columns of a printed table are."""

import re
from collections.abc import Sequence

from lib.report.text import letters

TEXT_WIDTH = 16.6  # centimetres between the margins
REGISTER = (4.6, 2.6, 6.0, 3.4)
_LETTER, _PADDING = 0.19, 0.4  # centimetres of a letter, and of a cell's two sides
_SHORT_TEXT = 16  # letters: dates and amounts are not broken
_UNBROKEN = re.compile("[^\\s\u2e80-\uffff]+")  # Chinese may be broken at any letter
_LONGEST = 38  # letters: a longer text breaks into lines rather than widening its column


def widths(rows: Sequence[Sequence[str]], room: float = TEXT_WIDTH) -> tuple[float, ...]:
    """Share a width among columns: no word is broken, long texts get the rest."""
    columns = list(zip(*rows, strict=True))
    longest = [min(max(letters(text) for text in column), _LONGEST) for column in columns]
    words = [
        max(letters(word) for text in column for word in ["", *_UNBROKEN.findall(text)])
        for column in columns
    ]
    needed = [
        length if length <= _SHORT_TEXT else min(word, _LONGEST)
        for length, word in zip(longest, words, strict=True)
    ]
    base = [_LETTER * need + _PADDING for need in needed]
    whole = [min(max(letters(text) for text in column), 2 * _LONGEST) for column in columns]
    wishes = [1 + length - need for length, need in zip(whole, needed, strict=True)]
    spare = room - sum(base)
    if spare <= 0:
        return tuple(room * part / sum(base) for part in base)
    return tuple(part + spare * wish / sum(wishes) for part, wish in zip(base, wishes, strict=True))
