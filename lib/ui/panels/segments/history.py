"""How a segment came to be: its members over two years, who entered, who left, and why."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from lib.desk.segmentation.segment_history import Changed
from lib.locale import Message, Money, msg, msgs
from lib.model import Period
from lib.ui import charts, components, state, tables
from lib.ui.panels import charted
from lib.ui.units import COUNT, Unit, money
from lib.ui.wording import said, say, shown

_FROM = "from"


def show() -> None:
    """Draw the history of the segment that is looked at."""
    answer = st.container()
    before, after = _days()
    found = state.desk().segment_history.between(state.segment(), before, after)
    with answer:
        components.finding(_finding(found, before, after))
    saved = state.desk().segments.shelf.standing().get(state.segment())
    if saved is not None and saved.frozen_on is not None:
        st.caption(
            say("Frozen on {day}: the members stay the same on every day.", day=saved.frozen_on)
        )
    curves = st.container()  # the tables need two days, the curves two years: tables first
    _moved(msg("Entered the segment"), found.moves.entered, found.currency, "entered")
    _moved(msg("Left the segment"), found.moves.left, found.currency, "left")
    with curves:
        _curves(found.currency)


def _days() -> tuple[date, date]:
    """Draw the day to compare with; the other is the day of the view."""
    days, after = state.days(), state.day()
    before = max(_asked() or Period.of(after).first - timedelta(days=1), days.first)
    before = min(before, after)
    key = "history_from"
    st.session_state[key] = before
    with st.container(horizontal=True, vertical_alignment="center"):
        st.date_input(
            say("Compared with the end of"),
            min_value=days.first,
            max_value=after,
            key=key,
            format="YYYY-MM-DD",
            width=220,
            on_change=_take_day,
            args=(key,),
        )
    return before, after


def _asked() -> date | None:
    chosen = state.chosen(_FROM)
    try:
        return date.fromisoformat(chosen[0]) if chosen else None
    except ValueError:
        return None


def _take_day(key: str) -> None:
    state.choose(_FROM, (str(st.session_state[key]),))


def _finding(found: Changed, before: date, after: date) -> Message:
    entered, left = len(found.moves.entered), len(found.moves.left)
    n = found.after.n_accounts
    arrs = {
        "was": Money(found.before.arr, found.currency),
        "now": Money(found.after.arr, found.currency),
    }
    if not entered and not left:
        return msgs(
            "From {first} to {last} nobody entered or left: {n} account, ARR {was} → {now}.",
            "From {first} to {last} nobody entered or left: {n} accounts, ARR {was} → {now}.",
            n,
            first=before,
            last=after,
            **arrs,
        )
    return msgs(
        "{first} to {last}: {entered} entered, {left} left; now {n} account, ARR {was} → {now}.",
        "{first} to {last}: {entered} entered, {left} left; now {n} accounts, ARR {was} → {now}.",
        n,
        first=before,
        last=after,
        entered=str(entered),
        left=str(left),
        **arrs,
    )


def _curves(currency: str | None) -> None:
    history, segment, day = state.desk().segment_history, state.segment(), state.day()
    with components.work(msg("Members of two years")) as done:
        rows = history.curve(segment, day, done)
    left, right = st.columns(2, gap="large")
    with left:
        _curve(rows, "n_accounts", msg("Accounts"), COUNT)
    with right:
        _curve(rows, "arr", msg("ARR"), money(currency))
    if rows["running"].any():
        st.caption(say("The last month is not over: it is dotted, and its last day loaded counts."))


def _curve(rows: pd.DataFrame, column: str, title: Message, unit: Unit) -> None:
    first, last = rows[column].iloc[0], rows[column].iloc[-1]
    months = msgs("in {n} month", "in {n} months", len(rows))
    finding = msg(
        "{what} {months}: {first} → {last}",
        what=title,
        months=months,
        first=_value(unit, first),
        last=_value(unit, last),
    )
    what = msg("{what} at the end of each month · n = {n}", what=title, n=str(len(rows)))
    trend = charts.Trend(
        time="month", series={column: title}, unit=unit, running=bool(rows["running"].iloc[-1])
    )
    charted.show(
        charts.lines(charts.Heading(finding, what), rows, trend), f"segment_curve_{column}"
    )


def _value(unit: Unit, value: float) -> Message:
    found = unit.value(float(value))
    return msg("unknown") if found is None else msg("{value}", value=found)


def _moved(title: Message, rows: pd.DataFrame, currency: str | None, key: str) -> None:
    st.markdown(f"**{said(title)}**")
    state.open_account(
        tables.table(
            rows.assign(reason=[shown(reason) for reason in rows["reason"]]),
            {
                "account_name": tables.text(msg("Account")),
                "arr": tables.number(msg("ARR"), money(currency)),
                "reason": tables.text(msg("Why"), wide=True),
            },
            f"history_{key}",
            choose="account_id",
            empty=msg("Nobody."),
        )
    )
