"""The fields of a demand as a form draws them; nothing chosen means unknown."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.demand.states import IMPORTANCE
from lib.locale import Text, msg
from lib.ui import state
from lib.ui.panels.demands.words import FIELDS, NAMES
from lib.ui.wording import said, shown

OF_WORK = ("state", "owner", "due_on")
OF_WISH = (
    "phase", "kind", "benefit", "direction", "importance", "theme", "feature", "within_boundary",
)  # fmt: skip


def drawn(names: Sequence[str], known: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Draw fields in rows of three; return what they hold now, None for unknown."""
    values: dict[str, Any] = {}
    for first in range(0, len(names), 3):
        places = st.columns(3)
        for place, name in zip(places, names[first : first + 3], strict=False):
            with place:
                values[name] = _field(name, _known(known.get(name)), f"{name}_{key}")
    return values


def drawn_in(place: DeltaGenerator, name: str, key: str) -> Any:  # noqa: ANN401 - any field
    """Draw one field, of which nothing is known yet, in its place; return what it holds."""
    with place:
        return _field(name, None, f"{name}_{key}")


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that hold something else than before."""
    return {name: value for name, value in now.items() if value != _known(before.get(name))}


def _known(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return int(value) if isinstance(value, float) else value


def _field(name: str, value: Any, key: str) -> Any:  # noqa: ANN401 - whatever the field holds
    title = said(FIELDS[name])
    match name:
        case "owner":
            return st.text_input(title, value=value or "", key=key) or None
        case "due_on":
            return st.date_input(title, value=value, format="YYYY-MM-DD", key=key)
        case "importance":
            return _choice(title, {n: shown(words) for n, words in IMPORTANCE.items()}, value, key)
        case "theme" | "feature":
            return _free(title, _used(name), value, key)
        case "benefit":
            return _free(title, {n: shown(words) for n, words in NAMES[name].items()}, value, key)
        case _:
            names = _titles(NAMES["role" if name == "buying_role" else name], name)
            return _choice(title, names, value, key)


def _titles(names: Mapping[str, Text], field: str) -> dict[str, str]:
    """Return what may be chosen; "unknown" may where the field itself has that value."""
    kept = NAMES["within_boundary"] if field == "within_boundary" else names
    return {n: shown(t) for n, t in kept.items() if n != "unknown" or field == "within_boundary"}


def _choice(title: str, names: Mapping[Any, str], value: object, key: str) -> Any:  # noqa: ANN401
    options = list(names)
    return st.selectbox(
        title,
        options,
        index=options.index(value) if value in options else None,
        format_func=names.__getitem__,
        placeholder=shown(msg("unknown")),
        key=key,
    )


def _free(title: str, names: Mapping[str, str], value: object, key: str) -> str | None:
    """Draw a list to which anything may be added."""
    options = list(dict.fromkeys([*names, *([str(value)] if value else [])]))
    found = st.selectbox(
        title,
        options,
        index=options.index(str(value)) if value else None,
        format_func=lambda name: names.get(name, name),
        accept_new_options=True,
        placeholder=shown(msg("Choose or type")),
        key=key,
    )
    return None if found is None else str(found)


def _used(field: str) -> dict[str, str]:
    """Return the themes or features that demands name already."""
    values = state.desk().demands.register(state.day())[field].dropna().unique()
    return {str(value): str(value) for value in sorted(values)}
