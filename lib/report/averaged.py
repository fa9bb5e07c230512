"""Part of the segment: whether its average hides two groups that behave differently."""

import pandas as pd

from lib.locale import Text, msg, render
from lib.locale.message import Value
from lib.report.brief_outlook import TwoGroups
from lib.report.figures import Ref
from lib.report.meanings import segment as meaning
from lib.report.pen import Pen
from lib.report.text import clean


def hidden_groups(pen: Pen) -> list[Text]:
    """Say what the check of the average came to; nothing where it was not made."""
    found = pen.brief.outlook.averaged
    if found is None:
        return []
    if not found.judged:
        return [msg("Whether an average hides two groups cannot be said: too few customers have"
                    " enough behaviour on file.")]  # fmt: skip
    if found.two is None:
        return [msg("No known attribute parts these customers into two groups that behave"
                    " differently, so an average may speak for them.")]  # fmt: skip
    return [_two(pen, found.two)]


def _two(pen: Pen, two: TwoGroups) -> Text:
    condition = clean(render(two.condition, pen.lang))
    yes, no = (_group(pen, two, side, condition) for side in ("yes", "no"))
    values: dict[str, Value] = {
        "condition": condition,  # a quotation of a rule: its numbers are the rule's own
        "what": two.what,
        "n": yes[0],
        "others": no[0],
        "yes": yes[1],
        "no": no[1],
    }
    if two.then:
        return msg(
            "An average hides two groups: where {condition} ({n} customers a year ago), “{what}” is"
            " {yes} on average; among the other {others} it is {no}.",
            **values,
        )
    return msg(
        "An average hides two groups: where {condition} ({n} customers), “{what}” is {yes} on"
        " average; among the other {others} it is {no}.",
        **values,
    )


def _group(pen: Pen, two: TwoGroups, side: str, condition: str) -> tuple[Ref, Ref]:
    """Register how many belong to a side and their mean; the condition stands with the rows."""
    found = two.yes if side == "yes" else two.no
    rows = pen.account_rows(found["account_id"])
    value = found.set_index("account_id")["value"].reindex(pd.Index(rows["account_id"])).to_numpy()
    rows = rows.assign(value=value, condition=condition)
    number, mean = meaning.two_groups(side, two.what, two.form)
    n = pen.put(number, len(rows), rows)
    return n, pen.put_beside(n, mean, meaning.MEAN_VALUE.applied(rows))
