"""One file a section. Each defines SECTION: its key, title, place and what writes it."""
