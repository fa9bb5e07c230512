"""Grids of text to tables: header, totals, notes, several tables in one sheet."""
