"""`Desk`, the one door to the library.

It gathers from the store, calls the core and applies the outcome. It decides nothing itself.
"""

from lib.desk.desk import Desk
from lib.desk.imports import Request
from lib.desk.notes import About

__all__ = ["About", "Desk", "Request"]
