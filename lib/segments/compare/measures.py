"""Every attribute and measure of accounts, as what stands above and below a fraction's line.

A share of accounts is a sum of 0 and 1 over the accounts of which it is known; a mean a sum of
amounts over them; NRR the ARR of now over that of a year ago. So any two groups are compared
by sums alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from lib.locale import Message, Text, msg
from lib.metrics.intervals import Floats
from lib.model import Type
from lib.model.frames import TAG_SEPARATOR
from lib.segments.compare.facts import Facts
from lib.segments.fields import FIELDS, Field, field_named, value_name

Form = Literal["share", "money", "number"]
Area = Literal["who", "use", "outcome"]

MOST_VALUES = 8
_MOST_DIFFERENT = 40  # more different texts are names, not groups
_FEW_NUMBERS = 6
# A rule may ask for these; but they say who somebody is, or repeat the outcome or one another.
LEFT_OUT = frozenset(
    {
        *("account_id", "account_name", "parent_account_id", "domain", "owner", "currency"),
        *("status", "churn_reason", "is_churned", "is_customer", "notes", "city"),
        *("maturity_status", "bant_status", "n_watch", "n_unknown", "n_alerts", "worst"),
        *("journey_status", "journey_reason", "maturity_age_months", "bant_age_months"),
        *("maturity_disagreement", "bant_disagreement"),
    }
)
_PERSON = re.compile(
    r"owner|manager|csm|assign|agent|rep\b|advisor|consultant|contact|person|e-?mail|phone|name"
    r"|负责|負責|经理|經理|顾问|顧問|客服|销售|銷售|联系|聯繫|姓名|邮箱|电话|電話|跟进人|处理人",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that groups are compared by.

    `is_rate`: each account counts 0 or 1. `field` is the field of the rule language it is read
    from, `value` its value, if it is one. `past`: of those who paid a year ago, not of today's.
    """

    key: str
    title: Text
    meaning: Message
    form: Form
    area: Area
    is_rate: bool = False
    field: str | None = None
    value: str | None = None
    past: bool = False


@dataclass(frozen=True, eq=False)
class Measures:
    """`top` and `bottom` are account × measure; an account of which it is unknown has 0 in both."""

    ids: pd.Index
    all: tuple[Measure, ...]
    top: Floats
    bottom: Floats
    past: "np.typing.NDArray[np.bool_]" = field(init=False)

    def __post_init__(self) -> None:
        """Note which measures are of those who paid a year ago."""
        object.__setattr__(self, "past", np.array([m.past for m in self.all], dtype=np.bool_))


Column = tuple[Measure, pd.Series | Floats, pd.Series | Floats | None]


def measures(facts: Facts) -> Measures:
    """Return everything that accounts of a day can be compared by."""
    columns = [*_outcomes(facts), *_of_use(facts), *_of_fields(facts), *_of_signals(facts)]
    tops, bottoms = [], []
    for _, above, below in columns:
        top = np.asarray(above, dtype=np.float64)
        bottom = np.ones(len(top)) if below is None else np.asarray(below, dtype=np.float64)
        known = ~np.isnan(top) & ~np.isnan(bottom)
        tops.append(np.where(known, top, 0.0))
        bottoms.append(np.where(known, bottom, 0.0))
    shape = (len(facts.ids), 0)
    return Measures(
        facts.ids,
        tuple(measure for measure, _, _ in columns),
        np.column_stack(tops) if tops else np.empty(shape),
        np.column_stack(bottoms) if bottoms else np.empty(shape),
    )


def names_people(name: str) -> bool:
    """Say whether a column of the source may name a person: no view ranks people."""
    return _PERSON.search(name) is not None


def _outcomes(facts: Facts) -> Iterator[Column]:
    past = facts.past
    if past is None:
        return
    yield (
        Measure(
            key="lost", title=msg("left within 12 months"), form="share", area="outcome",
            is_rate=True, past=True,
            meaning=msg("Of the customers with ARR twelve months before who were in the group"
                        " then: those without ARR now."),
        ),
        past["lost"], None,
    )  # fmt: skip
    kept = past[["arr_start", "arr_end"]].min(axis="columns")
    yield (
        Measure(
            key="nrr", title=msg("NRR over 12 months"), form="share", area="outcome", past=True,
            meaning=msg("ARR now of the customers who were in the group twelve months before,"
                        " over their ARR then."),
        ),
        past["arr_end"], past["arr_start"],
    )  # fmt: skip
    yield (
        Measure(
            key="grr", title=msg("GRR over 12 months"), form="share", area="outcome", past=True,
            meaning=msg("As NRR, each customer counted with at most its ARR of then."),
        ),
        kept, past["arr_start"],
    )  # fmt: skip


