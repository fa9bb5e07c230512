"""What a command prints: one JSON document, or lines and small tables for people."""

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from lib.locale import Language, Message, Share, Text, msg, render

_WIDEST = 60
_TELL_SECONDS = 5.0


class Output:
    """Where a command writes. Data go to stdout, messages to stderr."""

    def __init__(self, *, as_json: bool, lang: Language) -> None:
        self.as_json = as_json
        self.lang = lang
        self._told_at = time.monotonic()

    def document(self, document: dict[str, Any]) -> None:
        """Write the JSON document, when JSON was asked for."""
        if self.as_json:
            sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")

    def say(self, text: Text) -> None:
        """Write a message for people: to stdout, or to stderr beside JSON."""
        stream = sys.stderr if self.as_json else sys.stdout
        stream.write(render(text, self.lang) + "\n")

    def refuse(self, sentence: str) -> None:
        """Write what the user has to mend: always to stderr."""
        sys.stderr.write(sentence + "\n")

    def progress(self, what: Message, share: float) -> None:
        """Tell on stderr, every few seconds, how far a long work is."""
        now = time.monotonic()
        if now - self._told_at >= _TELL_SECONDS:
            self._told_at = now
            line = render(msg("{what}: {share}", what=what, share=Share(share)), self.lang)
            sys.stderr.write(line + "\n")

    def table(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Write rows in columns, unless JSON was asked for."""
        if self.as_json:
            return
        lines = [[_cell(value) for value in row] for row in rows]
        widths = [max(map(len, column)) for column in zip(header, *lines, strict=True)]
        for line in (header, *lines):
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            sys.stdout.write("  ".join(cells).rstrip() + "\n")


def _cell(value: object) -> str:
    if value is None:
        return "-"
    text = f"{value:,.2f}".removesuffix(".00") if isinstance(value, float) else str(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
