"""What a number is (a count, a share, an amount), and so how it is written everywhere."""

import math
from dataclasses import dataclass
from typing import Literal

from lib.locale import Count, Message, Money, Number, Share, Text, msg


@dataclass(frozen=True, slots=True)
class Unit:
    """The kind of a quantity; `currency` is an ISO code or None when no export named one."""

    kind: Literal["count", "number", "share", "money"]
    currency: str | None = None
    digits: int = 0

    def value(self, x: float | None) -> Count | Number | Share | Money | None:
        """Return `x` as a value that a message can hold; None when it is unknown.

        >>> COUNT.value(3.0), SHARE.value(float("nan"))
        (Count(value=3), None)
        """
        if x is None or math.isnan(x):
            return None
        match self.kind:
            case "count":
                return Count(round(x))
            case "number":
                return Number(x, self.digits)
            case "share":
                return Share(x, self.digits)
            case "money":
                return Money(x, self.currency)

    def titled(self, title: Text) -> Text:
        """Return a column heading with the unit in it where cells do not carry one."""
        if self.kind != "money" or not self.currency:
            return title
        return msg("{title} ({unit})", title=title, unit=self.currency)

    @property
    def cell_format(self) -> str:
        """The printf pattern of a grid cell; shares are shown as percentages."""
        if self.kind == "share":
            return f"%.{self.digits}f%%"
        return f"%,.{self.digits}f"

    @property
    def cell_scale(self) -> float:
        """What a value is multiplied with before `cell_format` is applied."""
        return 100.0 if self.kind == "share" else 1.0


COUNT = Unit("count")
SHARE = Unit("share")
NUMBER = Unit("number", digits=1)


def money(currency: str | None) -> Unit:
    """Return the unit of amounts in `currency`."""
    return Unit("money", currency)


UNKNOWN: Message = msg("unknown")
