"""Yes-or-no questions of the rule language that may split a group of accounts in two."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.model import Type
from lib.segments.compare.measures import can_compare, common_values
from lib.segments.fields import FIELDS, Field, field_named
from lib.segments.rule import All, Any, Condition, Not, Rule
from lib.segments.truth import truth

Answers = npt.NDArray[np.int8]  # 1 yes, 0 no, -1 unknown

_SHARES = (0.2, 0.35, 0.5, 0.65, 0.8)
# What follows from use, signals or our own files splits behaviour by definition, or says how we
# work rather than who the customer is.
_EFFECTS = frozenset(
    {
        *("signal", "completeness", "renewal_days", "worst", "n_alerts"),
        *("active_users", "seat_utilization", "uses", "tickets_90"),
        *("journey_stage", "journey_status", "journey_reason", "fit"),
        *("maturity_level", "maturity_score", "maturity_coverage", "maturity_age_months"),
        *("bant_level", "bant_score", "bant_coverage", "bant_age_months"),
        *("maturity_disagreement", "bant_disagreement"),
        *("decision_maker_heard_days", "n_people_heard", "n_roles_heard", "people_in_effect"),
        "group_findings",
    }
)
_ORDERED = ("maturity_level", "bant_level", "journey_stage")
# Known today only, and changed by what became of the customer: never asked of an earlier day.
FIRM = frozenset({"industry", "region", "country", "segment_label", "employees", "annual_revenue",
                  "lead_source", "owner_team", "plan", "customer_since"})  # fmt: skip
_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A condition that splits; `asked` are the fields it asks for."""

    condition: Condition

    @property
    def field(self) -> str:
        """The field it asks for."""
        return self.condition.field

    def yes(self) -> Rule:
        """Return the rule of those who answer yes."""
        return self.condition

    def no(self, *, unknown: bool) -> Rule:
        """Return the rule of the others; with those of whom it is unknown, if there are any."""
        other: Rule = Not(self.condition)
        if self.condition.operator == ">=":
            other = Condition(self.field, "<", self.condition.operands)
        if not unknown:
            return other
        return Any((other, Condition(self.field, "is unknown")))


def within(rule: Rule, part: Rule) -> Rule:
    """Return the rule of the accounts of one rule for which a part holds too."""
    if rule == All():
        return part
    parts = rule.parts if isinstance(rule, All) else (rule,)
    return All((*parts, part))


def questions(book: pd.DataFrame, allowed: frozenset[str] | None = None) -> list[Question]:
    """Return every question that the accounts of a book can be asked, in a fixed order.

    `allowed`: only these fields. Cuts of amounts lie at round numbers near quantiles; groups
    are the commonest values.
    """
    customs = sorted(str(name) for name in book if str(name).startswith("custom."))
    asked = [*FIELDS.values(), *(field_named(name) for name in customs)]
    found = []
    for one in asked:
        if one.column in book and _may_split(one) and (allowed is None or one.name in allowed):
            found += [Question(condition) for condition in _conditions(one, book[one.column])]
    return found


def answers(asked: list[Question], book: pd.DataFrame) -> Answers:
    """Return question × account of answers."""
    found = np.full((len(asked), len(book)), -1, dtype=np.int8)
    for place, question in enumerate(asked):
        told = truth(question.condition, book)
        found[place] = told.astype("Int8").fillna(-1).to_numpy(dtype=np.int8)
    return found


def _may_split(asked: Field) -> bool:
    if asked.name == "customer_since":
        return True
    return can_compare(asked) and asked.name not in _EFFECTS


def _conditions(asked: Field, values: pd.Series) -> Iterator[Condition]:
    if asked.name in _ORDERED:
        yield from _from_level_up(asked, values)
    elif asked.type in {Type.DAY, Type.TIME}:
        yield from _days(asked, values)
    elif asked.type == Type.FLAG:
        yield Condition(asked.name, "=", (True,))
    elif _counted(asked, values):
        yield from _cuts(asked, pd.to_numeric(values, errors="coerce"))
    else:
        for value in common_values(asked, values):
            yield Condition(asked.name, "=", (value,))


def _counted(asked: Field, values: pd.Series) -> bool:
    if not asked.is_custom:
        return asked.type in {Type.AMOUNT, Type.COUNT, Type.SHARE}
    numbers = pd.to_numeric(values.where(values.ne("")), errors="coerce")
    filled = values.notna() & values.ne("")
    return bool(filled.any() and numbers[filled].notna().all() and numbers.nunique() > len(_SHARES))


def _from_level_up(asked: Field, values: pd.Series) -> Iterator[Condition]:
    """Ask "this level or a higher one": neighbours in an order belong together."""
    there = [level for level in asked.choices if values.eq(level).any()]
    for place in range(1, len(there)):
        yield Condition(asked.name, "in", tuple(there[place:]))


def _cuts(asked: Field, numbers: pd.Series) -> Iterator[Condition]:
    known = numbers[np.isfinite(numbers)]
    if known.empty:
        return
    cuts = sorted({_rounded(float(known.quantile(share))) for share in _SHARES})
    for cut in cuts:
        if known.min() < cut <= known.max():
            yield Condition(asked.name, ">=", (cut,))


def _rounded(number: float) -> float:
    """Return a number that people would name, near this one.

    >>> _rounded(48213.7), _rounded(0.3472), _rounded(7.0)
    (48000.0, 0.35, 7.0)
    """
    return float(f"{number:.{_FIGURES - 1}e}")


def _days(asked: Field, values: pd.Series) -> Iterator[Condition]:
    known = values.dropna().sort_values()
    if known.empty:
        return
    places = [known.iloc[int(share * (len(known) - 1))] for share in _SHARES]
    firsts = [day.to_period("M").start_time for day in places]
    for before, day in pairwise([None, *firsts]):
        if day is not None and day != before and known.iloc[0] < day:
            yield Condition(asked.name, "before", (day.date(),))
