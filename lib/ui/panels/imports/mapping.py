"""What each column of a sheet is taken for, and the choice of something else."""

import pandas as pd
import streamlit as st

from lib.desk.intake.outcomes import FileOutcome
from lib.ingest.names.mapping import Mapped
from lib.locale import Message, Text, msg
from lib.model import KINDS
from lib.ui import tables
from lib.ui.panels.imports import uploads
from lib.ui.wording import say, shown

_OTHERS: dict[str, Message] = {
    "custom": msg("keep as a custom field"),
    "skip": msg("leave out"),
}


def show(outcome: FileOutcome, title: str, number: int) -> None:
    """Draw the columns with field, certainty and reason; a chosen one can be changed."""
    st.markdown(f"**{say('What each column is taken for')}**")
    st.caption(say("Choose a row to take its column for something else."))
    rows = pd.DataFrame(
        [
            {
                "column": m.column,
                "field": m.field,
                "confidence": m.confidence,
                "reason": shown(m.reason),
            }
            for m in outcome.mapping
        ]
    )
    chosen = tables.table(
        rows,
        {
            "column": tables.text(msg("Column in the file")),
            "field": tables.text(msg("Field")),
            "confidence": tables.bar(msg("How sure")),
            "reason": tables.text(msg("Why"), wide=True),
        },
        f"mapping_{number}",
        choose="column",
    )
    if chosen is not None and outcome.kind is not None:
        now = next(m for m in outcome.mapping if m.column == chosen)
        _change(now, outcome.kind, title, f"field_{number}_{chosen}")


def _change(now: Mapped, kind: str, title: str, key: str) -> None:
    fields: dict[str, Text] = {
        f"{kind}.{column.name}": msg("{name}: {meaning}", name=column.name, meaning=column.meaning)
        for column in KINDS[kind].columns
    }
    options = {**fields, **_OTHERS}
    st.session_state[key] = "custom" if now.is_custom else (now.field or "skip")
    st.selectbox(
        say("Take '{column}' for", column=now.column),
        list(options),
        format_func=lambda option: shown(options[option]),
        key=key,
        on_change=lambda: uploads.say_of(title, now.column, st.session_state[key]),
    )
