"""Breaks: what customers ask for before payment and after it; and what we promised them."""

import pandas as pd
import streamlit as st

from lib.demand.breaks import ABOUT, LEAST, MOVES
from lib.demand.states import BENEFITS, PHASES
from lib.desk.need.breaks import BY, BreakView
from lib.locale import Message, Share, Text, msg, msgs
from lib.model.frames import TAG_SEPARATOR
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.demands import promises
from lib.ui.panels.demands.words import theme_names
from lib.ui.units import SHARE
from lib.ui.wording import said, say, shown

_PARTS = {"breaks": msg("Before and after payment"), "promises": msg("Promises")}
_FIELDS: dict[str, Text] = {
    "industry": msg("Industry"),
    "plan": msg("Plan"),
    "maturity_level": msg("Maturity"),
}
_COLUMNS = {
    "before_only": msg("before only"),
    "both": msg("before and after"),
    "after_only": msg("after only"),
}
_MOST_DRAWN = 10


def show() -> None:
    """Draw the part."""
    if filters.switch("of", msg("Part of the page"), _PARTS) == "promises":
        promises.show()
        return
    about = filters.switch("about", msg("Wishes"), dict(ABOUT))
    view = state.desk().breaks.view(state.segment(), state.day(), about)
    if view.found.accounts.empty:
        components.empty(
            msg("Here stands what customers asked for before payment against what they ask for"
                " after it. Load demands with a theme and the day on which they were raised."),
            "bars",
            (components.IMPORT_PAGE, msg("Import your exports")),
        )  # fmt: skip
        return
    components.finding(_finding(view))
    _themes(view)
    _accounts(view)
    _groups(view)


def called(about: str) -> dict[str, Text]:
    """Return what themes or benefits are called."""
    return dict(BENEFITS) if about == "benefit" else theme_names()


def _finding(view: BreakView) -> Message:
    one, about = view.segment, called(view.found.about)
    if not one["n"]:
        return msg(
            "No customer here was heard both before and after payment, so no break is known."
        )
    most = view.found.themes
    return msgs(
        "{k} of {n} customer heard before and after payment asks for other things now{range}"
        "{before}{after}.",
        "{k} of {n} customers heard before and after payment ask for other things now{range}"
        "{before}{after}.",
        int(one["n"]),
        k=str(one["k"]),
        range=_range(one),
        before=_most(most, "before_only", about),
        after=_most(most, "after_only", about),
    )


def _range(row: pd.Series) -> Text:
    if pd.isna(row["share"]):
        return ""
    return msg(
        " ({share}; 95% range {low}–{high})",
        share=Share(float(row["share"])),
        low=Share(float(row["low"])),
        high=Share(float(row["high"])),
    )


def _most(themes: pd.DataFrame, name: str, about: dict[str, Text]) -> Text:
    """Name the theme that stands most often in one phase only."""
    found = themes[themes[name] > 0].sort_values([name, "about"], ascending=[False, True])
    if found.empty:
        return ""
    key = str(found.iloc[0]["about"])
    theme = about.get(key, key)
    if name == "before_only":
        return msg("; '{theme}' was asked for before it only", theme=theme)
    return msg("; '{theme}' came up only after it", theme=theme)


def _themes(view: BreakView) -> None:
    about, rows = called(view.found.about), view.found.themes
    if rows.empty:
        return
    heading = charts.Heading(
        msgs(
            "{n} theme stands in one phase only",
            "{n} themes stand in one phase only",
            int((rows["both"] == 0).sum()),
        ),
        msg(
            "Customers that asked for it, of those heard in both phases · n = {n}",
            n=str(view.segment["n"]),
        ),
    )
    across = charts.Grid(
        across="phase",
        across_title=msg("Asked for"),
        across_order=_COLUMNS,
        up="about",
        up_title=ABOUT[view.found.about],
        up_order=_order(rows.head(_MOST_DRAWN), about),
        size="n_accounts",
        size_title=msg("Customers"),
    )
    drawn = rows.head(_MOST_DRAWN).melt(
        "about", list(_COLUMNS), var_name="phase", value_name="n_accounts"
    )
    charted.show(charts.bubbles(heading, drawn, across), "break_themes")


