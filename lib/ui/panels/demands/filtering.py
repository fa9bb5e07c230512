"""The filters above board and table: what is chosen is in the address."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.demand.chosen import DUE, FILTERS, WHOSE, chosen, counts, labels
from lib.desk.need.demands import DemandView
from lib.locale import Text, msg
from lib.ui import filters, state
from lib.ui.panels.demands.words import NAMES, theme_names
from lib.ui.wording import say

_TITLES: Mapping[str, Text] = {
    "due": msg("Due"),
    "state": msg("State"),
    "phase": msg("Phase"),
    "kind": msg("Kind of demand"),
    "role": msg("Role"),
    "whose": msg("Whose"),
}
_MORE = ("phase", "kind", "role", "whose")
_MOST_THEMES = 12


def filtered(view: DemandView, *, by_state: bool = True) -> pd.DataFrame:
    """Draw the filters; return the demands that pass. Without a choice, those of members.

    `by_state` False leaves the states out: a board shows them side by side.
    """
    found = labels(view.rows, view.day)
    whose = tuple(name for name in WHOSE if name in state.chosen("whose")) or ("members",)
    counted = found[chosen(found, {"whose": whose})]
    with st.container(horizontal=True, gap="medium", key="demand_filters"):
        first = ("due", "state") if by_state else ("due",)
        choices = {name: _pills(name, counted) for name in first}
        filters.clear(FILTERS)
    asked = any(state.chosen(name) for name in (*_MORE, "theme"))
    with (
        st.expander(say("More filters"), expanded=asked),
        st.container(horizontal=True, gap="medium", key="more_demand_filters"),
    ):
        for name in _MORE:
            choices[name] = _pills(name, found if name == "whose" else counted)
        choices["theme"] = _themes(counted)
    return view.rows[chosen(found, {**choices, "whose": whose})].reset_index(drop=True)


def _pills(name: str, found: pd.DataFrame) -> tuple[str, ...]:
    names = {"due": DUE, "whose": WHOSE}.get(name) or NAMES[name]
    sizes = counts(found, name)
    options: dict[str, Text] = {value: names[value] for value in names if value in sizes}
    if len(options) < 2 and not state.chosen(name):  # noqa: PLR2004 - nothing to choose between
        return ()
    return filters.pills(name, _TITLES[name], options, sizes)


def _themes(found: pd.DataFrame) -> tuple[str, ...]:
    """Offer the commonest themes, and those chosen."""
    sizes = counts(found, "theme")
    common = [theme for theme in sizes if theme != "unknown"][:_MOST_THEMES]
    asked = [theme for theme in state.chosen("theme") if theme in sizes]
    names = theme_names()
    wanted = dict.fromkeys([*common, *asked, *(["unknown"] if "unknown" in sizes else [])])
    titles = {theme: names.get(theme, NAMES["state"].get(theme, theme)) for theme in wanted}
    return filters.pills("theme", msg("Theme"), titles, sizes)
