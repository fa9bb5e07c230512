"""Promises against the product's boundary: kept, overdue, beyond it, and those to be confirmed."""

from datetime import date

import pandas as pd
import streamlit as st

from lib.demand.promises import BOUNDARIES, SOURCES, STATES, Said
from lib.errors import DeskError
from lib.locale import Message, Money, Text, msg, msgs
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels import charted
from lib.ui.panels.files.words import author
from lib.ui.units import money
from lib.ui.wording import said, say

BOUNDARY_NAMES: dict[str, Text] = {
    "outside": msg("beyond the boundary"),
    "inside": msg("inside the boundary"),
    "unknown": msg("boundary unknown"),
}
_LAST = "last_promise_decision"


def show() -> None:
    """Draw the part."""
    rows = state.desk().breaks.promises.view(state.segment(), state.day())
    if rows.empty:
        components.empty(
            msg("Here stand promises to customers. They come from the promises of contracts, from"
                " accepted demands, and from activities that read like one."),
            "table",
            (components.IMPORT_PAGE, msg("Import your exports")),
        )  # fmt: skip
        return
    currency = state.desk().data.snapshot(state.day()).currency
    sure = rows[~rows["to_confirm"]]
    components.finding(_finding(rows, currency))
    _drawn(sure)
    _listed(sure, currency)
    _to_confirm(rows[rows["to_confirm"]])
    _undo()
    _meaning()


def _finding(rows: pd.DataFrame, currency: str | None) -> Message:
    sure = rows[~rows["to_confirm"]]
    beyond = sure[sure["boundary"] == "outside"]
    late = sure[sure["state"].isin(["overdue", "unproven"])]
    arr = beyond.drop_duplicates("account_id")["arr"].dropna()
    return msgs(
        "Of {n} promise {late} went past the day without word of being kept, and {beyond} lie"
        " beyond what the product does{arr}{confirm}.",
        "Of {n} promises {late} went past the day without word of being kept, and {beyond} lie"
        " beyond what the product does{arr}{confirm}.",
        len(sure),
        late=str(len(late)),
        beyond=str(len(beyond)),
        arr="" if arr.empty else msg(" (customers with ARR {arr})", arr=Money(arr.sum(), currency)),
        confirm=_waiting(int(rows["to_confirm"].sum())),
    )


def _waiting(n: int) -> Text:
    if not n:
        return ""
    return msgs(
        "; {n} sentence reads like a promise and waits for a person to say so",
        "; {n} sentences read like a promise and wait for a person to say so",
        n,
    )


def _drawn(sure: pd.DataFrame) -> None:
    if sure.empty:
        return
    rows = state.desk().breaks.promises.by_state(sure)
    heading = charts.Heading(
        msgs(
            "{n} promise lies beyond the product's boundary",
            "{n} promises lie beyond the product's boundary",
            int(sure["boundary"].eq("outside").sum()),
        ),
        msg("Promises by what became of them; darker: more of them beyond the boundary · n = {n}",
            n=str(len(sure))),
    )  # fmt: skip
    parts = charts.Parts(
        label="state",
        title=msg("What became of it"),
        value="n",
        value_title=msg("Promises"),
        names=STATE_NAMES,
        risk="beyond",
        risk_title=msg("Share beyond the boundary"),
    )
    charted.show(charts.bars(heading, rows, parts), "promise_states")


STATE_NAMES: dict[str, Text] = {
    "unknown": msg("no day named"),
    "kept": msg("kept"),
    "late": msg("kept late"),
    "open": msg("not due yet"),
    "unproven": msg("day passed, no word"),
    "overdue": msg("overdue"),
}


def _listed(sure: pd.DataFrame, currency: str | None) -> None:
    states = {str(value): int(n) for value, n in sure["state"].value_counts().items()}
    places = {str(value): int(n) for value, n in sure["boundary"].value_counts().items()}
    with st.container(horizontal=True, gap="medium"):
        wanted = filters.pills(
            "promise", msg("What became of it"), _there(STATE_NAMES, states), states
        )
        where = filters.pills(
            "boundary", msg("Product boundary"), _there(BOUNDARY_NAMES, places), places
        )
        filters.clear(("promise", "boundary"))
    rows = sure[sure["state"].isin(wanted or tuple(STATES))]
    rows = rows[rows["boundary"].isin(where or tuple(BOUNDARY_NAMES))]
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "text": tables.text(msg("What was promised"), wide=True),
            "due_on": tables.day(msg("Due")),
            "state": tables.named(msg("What became of it"), STATE_NAMES),
            "boundary": tables.named(msg("Product boundary"), BOUNDARY_NAMES),
            "arr": tables.number(msg("ARR"), money(currency)),
        },
        "promises",
        choose="promise_id",
        empty=msg("No promise matches."),
    )
    if chosen is not None:
        _one(rows[rows["promise_id"] == chosen].iloc[0])


