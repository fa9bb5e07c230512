"""The text in the box: what it was written on, kept as one leaves it, and never lost.

A text is saved when its writer leaves the box. If somebody else has saved meanwhile, nothing is
written: both texts are kept until the writer chooses.
"""

from collections.abc import Callable

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.errors import DeskError
from lib.report.edits import Edit
from lib.report.moved import merged
from lib.ui import components, state
from lib.ui.panels.reports import words


class Box:
    """The box of one section of one report in this session."""

    def __init__(self, stored: StoredReport, section: str) -> None:
        """Begin with the newest text, and follow it while the writer has changed nothing."""
        self.report_id, self.section = stored.report_id, section
        self.newest, self.draft = stored.texts[section], stored.drafts[section]
        self.key = f"text_{stored.report_id}_{section}"
        if self.key not in st.session_state or (self._moved_on() and not self._changed()):
            self._begin(self.newest)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return str(st.session_state[self.key] or "")

    @property
    def clash(self) -> bool:
        """Whether somebody else has saved another text since the writer began."""
        return self._moved_on() and self.text.strip() != self.newest.text.strip()

    def save(self) -> None:
        """Keep what stands in the box, if it differs from what it was."""
        if self._changed() and not self.clash:
            self._write(self.text, self._seen().version)

    def put_in(self, reference: str) -> None:
        """Add a reference at the end of the text."""
        st.session_state[self.key] = f"{self.text.rstrip()} {reference}".lstrip()
        self.save()

    def take_draft(self) -> None:
        """Let the draft stand again."""
        self._write("", self.newest.version)

    def keep_theirs(self) -> None:
        """Drop one's own text for the newer one."""
        self._begin(self.newest)

    def keep_mine(self) -> None:
        """Save one's own text over the newer one, which stays in the history."""
        self._write(self.text, self.newest.version)

    def keep_both(self) -> None:
        """Put every sentence of both texts into one."""
        self._write(merged(self.newest.text, self.text), self.newest.version)

    def confirm(self) -> None:
        """Say that the text still holds over today's figures and draft."""
        self._tried(
            lambda: state.desk().report_texts.keep(
                self.report_id, self.section, self.newest.version, words.author()
            )
        )

    def go_back(self, version: int) -> None:
        """Let an earlier version stand again."""
        self._tried(
            lambda: state.desk().report_texts.go_back(
                self.report_id, self.section, version, words.author()
            )
        )
        st.session_state.pop(self.key, None)

    def _write(self, text: str, seen: int) -> None:
        text = "" if text.strip() == self.draft.strip() else text
        if self._tried(
            lambda: state.desk().report_texts.write(
                self.report_id, self.section, Edit(text, seen), words.author()
            )
        ):
            self._begin(Edit(text.strip() or self.draft, seen + 1))

    def _tried(self, act: Callable[[], int]) -> bool:
        try:
            act()
        except DeskError as error:
            if error.code != "edited_meanwhile":  # that one is shown with both texts
                st.toast(components.problem_words(error))
            return False
        return True

    def _begin(self, edit: Edit) -> None:
        st.session_state[self.key] = edit.text
        st.session_state[f"{self.key}_seen"] = edit

    def _seen(self) -> Edit:
        seen = st.session_state.get(f"{self.key}_seen", self.newest)
        return seen if isinstance(seen, Edit) else self.newest

    def _moved_on(self) -> bool:
        return self._seen().version != self.newest.version

    def _changed(self) -> bool:
        return self.text.strip() != self._seen().text.strip()
