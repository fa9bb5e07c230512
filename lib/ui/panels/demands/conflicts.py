"""Conflicts: themes that divide the people of one customer, and who said what."""

import math

import pandas as pd
import streamlit as st

from lib.demand.conflicts import KINDS
from lib.desk.need.conflicts import ConflictView
from lib.locale import Message, Text, joined, msg, msgs
from lib.model.frames import TAG_SEPARATOR, records
from lib.signals.catalog.demand_conflict import SIGNAL
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.demands.words import theme_names
from lib.ui.panels.group.words import ROLES
from lib.ui.units import money
from lib.ui.wording import said, say, shown

KIND_NAMES: dict[str, Text] = {
    "direction": msg("opposite wishes"),
    "priority": msg("different weight"),
    "timing": msg("before paying, or never"),
}
_SPANS = {
    "signal": msg("As the churn signal looks"),
    "365": msg("Last 12 months"),
    "1095": msg("Last 3 years"),
}
_SIDES = {"for": msg("Wants it"), "against": msg("Opposes it")}
_WEIGHTS = {"for": msg("Matters much"), "against": msg("Matters little")}


def show() -> None:
    """Draw the part."""
    span = filters.switch("span", msg("Period"), _SPANS)
    view = state.desk().conflicts.view(
        state.segment(), state.day(), None if span == "signal" else int(span)
    )
    if not view.loaded:
        _nothing_loaded()
        return
    components.finding(view.finding)
    _drawn(view)
    counts = _counts(view.certain["kind"])
    offered = {kind: title for kind, title in KIND_NAMES.items() if kind in counts}
    kinds = filters.pills("kind", msg("What divides them"), offered, counts)
    rows = view.certain[view.certain["kind"].isin(kinds or list(KINDS))]
    _listed(view, rows, "conflicts")
    _possible(view)
    _meaning(view)


def _nothing_loaded() -> None:
    components.empty(
        msg("Here stand themes on which the people of one customer want opposite things. Load"
            " demands with role and direction, or write them down on this page."),
        "table",
        (components.IMPORT_PAGE, msg("Import your exports")),
    )  # fmt: skip


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(value): int(n) for value, n in values.value_counts().items()}


def _drawn(view: ConflictView) -> None:
    if view.themes.empty:
        return
    first = view.themes.iloc[0]
    names = theme_names()
    theme = str(first["theme"])
    heading = charts.Heading(
        msgs(
            "'{theme}' divides the most: {n} customer",
            "'{theme}' divides the most: {n} customers",
            int(first["n_accounts"]),
            theme=names.get(theme, theme),
        ),
        msgs(
            "Customers by the theme that divides them, last {days} days · n = {n} conflict",
            "Customers by the theme that divides them, last {days} days · n = {n} conflicts",
            len(view.certain),
            days=str(view.days),
        ),
    )
    parts = charts.Parts(
        label="theme",
        title=msg("Theme"),
        value="n_accounts",
        value_title=msg("Customers"),
        names=names,
    )
    charted.show(charts.bars(heading, view.themes, parts), "conflict_themes")


def _listed(view: ConflictView, rows: pd.DataFrame, key: str) -> None:
    chosen = tables.table(
        rows.assign(
            roles_for=[roles(text) for text in rows["roles_for"]],
            roles_against=[roles(text) for text in rows["roles_against"]],
        ),
        {
            "account_name": tables.text(msg("Account")),
            "theme": tables.named(msg("Theme"), theme_names()),
            "kind": tables.named(msg("What divides them"), KIND_NAMES),
            "roles_for": tables.text(msg("One side")),
            "roles_against": tables.text(msg("The other side")),
            "last_on": tables.day(msg("Last word")),
            "arr": tables.number(msg("ARR"), money(view.currency)),
            "renewal_on": tables.day(msg("Renewal")),
        },
        key,
        choose="conflict_id",
        empty=msg("No conflict matches."),
    )
    if chosen is None:
        st.caption(say("Choose a row to read what both sides said, with role, department and day."))
        return
    _one(view, rows[rows["conflict_id"] == chosen].iloc[0])


