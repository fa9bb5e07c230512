"""What roles and states are called in sentences and tables."""

from lib.locale import Message, Text, joined, msg
from lib.locale.message import Joined
from lib.model.frames import TAG_SEPARATOR

ROLES: dict[str, Message] = {
    "decision_maker": msg("decision maker"),
    "influencer": msg("influencer"),
    "end_user": msg("end user"),
}


def in_words_of_roles(tags: str) -> Message:
    """Return roles "a|b" in words."""
    known = roles(tags)
    return msg("{roles}", roles=known) if known is not None else msg("role unknown")


def roles(tags: object) -> Joined | None:
    """Return roles "a|b" in words, for a cell of a table; None where none is known."""
    names = str(tags).split(TAG_SEPARATOR) if isinstance(tags, str) else []
    known: list[Text] = [ROLES[name] for name in names if name in ROLES]
    return joined(known) if known else None
