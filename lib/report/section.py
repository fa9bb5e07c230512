"""What a section of the draft is: a value with the function that writes it."""

from collections.abc import Callable
from dataclasses import dataclass

from lib.locale import Message
from lib.report.blocks import Block
from lib.report.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """How one section is written.

    `place` is where it stands in the report, `turn` when it is written: the summary stands
    first and is written after the sections whose findings it sums up.
    """

    key: str
    title: Message
    place: int
    turn: int
    write: Callable[[Pen], tuple[Block, ...]]
