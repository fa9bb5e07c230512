"""What to look at in a report before others see it, section by section."""

from collections.abc import Mapping

from lib.locale import msg, msgs
from lib.report.edits import Problem
from lib.report.moved import Drift


def points(found: tuple[Problem, ...], drifts: Mapping[str, Drift]) -> tuple[Problem, ...]:
    """Return problems of texts, figures that moved under them and drafts that say otherwise."""
    moved = [
        Problem(
            key,
            "moved",
            msgs(
                "{n} figure has moved since the text was written.",
                "{n} figures have moved since the text was written.",
                len(drift.moved),
            ),
        )
        for key, drift in drifts.items()
        if drift.moved
    ]
    stale = [
        Problem(key, "stale", msg("The draft of this section says something else now."))
        for key, drift in drifts.items()
        if drift.stale
    ]
    return (*found, *moved, *stale)
