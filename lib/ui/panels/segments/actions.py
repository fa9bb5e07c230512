"""What to do with the members: a report, a tag on all of them, the list to take away."""

from functools import partial

import streamlit as st

from lib.desk.segmentation.segments import SegmentView
from lib.desk.segmentation.tagging import Preview, Tagging
from lib.errors import DeskError
from lib.locale import Message, msg, msgs
from lib.ui import components, state, tables
from lib.ui.downloads import csv_bytes, file_stem
from lib.ui.panels.segments import shelf
from lib.ui.wording import said, say, shown

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REPORTS = "pages/reports.py"
_UNDO = "tagging_to_undo"
_TAG = "bulk_tag"
_DO = "bulk_do"
_WHO = "bulk_who"


def show(view: SegmentView, segment: str) -> None:
    """Draw the actions in one row."""
    with st.container(horizontal=True, key="segment_actions"):
        if st.button(
            say("Start this month's report"), icon=":material/description:", key="start_report"
        ):
            _report(segment)
        _take_away(view, segment)


def tagging(view: SegmentView) -> None:
    """Draw a place to tag the members, and what the last tagging did."""
    _undo()
    with st.expander(say("Tag these accounts"), expanded=False, key="bulk_tags"):
        if view.accounts.empty:
            st.caption(say("No account matches the rule on this day."))
        else:
            _tag(view)


def _report(segment: str) -> None:
    state.set_segment(segment)
    stored = state.desk().reports.draft(segment, state.period(), state.language())
    query = {**state.carried(), "report": str(stored.report_id)}
    st.switch_page(_REPORTS, query_params=query)


def _take_away(view: SegmentView, segment: str) -> None:
    export, day, lang = state.desk().segment_export, state.day(), state.language()
    name = shown(msg("All customers")) if view.name == state.ALL else view.name
    stem = file_stem(f"{name}-{day:%Y-%m-%d}")
    link = state.share_link()
    st.download_button(
        say("Members (XLSX)"),
        data=partial(export.workbook, segment, day, lang, link),
        file_name=f"{stem}.xlsx",
        mime=_XLSX,
        key="members_xlsx",
        on_click="ignore",
        icon=":material/download:",
        help=say("With a sheet that says the rule, the day and the figures."),
    )
    st.download_button(
        say("Members (CSV)"),
        data=lambda: csv_bytes(export.rows(segment, day, lang)),
        file_name=f"{stem}.csv",
        mime="text/csv",
        key="members_csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _tag(view: SegmentView) -> None:
    """Draw what is tagged how; show what would change before it does."""
    what = {False: msg("Add the tag"), True: msg("Take the tag off")}
    left, middle, right = st.columns([1.2, 2, 3], vertical_alignment="bottom")
    with left:
        remove = st.selectbox(
            say("What to do"), list(what), format_func=lambda key: shown(what[key]), key=_DO
        )
    with middle:
        tag = st.selectbox(
            say("Tag"),
            list(state.desk().tagging.tags()),
            index=None,
            key=_TAG,
            placeholder=shown(msg("Choose or type")),
            accept_new_options=True,
        )
    with right:
        names = dict(zip(view.accounts["account_id"], view.accounts["account_name"], strict=True))
        some = st.multiselect(
            say("Only these accounts"),
            list(names),
            format_func=lambda key: str(names[key]),
            key=_WHO,
            placeholder=shown(msg("All members")),
        )
    shelf.show_problem()
    if tag:
        wanted = Tagging(str(tag), tuple(some or names), bool(remove))
        _previewed(wanted)


def _previewed(wanted: Tagging) -> None:
    try:
        found = state.desk().tagging.preview(wanted, state.day())
    except DeskError as error:
        components.problem(error)
        return
    st.markdown(said(_said(found)))
    if found.is_new:
        st.button(
            say("Take '{tag}' into the vocabulary", tag=found.tag),
            key="accept_tag",
            on_click=_accept,
            args=(found.tag,),
        )
        return
    if not found.rows.empty:
        tables.table(
            found.rows,
            {
                "account_name": tables.text(msg("Account")),
                "tags": tables.tags(msg("Tags now")),
                "then": tables.tags(msg("Tags then")),
            },
            "tagging_preview",
        )
        label = msgs("Change {n} account", "Change {n} accounts", len(found.rows))
        st.button(said(label), type="primary", key="apply_tag", on_click=_apply, args=(wanted,))


def _said(found: Preview) -> Message:
    if found.is_new:
        return msg("'{tag}' is not in the vocabulary yet.", tag=found.tag)
    return msgs(
        "{n} account changes, {same} stay as they are.",
        "{n} accounts change, {same} stay as they are.",
        len(found.rows),
        same=str(found.n_unchanged),
    )


def _accept(tag: str) -> None:
    shelf.attempt(lambda: _accepted(tag))


def _accepted(tag: str) -> None:
    state.desk().tagging.accept(tag, shelf.author())


def _apply(wanted: Tagging) -> None:
    def work() -> None:
        batch = state.desk().tagging.apply(wanted, state.day(), shelf.author())
        if batch is not None:
            st.session_state[_UNDO] = (batch, wanted.tag)

    if shelf.attempt(work):
        st.session_state[_TAG] = None


def _undo() -> None:
    found = st.session_state.get(_UNDO)
    if found is None:
        return
    batch, tag = found
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            say(
                "Tagged: {tag}. It stands among the imports as batch {id}.", tag=tag, id=str(batch)
            ),
            width="content",
        )
        st.button(say("Undo the tagging"), key="undo_tagging", on_click=_take_back, args=(batch,))


def _take_back(batch: int) -> None:
    if shelf.attempt(lambda: _undone(batch)):
        st.session_state.pop(_UNDO, None)


def _undone(batch: int) -> None:
    state.desk().imports.undo(batch)
