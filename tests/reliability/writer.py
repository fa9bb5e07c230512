"""A process that writes note after note."""

import time
from pathlib import Path

from lib.desk import About
from tests.fixtures import opened_desk


def write_notes(folder: Path, author: str, number: int) -> list[float]:
    """Write so many notes; return how long each took, in seconds."""
    desk, taken = opened_desk(folder), []
    for n in range(number):
        start = time.monotonic()
        desk.notes.add(About(account_id="A-1"), f"{author}: {n}", author)
        taken.append(time.monotonic() - start)
    return taken
