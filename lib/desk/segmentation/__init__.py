"""Segments: rules, members, comparison, suggestions, bulk tags."""
