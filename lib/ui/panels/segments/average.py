"""De-averaging: does the segment's average hide two groups, and one click to make them segments."""

import numpy as np
import pandas as pd
import streamlit as st

from lib.errors import DeskError
from lib.locale import Message, msg
from lib.metrics.intervals import wilson
from lib.segments.compare.average import Average, Hidden, Split
from lib.segments.compare.average_words import (
    amount,
    average_finding,
    hidden_words,
    most_different,
    split_words,
)
from lib.segments.compare.behaviour import Behaviour, Frame
from lib.segments.rules import words
from lib.ui import charts, components, state, tables
from lib.ui.panels import charted
from lib.ui.units import SHARE, Unit
from lib.ui.wording import said, say, shown

_SAVED = "split_saved"
_STEP = msg("Asking which attributes split the customers")


def show() -> None:
    """Draw the part."""
    with components.work(_STEP) as done:
        found = state.desk().comparing.average(
            state.segment(), state.day(), lambda share: done(_STEP, share)
        )
    components.finding(average_finding(found))
    _undo()
    for place, split in enumerate(found.splits):
        _split(found, split, place)
    for hidden in found.hidden:
        _hidden(found, hidden, first=not found.splits)
    st.caption(
        say(
            "Every question (an attribute's value, or a cut of an amount) is held against every"
            " behaviour at once. What counts is beyond what dealing the behaviours out anew among"
            " the customers gives in all but 1.5 % of cases, over everything that is asked."
        )
    )


def _split(found: Average, split: Split, place: int) -> None:
    if place:
        st.markdown(said(split_words(found, split)))
    behaviour, _row = most_different(found, split)
    frame = next(frame for frame in found.frames if frame.when == split.when)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _drawn(frame, split, behaviour, place)
    with right:
        _behaviours(frame, split, place)
    _make_two(split, place)


def _names(split: Split) -> tuple[Message, Message]:
    return words(split.question.condition), msg("the others")


def _drawn(frame: Frame, split: Split, behaviour: Behaviour, place: int) -> None:
    heading = charts.Heading(
        msg("{what}: two groups, not one", what=behaviour.title),
        msg("{what} by {condition}, {day}, n = {n}", what=behaviour.title, day=state.day(),
            condition=words(split.question.condition), n=str(len(split.yes) + len(split.no))),
    )  # fmt: skip
    if behaviour.is_rate:
        charted.show(_rates(heading, split, behaviour), f"split_{place}")
        return
    values = pd.Series(frame.column(behaviour.key), frame.book.index)
    parts = [
        charts.Part(name, np.asarray(values.reindex(ids), dtype=np.float64))
        for name, ids in zip(_names(split), (split.yes, split.no), strict=True)
    ]
    charted.show(
        charts.distributions(heading, parts, _unit(behaviour), behaviour.title), f"split_{place}"
    )


def _unit(behaviour: Behaviour) -> Unit:
    return SHARE if behaviour.form == "share" else Unit("number", digits=1)


def _rates(heading: charts.Heading, split: Split, behaviour: Behaviour) -> charts.Chart:
    """Draw two shares with their intervals: shares of yes and no have no shape to show."""
    row = split.rows[split.rows["key"] == behaviour.key].to_dict("records")[0]
    counts = [(row["yes"] * row["n_yes"], row["n_yes"]), (row["no"] * row["n_no"], row["n_no"])]
    rows = pd.DataFrame(
        {
            "label": [
                shown(msg("{title} · n = {n}", title=name, n=str(int(n))))
                for name, (_, n) in zip(_names(split), counts, strict=True)
            ],
            "value": [k / n for k, n in counts],
            "low": [wilson(round(k), int(n))[0] for k, n in counts],
            "high": [wilson(round(k), int(n))[1] for k, n in counts],
        }
    )
    whole = sum(k for k, _ in counts) / sum(n for _, n in counts)
    shape = charts.Estimates(
        label="label", title=msg("Group"), value="value", value_title=behaviour.title,
        low="low", high="high", line=float(whole), line_title=msg("average"),
    )  # fmt: skip
    return charts.intervals(heading, rows, shape)


