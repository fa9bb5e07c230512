"""One condition of a rule: the field, how it is compared, and the value by its kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from lib.locale import Count, msg
from lib.model import Type
from lib.segments.catalogue import GROUPS, first_operator, operators, takes_days
from lib.segments.draft import Line, Place
from lib.segments.fields import Field, field_named, value_name
from lib.segments.rule import operand_text
from lib.ui import state
from lib.ui.panels.segments import drafting
from lib.ui.wording import say, shown

_NUMBERS = {Type.AMOUNT, Type.COUNT, Type.SHARE}
_DAYS = {Type.DAY, Type.TIME}
_NOT = "not "
_DAYS_AT_FIRST = 90
_MOST_DAYS = 36_500
_MOST_OPTIONS = 400  # more nobody scrolls through; others can be typed
_ORDERED = {"<", "<=", ">", ">="}


def line(found: Line, place: Place, count: str) -> None:
    """Draw a condition in one row, with what it finds alone."""
    where = st.columns([3, 2.2, 3, 2, 0.6], vertical_alignment="center")
    with where[0]:
        _field(found, place)
    if found.field:
        field = field_named(found.field)
        with where[1]:
            _operator(field, found, place)
        with where[2]:
            _value(field, found, place)
    with where[3]:
        st.caption(count)
    with where[4]:
        st.button(
            "",
            key=drafting.key("remove", place),
            icon=":material/close:",
            type="tertiary",
            help=say("Remove the condition"),
            on_click=drafting.drop,
            args=(place,),
        )


def _field(found: Line, place: Place) -> None:
    names = {
        one.field.name: f"{shown(one.field.title)} · {shown(GROUPS[one.group])}"
        for one in state.desk().segments.askable(state.day())
    }
    if found.field and found.field not in names:
        names[found.field] = shown(field_named(found.field).title)
    key = drafting.key("field", place)
    st.session_state[key] = found.field or None
    st.selectbox(
        say("Field"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        placeholder=shown(msg("Choose a field or type its name")),
        on_change=_take_field,
        args=(place, key),
    )


def _operator(field: Field, found: Line, place: Place) -> None:
    chosen = (_NOT if found.negated else "") + found.operator
    titles = operators(field, chosen)
    key = drafting.key("operator", place)
    st.session_state[key] = chosen
    st.selectbox(
        say("How it is compared"),
        list(titles),
        format_func=lambda name: shown(titles[name]),
        key=key,
        label_visibility="collapsed",
        on_change=_take_operator,
        args=(place, key),
    )


def _value(field: Field, found: Line, place: Place) -> None:
    """Draw what the operator needs: nothing, days, a number, a date, yes or no, or words."""
    if found.operator in {"is known", "is unknown"}:
        return
    if takes_days(found.operator):
        _days(found, place)
    elif found.operator == "contains":
        _text(found, place)
    else:
        _compared(field, found, place)


def _compared(field: Field, found: Line, place: Place) -> None:
    ordered = field.is_custom and found.operator in _ORDERED
    if (field.type in _NUMBERS or ordered) and found.operator != "in":
        _number(field, found, place)
    elif field.type in _DAYS:
        _date(found, place)
    elif field.type == Type.FLAG:
        _flag(found, place)
    else:
        _choice(field, found, place)


def _days(found: Line, place: Place) -> None:
    key = _at("days", found, place, int(float(found.texts[0])) if found.texts else None)
    st.number_input(
        say("Days"), min_value=1, max_value=_MOST_DAYS, step=1, value=None, key=key,
        label_visibility="collapsed", placeholder=say("Days"),
        on_change=_take, args=(place, key, _number_text),
    )  # fmt: skip


def _number(field: Field, found: Line, place: Place) -> None:
    share = field.type == Type.SHARE
    given = [float(v) for v in found.texts if _is_number(v)]
    key = _at("number", found, place, (given[0] * (100 if share else 1)) if given else None)
    st.number_input(
        say("Number"), value=None, key=key, label_visibility="collapsed",
        format="%g", placeholder=say("Per cent") if share else say("Number"),
        on_change=_take, args=(place, key, _share_text if share else _number_text),
    )  # fmt: skip


def _date(found: Line, place: Place) -> None:
    given = date.fromisoformat(found.texts[0]) if found.texts else None
    key = _at("date", found, place, given)
    st.date_input(
        say("Day"), value=None, key=key, format="YYYY-MM-DD", label_visibility="collapsed",
        on_change=_take, args=(place, key, str),
    )  # fmt: skip


def _flag(found: Line, place: Place) -> None:
    names = {"yes": shown(msg("yes")), "no": shown(msg("no"))}
    key = _at("flag", found, place, found.texts[0] if found.texts else None)
    st.selectbox(
        say("Value"), list(names), index=None, key=key, format_func=names.__getitem__,
        label_visibility="collapsed", on_change=_take, args=(place, key, str),
    )  # fmt: skip


def _text(found: Line, place: Place) -> None:
    key = _at("text", found, place, found.texts[0] if found.texts else "")
    st.text_input(
        say("Value"), key=key, label_visibility="collapsed", placeholder=say("Part of the text"),
        on_change=_take, args=(place, key, str),
    )  # fmt: skip


def _choice(field: Field, found: Line, place: Place) -> None:
    """Draw a list of the values that occur, with how many current customers have each."""
    titles = _options(field, found)
    free = not field.choices and field.name not in {"signal", "segment"}
    several = found.operator == "in"
    key = _at("choice", found, place, list(found.texts) if several else _first(found))
    common: dict[str, Any] = {
        "format_func": lambda value: titles.get(value, value),
        "key": key,
        "label_visibility": "collapsed",
        "placeholder": shown(msg("Choose or type")),
        "accept_new_options": free,
        "on_change": _take,
        "args": (place, key, str),
    }
    if several:
        st.multiselect(say("Values"), list(titles), **common)
    else:
        st.selectbox(say("Value"), list(titles), index=None, **common)


def _options(field: Field, found: Line) -> Mapping[str, str]:
    """Return what can be chosen, each with its count."""
    rows = state.desk().segments.values(field.name, state.day()).head(_MOST_OPTIONS)
    titles = {value: shown(value_name(field, value)) for value in found.texts}
    for value, n in zip(rows["value"].astype("str"), rows["n_accounts"], strict=True):
        called = shown(value_name(field, value))
        titles[value] = called if pd.isna(n) else f"{called} · {shown(Count(int(n)))}"
    return titles


def _first(found: Line) -> str | None:
    return found.texts[0] if found.texts else None


def _at(kind: str, found: Line, place: Place, value: object) -> str:
    """Return the key of a value's widget, set to what the draft says."""
    key = drafting.key(f"{kind}_{found.operator}", place)
    st.session_state[key] = value
    return key


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()


