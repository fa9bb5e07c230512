"""Whom to ask in a segment, by which guide, and what they said."""
