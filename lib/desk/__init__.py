"""`Desk`, the one door to the library.

It gathers from the store, calls the core and applies the outcome. It decides nothing itself.
Areas stand in packages by what they are about; what all of them use stands here: the data and
their days, the clock, notes, versions, what is entered in the app.
"""

from lib.desk.desk import Desk
from lib.desk.intake.imports import Request
from lib.desk.notes import About

__all__ = ["About", "Desk", "Request"]
