"""Mapped columns to typed rows: keys, repeats, rejects, spans, what is worth knowing."""