_USE: tuple[tuple[str, Message, Message, Form, Area], ...] = (
    ("use_a_week", msg("use a week"), msg("Use a week over the last eight complete weeks without"
     " holidays, in the unit that most exports allow."), "number", "use"),
    ("use_a_seat", msg("use a week per seat"), msg("Use a week over the last eight complete weeks,"
     " divided by the seats paid for."), "number", "use"),
    ("use_trend", msg("change of use"), msg("Use of the last eight complete weeks against the 26"
     " weeks before; 0 % is as before, and more than doubled counts as doubled."), "share", "use"),
    ("seat_use", msg("seats in use"), msg("People active in the last four complete weeks, divided"
     " by the seats paid for."), "share", "use"),
    ("tickets", msg("tickets in 13 weeks"), msg("Tickets of the last 13 complete weeks."),
     "number", "use"),
    ("arr_a_seat", msg("ARR per seat"), msg("ARR divided by the seats paid for."), "money", "who"),
    ("contract_months", msg("contract length in months"), msg("Length of the longest running"
     " term, in months."), "number", "who"),
    ("tenure_years", msg("years as a customer"), msg("Years since the first day as a customer."),
     "number", "who"),
)  # fmt: skip


def _of_use(facts: Facts) -> Iterator[Column]:
    for key, title, meaning, form, area in _USE:
        if facts.use[key].notna().any():
            measure = Measure(key=key, title=title, meaning=meaning, form=form, area=area)
            yield measure, facts.use[key], None


def _of_fields(facts: Facts) -> Iterator[Column]:
    customs = [field_named(str(name)) for name in facts.book if str(name).startswith("custom.")]
    for asked in (*FIELDS.values(), *customs):
        if can_compare(asked) and asked.column in facts.book and asked.name != "signal":
            yield from _of_field(asked, facts.book[asked.column])


def can_compare(asked: Field) -> bool:
    """Say whether groups may be compared (and split) by a field."""
    if asked.is_custom:
        return not names_people(asked.name.removeprefix("custom."))
    return asked.name not in LEFT_OUT and asked.type not in {Type.ID, Type.DAY, Type.TIME}


def _of_field(asked: Field, values: pd.Series) -> Iterator[Column]:
    if asked.type == Type.FLAG:
        yield _share(asked, None), values.astype("Float64").astype("float64"), None
    elif pd.api.types.is_numeric_dtype(values.dtype):
        yield _mean(asked), values, None
    elif asked.is_custom and _is_number(values):
        yield _mean(asked), pd.to_numeric(values, errors="coerce"), None
    else:
        yield from _of_values(asked, values)


def _is_number(values: pd.Series) -> bool:
    numbers = pd.to_numeric(values, errors="coerce")
    known = values.notna() & values.ne("")
    return bool(known.any() and numbers[known].notna().all() and numbers.nunique() > _FEW_NUMBERS)


def _mean(asked: Field) -> Measure:
    forms: dict[Type, Form] = {Type.AMOUNT: "money", Type.SHARE: "share"}
    return Measure(
        key=asked.name, title=asked.title, form=forms.get(asked.type, "number"), area="who",
        field=asked.name, meaning=msg("Mean over the customers of whom it is known."),
    )  # fmt: skip


def _share(asked: Field, value: str | None) -> Measure:
    title: Text = asked.title
    if value is not None:
        title = msg("{field}: {value}", field=asked.title, value=value_name(asked, value))
    return Measure(
        key=asked.name if value is None else f"{asked.name}={value}", title=title, form="share",
        area="who", is_rate=True, field=asked.name, value=value,
        meaning=msg("Share of the customers of whom it is known."),
    )  # fmt: skip


def _of_values(asked: Field, values: pd.Series) -> Iterator[Column]:
    known = values.notna() & values.ne("")
    for value in common_values(asked, values):
        has = holds(asked, values, value).astype("float64").where(known)
        yield _share(asked, value), has, None


def common_values(asked: Field, values: pd.Series) -> list[str]:
    """Return the values (or tags) that most accounts have, at most eight; none of free text."""
    parts = values[values.notna() & values.ne("")].astype("str")
    if asked.type == Type.TAGS:
        parts = parts.str.split(TAG_SEPARATOR).explode()
    counts = parts.value_counts()
    free = asked.type == Type.TEXT and len(counts) > _MOST_DIFFERENT
    named = sorted(counts.index, key=lambda value: (-counts[value], value))
    return [] if free else [str(value) for value in named[:MOST_VALUES]]


def holds(asked: Field, values: pd.Series, value: str) -> pd.Series:
    """Say which accounts have a value (or a tag)."""
    if asked.type != Type.TAGS:
        return values.eq(value)
    fenced = TAG_SEPARATOR + values.fillna("") + TAG_SEPARATOR
    return fenced.str.contains(f"{TAG_SEPARATOR}{value}{TAG_SEPARATOR}", regex=False)


def _of_signals(facts: Facts) -> Iterator[Column]:
    """Yield the share on alert, and of each signal the share of those it could judge."""
    book, asked = facts.book, FIELDS["signal"]
    judged = book["worst"].ne("unknown")
    yield (
        Measure(
            key="on_alert", title=msg("on alert"), form="share", area="use", is_rate=True,
            field="worst", meaning=msg("Share of the customers with at least one alert, of those"
                                       " of whom a signal could be judged."),
        ),
        book["worst"].eq("alert").astype("float64").where(judged), None,
    )  # fmt: skip
    fired = book["signals"].fillna("")
    for key in common_values(asked, fired):
        unclear = holds(asked, book["signals_unknown"], key)
        has = holds(asked, fired, key)
        yield _share(asked, key), has.astype("float64").where(has | ~unclear), None
