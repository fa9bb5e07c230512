"""A process that imports until it is killed, and says what it has been promised."""

from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from lib.desk import Desk
from lib.errors import DeskError
from tests.fixtures import a_clock
from tests.reliability import story

READY = -1


def import_for_ever(folder: Path, url: str | None, first: int, told: Connection) -> None:
    """Import turn after turn; tell each one's number once the desk says that it is in."""
    desk = Desk(folder, url, clock=a_clock)
    told.send(READY)
    turn = first
    while True:
        outcomes = desk.imports.commit(story.files(turn))
        if [outcome.status for outcome in outcomes] != ["committed"] * 3:
            raise RuntimeError(str(outcomes))
        told.send(turn)
        turn += 1


def import_until_refused(folder: Path, url: str | None, first: int, told: Connection) -> None:
    """Import until the desk says that it cannot; anything but such a sentence is a failure."""
    with suppress(DeskError):
        import_for_ever(folder, url, first, told)
