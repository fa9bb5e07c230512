"""The Overview page: how the book stands, what changed and why, what comes up."""

from lib.ui.panels.overview.page import show

__all__ = ["show"]
