"""The demand gap: wanted against bought and used; who was not heard; what comes next."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.demand.gap import ANSWERS, STATES, USE_DAYS, WHY
from lib.desk.need.gap import GapView, gap_finding
from lib.locale import Message, Text, msg, msgs
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.demands import next_need, unheard
from lib.ui.panels.demands.words import theme_names
from lib.ui.units import money
from lib.ui.wording import said, say

_ASKED: dict[str, Text] = {
    "wanted": msg("wanted"),
    "bought": msg("bought"),
    "used": msg("used"),
}
_CELLS: dict[str, Text] = {
    **_ASKED,
    "unmet": STATES["unmet"],
    "unused": STATES["unused"],
    "unknown": STATES["unknown"],
    "met": STATES["met"],
}
_MOST_DRAWN = 12
_THEME_PX = 220


def show() -> None:
    """Draw the part."""
    titles = {name: title for name, (title, _) in _PARTS.items()}
    _PARTS[filters.switch("of", msg("Part of the page"), titles)][1]()


def _gap() -> None:
    view = state.desk().gap.view(state.segment(), state.day())
    if view.matrix.empty:
        components.empty(
            msg("Here stands what customers want against what they bought and use. Load demands"
                " with a theme, contracts with a plan, and usage by feature."),
            "bars",
            (components.IMPORT_PAGE, msg("Import your exports")),
        )  # fmt: skip
        return
    components.finding(gap_finding(view, theme_names()))
    _limits(view)
    _drawn(view)
    _matrix(view)
    _behind(view)
    _meaning()


def _limits(view: GapView) -> None:
    """Say what the figures do not know."""
    if not view.use_known:
        components.unknown(msg("usage exports do not cover the last {days} days, so what is used"
                               " cannot be told.", days=str(USE_DAYS)))  # fmt: skip
    parts: list[Message] = []
    if view.is_proposed:
        parts.append(
            msg("The map of the product is proposed from the data and nobody has checked it yet.")
        )
    if view.n_unplaced:
        parts.append(
            msgs(
                "{n} wish has no known theme and is in no row.",
                "{n} wishes have no known theme and are in no row.",
                view.n_unplaced,
            )
        )
    if parts:
        st.caption(" ".join(said(part) for part in parts))


def _drawn(view: GapView) -> None:
    names, rows = theme_names(), view.matrix.head(_MOST_DRAWN)
    first = rows.iloc[0]
    theme = str(first["theme"])
    grid = charts.Grid(
        across="asked",
        across_title=msg("Customers and ARR"),
        across_order=_ASKED,
        up="theme",
        up_title=msg("Theme"),
        up_order={str(key): names.get(str(key), str(key)) for key in reversed(list(rows["theme"]))},
        size="arr",
        size_title=msg("ARR"),
        unit=money(view.currency),
    )
    heading = charts.Heading(
        _headline(int(first["n_unmet"]), names.get(theme, theme)),
        msg(
            "Customers (number) and ARR (area) that want a theme, bought it and use it, last 12"
            " months · n = {n} customers",
            n=str(view.cells["account_id"].nunique()),
        ),
    )
    drawn = view.bubbles[view.bubbles["theme"].isin(rows["theme"])]
    charted.show(charts.bubbles(heading, drawn, grid), "gap_matrix")


def _headline(n_unmet: int, theme: Text) -> Message:
    if not n_unmet:
        return msg("Nothing is known to be unmet")
    return msgs(
        "'{theme}' is the widest gap: {n} customer wants it and has not got it",
        "'{theme}' is the widest gap: {n} customers want it and have not got it",
        n_unmet,
        theme=theme,
    )


def _matrix(view: GapView) -> None:
    st.subheader(say("Theme by theme"), anchor=False)
    chosen = tables.table(
        view.matrix,
        {
            "theme": replace(tables.named(msg("Theme"), theme_names()), width=_THEME_PX),
            "n_wanted": tables.number(msg("Want it")),
            "n_bought": tables.number(msg("Bought it")),
            "n_used": tables.number(msg("Use it")),
            "n_unmet": tables.number(msg("Unmet")),
            "arr_unmet": tables.number(msg("ARR unmet"), money(view.currency)),
            "n_unused": tables.number(msg("Unused")),
            "n_unknown": tables.number(msg("Not known")),
        },
        "gap",
        choose="theme",
    )
    if chosen is not None:
        state.choose("gap_theme", (chosen,))


def _behind(view: GapView) -> None:
    """Open the rows of any cell: a theme and what is asked of it."""
    asked = state.chosen("gap_theme")
    themes = set(view.matrix["theme"])
    theme = asked[0] if asked and asked[0] in themes else str(view.matrix.iloc[0]["theme"])
    row = view.matrix[view.matrix["theme"] == theme].iloc[0]
    names = theme_names()
    st.subheader(said(msg("Behind '{theme}'", theme=names.get(theme, theme))), anchor=False)
    counts = {name: int(row[f"n_{name}"]) for name in _CELLS}
    cell = filters.pills(
        "cell",
        msg("Cell of the table"),
        {name: title for name, title in _CELLS.items() if counts[name]},
        counts,
    )
    rows = view.cells[view.cells["theme"] == theme]
    rows = rows[_within(rows, cell)]
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "state": tables.named(msg("State"), STATES),
            "why": tables.named(msg("Why"), WHY),
            "bought": tables.named(msg("Bought it"), ANSWERS),
            "used": tables.named(msg("Use it"), ANSWERS),
            "last_asked_on": tables.day(msg("Last asked")),
            "features": tables.tags(msg("Features")),
        },
        "gap_accounts",
        choose="account_id",
        empty=msg("No customer stands in this cell."),
    )
    if chosen is None:
        st.caption(say("Choose a customer to read its wishes."))
        return
    _wishes(view, theme, chosen)


def _within(rows: pd.DataFrame, cell: tuple[str, ...]) -> pd.Series:
    """Say of each row whether it stands in one of the chosen cells."""
    inside = pd.Series(not cell or "wanted" in cell, index=rows.index)
    for name in cell:
        if name in ("bought", "used"):
            inside |= rows[name].eq("yes")
        else:
            inside |= rows["state"].eq(name)
    return inside


def _wishes(view: GapView, theme: str, account_id: str) -> None:
    rows = view.demands[
        (view.demands["theme"] == theme) & (view.demands["account_id"] == account_id)
    ]
    with st.container(border=True):
        tables.table(
            rows,
            {
                "raised_on": tables.day(msg("Raised")),
                "statement": tables.text(msg("Demand"), wide=True),
                "feature": tables.text(msg("Feature")),
                "met": tables.named(msg("State"), STATES),
                "why": tables.named(msg("Why"), WHY),
            },
            "gap_wishes",
        )
        if st.button(say("Open the account"), key=f"open_gap_{account_id}"):
            state.open_account(account_id)


def _meaning() -> None:
    with st.expander(say("How it is judged")):
        st.caption(say("Wanted: a demand of the last 12 months that does not oppose the theme."))
        st.caption(
            said(
                msg(
                    "Bought: the plans or products of running contracts include a feature of the"
                    " theme, by the map of the product. Used: the feature occurs in the usage of"
                    " the last {days} days. Unmet: not in what they bought, or outside the"
                    " product's boundary. Where the map, contracts or usage do not tell, the state"
                    " is unknown, never unmet.",
                    days=str(USE_DAYS),
                )
            )
        )


_PARTS: Mapping[str, tuple[Message, Callable[[], None]]] = {
    "gap": (msg("Wanted, bought, used"), _gap),
    "unheard": (msg("Who was not heard"), unheard.show),
    "next": (msg("Next needs"), next_need.show),
}
