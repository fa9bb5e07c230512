"""One figure as pages show it: value, definition, change, rows."""

from dataclasses import dataclass, field

import pandas as pd

from lib.locale import Count, Message, Money, Share


@dataclass(frozen=True)
class Metric:
    """One headline figure. `value` None: unknown, and `why` says why.

    `change` compares with the period before. `trend` has one number a month, oldest
    first. `rows` are the stored rows it is made of. `beside` is what it stands on.
    """

    key: str
    title: Message
    value: Count | Money | Share | None
    definition: Message
    change: Message | None = None
    why: Message | None = None
    trend: tuple[float, ...] = ()
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    beside: tuple[Message, ...] = ()
