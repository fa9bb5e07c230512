"""How far a long work is, and the way to stop it."""

from collections.abc import Callable

from lib.errors import DeskError
from lib.locale import Message, msg

Progress = Callable[[Message, float], None]
"""Called often with what is being done and its share done in [0, 1]; may raise to stop it.

Whatever it raises ends the work: child processes are killed, queries are interrupted, and
nothing has changed.
"""


def silent(_what: Message, _share: float) -> None:
    """Show nothing, stop nothing."""


def cancelled(file: str) -> DeskError:
    """Return the error for a file whose import somebody stopped."""
    return DeskError(
        "cancelled",
        msg("The import of {file} was stopped; nothing of it was taken in.", file=file),
        msg("Load it again when you like."),
    )