def _take_field(place: Place, key: str) -> None:
    name = st.session_state[key]
    if not name:
        drafting.put(place, Line(), shape=True)
        return
    operator = first_operator(field_named(str(name)))
    values = (str(_DAYS_AT_FIRST),) if takes_days(operator) else ()
    drafting.put(place, Line(str(name), operator, values), shape=True)


def _take_operator(place: Place, key: str) -> None:
    said = str(st.session_state[key])
    before = _line_at(place)
    operator = said.removeprefix(_NOT)
    kept = before.texts if takes_days(operator) == takes_days(before.operator) else ()
    if operator != "in":
        kept = kept[:1]
    if takes_days(operator) and not kept:
        kept = (str(_DAYS_AT_FIRST),)
    changed = Line(before.field, operator, kept, negated=said.startswith(_NOT))
    drafting.put(place, changed, shape=True)


def _take(place: Place, key: str, written: Callable[[Any], str]) -> None:
    """Put what a value's widget says into the draft."""
    value = st.session_state[key]
    values = value if isinstance(value, list) else [value]
    texts = tuple(written(v) for v in values if v is not None and v != "")
    drafting.put(place, replace(_line_at(place), texts=texts))


def _line_at(place: Place) -> Line:
    found = drafting.part(place)
    return found if isinstance(found, Line) else Line()


def _number_text(value: float) -> str:
    return operand_text(float(value))


def _share_text(value: float) -> str:
    return operand_text(round(float(value) / 100, 6))
