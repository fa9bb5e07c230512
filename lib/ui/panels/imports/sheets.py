"""One sheet of an upload: what is wrong, what is asked, how it was read, what its columns are."""

import pandas as pd
import streamlit as st

from lib.desk.intake.outcomes import FileOutcome
from lib.desk.intake.prepared import Prepared
from lib.errors import DeskError
from lib.ingest.answers import RAGGED, title_of
from lib.locale import msg
from lib.ui import components, state, tables
from lib.ui.downloads import file_stem
from lib.ui.panels.imports import mapping, questions, reading, uploads
from lib.ui.panels.imports.status import STATUS
from lib.ui.wording import said, say, shown

_SHOWN_ROWS = 20


def show(found: Prepared, number: int) -> None:
    """Draw one sheet in a box that is open when somebody has to do something about it."""
    outcome = found.outcome
    title = title_of(outcome.file, outcome.sheet)
    box = st.expander(
        f"{said(title)}: {said(STATUS[outcome.status])}",
        expanded=outcome.failed,
        on_change="rerun",
        key=f"sheet_{number}_{outcome.status}",
    )
    if box.open:
        with box:
            _inside(found, title, number)


def _inside(found: Prepared, title: str, number: int) -> None:
    outcome = found.outcome
    if outcome.error is not None and not outcome.questions:
        _problem(outcome.error, title, number)
    if uploads.said().get(title):
        st.button(
            say("Take back what I said of this sheet"),
            key=f"take_back_{number}",
            on_click=uploads.take_back,
            args=(title,),
        )
    questions.show(outcome, title, number)
    reading.show(found, title, number)
    if outcome.mapping and outcome.kind is not None:
        mapping.show(outcome, title, number)
    if outcome.issues:
        _issues(found, number)
    _rows(outcome, number)


def _problem(error: DeskError, title: str, number: int) -> None:
    components.problem(error)
    if error.code == RAGGED:
        st.button(
            say("Set these rows aside and read the others"),
            key=f"set_aside_{number}",
            on_click=uploads.say_of,
            args=(title, RAGGED, "set_aside"),
        )


def _issues(found: Prepared, number: int) -> None:
    outcome = found.outcome
    st.markdown(f"**{say('What to know, and what is wrong')}**")
    rows = pd.DataFrame(
        [
            {
                "row": issue.row,
                "column": issue.column,
                "value": issue.value,
                "message": shown(issue.message),
            }
            for issue in outcome.issues
        ]
    )
    tables.table(
        rows,
        {
            "row": tables.number(msg("Row in the file")),
            "column": tables.text(msg("Column in the file")),
            "value": tables.text(msg("Value")),
            "message": tables.text(msg("What is wrong"), wide=True),
        },
        f"issues_{number}",
    )
    if outcome.counts.rejected:
        _rejects(found, number)


def _rejects(found: Prepared, number: int) -> None:
    lang, desk = state.language(), state.desk()
    st.caption(say("Mend the rejected rows in this workbook, then drop it here: they go in."))
    st.download_button(
        say("Download rejected rows (Excel)"),
        data=lambda: desk.imports.rejected(found, lang),
        file_name=f"rejected-{file_stem(found.outcome.file)}.xlsx",
        key=f"rejects_{number}",
        on_click="ignore",
        icon=":material/download:",
    )


def _rows(outcome: FileOutcome, number: int) -> None:
    if outcome.preview is not None:
        st.markdown(f"**{say('First rows as understood')}**")
        rows = outcome.preview.dropna(axis="columns", how="all").head(_SHOWN_ROWS)
        tables.plain(rows, f"preview_{number}")
    elif outcome.as_written is not None and not outcome.as_written.empty:
        st.markdown(f"**{say('First rows as they stand in the file')}**")
        tables.plain(outcome.as_written, f"written_{number}")
