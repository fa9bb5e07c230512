"""What the desk gathers for the sections of a report that look past signals and usage.

One module a section: it defines what of the brief it fills in, and how.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.desk.report_parts import demands, gap, outlook, touchpoints, voices
from lib.locale import Language
from lib.model import Period

if TYPE_CHECKING:
    from lib.desk.desk import Desk


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Asked:
    """What a report is asked for: its segment (name and rule), members, period, day, language.

    `day` is the last day of the period, or of the data when they end before it.
    """

    segment: str
    rule: str
    members: pd.Index
    period: Period
    day: date
    lang: Language


Part = Callable[["Desk", Asked], dict[str, Any]]

PARTS: tuple[Part, ...] = (outlook.part, demands.part, gap.part, voices.gather, touchpoints.gather)


def marks(desk: "Desk") -> tuple[object, ...]:
    """Return what changes with decisions of people that the parts read and no data version has."""
    return desk.product.state(), desk.demands.theme_mark(), *voices.mark(desk)


def gathered(desk: "Desk", asked: Asked) -> dict[str, Any]:
    """Return the fields of the brief that the parts fill in, by their names."""
    return {name: value for part in PARTS for name, value in part(desk, asked).items()}
