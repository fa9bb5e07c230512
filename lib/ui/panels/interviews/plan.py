"""The sampling plan of a segment: how far it is, who is to be asked, whom to call."""

import pandas as pd
import streamlit as st

from lib.desk.voice.interview_plans import StoredPlan
from lib.interviews.asked import ROLES, WAYS
from lib.interviews.coverage import STATES, by_dimension, finding
from lib.interviews.kept import rule_words
from lib.locale import Message, Number, joined, msg, msgs
from lib.model.frames import records
from lib.segments.rules import parsed_rule, words
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.interviews import call_list, pick, plan_new
from lib.ui.panels.interviews.rows import left_out_table, picks_shown
from lib.ui.panels.interviews.words import BY, value_names
from lib.ui.units import money
from lib.ui.wording import said, say, shown

_REMOVED = "removed_interview_plan"


def show() -> None:
    """Draw the newest or the chosen plan of the segment, and the way to a new one."""
    plans = state.desk().interviews.plans.all(state.segment())
    _restore()
    if plans.empty:
        components.finding(state.desk().interviews.unheard(state.segment(), state.day())[0])
        st.markdown(say("There is no sampling plan for this segment yet. Draw one below."))
        plan_new.show(opened=True)
        return
    stored = state.desk().interviews.plans.one(_chosen(plans))
    components.finding(finding(stored.picks, stored.kept.arr, _currency()))
    st.markdown(said(state.desk().interviews.unheard(state.segment(), state.day())[0]))
    _about(stored)
    _picks(stored, _coverage(stored))
    call_list.show(stored)
    _left_out(stored)
    plan_new.show(opened=False)
    _remove(stored)


def _currency() -> str | None:
    return state.desk().data.snapshot(state.day()).currency


def _chosen(plans: pd.DataFrame) -> int:
    """Return the plan that the address names, else the newest."""
    titles = {
        str(row["plan_id"]): msg(
            "{name} ({done} of {planned})",
            name=str(row["name"]),
            done=str(row["n_done"]),
            planned=str(row["n_planned"]),
        )
        for row in records(plans)
    }
    if len(titles) == 1:
        return int(next(iter(titles)))
    return int(filters.switch("plan", msg("Plan of the segment"), titles))


def _about(stored: StoredPlan) -> None:
    """Say how the sample was drawn, by whom and when."""
    row, kept = stored.row, stored.kept
    first = stored.picks[stored.picks["replaces"].isna()]
    st.caption(said(rule_words(kept.settings, kept.n, len(first))))
    about = msg(
        "Plan '{name}' for customers of the rule: {rule}. Figures as of {day}, drawn on {made} by"
        " {author}.",
        name=str(row["name"]),
        rule=words(parsed_rule(str(row["rule"]))),
        day=pd.Timestamp(row["as_of"]).date(),
        made=pd.Timestamp(row["made_at"]).date(),
        author=str(row["author"]),
    )
    st.caption(said(about))
    if kept.edges:
        edges = [Number(edge) for edge in kept.edges]
        st.caption(say("ARR bands end at {edges}.", edges=joined([shown(e) for e in edges])))


def _coverage(stored: StoredPlan) -> pd.DataFrame:
    """Draw what is held of what is planned; return the picks of the chosen row, else all."""
    by = filters.switch("by", msg("Strata"), BY)
    rows = by_dimension(stored.kept.cells, stored.picks, by)
    names = value_names(by, [str(v) for v in rows["value"]], stored.kept.n_bands)
    charted.show(
        charts.planned(
            charts.Heading(
                _coverage_finding(rows, names),
                msgs(
                    "Conversations held (filled) of those planned (outline), by {what} · n = {n}"
                    " conversation",
                    "Conversations held (filled) of those planned (outline), by {what} · n = {n}"
                    " conversations",
                    int(rows["planned"].sum()),
                    what=BY[by],
                ),
            ),
            rows,
            charts.Planned(label="value", title=BY[by], counted=msg("Held"), names=names),
        ),
        "interview_coverage",
    )
    whole = {
        "n": tables.number(msg("Accounts of the segment")),
        "arr": tables.number(msg("ARR"), money(_currency())),
    }
    chosen = tables.table(
        rows,
        {
            "value": tables.named(BY[by], names),
            **({} if by == "role" else whole),
            "planned": tables.number(msg("In the plan")),
            "done": tables.number(msg("Held")),
        },
        "interview_strata",
        choose="value",
    )
    st.caption(say("Choose a row to see only its accounts below."))
    return stored.picks if chosen is None else stored.picks[stored.picks[by] == chosen]


def _coverage_finding(rows: pd.DataFrame, names: dict[str, Message | str]) -> Message:
    """Say which group lacks most conversations."""
    lacking = (rows["planned"] - rows["done"]).clip(lower=0)
    if not lacking.any():
        return msg("Every planned conversation is held")
    worst = rows.loc[lacking.to_numpy().argmax()]
    return msgs(
        "Most is lacking with {group}: {n} conversation",
        "Most is lacking with {group}: {n} conversations",
        int(lacking.max()),
        group=names[str(worst["value"])],
    )


def _picks(stored: StoredPlan, picks: pd.DataFrame) -> None:
    st.subheader(say("Whom to ask"), anchor=False)
    counts = picks["state"].value_counts().to_dict()
    wanted = filters.pills(
        "state", msg("State"), STATES, {s: int(counts.get(s, 0)) for s in STATES}
    )
    rows = picks_shown(stored, picks)
    rows = rows[rows["state"].isin(list(wanted) or list(STATES))].reset_index(drop=True)
    st.caption(say("Choose a row to record the conversation, or to replace the account."))
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "why": tables.text(msg("Why this one"), wide=True),
            "role": tables.named(msg("Role to ask"), ROLES),
            "way": tables.named(msg("Way"), WAYS),
            "arr": tables.number(msg("ARR"), money(_currency())),
            "state": tables.named(msg("State"), STATES),
        },
        "interview_picks",
        choose="id",
    )
    if chosen is not None:
        pick.show(records(rows[rows["id"] == chosen])[0])


def _left_out(stored: StoredPlan) -> None:
    out = stored.kept.left_out
    title = msgs("{n} account was left out", "{n} accounts were left out", len(out))
    if out.empty:
        return
    with st.expander(said(title)):
        names = state.desk().interviews.accounts(state.segment(), state.day())
        left_out_table(out, [names.get(str(key), str(key)) for key in out["account_id"]])


def _remove(stored: StoredPlan) -> None:
    st.button(
        say("Take this plan away"),
        key="remove_interview_plan",
        type="tertiary",
        on_click=_removed,
        args=(int(stored.row["plan_id"]),),
    )


def _removed(plan_id: int) -> None:
    state.desk().interviews.plans.remove(plan_id)
    st.session_state[_REMOVED] = plan_id


def _restore() -> None:
    removed = st.session_state.get(_REMOVED)
    if removed is not None:
        st.button(
            say("Undo: bring the plan back"),
            key="restore_interview_plan",
            on_click=_brought_back,
            args=(int(removed),),
        )


def _brought_back(plan_id: int) -> None:
    st.session_state.pop(_REMOVED, None)
    state.desk().interviews.plans.restore(plan_id)
