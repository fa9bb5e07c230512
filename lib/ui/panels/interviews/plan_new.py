"""Drawing a new plan: how many, by what, how many of the unheard; looked at before it is kept."""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from lib.desk.voice.interview_plans import MOST_PICKS, Proposal
from lib.errors import DeskError
from lib.interviews.advice import table as advice_table
from lib.interviews.asked import ROLE_RULE, ROLES, WAY_RULE, WAYS, reason
from lib.interviews.draw import Settings
from lib.interviews.kept import rule_words
from lib.interviews.strata import DIMENSIONS
from lib.locale import Message, Share, msg, msgs
from lib.model.frames import records
from lib.ui import components, state, tables
from lib.ui.panels.interviews.rows import left_out_table
from lib.ui.panels.interviews.words import author
from lib.ui.units import SHARE, money
from lib.ui.wording import said, say, shown

_SIZE = 20
_SEEDS = 1_000_000


def show(*, opened: bool) -> None:
    """Offer to draw a plan for the segment."""
    box = st.expander(
        say("Draw a new plan"), expanded=opened, on_change="rerun", key="new_interview_plan"
    )
    if box.open:
        with box:
            _form()


def _form() -> None:
    desk, segment, day = state.desk(), state.segment(), state.day()
    whole = len(desk.segments.members(segment, day))
    if not whole:
        st.caption(say("The segment has no members on this day."))
        return
    left, middle, right = st.columns(3)
    size = left.number_input(
        say("How many conversations"), 1, MOST_PICKS, min(_SIZE, whole), key="plan_size"
    )
    share = middle.number_input(
        say("Of them not heard in 90 days, at least (%)"), 0, 100, 30, 5, key="plan_unheard"
    )
    seed = right.number_input(
        say("Seed: the same gives the same plan"), 1, _SEEDS, 1, key="plan_seed"
    )
    _advice(whole, int(size))
    dimensions = st.multiselect(
        say("Strata"),
        list(DIMENSIONS),
        default=list(desk.interviews.plans.fitting(segment, day, int(size))),
        format_func=lambda name: shown(DIMENSIONS[name]),
        key=f"plan_strata_{size}",
    )
    settings = Settings(
        size=int(size),
        seed=int(seed),
        dimensions=tuple(name for name in DIMENSIONS if name in dimensions),
        unheard_share=int(share) / 100,
    )
    try:
        found = desk.interviews.plans.proposed(segment, day, settings)
    except DeskError as error:
        components.problem(error)
        return
    _preview(found, settings, whole)
    _save(settings)


def _advice(whole: int, size: int) -> None:
    """Say what the chosen number gives, and beside it what others would."""
    rows = advice_table(whole, size)
    chosen = next(row for row in rows if row.n == min(size, whole))
    st.caption(
        said(
            msgs(
                "Of {n} conversation, what half of the customers would say comes with a range of"
                " {low}–{high}; what one in ten would say is heard at least once with {heard}.",
                "Of {n} conversations, what half of the customers would say comes with a range of"
                " {low}–{high}; what one in ten would say is heard at least once with {heard}.",
                chosen.n,
                low=Share(chosen.low),
                high=Share(chosen.high),
                heard=Share(chosen.heard),
            )
        )
    )
    with st.expander(say("What other numbers give")):
        tables.table(
            pd.DataFrame([asdict(row) for row in rows]),
            {
                "n": tables.number(msg("Number of conversations")),
                "low": tables.number(msg("Half of them: from"), SHARE),
                "high": tables.number(msg("Half of them: to"), SHARE),
                "heard": tables.number(msg("One in ten is heard"), SHARE),
            },
            "interview_sizes",
        )


def _preview(found: Proposal, settings: Settings, whole: int) -> None:
    draw = found.draw
    st.markdown(said(rule_words(settings, whole, len(found.picks))))
    quiet = int(draw.by_stratum["n_unheard"].sum())
    st.caption(
        said(
            msgs(
                "{n} of them was not heard in 90 days.",
                "{n} of them were not heard in 90 days.",
                quiet,
            )
        )
    )
    empty = int((draw.by_stratum["n_picked"] == 0).sum())
    if empty:
        st.caption(
            said(
                msgs(
                    "{n} stratum gets no conversation: take more, or fewer strata.",
                    "{n} strata get no conversation: take more, or fewer strata.",
                    empty,
                )
            )
        )
    rows = found.picks.assign(
        account_name=found.names.reindex(found.picks.index),
        why=[shown(reason(row, draw.n_bands)) for row in records(found.picks)],
    )
    tables.table(
        rows.reset_index(),
        {
            "account_name": tables.text(msg("Account")),
            "why": tables.text(msg("Why this one"), wide=True),
            "role": tables.named(msg("Role to ask"), ROLES),
            "way": tables.named(msg("Way"), WAYS),
            "arr": tables.number(
                msg("ARR"), money(state.desk().data.snapshot(state.day()).currency)
            ),
        },
        "interview_preview",
        empty=msg("Nobody of this segment may be asked now."),
    )
    st.caption(f"{said(ROLE_RULE)} {said(WAY_RULE)}")
    _left_out(found)


def _left_out(found: Proposal) -> None:
    out = found.draw.left_out
    if out.empty:
        return
    with st.expander(said(_n_out(len(out)))):
        rows = out.rename_axis("account_id").reset_index()
        left_out_table(rows, found.names.reindex(out.index).tolist())


def _n_out(n: int) -> Message:
    return msgs("{n} account is left out", "{n} accounts are left out", n)


def _save(settings: Settings) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        default = msg("{segment}, {month}", segment=_segment(), month=state.period().label)
        name = st.text_input(
            say("Name of the plan"), value=shown(default), key="plan_name", width=360
        )
        wanted = st.button(say("Save the plan"), type="primary", key="plan_save")
    if wanted:
        try:
            plan_id = state.desk().interviews.plans.save(
                state.segment(), state.day(), settings, (name, author())
            )
        except DeskError as error:
            components.problem(error)
            return
        state.choose("plan", (str(plan_id),))
        st.rerun()


def _segment() -> Message | str:
    return msg("All customers") if state.segment() == state.ALL else state.segment()
