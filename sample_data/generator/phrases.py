"""The word lists in texts/*.toml, and how the slots of a template are filled."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sample_data.generator.streams import pick

TEXTS = Path(__file__).parent / "texts"
_SLOT = re.compile(r"\{(\w+)\}")
_SMALL_NUMBERS = (2, 13)
_ROW_COUNTS = (12, 480)


@cache
def texts(name: str) -> dict[str, Any]:
    """Return the content of texts/`name`.toml."""
    return tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))


def filled(
    rng: np.random.Generator, template: str, slots: Mapping[str, list[str]], **fixed: str
) -> str:
    """Return the template with every slot filled, the same for the same name.

    Each line begins with a capital letter.
    """
    values = dict(fixed)
    for name in _SLOT.findall(template):
        if name not in values:
            values[name] = _value(rng, name, slots, values)
    lines = template.format(**values).split("\n")
    return "\n".join(line[:1].upper() + line[1:] for line in lines)


def _value(
    rng: np.random.Generator,
    name: str,
    slots: Mapping[str, list[str]],
    known: Mapping[str, str],
) -> str:
    if name in {"n", "m"}:
        return str(rng.integers(*_SMALL_NUMBERS))
    if name == "big":
        return str(rng.integers(*_ROW_COUNTS) * 50)
    if name == "month":
        return str(rng.integers(1, 13))
    if name == "dept2":
        return pick(rng, [value for value in slots["dept"] if value != known.get("dept")])
    return pick(rng, slots[name])