def _there(names: dict[str, Text], counts: dict[str, int]) -> dict[str, Text]:
    """Return the choices that any row has."""
    return {value: title for value, title in names.items() if value in counts}


def _to_confirm(rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    st.subheader(say("Reads like a promise"), anchor=False)
    st.caption(
        say("Found by words in activities. Confirm what was promised, dismiss what was not.")
    )
    chosen = tables.table(
        rows,
        {
            "account_name": tables.text(msg("Account")),
            "text": tables.text(msg("What was written"), wide=True),
            "promised_on": tables.day(msg("Written on")),
            "due_on": tables.day(msg("Due")),
            "boundary": tables.named(msg("Product boundary"), BOUNDARY_NAMES),
        },
        "promises_to_confirm",
        choose="promise_id",
    )
    if chosen is not None:
        _one(rows[rows["promise_id"] == chosen].iloc[0])


def _one(row: pd.Series) -> None:
    """Show one promise, and let a person say what it is and what became of it."""
    name = str(row["promise_id"])
    with st.container(border=True):
        st.markdown(f"> {said(str(row['text']))}")
        st.caption(said(SOURCES[str(row["source"])]))
        if row["source"] == "demands":
            st.caption(say("State, due date and answer of a demand are kept in the register."))
        else:
            _form(row, name)
        if st.button(say("Open the account"), key=f"open_promise_{name}"):
            state.open_account(str(row["account_id"]))


def _form(row: pd.Series, name: str) -> None:
    features = list(state.desk().product.now(state.day()).rows["feature"])
    known = row["feature"] if row["feature"] in features else None
    with st.form(f"promise_{name}", border=False):
        one, two, three = st.columns(3)
        feature = one.selectbox(
            say("Feature that it is about"),
            features,
            index=None if known is None else features.index(known),
            placeholder=say("unknown"),
        )
        stated = None if pd.isna(row["due_on"]) else row["due_on"].date()
        due = two.date_input(say("Due"), value=stated, format="YYYY-MM-DD")
        kept = three.date_input(say("Kept on (blank: not known)"), value=None, format="YYYY-MM-DD")
        with st.container(horizontal=True):
            confirmed = st.form_submit_button(say("It was promised"), type="primary")
            dismissed = st.form_submit_button(say("It is no promise"))
    if confirmed:
        _decide(name, Said("confirmed", _day(due), feature, _day(kept)))
    if dismissed:
        _decide(name, Said("dismissed"))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _decide(name: str, words: Said) -> None:
    try:
        st.session_state[_LAST] = state.desk().breaks.promises.decide(name, words, author())
    except DeskError as error:
        components.problem(error)
        return
    st.rerun()


def _undo() -> None:
    last = st.session_state.get(_LAST)
    rows = state.desk().breaks.promises.decisions()
    if last is not None and last in set(rows["decision_id"]):
        st.button(
            say("Undo what was said of the promise"),
            key="undo_promise",
            on_click=_take_back,
            args=(int(last),),
        )
    if rows.empty:
        return
    title = msgs("{n} word on promises", "{n} words on promises", len(rows))
    with st.expander(said(title)):
        chosen = tables.table(
            rows.assign(id=rows["decision_id"].astype("str")),
            {
                "promise_id": tables.text(msg("Promise")),
                "decision": tables.named(
                    msg("Said"),
                    {"confirmed": msg("it was promised"), "dismissed": msg("it is no promise")},
                ),
                "author": tables.text(msg("By")),
                "at": tables.day(msg("On")),
            },
            "promise_decisions",
            choose="id",
        )
        if chosen is not None:
            st.button(say("Take it back"), key="take_back_promise", on_click=_take_back,
                      args=(int(chosen),))  # fmt: skip


def _take_back(decision_id: int) -> None:
    state.desk().breaks.promises.undo(decision_id)
    st.session_state.pop(_LAST, None)


def _meaning() -> None:
    with st.expander(say("How it is judged")):
        for name, title in STATE_NAMES.items():
            st.markdown(f"- **{said(title)}** · {said(STATES[name])}")
        for name, place in BOUNDARY_NAMES.items():
            st.markdown(f"- **{said(place)}** · {said(BOUNDARIES[name])}")
        st.caption(
            say(
                "A promise of a contract or an activity is kept when a demand of the same customer "
                "on the same feature or theme was delivered since, or when a person says so."
            )
        )
