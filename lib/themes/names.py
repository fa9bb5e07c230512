"""Themes by what files call them."""

from lib.model.words import bare_word
from lib.themes.catalogue import Catalogue


def theme_key(text: str, catalogue: Catalogue) -> str:
    """Return the key of the theme that a stated text names, by key or name of either language.

    A text that names none is returned as it stands; one that names a merged theme gives the
    theme that it counts for.
    """
    return keys_by_name(catalogue).get(bare_word(text), text.strip())


def keys_by_name(catalogue: Catalogue) -> dict[str, str]:
    """Return the key that counts for each folded key and name."""
    return {
        bare_word(name): catalogue.final(theme.key) if theme.state == "merged" else theme.key
        for theme in catalogue.themes.values()
        for name in (theme.key, theme.name_en, theme.name_zh)
    }
