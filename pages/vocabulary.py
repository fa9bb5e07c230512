"""Vocabulary: which words stand in the data, and what they mean."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import vocabulary

frame.header(msg("Vocabulary"), msg("Does the same thing have the same name everywhere?"))
vocabulary.show()
