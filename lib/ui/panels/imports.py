"""Import: drop files, see what they are taken for, rehearse, commit, undo."""

import hashlib
from collections.abc import Callable
from typing import cast

import pandas as pd
import streamlit as st

from lib.desk import Request
from lib.desk.imports import Files
from lib.desk.outcomes import FileOutcome
from lib.ingest.answers import Answers
from lib.locale import Count, Message, msg, msgs
from lib.model import KINDS
from lib.ui import components, state, tables
from lib.ui.downloads import button as download
from lib.ui.wording import said, say, shown

STATUS = {
    "dry_run": msg("ready"),
    "committed": msg("imported"),
    "unchanged": msg("nothing new"),
    "refused": msg("refused"),
    "needs_answer": msg("needs an answer"),
    "skipped": msg("skipped"),
}
_TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "gz", "zip"]
_FILES, _ANSWERS, _DONE = "import_files", "import_answers", "import_done"
_WANTED, _REHEARSED = "import_wanted", "import_rehearsed"


def show() -> None:
    """Draw the whole page."""
    _sample()
    dropped = st.file_uploader(
        say("Drop all your exports here at once"),
        type=_TYPES,
        accept_multiple_files=True,
        key=f"upload_{st.session_state.get('upload_turn', 0)}",
        help=say("CRM, contracts, tickets, activities, usage, churn; CSV or Excel, as exported."),
    )
    if dropped:
        # Uploads are lost on page change: they are kept at once.
        st.session_state[_FILES] = [(file.name, file.getvalue()) for file in dropped]
    done = st.session_state.pop(_DONE, None)
    if done is not None:
        _committed(done)
    files = st.session_state.get(_FILES)
    if files:
        _rehearsal(files)
    _history()


def _sample() -> None:
    if state.desk().data.days() is None:
        components.no_data("table", link=False)


def _rehearsal(files: Files) -> None:
    if st.session_state.pop(_WANTED, False):
        _commit(files)
        return
    outcomes = _rehearsed(files)
    ready = [o for o in outcomes if o.status == "dry_run"]
    components.finding(_rehearsal_finding(outcomes))
    _summary(outcomes)
    with st.container(horizontal=True):
        st.button(
            said(msgs("Import {n} sheet", "Import {n} sheets", len(ready))),
            type="primary",
            disabled=not ready,
            on_click=_want,
            key="commit",
        )
        st.button(say("Leave it"), on_click=_forget, key="forget")
    for number, outcome in enumerate(outcomes):
        _sheet(outcome, number)


def _rehearsed(files: Files) -> tuple[FileOutcome, ...]:
    """Return what would happen to each sheet; worked out anew only when something changed."""
    answers = st.session_state.get(_ANSWERS, {})
    hashes = [hashlib.sha256(content).hexdigest() for _, content in files]
    key = (hashes, answers, state.desk().data.version())
    kept = st.session_state.get(_REHEARSED)
    if kept is not None and kept[0] == key:
        return cast("tuple[FileOutcome, ...]", kept[1])
    outcomes = _one_by_one(files, msg("Reading"), state.desk().imports.rehearse)
    st.session_state[_REHEARSED] = (key, outcomes)
    return outcomes


def _one_by_one(
    files: Files,
    what: Message,
    take: Callable[[Files, Request], tuple[FileOutcome, ...]],
) -> tuple[FileOutcome, ...]:
    """Take file after file, showing how far it is; a press on Cancel ends it between two."""
    request = Request(answers=Answers(st.session_state.get(_ANSWERS, {})))
    outcomes: list[FileOutcome] = []
    with components.progress(what, len(files)) as done:
        for number, file in enumerate(files):
            done(number)
            outcomes += take([file], request)
    return tuple(outcomes)


def _rehearsal_finding(outcomes: tuple[FileOutcome, ...]) -> Message:
    failed = sum(outcome.failed for outcome in outcomes)
    added = sum(o.counts.added for o in outcomes)
    changed = sum(o.counts.changed for o in outcomes)
    rejected = sum(o.counts.rejected for o in outcomes)
    if failed:
        return msgs(
            "{n} sheet cannot come in as it is; the others would add {added} rows.",
            "{n} sheets cannot come in as they are; the others would add {added} rows.",
            failed,
            added=Count(added),
        )
    return msg(
        "Importing would add {added} rows and change {changed}; {rejected} would be rejected.",
        added=Count(added),
        changed=Count(changed),
        rejected=Count(rejected),
    )


def _summary(outcomes: tuple[FileOutcome, ...]) -> None:
    rows = pd.DataFrame(
        [
            {
                "file": o.file if o.sheet is None else f"{o.file} · {o.sheet}",
                "kind": o.kind,
                "status": o.status,
                **o.counts.as_json(),
            }
            for o in outcomes
        ]
    )
    tables.table(
        rows,
        {
            "file": tables.text(msg("File")),
            "kind": tables.named(msg("Taken for"), {k: v.title for k, v in KINDS.items()}),
            "status": tables.named(msg("State"), STATUS),
            "read": tables.number(msg("Rows read")),
            "added": tables.number(msg("New")),
            "changed": tables.number(msg("Changed")),
            "unchanged": tables.number(msg("Unchanged")),
            "rejected": tables.number(msg("Rejected")),
        },
        "summary",
    )