def roles(tags: str) -> str:
    """Return roles "a|b" in words."""
    return ", ".join(shown(ROLES.get(tag, tag)) for tag in tags.split(TAG_SEPARATOR) if tag)


def _one(view: ConflictView, row: pd.Series) -> None:
    """Show what both sides said; who, by role and department only."""
    with st.container(border=True):
        names, theme = theme_names(), str(row["theme"])
        st.markdown(
            "**" + say("{account}: {theme}", account=str(row["account_name"]),
                       theme=names.get(theme, theme)) + "**"
        )  # fmt: skip
        voices = view.voices[view.voices["conflict_id"] == row["conflict_id"]]
        both_sides(voices, str(row["kind"]))
        st.caption(said(_at_stake(view, row)))
        if st.button(say("Open the account"), key=f"open_{row['conflict_id']}"):
            state.open_account(str(row["account_id"]))


def both_sides(voices: pd.DataFrame, kind: str) -> None:
    """Draw the quotes of both sides; who spoke by name only where `voices` has names."""
    titles = _SIDES if kind == "direction" else _WEIGHTS
    for column, side in zip(st.columns(2, gap="large"), titles, strict=True):
        with column:
            st.caption(said(titles[side]))
            for voice in records(voices[voices["side"] == side]):
                _quoted(voice)


def _quoted(voice: dict[str, object]) -> None:
    st.markdown(f"> {said(_blank(voice['statement']))}")
    name = voice.get("name")
    facts: list[Text] = [name] if isinstance(name, str) else []
    facts += [roles(str(voice["roles"])) or msg("role unknown")]
    facts += [str(voice["department"])] if isinstance(voice["department"], str) else []
    raised = pd.Timestamp(str(voice["raised_on"])).date()
    weight = voice["importance"]
    words = msg("{who}, {day}", who=joined(facts), day=raised)
    of_three: Text = ""
    if isinstance(weight, float) and not math.isnan(weight):
        of_three = msg(" · importance {n} of 3", n=str(int(weight)))
    st.caption(said(words) + said(of_three))


def _blank(text: object) -> Text:
    return str(text) if isinstance(text, str) else msg("(no words on file)")


def _at_stake(view: ConflictView, row: pd.Series) -> Message:
    arr = shown(money(view.currency).value(float(row["arr"])))
    if pd.isna(row["renewal_on"]):
        return msg("ARR {arr}; nobody knows when the term ends.", arr=arr)
    return msgs(
        "ARR {arr}; the term ends on {day}, in {n} day.",
        "ARR {arr}; the term ends on {day}, in {n} days.",
        int(row["renewal_days"]),
        arr=arr,
        day=row["renewal_on"].date(),
    )


def _possible(view: ConflictView) -> None:
    if view.possible.empty:
        return
    title = msgs(
        "{n} possible conflict: the theme was not stated",
        "{n} possible conflicts: the theme was not stated",
        len(view.possible),
    )
    with st.expander(said(title)):
        st.caption(
            say(
                "These stand on themes that were found by words, or on names of one theme that "
                "differ. State the theme of both demands to make a conflict certain; the churn "
                "signal only counts certain ones."
            )
        )
        _listed(view, view.possible, "conflicts_possible")


def _meaning(view: ConflictView) -> None:
    with st.expander(say("What counts as a conflict, and what to do")):
        for kind, title in KIND_NAMES.items():
            st.markdown(f"- **{said(title)}** · {said(KINDS[kind])}")
        st.caption(
            say(
                "Much is importance 2 or 3, little 0 or 1. Two people of one role, and two roles "
                "on one side, are no conflict. A demand without role, theme or day is in none."
            )
        )
        if view.as_signal:
            st.caption(
                say("Opposite wishes are the ones that the churn signal 'Conflicting demands' "
                    "counts.")
            )  # fmt: skip
        st.markdown(said(SIGNAL.advice))
