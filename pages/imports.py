"""Import: files in, what they are taken for, undo."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import imports

frame.header(msg("Import"), msg("What is in these files, and what would they change?"))
imports.show()
