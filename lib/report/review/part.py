"""What a part of a business review is: a value with the function that writes it."""

from collections.abc import Callable
from dataclasses import dataclass

from lib.locale import Message
from lib.report.blocks import Block
from lib.report.review.pen import ReviewPen


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section. An `internal` one is left out of what the customer is given."""

    key: str
    title: Message
    write: Callable[[ReviewPen], tuple[Block, ...]]
    internal: bool = False
