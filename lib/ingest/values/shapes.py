"""What the values of a column look like, seen on a sample that no row order can change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.ingest.values import flags
from lib.ingest.values.cells import NULL_WORDS, Cells, folded, trimmed
from lib.ingest.values.day_parts import parts_of
from lib.ingest.values.numbers import is_number
from lib.model.spec import Type

_SAMPLE = 300
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")


def looks_like_value(text: str) -> bool:
    """Say whether a text is a number, a day or a mail address rather than a heading."""
    text = folded(trimmed(text))
    return is_number(text) or parts_of(text) is not None or bool(_MAIL.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Shape:
    """Shares in [0, 1] of the distinct filled values that look like something.

    `filled` is the share of rows that are not blank; `distinct` says that no two filled
    rows are alike. A column without any value has every share at 0 and `n` 0.
    """

    n: int
    filled: float
    distinct: bool
    days: float
    numbers: float
    flags: float
    mails: float

    def fits(self, kind: Type) -> float:
        """Return how many of the values can be understood as `kind`; 1 when none are known."""
        if self.n == 0:
            return 1.0
        match kind:
            case Type.DAY | Type.TIME:
                return self.days
            case Type.AMOUNT | Type.COUNT | Type.SHARE:
                return self.numbers
            case Type.FLAG:
                return self.flags
            case _:
                return 1.0


def shape(cells: Cells, sampled: Sequence[str] | None = None) -> Shape:
    """Return what the values of a column look like; `sampled` is `sample` of its cells."""
    filled = ~cells.blank & (cells.counts > 0)
    n_filled, n_rows = cells.n_filled, int(cells.counts.sum())
    texts = [folded(text) for text in (sample(cells) if sampled is None else sampled)]
    texts = [text for text in texts if text.casefold() not in NULL_WORDS]
    return Shape(
        n=len(texts),
        filled=n_filled / n_rows if n_rows else 0.0,
        distinct=int(filled.sum()) == n_filled and n_filled > 0,
        days=_share([parts_of(text) is not None for text in texts]),
        numbers=_share([is_number(text) for text in texts]),
        flags=_share([text.casefold() in flags.YES | flags.NO for text in texts]),
        mails=_share([bool(_MAIL.fullmatch(text)) for text in texts]),
    )


def sample(cells: Cells) -> list[str]:
    """Return up to 300 filled texts, chosen by what they say and not by where they stand."""
    texts = cells.texts[~cells.blank & (cells.counts > 0)]
    if len(texts) <= _SAMPLE:
        return list(texts)
    ranks = pd.util.hash_array(texts, categorize=False)
    return list(texts[np.argpartition(ranks, _SAMPLE)[:_SAMPLE]])


def _share(hits: list[bool]) -> float:
    return float(np.mean(hits)) if hits else 0.0
