"""Filters above a table: what is chosen is in the address, and can be cleared in one go."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.locale import Count, Text, msg
from lib.ui import state
from lib.ui.wording import said, say, shown


def pills(
    name: str, label: Text, options: Mapping[str, Text], counts: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """Show choices as pills, each with its count; return those chosen, in order of `options`.

    `name` is the filter's name in the address. Nothing chosen means no filter.
    """
    key = f"pills_{name}"
    titles = {value: _counted(title, (counts or {}).get(value)) for value, title in options.items()}
    st.session_state[key] = [value for value in options if value in state.chosen(name)]
    st.pills(
        said(label),
        list(options),
        selection_mode="multi",
        format_func=titles.__getitem__,
        key=key,
        on_change=_write,
        args=(name, key),
    )
    return tuple(value for value in options if value in state.chosen(name))


def switch(name: str, label: Text, options: Mapping[str, Text]) -> str:
    """Show alternatives of which one always holds, the first unless another was chosen."""
    key = f"switch_{name}"
    st.session_state[key] = _one(name, list(options))
    titles = {value: said(title) for value, title in options.items()}
    st.segmented_control(
        said(label),
        list(options),
        format_func=titles.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=_write_one,
        args=(name, key, next(iter(options))),
    )
    return _one(name, list(options))


def select(name: str, label: Text, options: Mapping[str, Text]) -> str | None:
    """Show a long list of which one may be chosen, by typing; None when none is."""
    key = f"select_{name}"
    asked = state.chosen(name)
    st.session_state[key] = asked[0] if asked and asked[0] in options else None
    titles = {value: shown(title) for value, title in options.items()}
    st.selectbox(
        said(label),
        list(options),
        index=None,
        format_func=titles.__getitem__,
        key=key,
        placeholder=shown(msg("Choose or type")),
        width=280,
        on_change=_write,
        args=(name, key),
    )
    chosen = st.session_state[key]
    return None if chosen is None else str(chosen)


def clear(names: Sequence[str]) -> None:
    """Show a button that clears these filters, while any of them is set."""
    if any(state.chosen(name) for name in names):
        st.button(
            say("Clear filters"),
            type="tertiary",
            icon=":material/close:",
            key="clear_filters",
            on_click=_clear,
            args=(tuple(names),),
        )


def _counted(title: Text, count: int | None) -> str:
    return said(title) if count is None else f"{said(title)} {said(shown(Count(count)))}"


def _one(name: str, options: list[str]) -> str:
    asked = state.chosen(name)
    return asked[0] if asked and asked[0] in options else options[0]


def _write(name: str, key: str) -> None:
    value = st.session_state[key]
    values = value if isinstance(value, list) else [value]
    state.choose(name, [str(v) for v in values if v is not None])


def _write_one(name: str, key: str, default: str) -> None:
    value = str(st.session_state[key] or default)
    state.choose(name, () if value == default else (value,))


def _clear(names: tuple[str, ...]) -> None:
    for name in names:
        state.choose(name, ())
