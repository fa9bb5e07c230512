"""What fields, teams and owners are called on this page."""

from collections.abc import Mapping

from lib.locale import Text, joined, msg
from lib.profile.template import TEAMS, standard
from lib.ui import state
from lib.ui.wording import shown


def field_names() -> dict[str, Text]:
    """Return what each field of the template is called."""
    return {name: entry.title for name, entry in state.desk().templates.now().items()}


def field_name(name: str) -> Text:
    """Return what a field is called, also one that is in the template no more."""
    known = standard(name)
    return name if known is None else known.title


def listed(missing: str, names: Mapping[str, Text]) -> str:
    """Return "a|b" of fields as people read it."""
    found = [names[name] for name in missing.split("|") if name in names]
    return shown(joined(found)) if found else ""


def owner_name(owner: str) -> Text:
    """Return who has a task: a team by its name, or whatever was written."""
    return TEAMS.get(owner, owner)


def author() -> str:
    """Return who acts here."""
    return shown(msg("this desk"))