def _order(rows: pd.DataFrame, names: dict[str, Text]) -> dict[str, Text]:
    """Return the themes from the bottom up."""
    return {str(key): names.get(str(key), str(key)) for key in reversed(list(rows["about"]))}


def _accounts(view: BreakView) -> None:
    st.subheader(say("Customer by customer"), anchor=False)
    names, whole = called(view.found.about), view.found.accounts
    counts = {str(move): int(n) for move, n in whole["move"].value_counts().items()}
    wanted = filters.pills("move", msg("Wishes"), dict(MOVES), counts)
    rows = whole[whole["move"].isin(wanted or ("moved", "partly", "same"))]
    rank = rows["move"].map({move: place for place, move in enumerate(MOVES)})
    rows = rows.assign(rank=rank).sort_values(["rank", "account_id"], kind="stable")
    chosen = tables.table(
        rows.assign(
            before=[_listed(text, names) for text in rows["before"]],
            after=[_listed(text, names) for text in rows["after"]],
        ),
        {
            "account_name": tables.text(msg("Account")),
            "move": tables.named(msg("Wishes"), MOVES),
            "before": tables.text(msg("Before payment"), wide=True),
            "after": tables.text(msg("After payment"), wide=True),
        },
        "break_accounts",
        choose="account_id",
        empty=msg("No customer matches."),
    )
    st.caption(said(_worked_out(view)))
    if chosen is not None:
        _behind(view, chosen)


def _listed(text: str, names: dict[str, Text]) -> str:
    return ", ".join(shown(names.get(key, key)) for key in text.split(TAG_SEPARATOR) if key)


def _worked_out(view: BreakView) -> Message:
    n = int(view.found.rows["phase_worked_out"].sum())
    return msgs(
        "Of {rows} wishes the phase of {n} follows from the start of the first contract, since it"
        " is not stated; {unplaced} more have no phase or no known theme.",
        "Of {rows} wishes the phase of {n} follows from the start of the first contract, since it"
        " is not stated; {unplaced} more have no phase or no known theme.",
        n,
        rows=str(len(view.found.rows)),
        unplaced=str(view.found.n_unplaced),
    )


def _behind(view: BreakView, account_id: str) -> None:
    rows = view.found.rows[view.found.rows["account_id"] == account_id]
    with st.container(border=True):
        tables.table(
            rows.sort_values(["raised_on", "row_key"], kind="stable"),
            {
                "raised_on": tables.day(msg("Raised")),
                "phase": tables.named(msg("Phase"), PHASES),
                "theme": tables.named(msg("Theme"), theme_names()),
                "statement": tables.text(msg("Demand"), wide=True),
            },
            "break_rows",
        )  # fmt: skip
        if st.button(say("Open the account"), key=f"open_break_{account_id}"):
            state.open_account(account_id)


def _groups(view: BreakView) -> None:
    st.subheader(say("By segment"), anchor=False)
    st.caption(
        said(
            msg(
                "Share of customers whose wishes moved, of those heard in both phases. Below"
                " {least} customers there is a number, no share.",
                least=str(LEAST),
            )
        )
    )
    _shares(view.segments, msg("Segment"), "break_segments", {"all": msg("All customers")})
    by = filters.switch("by", msg("Parts of the segment by"), {name: _FIELDS[name] for name in BY})
    parts = state.desk().breaks.view(state.segment(), state.day(), view.found.about, by).parts
    _shares(parts[parts["n"] > 0], _FIELDS[by], "break_parts", {})


def _shares(rows: pd.DataFrame, title: Text, key: str, names: dict[str, Text]) -> None:
    tables.table(
        rows,
        {
            "group": tables.named(title, names),
            "n": tables.number(msg("Heard in both phases")),
            "k": tables.number(msg("Wishes moved")),
            "share": tables.number(msg("Share that moved"), SHARE),
            "low": tables.number(msg("Lower end"), SHARE, help=msg("95% interval of the share.")),
            "high": tables.number(msg("Upper end"), SHARE, help=msg("95% interval of the share.")),
        },
        key,
        empty=msg("Nobody here was heard in both phases."),
    )
