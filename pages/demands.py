"""Demands: what customers want, who has it in hand, and what was answered."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels.demands import page

frame.header(msg("Demands"), msg("What do customers want, and who owes them an answer?"))
page.show()
