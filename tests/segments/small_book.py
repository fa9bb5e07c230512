"""A hand-made book, random rules over it, and a plain evaluator to hold the engine against."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from lib.segments.rule import All, Condition, Not, Operand, Rule
from lib.segments.rule import Any as Either
from lib.segments.truth import Given, Listed

Row = dict[str, Any]
COLUMNS: dict[str, tuple[str, object]] = {
    "account_name": ("str", None),
    "is_customer": ("bool", True),
    "status": ("str", None),
    "industry": ("str", None),
    "tags": ("str", None),
    "maturity_level": ("str", None),
    "bant_level": ("str", None),
    "arr": ("float64", None),
    "completeness": ("float64", None),
    "renewal_on": ("datetime64[us]", None),
    "created_at": ("datetime64[us]", None),
    "is_trial": ("boolean", None),
    "signals": ("str", ""),
    "signals_unknown": ("str", ""),
    "worst": ("str", "none"),
    "n_alerts": ("int64", 0),
    "custom.score": ("str", None),
    "custom.Some col": ("str", None),
}


def book_of(*rows: Row) -> pd.DataFrame:
    """Return a book of these accounts, named a, b, c …; absent fields are unknown."""
    data = {
        name: pd.Series([row.get(name, blank) for row in rows], dtype=dtype)
        for name, (dtype, blank) in COLUMNS.items()
    }
    index = pd.Index([chr(97 + n) for n in range(len(rows))], dtype="str", name="account_id")
    return pd.DataFrame(data).set_index(index)


INDUSTRIES = ("IT", "it", "金融", 'a "b" \\ c', "and", "x y")
TAGS = ("key account", "重点客户", "old", "key")
SIGNALS = ("login_decline", "bulk_export", "api_burst")
LEVELS = ("immature", "low", "medium", "high")
DAYS = (date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31))
TODAY = date(2026, 6, 30)
SPANS = ("in last", "in next", "older than")
NUMBERS = (0.0, 1.0, 2.5, 10000.0, 1e20)


def _signals(found: tuple[list[str], list[str]]) -> Row:
    fired = sorted(set(found[0]))
    unknown = sorted(set(found[1]) - set(fired))
    worst = "alert" if fired else "none"
    if len(unknown) == len(SIGNALS):
        worst = "unknown"
    return {"signals": "|".join(fired), "signals_unknown": "|".join(unknown), "worst": worst}


def _maybe(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


ROWS = st.builds(
    lambda plain, tags, signals: plain | {"tags": "|".join(tags) or None} | _signals(signals),
    st.fixed_dictionaries(
        {
            "is_customer": st.booleans(),
            "status": _maybe(("customer", "churned")),
            "industry": _maybe(INDUSTRIES),
            "maturity_level": _maybe(LEVELS),
            "arr": _maybe(NUMBERS),
            "completeness": _maybe((0.0, 0.4, 1.0)),
            "renewal_on": _maybe(DAYS),
            "is_trial": _maybe((True, False)),
            "custom.score": _maybe(("1", "2.5", "abc")),
            "n_alerts": st.integers(0, 2),
        }
    ),
    st.lists(st.sampled_from(TAGS), unique=True, max_size=3),
    st.tuples(*[st.lists(st.sampled_from(SIGNALS), max_size=3)] * 2),
)
BOOKS = st.lists(ROWS, min_size=1, max_size=8).map(lambda rows: book_of(*rows))


def _conditions(
    field: str, operators: tuple[str, ...], values: tuple[Operand, ...]
) -> st.SearchStrategy[Condition]:
    one = st.builds(
        lambda operator, value: Condition(field, operator, (value,)),
        st.sampled_from([o for o in operators if o != "in"]),
        st.sampled_from(values),
    )
    told = st.builds(Condition, st.just(field), st.sampled_from(["is known", "is unknown"]))
    if "in" not in operators:
        return one | told
    several = st.builds(
        lambda chosen: Condition(field, "in", tuple(chosen)),
        st.lists(st.sampled_from(values), min_size=1, max_size=3),
    )
    return one | several | told


_TEXT = ("=", "!=", "in", "contains")
_NUMBER = ("=", "!=", "<", "<=", ">", ">=", "in")
CONDITIONS = st.one_of(
    _conditions("industry", _TEXT, INDUSTRIES),
    _conditions("maturity_level", ("=", "!=", "in"), LEVELS),
    _conditions("status", ("=", "!=", "in"), ("customer", "churned")),
    _conditions("tag", _TEXT, TAGS),
    _conditions("signal", ("=", "!=", "in"), SIGNALS),
    _conditions("arr", _NUMBER, NUMBERS),
    _conditions("completeness", _NUMBER, (0.0, 0.4, 1.0)),
    _conditions("renewal_on", ("=", "!=", "before", "<=", "after", ">="), DAYS),
    st.builds(
        lambda operator, days: Condition("renewal_on", operator, (float(days),)),
        st.sampled_from(SPANS),
        st.sampled_from((1, 30, 180, 184, 400)),
    ),
    _conditions("segment", ("=", "!=", "in"), ("mine", "yours", "gone")).filter(
        lambda condition: bool(condition.operands)
    ),
    _conditions("account_id", _TEXT, ("a", "B", "zz")),
    _conditions("is_trial", ("=", "!="), (True, False)),
    _conditions("custom.score", ("<", "<=", ">", ">="), (1.0, 2.0)),
    _conditions("custom.score", _TEXT, ("1", "abc", "x y")),
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    CONDITIONS | st.just(All()),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
    ),
    max_leaves=6,
)


# Who is in a saved segment, and of whom it is unknown; `gone` is not given.
SEGMENTS = {"mine": ("abc", "d"), "yours": ("ce", "")}


def context() -> Given:
    """Return the day and the segments that rules are judged with."""
    found = {
        name: Listed(pd.Index(list(inside)), pd.Index(list(unsure)))
        for name, (inside, unsure) in SEGMENTS.items()
    }
    return Given(TODAY, found)


def holds(rule: Rule, row: Row) -> bool | None:
    """Say whether a rule holds for one row, walking it by hand; None is unknown."""
    if isinstance(rule, Condition):
        return _condition_holds(rule, row)
    if isinstance(rule, Not):
        inner = holds(rule.rule, row)
        return None if inner is None else not inner
    found = [holds(part, row) for part in rule.parts]
    decisive = isinstance(rule, Either)  # one true part decides an Any, one false part an All
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _condition_holds(condition: Condition, row: Row) -> bool | None:
    if condition.field == "signal":
        return _signal_holds(condition, row)
    if condition.field == "segment":
        return _segment_holds(condition, row)
    column = {"tag": "tags"}.get(condition.field, condition.field)
    value = row[column]
    unknown = value == "" or not pd.notna(value)
    if not condition.operands:
        return unknown == (condition.operator == "is unknown")
    if unknown:
        return None
    return _known_holds(condition, value)


def _known_holds(condition: Condition, value: Any) -> bool | None:  # noqa: ANN401
    if condition.operator in SPANS:
        return _near(condition, value)
    if condition.field == "tag":
        return _any_tag(condition, value.split("|"))
    return _compared(condition, value)


def _near(condition: Condition, value: pd.Timestamp) -> bool:
    ahead = (value.date() - TODAY).days
    days = int(str(condition.operands[0]).removesuffix(".0"))
    if condition.operator == "in next":
        return 0 <= ahead <= days
    return ahead <= -days if condition.operator == "older than" else -days < ahead <= 0


def _segment_holds(condition: Condition, row: Row) -> bool | None:
    found: set[bool | None] = set()
    for name in condition.operands:
        inside, unsure = SEGMENTS.get(str(name), ("", ""))
        found.add(None if row["account_id"] in unsure else row["account_id"] in inside)
    held = True if True in found else None if None in found else False
    return (None if held is None else not held) if condition.operator == "!=" else held


def _signal_holds(condition: Condition, row: Row) -> bool | None:
    if not condition.operands:
        return (row["worst"] == "unknown") == (condition.operator == "is unknown")
    fired, unknown = row["signals"].split("|"), row["signals_unknown"].split("|")
    positive = Condition("signal", "=", condition.operands)
    found: bool | None = _any_tag(positive, fired)
    if not found and _any_tag(positive, unknown):
        found = None
    return (None if found is None else not found) if condition.operator == "!=" else found


def _any_tag(condition: Condition, tags: list[str]) -> bool:
    wanted = [str(operand).casefold() for operand in condition.operands]
    have = [tag.casefold() for tag in tags]
    if condition.operator == "contains":
        return any(wanted[0] in tag for tag in have)
    return (
        (not set(wanted) & set(have))
        if condition.operator == "!="
        else bool(set(wanted) & set(have))
    )


_PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "before": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "after": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compared(condition: Condition, value: Any) -> bool | None:  # noqa: ANN401
    operands: list[Any] = [_like(operand) for operand in condition.operands]
    if condition.operator in _PLAIN:
        if condition.field.startswith("custom."):
            if not value.replace(".", "").isdigit():
                return None
            value = float(value)
        return _PLAIN[condition.operator](value, operands[0])
    value = value.casefold() if isinstance(value, str) else value
    if condition.operator == "contains":
        return operands[0] in value
    return (value not in operands) if condition.operator == "!=" else value in operands


def _like(operand: Operand) -> object:
    if isinstance(operand, str):
        return operand.casefold()
    return pd.Timestamp(operand) if isinstance(operand, date) else operand
