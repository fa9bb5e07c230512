"""The page of the month: its steps with what the data say of each, and the procedure."""

from lib.ui.panels.month.page import show

__all__ = ["show"]
