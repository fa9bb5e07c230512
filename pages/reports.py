"""Reports: drafted by rules, edited by people, every figure traceable."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels.reports import page

frame.header(
    msg("Reports"), msg("What happened in this segment, how do we know, and what follows from it?")
)
page.show()