def _behaviours(frame: Frame, split: Split, place: int) -> None:
    of = {b.key: b for b in frame.behaviours}
    rows = split.rows.assign(
        what=[shown(of[key].title) for key in split.rows["key"]],
        first=[shown(amount(of[k], v)) for k, v in split.rows[["key", "yes"]].to_numpy()],
        second=[shown(amount(of[k], v)) for k, v in split.rows[["key", "no"]].to_numpy()],
        judged=np.where(split.rows["found"], "stands_out", "no_difference"),
    )
    tables.table(
        rows,
        {
            "what": tables.text(msg("Behaviour")),
            "first": tables.text(msg("First segment")),
            "second": tables.text(msg("Second segment")),
            "judged": tables.named(
                msg("Judgement"),
                {"stands_out": msg("beyond chance"), "no_difference": msg("no clear difference")},
            ),
        },
        f"split_rows_{place}",
    )


def _make_two(split: Split, place: int) -> None:
    """Offer to save two segments that part this one."""
    base = shown(msg("All customers")) if state.segment() == state.ALL else state.segment()
    yes = shown(words(split.question.condition))
    proposed = (f"{base} · {yes}", f"{base} · {shown(msg('not: {rule}', rule=yes))}")
    if len(split.unknown):
        st.caption(
            say("{n} customers of whom it is unknown go with the second segment.",
                n=str(len(split.unknown)))
        )  # fmt: skip
    with (
        st.form(f"make_two_{place}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        first = st.text_input(say("First segment"), value=proposed[0], key=f"two_a_{place}")
        second = st.text_input(say("Second segment"), value=proposed[1], key=f"two_b_{place}")
        if st.form_submit_button(say("Make two segments")):
            _save((first.strip(), second.strip()), split)


def _save(names: tuple[str, str], split: Split) -> None:
    desk = state.desk()
    rules = desk.comparing.parted(state.segment(), split)
    saved: list[str] = []
    try:
        for name, rule in zip(names, rules, strict=True):
            desk.segments.save(name, rule)
            saved.append(name)
    except DeskError as error:
        for name in saved:  # both or none
            desk.segments.delete(name)
        components.problem(error)
        return
    st.session_state[_SAVED] = names
    st.rerun()


def _undo() -> None:
    names = st.session_state.get(_SAVED)
    if names is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(say("Saved: {first} and {second}.", first=names[0], second=names[1]))
        st.button(say("Undo"), key="undo_split", on_click=_take_back, args=(names,))


def _take_back(names: tuple[str, str]) -> None:
    saved = state.desk().segments.saved()
    for name in names:
        if name in saved:
            state.desk().segments.delete(name)
    st.session_state.pop(_SAVED, None)


def _hidden(found: Average, hidden: Hidden, *, first: bool) -> None:
    if not first:
        st.markdown(said(hidden_words(found, hidden)))
    frame = next(frame for frame in found.frames if frame.when == "now")
    values = frame.column(hidden.behaviour.key)
    heading = charts.Heading(
        msg("{what}: two humps", what=hidden.behaviour.title),
        msg("{what}, {day}, n = {n}; parted at {cut}", what=hidden.behaviour.title,
            day=state.day(), n=str(int(np.isfinite(values).sum())),
            cut=amount(hidden.behaviour, hidden.found.cut)),
    )  # fmt: skip
    known = values[np.isfinite(values)]
    parts = [
        charts.Part(msg("the lower group"), known[known < hidden.found.cut]),
        charts.Part(msg("the upper group"), known[known >= hidden.found.cut]),
    ]
    charted.show(
        charts.distributions(heading, parts, _unit(hidden.behaviour), hidden.behaviour.title),
        f"hidden_{hidden.behaviour.key}",
    )
