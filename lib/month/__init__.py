"""The month of an officer: eight steps, what the data say of each, by when, by whom."""
