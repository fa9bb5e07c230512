"""Texts that a spreadsheet would run, and the apostrophe that keeps it from doing so.

Our CSV files put an apostrophe, by which spreadsheets know text, before every text that
could run; the importer takes it off again. A text that begins with an apostrophe and could
run without it gets another one, so nothing is lost on the way there and back.
"""

import re

# Spreadsheets skip blanks, quotes and marks that are not seen before they look for a sign.
_SKIPPED = "\\s\"'`\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2064\u3000\ufeff"
_SIGNS = "=+\\-@|%\uff1d\uff0b\uff0d\uff20\t\r\n\x00"
_FORMULA = re.compile(f"^(?:[\t\r\n\x00]|[{_SKIPPED}]*[{_SIGNS}])")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d{1,3})?%?$", re.IGNORECASE)
MARK = "'"


def may_run(text: str) -> bool:
    """Say whether a spreadsheet could take the text for a formula."""
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.match(text)


def escaped(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> escaped("=1+1"), escaped("-12.5"), escaped("A-1")
    ("'=1+1", '-12.5', 'A-1')
    """
    return f"{MARK}{text}" if may_run(text) else text


def is_escaped(text: str) -> bool:
    """Say whether the text begins with an apostrophe that `escaped` may have put there."""
    return text.startswith(MARK) and may_run(text[1:])


def unescaped(text: str) -> str:
    """Return the text that `escaped` made this one of.

    >>> unescaped("'=1+1"), unescaped("''=1"), unescaped("'tis")
    ('=1+1', "'=1", "'tis")
    """
    return text[1:] if is_escaped(text) else text
