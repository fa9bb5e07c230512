"""The import history: every batch, what came of it, and the way back."""

import pandas as pd
import streamlit as st

from lib.desk.intake.imports import Batch
from lib.locale import msg
from lib.model import KINDS
from lib.ui import components, state, tables
from lib.ui.wording import say

_STATES = {"undone": msg("undone"), "stands": msg("stands")}


def show() -> None:
    """Draw all batches; a chosen one can be undone."""
    batches = state.desk().imports.batches()
    if not batches:
        components.empty(msg("Nothing was imported yet."))
        return
    standing = sum(batch.undone_at is None for batch in batches)
    components.finding(
        msg("{n} of {total} imports stand.", n=str(standing), total=str(len(batches)))
    )
    chosen = tables.table(
        pd.DataFrame([_row(batch) for batch in batches]),
        {
            "batch_id": tables.text(msg("Batch")),
            "file": tables.text(msg("File")),
            "kind": tables.named(msg("Taken for"), {k: v.title for k, v in KINDS.items()}),
            "imported_at": tables.day(msg("Imported")),
            "author": tables.text(msg("By")),
            "added": tables.number(msg("New")),
            "changed": tables.number(msg("Changed")),
            "state": tables.named(msg("State"), _STATES),
        },
        "history",
        choose="batch_id",
    )
    if chosen is None:
        st.caption(say("Choose a row to see what was said of that import, and to undo it."))
        return
    _batch(next(batch for batch in batches if str(batch.batch_id) == chosen))


def _row(batch: Batch) -> dict[str, object]:
    return {
        "batch_id": str(batch.batch_id),
        "file": batch.file if batch.sheet is None else f"{batch.file} / {batch.sheet}",
        "kind": batch.kind,
        "imported_at": pd.Timestamp(batch.imported_at),
        "author": batch.author,
        "added": batch.counts["added"],
        "changed": batch.counts["changed"],
        "state": "undone" if batch.undone_at else "stands",
    }


def _batch(batch: Batch) -> None:
    if batch.undone_at is None:
        st.button(
            say("Undo batch {id}", id=str(batch.batch_id)),
            key="undo",
            on_click=_undo,
            args=(batch.batch_id,),
        )
    with st.expander(say("What its columns were taken for")):
        tables.plain(pd.DataFrame(list(batch.mapping)), "batch_mapping")
    if batch.issues:
        with st.expander(say("What was said of it")):
            tables.plain(pd.DataFrame(list(batch.issues)), "batch_issues")


def _undo(batch_id: int) -> None:
    state.desk().imports.undo(batch_id)
    st.toast(say("Batch {id} is undone; every figure is what it was without it.", id=str(batch_id)))