def _sheet(outcome: FileOutcome, number: int) -> None:
    name = outcome.file if outcome.sheet is None else f"{outcome.file} · {outcome.sheet}"
    with st.expander(f"{said(name)}: {said(STATUS[outcome.status])}", expanded=outcome.failed):
        if outcome.error is not None:
            components.problem(outcome.error)
        _questions(outcome, number)
        if outcome.read is not None:
            st.caption(
                say(
                    "Read as {encoding}, columns separated by {delimiter}, headings in row {row}.",
                    encoding=outcome.read.encoding or shown(msg("a workbook")),
                    delimiter=_delimiter(outcome.read.delimiter),
                    row=str(outcome.read.header_row),
                )
            )
        if outcome.mapping:
            _mapping(outcome, number)
        if outcome.issues:
            _issues(outcome, number)
        if outcome.preview is not None:
            st.markdown(f"**{say('First rows as understood')}**")
            tables.plain(
                outcome.preview.dropna(axis="columns", how="all").head(20), f"preview_{number}"
            )


def _delimiter(sign: str | None) -> str:
    return {"\t": shown(msg("tab")), None: shown(msg("cells"))}.get(sign, f"“{sign}”")


def _mapping(outcome: FileOutcome, number: int) -> None:
    st.markdown(f"**{say('What each column is taken for')}**")
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
    tables.table(
        rows,
        {
            "column": tables.text(msg("Column in the file")),
            "field": tables.text(msg("Field")),
            "confidence": tables.bar(msg("How sure")),
            "reason": tables.text(msg("Why"), wide=True),
        },
        f"mapping_{number}",
    )


def _issues(outcome: FileOutcome, number: int) -> None:
    st.markdown(f"**{say('Problems')}**")
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
    if outcome.rejects is not None and not outcome.rejects.empty:
        st.caption(say("Rejected rows, to mend and load again:"))
        download(outcome.rejects, f"rejected_{outcome.file}_{number}")


def _questions(outcome: FileOutcome, number: int) -> None:
    for place, question in enumerate(outcome.questions):
        st.markdown(said(question.message))
        for option in question.options:
            st.button(
                said(option),
                key=f"answer_{number}_{place}_{option}",
                on_click=_answer,
                args=(question.code, option),
            )


def _answer(code: str, option: str) -> None:
    answers = dict(st.session_state.get(_ANSWERS, {}))
    if code == "dates":
        answers["dates"] = option
    else:
        answers[option] = "accounts.account_id"
    st.session_state[_ANSWERS] = answers


def _want() -> None:
    """Ask for the import; it runs with the page, where its progress can be seen."""
    st.session_state[_WANTED] = True


def _commit(files: Files) -> None:
    st.session_state[_DONE] = _one_by_one(files, msg("Importing"), state.desk().imports.commit)
    _forget()
    st.rerun()


def _forget() -> None:
    st.session_state.pop(_FILES, None)
    st.session_state.pop(_ANSWERS, None)
    st.session_state.pop(_REHEARSED, None)
    _turn()


def _turn() -> None:
    """Give the upload box a new name: it keeps its files otherwise."""
    st.session_state["upload_turn"] = st.session_state.get("upload_turn", 0) + 1


def _committed(outcomes: tuple[FileOutcome, ...]) -> None:
    added = sum(o.counts.added for o in outcomes if o.status == "committed")
    st.success(say("Imported: {n} new rows. Every import below can be undone.", n=Count(added)))
    _summary(outcomes)


def _history() -> None:
    batches = state.desk().imports.batches()
    if not batches:
        return
    st.subheader(say("Import history"), anchor=False)
    rows = pd.DataFrame(
        [
            {
                "batch_id": str(b.batch_id),
                "file": b.file if b.sheet is None else f"{b.file} · {b.sheet}",
                "kind": b.kind,
                "imported_at": pd.Timestamp(b.imported_at),
                "added": b.counts["added"],
                "changed": b.counts["changed"],
                "rejected": b.counts["rejected"],
                "undone": "undone" if b.undone_at else "stands",
            }
            for b in batches
        ]
    )
    chosen = tables.table(
        rows,
        {
            "batch_id": tables.text(msg("Batch")),
            "file": tables.text(msg("File")),
            "kind": tables.named(msg("Taken for"), {k: v.title for k, v in KINDS.items()}),
            "imported_at": tables.day(msg("Imported")),
            "added": tables.number(msg("New")),
            "changed": tables.number(msg("Changed")),
            "rejected": tables.number(msg("Rejected")),
            "undone": tables.named(
                msg("State"), {"undone": msg("undone"), "stands": msg("stands")}
            ),
        },
        "history",
        choose="batch_id",
    )
    if chosen is None:
        st.caption(say("Choose a row to undo that import."))
    elif rows.set_index("batch_id").loc[chosen, "undone"] == "stands":
        st.button(
            say("Undo batch {id}", id=chosen), key="undo", on_click=_undo, args=(int(chosen),)
        )


def _undo(batch_id: int) -> None:
    state.desk().imports.undo(batch_id)
    st.toast(say("Batch {id} is undone; every figure is what it was without it.", id=str(batch_id)))
