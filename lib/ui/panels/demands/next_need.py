"""Next needs: what customers alike, one maturity level further, went on to need."""

import pandas as pd
import streamlit as st

from lib.demand.next_need import ALIKE, LEAST_PEERS, LEAST_WITH, SIZES
from lib.desk.need.gap import NextView
from lib.locale import Count, Message, Share, Text, msg, msgs
from lib.model.frames import records
from lib.profile.maturity import RUBRIC
from lib.ui import components, filters, state, tables
from lib.ui.panels.demands.words import theme_names
from lib.ui.units import SHARE, money
from lib.ui.wording import said, say, shown


def show() -> None:
    """Draw the part."""
    alike = filters.switch("alike", msg("Customers alike are of"), dict(ALIKE))
    view = state.desk().gap.next_needs(state.segment(), state.day(), alike)
    components.finding(_finding(view, alike))
    if view.n_unknown:
        st.caption(
            said(
                msgs(
                    "{n} customer has no maturity level, or it is unknown what it would be"
                    " compared by: nothing is suggested for it.",
                    "{n} customers have no maturity level, or it is unknown what they would be"
                    " compared by: nothing is suggested for them.",
                    view.n_unknown,
                )
            )
        )
    if view.accounts.empty:
        return
    _themes(view)
    _accounts(view, alike)


def _finding(view: NextView, alike: str) -> Message:
    if view.themes.empty:
        return msg(
            "No next need can be suggested: it takes {peers} customers of {alike} one maturity"
            " level up, {least} of them with the same need.",
            peers=Count(LEAST_PEERS),
            alike=ALIKE[alike],
            least=Count(LEAST_WITH),
        )
    first = view.themes.iloc[0]
    theme = str(first["theme"])
    return msgs(
        "For {n} customer there is a need to ask about: '{theme}' first, which up to {share} of"
        " the customers of {alike} one maturity level up have raised and {mine} of these have not.",
        "For {n} customers there is a need to ask about: '{theme}' first, which up to {share} of"
        " the customers of {alike} one maturity level up have raised and {mine} of these have not.",
        int(view.accounts["account_id"].nunique()),
        theme=theme_names().get(theme, theme),
        share=Share(float(first["share"])),
        alike=ALIKE[alike],
        mine=Count(int(first["n_accounts"])),
    )


def _themes(view: NextView) -> None:
    tables.table(
        view.themes,
        {
            "theme": tables.named(msg("Theme"), theme_names()),
            "n_accounts": tables.number(msg("Customers to ask")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "share": tables.number(msg("Share one level up, at most"), SHARE),
        },
        "next_themes",
    )


def _accounts(view: NextView, alike: str) -> None:
    st.subheader(say("Customer by customer"), anchor=False)
    names: dict[str, Text] = dict(SIZES) if alike == "size" else {}
    why = [shown(because(row, names)) for row in records(view.accounts)]
    chosen = tables.table(
        view.accounts.assign(why_words=pd.Series(why, index=view.accounts.index, dtype="str")),
        {
            "account_name": tables.text(msg("Account")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "theme": tables.named(msg("May need next"), theme_names()),
            "why_words": tables.text(msg("Because"), wide=True),
            "low": tables.number(msg("Lower end"), SHARE, help=msg("95% interval of the share.")),
            "high": tables.number(msg("Upper end"), SHARE, help=msg("95% interval of the share.")),
        },
        "next_accounts",
        choose="account_id",
    )
    st.caption(
        say("A reason to ask, no proof: others needed it, and this customer never raised it.")
    )
    state.open_account(chosen)


def because(row: dict[str, object], names: dict[str, Text]) -> Message:
    """Say how many customers alike one level up raised it, and how many at its own level."""
    like, level = str(row["like"]), str(row["level"])
    up = RUBRIC.names[RUBRIC.names.index(level) + 1]
    return msg(
        "{k} of {n} customers ({like}, maturity {up}) have raised it; at its own level {same} of"
        " {own}",
        k=str(row["k"]),
        n=str(row["n"]),
        like=names.get(like, like),
        up=_LEVELS.get(up, up),
        same=str(row["k_same"]),
        own=str(row["n_same"]),
    )


_LEVELS: dict[str, Text] = {
    "low": msg("low"),
    "medium": msg("medium"),
    "high": msg("high"),
}
