"""The Churn signals page: what needs attention, what ends soon, what judges, who was lost."""

from lib.ui.panels.signals.page import show

__all__ = ["show"]
