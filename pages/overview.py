"""Overview: how the book stands, what changed, what comes up for renewal."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import overview

frame.header(msg("Overview"), msg("How does the book stand, and what changed?"))
overview.show()
