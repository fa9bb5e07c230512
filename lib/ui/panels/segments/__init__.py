"""The Segments page: who belongs together, how they differ, what they have in common."""

from lib.ui.panels.segments.page import show

__all__ = ["show"]
