"""What the desk gathers for the sections of a report that look past signals and usage.

One module a section: it defines what of the brief it fills in, and how.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from lib.desk.reporting.report_parts import demands, gap, outlook, touchpoints, voices
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


def marks(desk: "Desk", day: date) -> tuple[object, ...]:
    """Return what the parts read on a day and no version of the data tells: decisions of people.

    Texts that are soon read are read first, so that a draft of the same data stays the same.
    """
    demands.read(desk, day)
    waiting = desk.themes.n_waiting(day)
    return desk.product.state(), desk.demands.theme_mark(), waiting, *voices.mark(desk)


def gathered(desk: "Desk", asked: Asked) -> dict[str, Any]:
    """Return the fields of the brief that the parts fill in, by their names."""
    return {name: value for part in PARTS for name, value in part(desk, asked).items()}
