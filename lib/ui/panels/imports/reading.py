"""How a file was read, and the choice to read it another way."""

import streamlit as st

from lib.desk.intake.outcomes import ReadAs
from lib.desk.intake.prepared import Prepared
from lib.ingest.answers import (
    DELIMITER,
    DELIMITER_NAMES,
    ENCODING,
    ENCODINGS,
    HEADER_ROW,
    KIND,
)
from lib.ingest.reading.limits import HEADER_ROWS
from lib.locale import Message, Text, msg
from lib.model import KINDS
from lib.ui.panels.imports import uploads
from lib.ui.wording import say, shown

_DELIMITERS: dict[str, Message] = {
    "comma": msg("comma"),
    "semicolon": msg("semicolon"),
    "tab": msg("tab"),
    "pipe": msg("vertical bar"),
}
_SIGNS = {sign: name for name, sign in DELIMITER_NAMES.items()}


def show(found: Prepared, title: str, number: int) -> None:
    """Draw how the sheet was read, each point as a list in which another can be chosen."""
    read = found.outcome.read
    if read is None:
        return
    st.markdown(f"**{say('How it was read')}**")
    with st.container(horizontal=True):
        kinds: dict[str, Text] = {name: kind.title for name, kind in KINDS.items()}
        _choice(title, KIND, (msg("Taken for"), number), kinds, found.outcome.kind)
        if read.encoding is not None:
            encodings: dict[str, Text] = {name: name for name in ENCODINGS}
            _choice(title, ENCODING, (msg("Encoding"), number), encodings, read.encoding)
        if read.delimiter is not None:
            _choice(
                title,
                DELIMITER,
                (msg("Columns are separated by"), number),
                dict(_DELIMITERS),
                _SIGNS.get(read.delimiter),
            )
        _choice(title, HEADER_ROW, (msg("Headings in row"), number), _rows(read), _row(read))


def _rows(read: ReadAs) -> dict[str, Text]:
    rows = range(1, max(HEADER_ROWS, read.header_row) + 1)
    return {"0": msg("none: the file has no headings"), **{str(n): str(n) for n in rows}}


def _row(read: ReadAs) -> str:
    return str(read.header_row)


def _choice(
    title: str,
    name: str,
    label: tuple[Text, int],
    options: dict[str, Text],
    now: str | None,
) -> None:
    """Draw one list; a choice counts from then on and is read anew."""
    text, number = label
    key = f"read_{number}_{name}"
    if now is not None:
        options = {**options, **({now: now} if now not in options else {})}
        st.session_state[key] = now
    st.selectbox(
        shown(text),
        list(options),
        format_func=lambda option: shown(options[option]),
        index=None,
        key=key,
        width=220,
        placeholder=say("not known"),
        on_change=lambda: uploads.say_of(title, name, st.session_state[key]),
    )
