"""Which fields a rule may ask for, in the groups in which people look for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from lib.locale import Message, msg
from lib.model import Snapshot, Type
from lib.segments.book import CUSTOM
from lib.segments.extra import (
    CONTACTS,
    CONTRACTS,
    OF_CONTACTS,
    OF_CONTRACTS,
    features,
    own_columns,
)
from lib.segments.fields import FIELDS, SEGMENT, Field, choices_of, field_named
from lib.segments.rule import SPANS

GROUPS: Mapping[str, Message] = MappingProxyType(
    {
        "who": msg("Who they are"),
        "value": msg("Value and terms"),
        "levels": msg("Maturity and motivation"),
        "journey": msg("Journey and file"),
        "people": msg("People"),
        "signals": msg("Signals"),
        "usage": msg("Use and tickets"),
        "segments": msg("Segments"),
        "own": msg("Own columns"),
    }
)
_BY_NAME = {
    "value": ("arr", "renewal_on", "renewal_days", "plan", "seats", "currency",
              "annual_revenue", "churn_date", "churn_reason", "is_churned", "is_trial"),
    "journey": ("journey_stage", "completeness", "nps", "csat", "lead_source",
                "customer_since", "created_at", "updated_at", "notes"),
    "people": ("n_contacts", "n_decision_makers", "n_influencers", "n_end_users",
               "n_departments", "last_heard_on"),
    "signals": ("signal", "n_alerts", "n_watch", "n_unknown", "worst", "risk", "risk_band"),
    "usage": ("active_users", "seat_utilization", "uses", "last_used_on", "tickets_90"),
    "segments": (SEGMENT,),
}  # fmt: skip
_BY_PREFIX = {
    "maturity": "levels",
    "bant": "levels",
    "journey": "journey",
    CUSTOM: "own",
    "usage": "usage",
    CONTRACTS: "value",
    CONTACTS: "people",
}
_WHO_FIRST = ("tag", "status", "is_customer", "industry", "region")
# What people mean most often, first.
_PREFERRED: Mapping[Type, str] = {
    Type.AMOUNT: ">=",
    Type.COUNT: ">=",
    Type.SHARE: ">=",
    Type.CHOICE: "in",
    Type.TAGS: "in",
    Type.DAY: "in last",
    Type.TIME: "in last",
}
_OPERATORS: Mapping[str, Message] = {
    "=": msg("is"),
    "!=": msg("is not"),
    "in": msg("is one of"),
    "contains": msg("contains"),
    "<": msg("is below"),
    "<=": msg("is at most"),
    ">": msg("is above"),
    ">=": msg("is at least"),
    "before": msg("is before"),
    "after": msg("is after"),
    "<= day": msg("is on or before"),
    ">= day": msg("is on or after"),
    "in last": msg("within the last … days"),
    "in next": msg("within the next … days"),
    "older than": msg("… days ago or longer"),
    "is known": msg("is known"),
    "is unknown": msg("is unknown"),
}
_NEGATED: Mapping[str, Message] = {
    "in": msg("is none of"),
    "contains": msg("does not contain"),
    "in last": msg("not within the last … days"),
    "in next": msg("not within the next … days"),
}
_OF_SIGNALS: Mapping[str, Message] = {
    "=": msg("has fired"),
    "!=": msg("has not fired"),
    "in": msg("one of these has fired"),
}
_OF_SEGMENTS: Mapping[str, Message] = {
    "=": msg("is in"),
    "!=": msg("is not in"),
    "in": msg("is in one of"),
}
_NOT = "not "


@dataclass(frozen=True, slots=True)
class Askable:
    """A field, and the group in which people look for it."""

    group: str
    field: Field


def group_of(name: str) -> str:
    """Return the group of a field."""
    for group, names in _BY_NAME.items():
        if name in names:
            return group
    return next((g for prefix, g in _BY_PREFIX.items() if name.startswith(prefix)), "who")


def askable(snapshot: Snapshot, book: pd.DataFrame) -> tuple[Askable, ...]:
    """Return every field that a rule may ask for in the data of a day, group by group."""
    names = [
        *sorted(FIELDS, key=lambda name: name not in _WHO_FIRST),
        *(CONTRACTS + name for name in OF_CONTRACTS),
        *(CONTACTS + name for name in OF_CONTACTS),
        *features(snapshot),
        *own_columns(snapshot),
        *(str(name) for name in book.columns if str(name).startswith(CUSTOM)),
    ]
    found = [Askable(group_of(name), field_named(name)) for name in names]
    return tuple(one for group in GROUPS for one in found if one.group == group)


def first_operator(of: Field) -> str:
    """Return the operator that people most often want of a field."""
    if of.name == "renewal_on":
        return "in next"
    preferred = _PREFERRED.get(of.type, "=")
    return preferred if preferred in of.operators else of.operators[0]


def operators(of: Field, chosen: str = "") -> Mapping[str, Message]:
    """Return the ways of comparing a field, in words; those that begin with `not ` negate.

    `chosen` is among them even if it is none of those usually offered.
    """
    special = {"signal": _OF_SIGNALS, SEGMENT: _OF_SEGMENTS}.get(of.name, {})
    offered: dict[str, Message] = {}
    for operator in of.operators:
        offered[operator] = special.get(operator) or _OPERATORS[_worded(of, operator)]
        if operator in _NEGATED and of.name not in {"signal", SEGMENT}:
            offered[_NOT + operator] = _NEGATED[operator]
    if chosen and chosen not in offered:
        plain = chosen.removeprefix(_NOT)
        words = special.get(plain) or _OPERATORS[_worded(of, plain)]
        offered[chosen] = msg("not: {words}", words=words)
    return offered


def _worded(of: Field, operator: str) -> str:
    by_day = of.type in {Type.DAY, Type.TIME} and operator in {"<=", ">="}
    return operator + (" day" if by_day else "")


def values_of(of: Field, book: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return `value, n_accounts` of what a field can be for current customers, commonest first.

    Every word of a field that has words of its own is there; people's names come in the
    order of the alphabet and without counts (NaN), because no view ranks them. `names` are
    those of saved segments.
    """
    if of.name == SEGMENT:
        return _table(pd.Series(float("nan"), index=list(names)))
    customers = book[book["is_customer"].astype("bool")]
    if of.column not in customers:
        return _table(pd.Series(dtype="float64"))
    texts = customers[of.column].dropna().astype("str")
    if of.type == Type.TAGS:
        texts = texts.str.split("|").explode()
    counts = texts[texts != ""].value_counts()
    if of.name == "owner":
        return _table(counts.sort_index().astype("float64").mask(counts > 0))
    own = [value for value in choices_of(of) if value not in counts.index]
    return _table(pd.concat([counts, pd.Series(0, index=own, dtype="int64")]))


def _table(counts: pd.Series) -> pd.DataFrame:
    values = counts.index.astype("str")
    return pd.DataFrame({"value": values, "n_accounts": counts.to_numpy(dtype="float64")})


def takes_days(operator: str) -> bool:
    """Say whether an operator compares with a number of days."""
    return operator.removeprefix(_NOT) in SPANS
