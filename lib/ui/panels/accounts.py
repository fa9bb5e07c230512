"""One account: its story on one axis of time, its signals, its people, its files."""

import math

import pandas as pd
import streamlit as st

from lib.desk import About
from lib.desk.accounts import AccountCard
from lib.desk.assess import BEST, CRITERIA, Judgement
from lib.desk.judged_by import CAP
from lib.desk.watch import GRADES
from lib.errors import DeskError
from lib.locale import Count, Message, Money, Share, msg
from lib.locale.message import Value
from lib.model import KINDS
from lib.model.frames import TAG_SEPARATOR, tags_of
from lib.profile import bant, maturity
from lib.signals.registry import all_signals
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import account_risk, followups, notes
from lib.ui.wording import said, say, shown

_TABLES = ("contracts", "tickets", "activities", "assessments", "losses")
_SCHEMES = {"maturity": msg("Maturity"), "bant": msg("Motivation (BANT)")}
_MODULES = {"maturity": maturity, "bant": bant}


def show() -> None:
    """Draw the page: a picker, and the account that is picked."""
    desk = state.desk()
    names = desk.accounts.names(state.day())
    chosen = filters.select("account", msg("Account"), names)
    if chosen is None:
        components.empty(
            msg("Choose an account above, or open one from the watch list or a segment."),
            "timeline",
        )
        return
    card = desk.accounts.card(chosen, state.day(), state.language())
    components.finding(card.finding)
    _facts(card)
    _story(card)
    account_risk.show(card.account_id, card.signals)
    _signals(card)
    left, right = st.columns(2, gap="large")
    with left:
        _people(card)
    with right:
        _levels(card)
    st.subheader(say("Follow-ups"), anchor=False)
    followups.show(card.account_id, "signal")
    st.subheader(say("Context notes"), anchor=False)
    notes.show(About(account_id=card.account_id))
    _rows(card)


def _facts(card: AccountCard) -> None:
    facts = card.facts
    values: tuple[tuple[Message, Value | None], ...] = (
        (msg("ARR"), None if pd.isna(facts["arr"]) else Money(facts["arr"], card.currency)),
        (
            msg("Renewal"),
            None if pd.isna(facts["renewal_on"]) else facts["renewal_on"].date(),
        ),
        (msg("File complete"), _share(facts["completeness"])),
        (msg("People known"), _count(facts["n_contacts"])),
    )
    with st.container(horizontal=True):
        for title, value in values:
            st.metric(said(title), said(shown(value)), border=True, height="stretch")
    described = [(msg("Id"), card.account_id)]
    described += [
        (title, shown(None) if pd.isna(facts[name]) else str(facts[name]).replace("|", ", "))
        for name, title in (
            ("industry", msg("Industry")),
            ("region", msg("Region")),
            ("plan", msg("Plan")),
            ("tags", msg("Tags")),
        )
    ]
    st.caption(" · ".join(say("{title}: {value}", title=t, value=v) for t, v in described))


def _share(value: float) -> Share | None:
    return None if math.isnan(value) else Share(float(value))


def _count(value: float) -> Count | None:
    return None if math.isnan(value) else Count(int(value))


def _story(card: AccountCard) -> None:
    if card.usage.empty:
        components.unknown(msg("no usage export covers this account"))
    drawn = charts.timeline(
        charts.Heading(
            card.finding,
            msg(
                "Uses a week, and what happened, up to {day}; shaded: the windows of open signals",
                day=card.day,
            ),
        ),
        charts.Story(
            usage=card.usage.rename(columns={"events": "value"}),
            usage_title=msg("Uses a week"),
            marks=card.marks,
            windows=_windows(card.signals),
        ),
    )
    changes = state.desk().thresholds.marks()
    of_signals = [(mark.day, mark.text) for mark in changes if mark.signal != CAP]
    charts.show(charts.marked(drawn, of_signals), "story")


def _windows(signals: pd.DataFrame) -> tuple[charts.Window, ...]:
    fired = signals[signals["grade"].isin(["alert", "watch"])].dropna(
        subset=["window_from", "window_to"]
    )
    return tuple(
        charts.Window(row["window_from"].date(), row["window_to"].date(), row["signal_title"])
        for row in fired.to_dict("records")
    )


def _signals(card: AccountCard) -> None:
    st.subheader(say("Churn signals"), anchor=False)
    tables.table(
        card.signals,
        {
            "signal_title": tables.text(msg("Signal")),
            "grade": tables.grades(msg("Grade"), GRADES),
            "evidence": tables.text(msg("Evidence"), wide=True),
            "advice": tables.text(msg("What helps"), wide=True),
            "thresholds_version": tables.text(msg("Thresholds")),
        },
        "account_signals",
    )
    titles = {signal.key: signal.title for signal in all_signals()}
    chosen = filters.select("rows_of", msg("Show the rows behind a signal"), titles)
    if chosen is not None:
        tables.plain(
            state.desk().accounts.rows_behind(card.account_id, chosen, card.day), "rows_behind"
        )


