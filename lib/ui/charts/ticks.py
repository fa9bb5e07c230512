"""Round numbers on value axes, and labels that do not cover one another."""

import html
import math
import re
from collections.abc import Mapping
from dataclasses import replace

from lib.ui.units import Unit
from lib.ui.wording import shown

_TICKS = 4
_STEPS = (1, 2, 2.5, 5, 10)
_NEARLY = 1e-9  # sums of tenths are not exact
_DECIMALS = 12
_SMALLEST_SPAN = 1.0  # of an axis on which everything is zero
_EMPTY_DECIMALS = re.compile(r"(\.\d*?[1-9])0+(?=\D|$)|\.0+(?=\D|$)")
_LABEL_GAP = 0.085  # of the height: two labels closer than this cover one another


def tick_text(tick: float, unit: Unit) -> str:
    """Return a round number for an axis, without the decimals that say nothing."""
    precise = replace(unit, digits=max(unit.digits, 1)) if unit.kind == "share" else unit
    text = _EMPTY_DECIMALS.sub(lambda found: found[1] or "", shown(precise.value(tick)))
    return html.escape(text, quote=False)


def nice_ticks(low: float, high: float) -> list[float]:
    """Return round numbers, evenly apart, that reach from below `low` to above `high`.

    >>> nice_ticks(0, 930)
    [0.0, 250.0, 500.0, 750.0, 1000.0]
    >>> nice_ticks(0.87, 0.93)
    [0.86, 0.88, 0.9, 0.92, 0.94]
    """
    flat = high - low <= _NEARLY * max(abs(low), abs(high), 1.0)
    span = max(abs(high), _SMALLEST_SPAN) if flat else high - low
    size = 10.0 ** math.floor(math.log10(span / _TICKS))
    step = next(m * size for m in _STEPS if m * size >= span / _TICKS * (1 - _NEARLY))
    first, last = math.floor(low / step + _NEARLY), math.ceil(high / step - _NEARLY)
    return [round(n * step, _DECIMALS) for n in range(first, max(last, first + 1) + 1)]


def apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Push heights in [0, 1] apart so that labels at them do not cover one another.

    >>> apart({"a": 0.5, "b": 0.51})
    {'a': 0.5, 'b': 0.585}
    """
    placed: dict[str, float] = {}
    lowest = -math.inf
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        lowest = max(height, lowest + _LABEL_GAP)
        placed[name] = lowest
    above = max([lowest - 1.0, 0.0])
    return {name: round(height - above, 6) for name, height in placed.items()}
