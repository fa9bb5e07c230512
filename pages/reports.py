"""Reports: drafted by rules, edited by people, every figure traceable."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import reports

frame.header(
    msg("Reports"), msg("What happened in this segment, how do we know, and what follows from it?")
)
reports.show()
