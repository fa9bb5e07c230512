"""Two segments beside one another, or one beside itself in another month."""

from datetime import date

import pandas as pd
import streamlit as st

from lib.desk.segmentation.comparing import Compared
from lib.errors import DeskError
from lib.locale import Month, Text, msg, msgs
from lib.model import Period
from lib.segments.compare.simpson import TITLES
from lib.segments.compare.wording import change_words
from lib.ui import components, filters, state, tables
from lib.ui.panels.segments import differing
from lib.ui.units import NUMBER
from lib.ui.wording import said, say, shown

_AGAINST = {"segment": msg("Another segment"), "month": msg("Another month")}


def show() -> None:
    """Draw the part."""
    if filters.switch("against", msg("Compared with"), _AGAINST) == "segment":
        _segments()
    else:
        _months()


def _called(segment: str) -> Text:
    return msg("All customers") if segment == state.ALL else segment


def _segments() -> None:
    desk, day = state.desk(), state.day()
    options = {name: _called(name) for name in desk.segments.saved() if name != state.segment()}
    asked = state.chosen("with")
    if asked and asked[0] not in options:
        options[asked[0]] = asked[0]  # a rule written out, from the address or from below
    other = filters.select("with", msg("The other segment"), options)
    st.text_input(say("or a rule"), key="other_rule", on_change=_take_rule)
    refused = st.session_state.pop("other_problem", None)
    if refused is not None:
        components.problem(refused)
    if other is None:
        st.caption(say("Choose a second segment, or write a rule, to compare the two."))
        return
    compared = desk.comparing.pair((state.segment(), day), (other, day))
    components.finding(compared.finding)
    _overlap(compared)
    differing.too_small(compared)
    names = (_called(state.segment()), _called(other))
    what = msg("{first} (n = {n}) against {second} (n = {other}), {day}", first=names[0],
               second=names[1], n=str(compared.sizes[0]), other=str(compared.sizes[1]),
               day=day)  # fmt: skip
    differing.show(compared, names, what)


def _take_rule() -> None:
    rule = str(st.session_state["other_rule"]).strip()
    if not rule:
        return
    try:
        state.desk().segments.rule(rule)
    except DeskError as error:
        st.session_state["other_problem"] = error
        return
    state.choose("with", (rule,))


def _overlap(compared: Compared) -> None:
    both = compared.profile.both
    if both:
        words = msgs(
            "{n} customer is in both; it counts on either side, and the intervals allow for it.",
            "{n} customers are in both; they count on either side, and the intervals allow for it.",
            both,
        )
    else:
        words = msg("No customer is in both.")
    st.caption(said(words))


def _months() -> None:
    desk, now = state.desk(), state.period()
    months = [month for month in desk.data.known_days().months if month != now]
    options: dict[str, Text] = {month.key: shown(Month(month.first)) for month in months}
    key = filters.select("month", msg("The other month"), options)
    if key is None:
        st.caption(say("Choose a month to see what changed in this segment since then."))
        return
    days = desk.data.known_days()
    earlier, later = sorted((days.as_of(Period.parse(key)), state.day()))
    compared = desk.comparing.pair((state.segment(), later), (state.segment(), earlier))
    components.finding(compared.finding)
    _moved(compared)
    differing.too_small(compared)
    names = (_month(later), _month(earlier))
    what = msg("{segment}: {later} (n = {n}) against {earlier} (n = {other})",
               segment=_called(state.segment()), later=later, earlier=earlier,
               n=str(compared.sizes[0]), other=str(compared.sizes[1]))  # fmt: skip
    differing.show(compared, names, what)
    _taken_apart(compared, (earlier, later))


def _month(day: date) -> str:
    return shown(Month(day.replace(day=1)))


def _moved(compared: Compared) -> None:
    later, earlier = compared.first.group.now, compared.second.group.now
    st.caption(
        say(
            "{entered} entered, {left} left, {both} were there on both days; these are compared"
            " with themselves.",
            entered=str(len(later.difference(earlier))),
            left=str(len(earlier.difference(later))),
            both=str(compared.profile.both),
        )
    )


def _taken_apart(compared: Compared, days: tuple[date, date]) -> None:
    """Show whether a rate changed, or only who is in the segment."""
    st.subheader(say("Other customers, or other behaviour?"), anchor=False)
    rates = {m.key: m.title for m in compared.profile.measures.values() if m.is_rate}
    with st.container(horizontal=True):
        key = filters.select("rate", msg("What changed"), rates)
        by = filters.select("by_stratum", msg("Within equal"), TITLES)
    if key is None or by is None:
        st.caption(say("Choose a share and what to hold equal: the change is taken apart."))
        return
    found = state.desk().comparing.change(state.segment(), days, key, by)
    if found is None:
        components.unknown(msg("Nobody in the segment is known well enough on both days."))
        return
    change, labels = found
    components.finding(change_words(compared.profile.measures[key], by, change), "change_finding")
    rows = pd.DataFrame(
        {
            "label": [label or None for label in labels],
            "rate": change.rate * 100,
            "mix": change.mix * 100,
        }
    )
    tables.table(
        rows,
        {
            "label": tables.named(TITLES[by], {}),
            "rate": tables.number(msg("Other rates (points)"), NUMBER),
            "mix": tables.number(msg("Another mix (points)"), NUMBER),
        },
        "taken_apart",
    )
