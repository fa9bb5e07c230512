"""Shares in [0, 1]: percentages, or answers on a scale that the whole column shows."""

from typing import Literal

import numpy as np

from lib.ingest.issues import Issue, note
from lib.ingest.values import numbers
from lib.ingest.values.cells import Cells, Meanings
from lib.ingest.values.numbers import Decimal, Numbers
from lib.locale import Number, msg

Meaning = Literal["answer", "percentage"]
_SCALES: dict[Meaning, tuple[float, ...]] = {
    # stars, ten points, per cent: the smallest scale that holds every answer
    "answer": (1.0, 5.0, 10.0, 100.0),
    "percentage": (1.0, 100.0),
}


def parsed(scanned: Numbers, file: Decimal, meaning: Meaning, column: str) -> Meanings:
    """Return shares; an answer of 4 on a scale to 5 is 0.8.

    Texts with a percent sign are taken as they say. The others are divided by the best
    answer of the smallest usual scale that holds them all; what exceeds 100 is bad.
    """
    plain = numbers.parsed(scanned, file)
    open_scale = ~scanned.shares & np.isfinite(plain.meant)
    scale = _scale(plain.meant[open_scale], meaning)
    values = np.where(scanned.shares, plain.meant, plain.meant / scale)
    outside = np.isfinite(values) & ((values < 0) | (values > 1))
    reasons = plain.reasons.copy()
    reasons[outside] = "not_a_share"
    why = plain.why | {"not_a_share": msg("This is not a share between 0 and 1, or 0% and 100%.")}
    return Meanings(np.where(outside, np.nan, values), reasons, why, _remarks(scale, column))


def _scale(values: np.ndarray, meaning: Meaning) -> float:
    """Return the best answer of the scale; slips far above every other answer do not count."""
    inside = values[values <= _SCALES[meaning][-1]]
    highest = inside.max(initial=0.0)
    return next(scale for scale in _SCALES[meaning] if highest <= scale)


def _remarks(scale: float, column: str) -> tuple[Issue, ...]:
    if scale == 1.0:
        return ()
    message = msg(
        "The values of '{column}' were read on a scale to {best} and divided by it.",
        column=column,
        best=Number(scale),
    )
    return (note("scale", "info", message, column),)


def cells_parsed(cells: Cells, meaning: Meaning, column: str) -> Meanings:
    """Return shares of a column by itself, without evidence from other columns."""
    scanned = numbers.scanned(cells)
    return parsed(scanned, scanned.decimal, meaning, column)


def clear_texts(scanned: Numbers, found: Meanings) -> dict[str, str]:
    """Return the answers that the whole column shows to be on a scale, as percentages."""
    plain = ~scanned.shares & np.isfinite(found.meant)
    texts, values = scanned.cells.texts[plain].tolist(), found.meant[plain].tolist()
    return {text: f"{value * 100:.13g}%" for text, value in zip(texts, values, strict=True)}
