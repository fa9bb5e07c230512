"""The filters above board and table: what is chosen is in the address."""

import pandas as pd
import streamlit as st

from lib.demand.chosen import DUE, FILTERS, WHOSE, chosen, counts, labels
from lib.desk.demands import DemandView
from lib.locale import Text, msg
from lib.ui import filters, state
from lib.ui.panels.demands.words import NAMES
from lib.ui.wording import say

_TITLES = {
    "due": msg("Due"),
    "state": msg("State"),
    "phase": msg("Phase"),
    "kind": msg("Kind of demand"),
    "role": msg("Role"),
    "whose": msg("Whose"),
}
_MOST_THEMES = 12


def filtered(view: DemandView) -> pd.DataFrame:
    """Draw the filters; return the demands that pass. Without a choice, those of members."""
    found = labels(view.rows, view.day)
    with st.container(horizontal=True, gap="medium", key="demand_filters"):
        choices = {name: _pills(name, found) for name in _TITLES}
        if any(map(state.chosen, FILTERS)):
            filters.clear(FILTERS)
    with st.expander(say("Themes"), expanded=bool(state.chosen("theme"))):
        choices["theme"] = _themes(found)
    choices["whose"] = choices["whose"] or ("members",)
    return view.rows[chosen(found, choices)].reset_index(drop=True)


def _pills(name: str, found: pd.DataFrame) -> tuple[str, ...]:
    names: dict[str, Text] = {"due": DUE, "whose": WHOSE}.get(name) or dict(NAMES[name])  # type: ignore[assignment]
    sizes = counts(found, name)
    options = {value: title for value, title in names.items() if value in sizes}
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
    return filters.pills(
        "theme",
        msg("Theme"),
        {theme: names.get(theme, NAMES["state"].get(theme, theme)) for theme in wanted},
        sizes,
    )


def theme_names() -> dict[str, Text]:
    """Return what themes are called; one that nobody named is its own name."""
    return {}
