"""Vocabulary: unknown values, values that may be one word, all values, past decisions."""

import pandas as pd
import streamlit as st

from lib.locale import Message, msg, msgs
from lib.model import KINDS
from lib.ui import components, state, tables
from lib.ui.boundary import kept
from lib.ui.wording import said, say, shown

_FIELD, _FIELD_KEY = "field", "vocabulary_field"
_DECIDED = {"accept": msg("is a word of its own"), "map": msg("means")}


def show() -> None:
    """Draw the whole page."""
    state.days()
    fields = state.desk().vocabulary.fields()
    if fields.empty:
        components.empty(
            msg("Tags, industries, stages and other words of your exports are listed here."),
            link=(components.IMPORT_PAGE, msg("Import your exports")),
        )
        return
    components.finding(_finding(fields))
    field = _picked(fields)
    _unknown(field)
    _proposed(field)
    _all(field)
    _past()


def _finding(fields: pd.DataFrame) -> Message:
    n_unknown, n_pairs = int(fields["n_unknown"].sum()), int(fields["n_proposals"].sum())
    if not n_unknown and not n_pairs:
        return msg("Every value is known, and no two look like one word.")
    unsettled = fields[(fields["n_unknown"] > 0) | (fields["n_proposals"] > 0)]
    return msg(
        "{unknown}, and {pairs}; they stand in {fields}.",
        unknown=msgs("{n} value is new or unknown", "{n} values are new or unknown", n_unknown),
        pairs=msgs("{n} pair may be one word", "{n} pairs may be one word", n_pairs),
        fields=msgs("{n} field", "{n} fields", len(unsettled)),
    )


def field_title(field: str) -> str:
    """Return the name of a field in the reader's language: `Accounts · Industry`."""
    kind, _, column = field.partition(".")
    meaning = shown(KINDS[kind].column(column).meaning).rstrip(".。")
    return f"{shown(KINDS[kind].title)} · {meaning}"


def _picked(fields: pd.DataFrame) -> str:
    """Draw the list of fields; the one looked at is in the address."""
    options = list(fields["field"])
    waiting = dict(zip(options, fields["n_unknown"] + fields["n_proposals"], strict=True))
    titles = {
        name: field_title(name)
        + (f" · {shown(_to_decide(waiting[name]))}" if waiting[name] else "")
        for name in options
    }
    asked = state.chosen(_FIELD)
    st.session_state[_FIELD_KEY] = asked[0] if asked and asked[0] in options else options[0]
    st.selectbox(
        say("Field"),
        options,
        format_func=titles.__getitem__,
        key=_FIELD_KEY,
        width=480,
        on_change=_field_changed,
    )
    return str(st.session_state[_FIELD_KEY])


def _to_decide(n: int) -> Message:
    return msgs("{n} to decide", "{n} to decide", int(n))


def _field_changed() -> None:
    state.choose(_FIELD, (st.session_state[_FIELD_KEY],))


def _unknown(field: str) -> None:
    rows = state.desk().vocabulary.unknown(field)
    if rows.empty:
        return
    st.subheader(say("New or unknown values"), anchor=False)
    st.caption(_why_unknown(field))
    chosen = tables.table(rows, _value_columns(), f"unknown_{field}", choose="value")
    if chosen is not None:
        _decide(field, chosen, "unknown")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("Choose a row to accept it or to say what it means."), width="content")
        values = tuple(rows["value"])
        st.button(
            said(msgs("Accept {n} value", "Accept all {n} values", len(values))),
            key="accept_all",
            on_click=kept(_accept),
            args=(field, values),
        )


def _why_unknown(field: str) -> str:
    kind, _, column = field.partition(".")
    choices = KINDS[kind].column(column).choices
    if choices:
        return say("The desk knows these words here: {words}.", words=", ".join(choices))
    return say("These came in after the first file that fills this field.")


def _value_columns() -> dict[str, tables.Column]:
    return {
        "value": tables.text(msg("Value")),
        "spellings": tables.tags(msg("Written in the files as")),
        "n_rows": tables.number(msg("Rows")),
        "n_accounts": tables.number(msg("Accounts")),
        "first_file": tables.text(msg("First file")),
    }


def _proposed(field: str) -> None:
    rows = state.desk().vocabulary.proposals(field)
    if rows.empty:
        return
    st.subheader(say("These may be one word"), anchor=False)
    rows = rows.assign(why=[shown(why) for why in rows["why"]])
    chosen = tables.table(
        rows,
        {
            "spelling": tables.text(msg("This value")),
            "value": tables.text(msg("May mean")),
            "why": tables.text(msg("Why")),
            "n_rows": tables.number(msg("Rows")),
        },
        f"proposed_{field}",
        choose="spelling",
    )
    if chosen is None:
        st.caption(
            say("Nothing is merged until you say so. Choose a row to see what would change.")
        )
        return
    value = str(rows.set_index("spelling").loc[chosen, "value"])
    with st.container(border=True):
        _preview(field, chosen, value, "proposed")
        with st.container(horizontal=True):
            _merge_button(field, chosen, value, "proposed")
            if rows.set_index("spelling").loc[chosen, "reason"] != "spelling":
                st.button(
                    say("Keep both"),
                    key="keep_both",
                    on_click=kept(_accept),
                    args=(field, (chosen, value)),
                )