def _people(card: AccountCard) -> None:
    st.subheader(say("Buying group"), anchor=False)
    people = card.contacts
    tables.table(
        people.assign(
            buying_roles=[_roles(roles) for roles in tags_of(people["buying_roles"])],
            stance=[_STANCES.get(stance, stance) for stance in people["stance"]],
        ).map(lambda value: shown(value) if isinstance(value, Message) else value),
        {
            "full_name": tables.text(msg("Name")),
            "title": tables.text(msg("Job title")),
            "department": tables.text(msg("Department")),
            "buying_roles": tables.tags(msg("Roles")),
            "stance": tables.text(msg("Stance")),
            "last_contacted_on": tables.day(msg("Last contact")),
        },
        "people",
        empty=msg("No person at this account is known."),
    )


_ROLES = {
    "decision_maker": msg("decision maker"),
    "influencer": msg("influencer"),
    "end_user": msg("end user"),
}
_STANCES = {
    "champion": msg("champion"),
    "supporter": msg("supporter"),
    "neutral": msg("neutral"),
    "sceptic": msg("sceptic"),
    "opponent": msg("opponent"),
}


def _roles(roles: list[str]) -> str:
    return TAG_SEPARATOR.join(shown(_ROLES.get(role, role)) for role in roles)


def _levels(card: AccountCard) -> None:
    st.subheader(say("Maturity and motivation"), anchor=False)
    for scheme, title in _SCHEMES.items():
        module = _MODULES[scheme]
        row = card.maturity if scheme == "maturity" else card.bant
        level = row["level"]
        if pd.isna(level):
            components.unknown(msg("{scheme}: too little is assessed", scheme=title))
        else:
            st.markdown(f"**{said(title)}**: {said(module.LEVELS[level])}")
            st.caption(said(module.PLAYS[level]))
            if row["status"] == "stated":
                components.unknown(msg("stated in the CRM, not assessed"))
        st.caption(
            said(msg("Coverage {share}", share=Share(float(row["coverage"]))))
            + " · "
            + " · ".join(
                f"{said(criterion.title)} {said(shown(_points(row[f'{name}_score'])))}"
                for name, criterion in module.CRITERIA.items()
            )
        )
    _assess(card)


def _points(score: float) -> Count | None:
    return None if math.isnan(score) else Count(round(score))


def _assess(card: AccountCard) -> None:
    with st.popover(say("Record an assessment")):
        scheme = str(
            st.segmented_control(
                say("What is judged"),
                list(CRITERIA),
                format_func=lambda key: said(_SCHEMES[key]),
                default="maturity",
                required=True,
                key="assess_scheme",
            )
        )
        module = _MODULES[scheme]
        criterion = st.selectbox(
            say("Criterion"),
            list(module.CRITERIA),
            format_func=lambda key: shown(module.CRITERIA[key].title),
            key="assess_criterion",
        )
        anchors = module.CRITERIA[str(criterion)].anchors
        points = st.radio(
            say("What is true of this customer"),
            range(BEST + 1),
            format_func=lambda n: f"{n} · {said(anchors[n])}",
            index=None,
            key="assess_points",
        )
        evidence = st.text_area(say("Evidence: what was seen or said"), key="assess_evidence")
        if st.button(say("Save the assessment"), type="primary", disabled=points is None):
            _save(card, scheme, str(criterion), int(points or 0), evidence)


def _save(card: AccountCard, scheme: str, criterion: str, points: int, evidence: str) -> None:
    judgement = Judgement(
        account_id=card.account_id,
        scheme=scheme,
        criterion=criterion,
        points=points,
        evidence=evidence,
        assessed_on=card.day,
        assessed_by=shown(msg("this desk")),
    )
    try:
        batch = state.desk().assessing.record(judgement)
    except DeskError as error:
        components.problem(error)
        return
    st.toast(say("Saved as batch {id}; it can be undone on the Import page.", id=str(batch)))
    st.rerun()


def _rows(card: AccountCard) -> None:
    st.subheader(say("Rows in the files"), anchor=False)
    kind = filters.switch("rows", msg("Kind"), {k: KINDS[k].title for k in _TABLES})
    rows = card.tables[kind].dropna(axis="columns", how="all")
    tables.plain(rows, f"rows_{kind}")
