"""The review of one loss: its last year on one page, the reason, the lessons, winning it back."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from lib.desk import About
from lib.desk.churn.losses import REASONS, YEAR_DAYS, LossRecord, Review
from lib.desk.churn.watch import GRADES
from lib.errors import DeskError
from lib.locale import Count, Message, msg
from lib.model import KINDS
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import followups, notes
from lib.ui.wording import said, say, shown


def show(record: LossRecord) -> None:
    """Draw the whole review."""
    components.finding(record.finding)
    _stated(record)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _year(record)
    with right:
        _review(record)
        st.subheader(say("Win back"), anchor=False)
        followups.show(record.card.account_id, "win_back")
    _signals(record)
    st.subheader(say("Context notes"), anchor=False)
    notes.show(About(account_id=record.card.account_id))
    _rows(record)


def _stated(record: LossRecord) -> None:
    """Say what the export gives as reason."""
    said_of = [
        (msg("Reason in the export"), record.loss["stated"]),
        (msg("In words"), record.loss["stated_detail"]),
        (msg("Went to"), record.loss["competitor"]),
    ]
    known = [(title, value) for title, value in said_of if isinstance(value, str)]
    if known:
        st.markdown(" · ".join(say("{title}: {value}", title=t, value=v) for t, v in known))
    if st.button(say("Open the account"), key="open_from_loss"):
        state.open_account(record.card.account_id)


def _year(record: LossRecord) -> None:
    usage, marks = record.card.usage, record.card.marks
    since = pd.Timestamp(record.churned_on) - pd.Timedelta(days=YEAR_DAYS)
    usage = usage[usage["week"] > since]
    if usage.empty:
        components.unknown(msg("no usage export covers this account"))
    counts = [
        msg("{kind}: {n}", kind=KINDS[kind].title, n=Count(len(record.tables[kind])))
        for kind in ("tickets", "activities")
    ]
    words = " · ".join(shown(count) for count in counts)
    charts.show(
        charts.timeline(
            charts.Heading(
                msg("The last year before it left on {day}", day=record.churned_on),
                msg("Uses a week, and what happened. {counts}", counts=words),
            ),
            charts.Story(
                usage=usage.rename(columns={"events": "value"}),
                usage_title=msg("Uses a week"),
                marks=marks[marks["day"] > since],
            ),
        ),
        "loss_story",
    )
    st.markdown(f"**{say('What was promised')}**")
    if not record.promises:
        st.caption(say("No contract states a promise."))
    for promise in record.promises:
        st.markdown(f"- {said(promise)}")


def _review(record: LossRecord) -> None:
    account_id, day = record.card.account_id, record.churned_on
    review = state.desk().losses.review(account_id, day)
    st.subheader(say("Why, and what was learnt"), anchor=False)
    if review.reviewed_at is not None:
        words = msg("{author}, {day}", author=review.author, day=review.reviewed_at.date())
        st.caption(said(words))
    reason_key, text_key, seen_key = (
        f"loss_{part}_{account_id}" for part in ("reason", "lessons", "seen")
    )
    if text_key not in st.session_state:  # the form is opened: this is what its writer sees
        st.session_state[text_key] = review.lessons
        st.session_state[reason_key] = review.reason
        st.session_state[seen_key] = review.version
    with st.form(f"review_{account_id}", border=False):
        reason = st.selectbox(
            say("Main reason"),
            list(REASONS),
            format_func=lambda key: shown(REASONS[key]),
            placeholder=say("Choose the main reason"),
            key=reason_key,
        )
        lessons = st.text_area(
            say("Lessons"),
            placeholder=say("What will be done otherwise, in neutral words; no names of people"),
            height=140,
            key=text_key,
        )
        if st.form_submit_button(say("Save the review"), type="primary"):
            _save((account_id, day), Review(reason=reason, lessons=lessons), seen_key)
    _versions(account_id, day)


def _save(loss: tuple[str, date], review: Review, seen_key: str) -> None:
    said_by = replace(review, author=shown(msg("this desk")))
    losses = state.desk().losses
    try:
        st.session_state[seen_key] = losses.save(loss, said_by, st.session_state[seen_key])
    except DeskError as error:
        components.problem(error)
        newest = losses.review(*loss)
        if newest.version != st.session_state[seen_key] and newest.reason is not None:
            st.session_state[seen_key] = newest.version  # it stands below the form from now on
            st.markdown(f"**{said(REASONS[newest.reason])}**: {said(newest.lessons)}")
        return
    st.rerun()


def _versions(account_id: str, day: date) -> None:
    rows = state.desk().losses.versions(account_id, day)
    if len(rows) > 1:
        with st.expander(say("Earlier versions")):
            tables.table(
                rows.iloc[1:],
                {
                    "reviewed_at": tables.day(msg("Reviewed")),
                    "reason": tables.named(msg("Main reason"), REASONS),
                    "lessons": tables.text(msg("Lessons"), wide=True),
                },
                "review_versions",
            )


def _signals(record: LossRecord) -> None:
    st.subheader(say("Signals at the time"), anchor=False)
    tables.table(
        record.before,
        {
            "signal_title": tables.text(msg("Signal")),
            "grade": tables.grades(msg("Grade"), GRADES),
            "seen_on": tables.day(msg("First seen")),
            "evidence": tables.text(msg("Evidence"), wide=True),
        },
        "signals_before",
        empty=msg("No signal fired at the ends of the four months before it left."),
    )


def _rows(record: LossRecord) -> None:
    st.subheader(say("The year's record"), anchor=False)
    kinds: dict[str, Message] = {
        kind: KINDS[kind].title for kind, rows in record.tables.items() if len(rows)
    }
    if not kinds:
        components.unknown(msg("no rows of this account are loaded"))
        return
    kind = filters.switch("rows", msg("Kind"), kinds)
    tables.plain(record.tables[kind].dropna(axis="columns", how="all"), f"loss_rows_{kind}")