def _all(field: str) -> None:
    st.subheader(say("All values"), anchor=False)
    rows = state.desk().vocabulary.values(field)
    chosen = tables.table(rows, _value_columns(), f"values_{field}", choose="value")
    if chosen is None:
        st.caption(say("Choose a row to rename a value or to merge it into another."))
    else:
        _decide(field, chosen, "all")


def _decide(field: str, value: str, place: str) -> None:
    """Offer what can be done with one value: accept it, rename it, merge it into another."""
    values = state.desk().vocabulary.values(field)
    known = values[values["known"] & (values["value"] != value)]["value"]
    own = [one for one in _choices(field) if one not in set(known) and one != value]
    with st.container(border=True):
        name = st.selectbox(
            say("“{value}” means", value=value),
            [*known, *own],
            index=None,
            key=f"meaning_{place}_{field}_{value}",
            placeholder=shown(msg("Choose or type a word")),
            accept_new_options=True,
            width=480,
        )
        if name:
            _preview(field, value, str(name), place)
        with st.container(horizontal=True):
            if name:
                _merge_button(field, value, str(name), place)
            st.button(
                say("Accept “{value}” as it is", value=value),
                key=f"accept_{place}",
                on_click=kept(_accept),
                args=(field, (value,)),
            )


def _choices(field: str) -> tuple[str, ...]:
    kind, _, column = field.partition(".")
    return tuple(KINDS[kind].column(column).choices)


def _preview(field: str, text: str, value: str, place: str) -> None:
    rows = state.desk().vocabulary.preview(field, text, value)
    n_accounts = rows["account_id"].nunique()
    st.markdown(
        said(
            msgs(
                "{n} account would change in {rows}: “{text}” becomes “{value}”.",
                "{n} accounts would change in {rows}: “{text}” becomes “{value}”.",
                n_accounts,
                rows=msgs("{n} row", "{n} rows", int(rows["n_rows"].sum())),
                text=text,
                value=value,
            )
        )
    )
    tables.table(
        rows,
        {
            "account_id": tables.text(msg("Id")),
            "account_name": tables.text(msg("Account")),
            "n_rows": tables.number(msg("Rows")),
            "now": tables.text(msg("Now")),
            "then": tables.text(msg("Then")),
        },
        f"preview_{place}",
    )


def _merge_button(field: str, text: str, value: str, place: str) -> None:
    st.button(
        say("Let “{text}” mean “{value}”", text=text, value=value),
        type="primary",
        key=f"map_{place}",
        on_click=kept(_map),
        args=(field, text, value),
    )


def _accept(field: str, values: tuple[str, ...]) -> None:
    state.desk().vocabulary.accept_all(field, values, _author())
    state.choose(_FIELD, (field,))
    st.toast(said(msgs("{n} value is accepted.", "{n} values are accepted.", len(values))))


def _map(field: str, text: str, value: str) -> None:
    state.desk().vocabulary.map(field, text, value, _author())
    state.choose(_FIELD, (field,))
    st.toast(say("“{text}” now means “{value}”; it can be undone below.", text=text, value=value))


def _author() -> str:
    return shown(msg("this desk"))


def _past() -> None:
    """Show the decisions on every field, so that none is lost when another is looked at."""
    rows = state.desk().vocabulary.decided()
    if rows.empty:
        return
    st.subheader(say("Past decisions"), anchor=False)
    rows = rows.assign(
        term_id=rows["term_id"].astype("str"),
        field_title=rows["field"].map(field_title),
        verdict=rows["accepted"].map({True: "accept", False: "map"}),
        value=rows["value"].mask(rows["accepted"], ""),
    )
    chosen = tables.table(
        rows,
        {
            "field_title": tables.text(msg("Field")),
            "spelling": tables.text(msg("This value")),
            "verdict": tables.named(msg("Decision"), _DECIDED),
            "value": tables.text(msg("Value")),
            "author": tables.text(msg("Who")),
            "decided_at": tables.day(msg("When")),
        },
        "decided",
        choose="term_id",
    )
    if chosen is None:
        st.caption(say("Choose a row to undo that decision."))
        return
    spelling = str(rows.set_index("term_id").loc[chosen, "spelling"])
    st.button(
        say("Undo the decision on “{value}”", value=spelling),
        key="undo_term",
        on_click=kept(_undo),
        args=(int(chosen),),
    )


def _undo(term_id: int) -> None:
    term = state.desk().vocabulary.undo(term_id)
    state.choose(_FIELD, (term.field,))
    st.toast(say("The decision on “{value}” is undone.", value=term.spelling))
