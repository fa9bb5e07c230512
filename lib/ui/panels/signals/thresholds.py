"""Thresholds: what each signal is judged by, trying other values on the past, saving, undo."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.desk.churn.judged_by import standards
from lib.errors import DeskError
from lib.locale import Message, Number, msg, msgs
from lib.signals.registry import all_signals
from lib.signals.spec import Signal, Thresholds
from lib.ui import components, filters, state, tables
from lib.ui.panels.signals.threshold_names import threshold_name
from lib.ui.units import UNKNOWN
from lib.ui.wording import said, say, shown

_COLUMNS = 4
_WHY_PX = 560  # so that the longest reason fits into the lines of a row
_STATES = {
    "stands": msg("stands"),
    "replaced": msg("replaced by a newer one"),
    "undone": msg("undone"),
    "unfit": msg("no longer fits the signal"),
}


def show() -> None:
    """Draw what judges, the signal that is chosen, and every change so far."""
    changed = state.desk().thresholds.current()
    components.finding(
        msgs(
            "{n} of {total} signals is judged by values of your own.",
            "{n} of {total} signals are judged by values of your own.",
            len(changed),
            total=str(len(all_signals())),
        )
    )
    st.caption(
        say(
            "Every day, past ones too, is judged by the values that stand now; charts over time"
            " mark the day of a change."
        )
    )
    _list()
    chosen = filters.select(
        "judged", msg("Change the values of"), {s.key: s.title for s in all_signals()}
    )
    if chosen is not None:
        _signal(next(signal for signal in all_signals() if signal.key == chosen))
    _history()


def _list() -> None:
    desk = state.desk().thresholds
    standing = {signal.key: desk.of(signal.key) for signal in all_signals()}
    rows = [
        {
            "title": shown(signal.title),
            "version": f"{signal.key}/{standing[signal.key].version}",
            "own": shown(_moved(dict(signal.thresholds.values), dict(standing[signal.key].values))),
            "why": shown(standing[signal.key].why),
        }
        for signal in all_signals()
    ]
    own = any(row["own"] for row in rows)  # else the finding says that there are none
    why = replace(tables.text(msg("Where they come from"), wide=True), width=_WHY_PX)
    tables.table(
        pd.DataFrame(rows),
        {
            "title": tables.text(msg("Signal")),
            "version": tables.text(msg("Version")),
            **({"own": tables.text(msg("Values of your own"))} if own else {}),
            "why": why,
        },
        "thresholds",
    )


def _number(value: float) -> Number:
    """Write a value with as many digits as it has, up to three."""
    text = f"{value:.3f}".rstrip("0")
    return Number(value, len(text.partition(".")[2]))


def _signal(signal: Signal) -> None:
    """Let other values be tried, and saved once it is seen what they would have done."""
    before = state.desk().thresholds.of(signal.key)
    with st.container(border=True):
        st.markdown(f"**{said(signal.title)}** · {said(signal.question)}")
        st.caption(said(before.why))
        values = _inputs(signal, before)
        if values == dict(before.values):
            st.caption(say("Change a value to see what it would have done on the past."))
            return
        try:
            state.desk().thresholds.proposed(signal.key, values)
        except DeskError as error:
            components.problem(error)
            return
        _past(signal.key, values)


def _inputs(signal: Signal, before: Thresholds) -> dict[str, float]:
    values = {}
    columns = st.columns(_COLUMNS)
    for place, (name, value) in enumerate(dict(before.values).items()):
        values[name] = columns[place % _COLUMNS].number_input(
            said(threshold_name(name)),
            value=float(value),
            step=_step(value),
            format="%g",
            help=say("The catalogue says {value}.", value=_number(signal.thresholds[name])),
            key=f"threshold_{signal.key}_{before.version}_{name}",
        )
    return values


def _step(value: float) -> float:
    return 1.0 if float(value).is_integer() and abs(value) >= _COLUMNS else 0.05


def _past(signal: str, values: dict[str, float]) -> None:
    """Show what the values would have done; then they may be saved."""
    tried = (signal, tuple(values.items()))
    if st.button(say("Show what it would have done on the past"), key="try_thresholds"):
        st.session_state["tried_thresholds"] = tried
    if st.session_state.get("tried_thresholds") != tried:
        st.caption(say("Values can be saved once you have seen what they would have done."))
        return
    try:
        with st.spinner(say("Replaying the past")):
            found = state.desk().backtests.what_if(signal, values)
    except DeskError as error:  # too little past to say: they may be saved all the same
        st.caption(components.problem_words(error))
    else:
        components.finding(found.finding, "what_if")
        tables.table(
            found.rows.map(_cell),
            {
                "measure": tables.text(msg("On the past")),
                "now": tables.text(msg("By the values that stand")),
                "then": tables.text(msg("By the new values")),
            },
            "what_if",
        )
    _save_form(signal, values)


def _cell(value: object) -> str:
    """Write whatever the back-test found, in the reader's language."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is unequal to itself
        return shown(UNKNOWN)
    if isinstance(value, (int, float)):
        return shown(_number(float(value)))
    return shown(value)  # type: ignore[arg-type]


def _save_form(signal: str, values: dict[str, float]) -> None:
    with st.form("save_thresholds", border=False):
        left, right = st.columns([1, 3])
        author = left.text_input(say("Your name"), key="thresholds_author")
        reason = right.text_input(
            say("Reason"),
            placeholder=say("What makes these values better"),
            key="thresholds_reason",
        )
        if st.form_submit_button(say("Save the values"), type="primary"):
            _save(signal, values, author, reason)


def _save(signal: str, values: dict[str, float], author: str, reason: str) -> None:
    try:
        state.desk().thresholds.save(signal, values, author or shown(msg("this desk")), reason)
    except DeskError as error:
        components.problem(error)
        return
    st.toast(say("Saved. Every figure that the signal is part of follows."))
    st.rerun()


def _history() -> None:
    st.subheader(say("Changes so far"), anchor=False)
    rows = state.desk().thresholds.history()
    titles = {key: standard.title for key, standard in standards().items()}
    shown_rows = rows.assign(
        id=rows["change_id"].astype("str"),
        what=[shown(_moved(row["before"], row["values"])) for row in rows.to_dict("records")],
    )
    chosen = tables.table(
        shown_rows,
        {
            "changed_at": tables.day(msg("Changed")),
            "signal": tables.named(msg("Signal"), titles),
            "version": tables.text(msg("Version")),
            "state": tables.named(msg("State"), _STATES),
            "author": tables.text(msg("By")),
            "what": tables.text(msg("What changed")),
            "reason": tables.text(msg("Reason"), wide=True),
        },
        "threshold_history",
        choose="id",
        empty=msg("No threshold was changed yet."),
    )
    if chosen is None:
        if len(rows):
            st.caption(say("Choose a change to take it back."))
        return
    picked = rows[rows["change_id"] == int(chosen)].iloc[0]
    if picked["state"] != "undone":
        st.button(
            say("Undo this change"), key="undo_thresholds", on_click=_undo, args=(int(chosen),)
        )


def _moved(before: Mapping[str, float], after: Mapping[str, float]) -> Message:
    """Say which values differ, from what to what."""
    parts = [
        msg(
            "{name}: {before} → {after}",
            name=threshold_name(name),
            before=_number(before[name]) if name in before else UNKNOWN,
            after=_number(after[name]),
        )
        for name in after
        if after[name] != before.get(name)
    ]
    return msg("{parts}", parts=" · ".join(shown(part) for part in parts))


def _undo(change_id: int) -> None:
    state.desk().thresholds.undo(change_id)
    st.toast(say("The change is undone: what stood before it counts again."))
