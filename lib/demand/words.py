"""The words of a customer: taken out of a text, in which they must stand."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
# A full stop ends a sentence when a blank follows it; the Chinese signs always do.
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])\s*|\n+")
MOST_SENTENCES = 12


def occurs(words: str, text: str) -> bool:
    """Say whether words stand in a text, whatever their case, width and blanks.

    >>> occurs("Export to  excel", "We need an export to Excel by May."), occurs("导出", "要导入")
    (True, False)
    """
    wanted = _plain(words)
    return bool(wanted) and wanted in _plain(text)


def sentences(text: str) -> list[str]:
    r"""Return the sentences of a text, the first twelve, each once.

    >>> sentences("Hello. We need SSO!\n导出太慢。请加快")
    ['Hello.', 'We need SSO!', '导出太慢。', '请加快']
    """
    parts = (part.strip() for part in _SENTENCE_ENDS.split(text))
    return list(dict.fromkeys(part for part in parts if part))[:MOST_SENTENCES]


def _plain(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()
