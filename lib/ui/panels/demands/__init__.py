"""The demands page."""
