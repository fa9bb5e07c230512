"""Data quality: contradictions and gaps in what was loaded."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import quality

frame.header(msg("Data quality"), msg("What do the files contradict each other in?"))
quality.show()
