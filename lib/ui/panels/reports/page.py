"""The page as a whole: the shelf of reports, or the one that the address names."""

from lib.ui import state
from lib.ui.panels.reports import opened, shelf, words


def show() -> None:
    """Draw the list of reports, or the one that is opened."""
    state.days()  # nothing can be drafted before something is loaded
    report_id = words.one(words.REPORT)
    if report_id is not None and report_id.isdigit():
        opened.show(int(report_id))
        return
    shelf.show()
