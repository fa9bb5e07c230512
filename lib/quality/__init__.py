"""Contradictions and gaps in what was loaded, as findings with their rows."""
