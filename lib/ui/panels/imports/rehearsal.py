"""What an import would do: sheet by sheet, and which headline figures it would move."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.desk import Request
from lib.desk.intake.headline import Move
from lib.desk.intake.outcomes import FileOutcome
from lib.desk.intake.prepared import Prepared
from lib.ingest.answers import title_of
from lib.ingest.progress import Progress
from lib.locale import Count, Message, msg, msgs
from lib.model import KINDS
from lib.ui import components, state, tables
from lib.ui.panels.imports import sheets, uploads
from lib.ui.panels.imports.status import STATUS
from lib.ui.wording import said, say, shown

_PREPARED, _DONE, _WANTED, _MOVES = (
    "import_prepared",
    "import_done",
    "import_wanted",
    "import_moves",
)
_MANY_USAGE_ROWS = 1_000_000  # above, the cube of the expected state takes too long to wait for


def show() -> None:
    """Draw what would happen to the files, or let it happen when that was asked for."""
    prepared = _prepared()
    if st.session_state.pop(_WANTED, False):
        _commit(prepared)
    outcomes = [each.outcome for each in prepared]
    components.finding(_finding(outcomes))
    summary(outcomes)
    _buttons(sum(outcome.status == "dry_run" for outcome in outcomes))
    _headline(prepared)
    for number, each in enumerate(prepared):
        sheets.show(each, number)


def committed() -> None:
    """Tell once what was imported."""
    outcomes: tuple[FileOutcome, ...] | None = st.session_state.pop(_DONE, None)
    if outcomes is None:
        return
    added = sum(o.counts.added for o in outcomes if o.status == "committed")
    changed = sum(o.counts.changed for o in outcomes if o.status == "committed")
    st.success(
        say(
            "Imported: {added} new rows, {changed} changed. Every import can be undone in the "
            "import history.",
            added=Count(added),
            changed=Count(changed),
        )
    )
    summary(outcomes)


def _prepared() -> tuple[Prepared, ...]:
    """Return every sheet looked at; a file is read anew only when something about it changed."""
    kept: dict[int, tuple[object, tuple[Prepared, ...]]] = st.session_state.get(_PREPARED, {})
    files, version = uploads.files(), state.desk().data.version()
    keys = [(file.name, file.digest, _of_file(file.name), version) for file in files]
    stale = [n for n, key in enumerate(keys) if n not in kept or kept[n][0] != key]
    fresh = {n: kept[n] for n in range(len(files)) if n not in stale}
    for _, old in (each for n, each in kept.items() if n not in fresh):
        state.desk().imports.leave(old)
    if stale:
        with components.work(msg("Reading")) as done:
            for place, n in enumerate(stale):
                request = _request(_part(done, place, len(stale)))
                found = state.desk().imports.prepare([(files[n].name, files[n].content)], request)
                fresh[n] = (keys[n], found)
    st.session_state[_PREPARED] = fresh
    return tuple(each for n in range(len(files)) for each in fresh[n][1])


def _of_file(name: str) -> dict[str, dict[str, str]]:
    """Return what was said of a file, of its sheets, and of the files in it."""
    return {title: value for title, value in uploads.said().items() if title.startswith(name)}


def _request(progress: Progress) -> Request:
    return Request(answers=uploads.answers(), progress=progress)


def _part(done: Progress, place: int, total: int) -> Progress:
    return lambda what, share: done(what, (place + share) / total)


def _finding(outcomes: Sequence[FileOutcome]) -> Message:
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


def summary(outcomes: Sequence[FileOutcome]) -> None:
    """Draw one line a sheet: what it is taken for and what becomes of its rows."""
    rows = pd.DataFrame(
        [
            {
                "file": title_of(o.file, o.sheet),
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


def _buttons(n_ready: int) -> None:
    with st.container(horizontal=True):
        st.button(
            said(msgs("Import {n} sheet", "Import {n} sheets", n_ready)),
            type="primary",
            disabled=n_ready == 0,
            on_click=_want,
            key="commit",
        )
        st.button(say("Leave it"), on_click=_leave, key="forget")


def _want() -> None:
    """Ask for the import; it runs with the page, where its progress can be seen."""
    st.session_state[_WANTED] = True


def _commit(prepared: Sequence[Prepared]) -> None:
    with components.work(msg("Importing")) as done:
        st.session_state[_DONE] = state.desk().imports.take(prepared, _request(done))
    _leave()
    st.rerun()


def _leave() -> None:
    """Forget the files, and what was made on the disk for large ones."""
    for _, found in st.session_state.pop(_PREPARED, {}).values():
        state.desk().imports.leave(found)
    st.session_state.pop(_MOVES, None)
    uploads.forget()


def _headline(prepared: Sequence[Prepared]) -> None:
    """Show which headline figures would move; on demand when the files are very large."""
    ready = [each for each in prepared if each.content is not None]
    if not ready:
        return
    key = [(each.content_hash, each.outcome.sheet, dict(each.said)) for each in ready]
    kept = st.session_state.get(_MOVES)
    if kept is None or kept[0] != (key, state.desk().data.version()):
        if not _wanted_moves(ready):
            return
        with st.spinner(say("Working out what the headline figures would be")):
            found = state.desk().imports.moves(ready)
        kept = ((key, state.desk().data.version()), found)
        st.session_state[_MOVES] = kept
    _moves(kept[1])


def _wanted_moves(ready: Sequence[Prepared]) -> bool:
    usage = sum(e.outcome.counts.read for e in ready if e.outcome.kind == "usage")
    return usage < _MANY_USAGE_ROWS or st.button(
        say("Work out which headline figures would move"), key="work_out_moves"
    )


def _moves(found: Sequence[Move]) -> None:
    moving = [move for move in found if move.moves]
    if not moving:
        st.caption(say("No headline figure would move."))
        return
    rows = pd.DataFrame(
        [
            {"figure": shown(m.title), "before": shown(m.before), "after": shown(m.after)}
            for m in moving
        ]
    )
    st.markdown(f"**{say('Headline figures that would move')}**")
    tables.table(
        rows,
        {
            "figure": tables.text(msg("Figure")),
            "before": tables.text(msg("Now")),
            "after": tables.text(msg("After the import")),
        },
        "moves",
    )
