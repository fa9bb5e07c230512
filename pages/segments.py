"""Segments: which accounts belong together, and how they differ from the book."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import segments

frame.header(msg("Segments"), msg("Which customers belong together, and how are they different?"))
segments.show()
