"""One writer a format. Each takes the same `Report` and returns the bytes of a file."""
