"""What can go wrong, said in the user's words.

A `DeskError` is the user's to mend: it carries one clear sentence and a remedy in
both languages, and ends a command with exit status 2. Anything else is ours.
"""

from lib.locale.message import Message, msg


class DeskError(Exception):
    """Input or arguments that cannot be used as they are. Nothing was changed."""

    def __init__(self, code: str, message: Message, remedy: Message | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.remedy = remedy


class DefinitionError(Exception):
    """A definition in `lib` contradicts itself: a programmer's mistake, found at load time."""


class NotFoundError(DeskError):
    """Something was asked for by a name that does not exist."""

    def __init__(self, code: str, message: Message, known: tuple[str, ...] = ()) -> None:
        remedy = msg("Known: {names}.", names=", ".join(known)) if known else None
        super().__init__(code, message, remedy)
