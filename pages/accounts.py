"""Accounts: one account as a whole."""

from lib.locale import msg
from lib.ui import frame
from lib.ui.panels import account

frame.header(
    msg("Accounts"), msg("Who is this customer, what do they do with us, and what do they need?")
)
account.show()
