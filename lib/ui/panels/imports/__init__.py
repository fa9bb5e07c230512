"""The Import page: files in, what they are taken for, what they would move, history, matches."""

from lib.ui.panels.imports.page import show

__all__ = ["show"]
