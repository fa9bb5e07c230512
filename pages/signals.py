"""Churn signals: which customers need attention, and what the warning is made of."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import signals

frame.header(
    msg("Churn signals"), msg("Which customers need attention, and what is the warning made of?")
)
signals.show()
