"""The month: the officer's steps, how far each is, and the company's working procedure."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import month

frame.header(msg("The month"), msg("What is done this month, what is open, and what is late?"))
month.show()
