"""The files of this session and what was said of them, kept until they are imported or left."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from lib.ingest.answers import Answers
from lib.ui.wording import say

_TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "gz", "zip"]
_FILES, _SAID, _TURN = "import_files", "import_said", "upload_turn"


@dataclass(frozen=True)
class Upload:
    """A file that was dropped; `digest` tells its bytes from others."""

    name: str
    content: bytes
    digest: str


def box() -> None:
    """Draw the box into which files are dropped."""
    dropped = st.file_uploader(
        say("Drop all your exports here at once"),
        type=_TYPES,
        accept_multiple_files=True,
        key=f"upload_{st.session_state.get(_TURN, 0)}",
        help=say("CRM, contracts, tickets, activities, usage, churn; CSV or Excel, as exported."),
    )
    if dropped:
        # Uploads are lost on page change: they are kept at once.
        st.session_state[_FILES] = [_upload(file.name, file.getvalue()) for file in dropped]


def _upload(name: str, content: bytes) -> Upload:
    return Upload(name, content, hashlib.sha256(content).hexdigest())


def files() -> list[Upload]:
    """Return the files that wait for a decision."""
    return list(st.session_state.get(_FILES, ()))


def said() -> dict[str, dict[str, str]]:
    """Return what was said of single files and sheets, by their titles."""
    return {title: dict(answers) for title, answers in st.session_state.get(_SAID, {}).items()}


def answers() -> Answers:
    """Return what was said, as an import takes it."""
    return Answers({}, said())


def say_of(title: str, key: str, value: str | None) -> None:
    """Remember an answer about a file or a sheet; None takes it back."""
    found = said()
    of_title = found.setdefault(title, {})
    if value is None:
        of_title.pop(key, None)
    else:
        of_title[key] = value
    st.session_state[_SAID] = found


def take_back(title: str) -> None:
    """Forget what was said of one file or sheet."""
    st.session_state[_SAID] = {name: what for name, what in said().items() if name != title}


def forget() -> None:
    """Leave the files, and give the box a new name: it keeps its files otherwise."""
    st.session_state.pop(_FILES, None)
    st.session_state.pop(_SAID, None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
