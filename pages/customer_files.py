"""Customer files: contradictions, gaps, and how complete each file is."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels.files import page

frame.header(
    msg("Customer files"), msg("What do we not know of our customers, and what cannot be right?")
)
page.show()
