"""The Accounts page: one customer as a whole, a part at a time."""

from lib.ui.panels.account.page import show

__all__ = ["show"]
