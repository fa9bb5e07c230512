"""Segments: the book of accounts, the language of rules over it, and views of their members."""
