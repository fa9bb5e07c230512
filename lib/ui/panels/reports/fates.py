"""One of two texts, sentence by sentence: what only it holds stands out."""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from lib.desk.reporting.reports import StoredReport
from lib.report.moved import Fate
from lib.report.text import plain, with_references, with_values
from lib.ui.wording import md_escape

_MARK = re.compile(r"^(?:>|#{1,6}|[-*])\s+")


def show(
    stored: StoredReport,
    found: Sequence[tuple[Fate, str]],
    side: Fate,
    figures: Mapping[str, str] | None = None,
) -> None:
    """Draw the sentences that stand on a side (`removed`: the old one, `added`: the new one).

    `figures` are values as they were shown once; today's stand for the others.
    """
    lines = []
    for fate, sentence in found:
        if fate not in {"same", side}:
            continue
        words = _read(stored, sentence, figures or {})
        lines.append(words if fate == "same" else f":primary-background[{words}]")
    st.markdown("  \n".join(lines))


def _read(stored: StoredReport, sentence: str, figures: Mapping[str, str]) -> str:
    bare = _MARK.sub("", sentence)
    text = with_references(with_values(bare, figures))
    return md_escape(plain(text, stored.report.register, stored.lang))
