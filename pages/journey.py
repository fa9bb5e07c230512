"""Journey: where our teams meet customers along their way, where nobody does, what comes twice."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels.journey import page

frame.header(
    msg("Journey"), msg("Where do our teams meet customers, where does nobody, and what is double?")
)
page.show()
