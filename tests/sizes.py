"""How many examples a costly law is tried on: few every day, the full number with DESK_FULL=1."""

import os

FULL = bool(os.environ.get("DESK_FULL"))


def examples(everyday: int, full: int) -> int:
    """Return the number of examples for this run."""
    return full if FULL else everyday
