"""Interviews: whom to ask in the segment, by which guide, and what they said."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels.interviews import page

frame.header(
    msg("Interviews"), msg("Whom do we ask in this segment, what did they say, who was not heard?")
)
page.show()
