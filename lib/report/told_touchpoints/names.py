"""What stages and teams are called in a report."""

from lib.locale import Message, Text, joined, msg
from lib.locale.message import Joined
from lib.profile.journey import SHORT
from lib.report.text import clean
from lib.touchpoints.matrix import ANY
from lib.touchpoints.rules import TEAMS


def stage_name(stage: object) -> Text:
    """Return what a stage is called; `unknown` where it is none."""
    return SHORT.get(str(stage), msg("unknown"))


def team_name(function: str) -> Text:
    """Return what a function is called; other names stand for themselves."""
    if function == ANY:
        return msg("Any team")
    return TEAMS.get(function, clean(function))


def teams_of(functions: object) -> Joined:
    """Return functions "a|b" as a list."""
    return joined([team_name(name) for name in str(functions).split("|") if name])


def heading(function: str) -> Message:
    """Return a function as the heading of a column."""
    name = team_name(function)
    return name if isinstance(name, Message) else msg("{name}", name=name)
