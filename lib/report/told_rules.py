"""Numbers of rules that other areas have (days that count as silence), as figures of a report."""

import pandas as pd

from lib.locale import Message
from lib.report.figures import Definition, Ref
from lib.report.pen import Pen
from lib.report.recipe import Recipe

VALUE = Recipe("max", "value")


def rule(pen: Pen, definition: Definition, value: float) -> Ref:
    """Register the number of a rule, once a report; several sections may name it."""
    if definition.id in pen.register:
        return pen.ref(definition.id)
    rows = pd.DataFrame({"rule": [definition.id], "value": [float(value)]})
    return pen.put(definition, value, rows)


def listed(n: int, one: Message, many: Message) -> Message:
    """Return the words for one customer or for several, of which the largest are named.

    Chinese has no plural: but one customer alone is not "the largest of them" there either.
    """
    return one if n == 1 else many
