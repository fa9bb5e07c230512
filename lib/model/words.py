"""What spellings of one word have in common: width, case, breaks, traditional characters."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_WORD_BREAKS = re.compile(r"[\s_\-/]+")
_NO_SIGN = re.compile(r"[\W_]+")
_ACCENTED = re.compile(r"([a-z])[\u0300-\u036f]+")
# Latin letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_CHARACTERS = Path(__file__).with_name("traditional.txt")
_REMEMBERED = 1 << 17  # spellings; a big book has tens of thousands of names


def visible(text: str) -> str:
    """Return the text without signs that cannot be seen: zero-width and direction marks."""
    if text.isascii():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


@lru_cache(_REMEMBERED)
def spelling(text: str) -> str:
    """Return what two spellings of one word have in common: all but case, width and breaks.

    >>> spelling("Decision-Maker") == spelling("decision_maker")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD_BREAKS.sub(" ", visible(folded)).strip()


@lru_cache(_REMEMBERED)
def bare_word(text: str) -> str:
    """Return a word without case, width, accents, punctuation and traditional characters.

    >>> bare_word("Café-Bar"), bare_word("製造 業")
    ('cafebar', '制造业')
    """
    return _NO_SIGN.sub("", plain_letters(spelling(text)))


def plain_letters(text: str) -> str:
    """Return folded text in simplified characters and without accents on Latin letters."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", simplified(text)).translate(_LETTERS)
    # Marks of other scripts stay: in Japanese or Hindi they make another word.
    return unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", apart))


def simplified(text: str) -> str:
    """Return the text with each traditional character as its simplified one.

    >>> simplified("雲杉製造")
    '云杉制造'
    """
    return text.translate(_simplified_characters())


@cache
def _simplified_characters() -> dict[int, str]:
    lines = _CHARACTERS.read_text("utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    return {
        ord(old): new
        for olds, news in zip(rows[::2], rows[1::2], strict=True)
        for old, new in zip(olds, news, strict=True)
    }
