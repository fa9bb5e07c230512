"""Bytes to grids of text: what a file is, and what a process of its own tells of it."""
