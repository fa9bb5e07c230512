"""What the text of a cell means: one module a type, every decision taken for a whole column."""
