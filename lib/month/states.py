"""What state a step of the month is in, by what the data and people say of it.

A step is done when somebody ticked it, or when everything in it that is judged is done. What
is not done is late once its day has passed; else it is open when something of it was begun.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lib.locale import Message, msg

State = Literal["done", "late", "open", "not_begun"]
STATES: Mapping[State, Message] = {
    "done": msg("Done"),
    "late": msg("Late"),
    "open": msg("Open"),
    "not_begun": msg("Not begun"),
}
Judged = Literal["done", "open", "untold", "told"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the data say of a step, and where it is worked on.

    `state`: "done" and "open" are told from the data, "untold" must be ticked by hand, "told"
    is said without judging. `begun`: something of it is done. `page` and `query` lead to it.
    """

    words: Message
    state: Judged
    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    begun: bool = False


def state_of(items: Sequence[Item], due: date, today: date, *, ticked: bool) -> State:
    """Return the state of a step on a day."""
    judged = [one for one in items if one.state != "told"]
    if ticked or (judged and all(one.state == "done" for one in judged)):
        return "done"
    if today > due:
        return "late"
    begun = any(one.begun or one.state == "done" for one in judged)
    return "open" if begun else "not_begun"
