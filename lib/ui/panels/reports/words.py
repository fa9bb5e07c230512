"""Where things of a report are kept in the address and the session, and whose name they carry."""

from datetime import datetime

from lib.desk.reporting.reports import StoredReport
from lib.locale import Language, Message, Text, msg, render
from lib.report.moved import Moved
from lib.ui import state
from lib.ui.wording import md_escape, shown

REPORT = "report"
VERSION = "version"
SECTION = "section"
FIGURE = "figure"
VIEW = "view"

CODES = {
    "unknown_figure": ":material/help:",
    "typed_number": ":material/edit_note:",
    "moved": ":material/moving:",
    "stale": ":material/history_edu:",
}


def author() -> str:
    """Return who is working here."""
    return shown(msg("this desk"))


def one(name: str) -> str | None:
    """Return what the address names under `name`; None when nothing."""
    found = state.chosen(name)
    return found[0] if found else None


def go(**places: str | int | None) -> None:
    """Write places of the page into the address; None takes one out."""
    for name, value in places.items():
        state.choose(name, () if value is None else (str(value),))


def told(text: Text, lang: Language) -> str:
    """Return a text of the report in the report's own language, safe in Markdown."""
    return md_escape(render(text, lang))


def section_title(stored: StoredReport, key: str) -> str:
    """Return a section's title in the report's language; its key when it has none."""
    titles = {section.key: section.title for section in stored.report.sections}
    return render(titles[key], stored.lang) if key in titles else key


def when(at: datetime) -> str:
    """Return an instant in words, to the minute."""
    return f"{shown(at.date())} {at:%H:%M}"


def fact(name: Text, value: Text) -> Message:
    """Return a fact under its name."""
    return msg("{name}: {value}", name=name, value=value)


def moved(found: Moved, lang: Language) -> Message:
    """Say in a line what a figure was and is."""
    name = found.name if isinstance(found.name, str) else render(found.name, lang)
    if found.now is None:
        return msg("{name} was {was} and is no longer in the report.", name=name, was=found.was)
    return msg("{name}: was {was}, is {now}.", name=name, was=found.was, now=found.now)
