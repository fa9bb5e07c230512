"""What themes are called in the reader's language; one that nobody named is its own name."""

from lib.locale import Text


def theme_names() -> dict[str, Text]:
    """Return the names of themes by key."""
    return {}
